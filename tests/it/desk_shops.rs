//! Print shops at the desk by keys: registered by the head in the settings, a job sent from Cetak, its return taken in once.

use crate::window::Window;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use loket::desk::{Desk, Office, Start};
use loket::office::Duty;
use loket::shop::Fate;
use loket::station::{Crowd, Secret, Shop, Station, Worker};
use loket::text::Lang;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A demo office with four approved cases, and a shop's folder outside.
struct Both {
    worker: Worker,
    shop: Shop,
    folder: TempDir,
}

impl Both {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let crowd = Crowd {
            people: 1,
            approved: 4,
        };
        let dir = folder.path().join("office");
        let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| {}).unwrap();
        let root = station.root_pem().unwrap();
        station.act_as(Duty::Head).unwrap();
        let word = Secret::new(String::from("kuda lari di sawah"));
        let dir = folder.path().join("toko");
        let shop = Shop::create(&dir, "Percetakan Contoh", &word, root.as_bytes()).unwrap();
        Self {
            worker: Worker::inline(station),
            shop,
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn window(&self, screen: &str) -> Window {
        let office = Office::over(self.worker.clone()).unwrap();
        let start = Start {
            lang: Some(Lang::Id),
            screen: Some(screen.to_owned()),
            stills: Some(self.path("no-stills")),
            ..Start::default()
        };
        Window::open(move |ctx| Desk::with_office(ctx, start, office))
    }
}

/// A path into the box of that name, and on.
fn answer(window: &mut Window, label: &str, path: &Path) {
    window.type_into(label, &path.display().to_string());
    window.key(Modifiers::CTRL, Key::Enter);
}

#[test]
fn a_shop_is_registered_a_job_goes_out_and_comes_back() {
    let mut both = Both::new();
    let badge = both.shop.badge().unwrap();
    std::fs::write(both.path("tanda"), badge).unwrap();
    let mut window = both.window("settings");
    window
        .0
        .get_by_label("Daftarkan percetakan…")
        .click_accesskit();
    window.0.run_steps(6);
    answer(&mut window, "Letak tanda pengenal", &both.path("tanda"));
    window.sees(&both.shop.state().id.to_string());
    window.sees("Menyebut dirinya Percetakan Contoh");
    window.key(Modifiers::CTRL, Key::Enter);
    window.sees("Percetakan Contoh didaftarkan");
    drop(window);

    both.worker
        .ask(|station| station.act_as(Duty::Print).map(drop))
        .take()
        .unwrap()
        .unwrap()
        .unwrap();
    let mut window = both.window("press");
    window.plain(Key::F10);
    window.sees("Tidak ada pekerjaan di luar");
    window.sees("Percetakan Contoh");
    window.0.check_accessibility();
    // Everything that waits goes out as one file.
    window.plain(Key::F6);
    let job = both.path("kartu.loketjob");
    answer(&mut window, "Berkas pekerjaan", &job);
    window.sees("4 kartu untuk Percetakan Contoh ditulis");
    window.sees("di percetakan");
    let id = both.shop.open_job(&job, None, "Sari Contoh").unwrap();
    let out = both.path("cetak");
    both.shop.write_files(id, &out, "Sari Contoh").unwrap();
    let cards = both.shop.job(id).unwrap().cards;
    let serials: Vec<String> = cards.into_iter().map(|card| card.serial).collect();
    both.shop
        .mark(id, &serials, &Fate::Good, "Sari Contoh")
        .unwrap();
    let home = both.path("hasil");
    both.shop.return_job(id, &home, "Sari Contoh").unwrap();
    // Home again, once.
    window.plain(Key::F7);
    answer(&mut window, "Letak berkas hasil", &home);
    window.sees("4 baik, 0 rusak, 0 tidak dicetak");
    window.sees("kembali");
    window.plain(Key::F7);
    answer(&mut window, "Letak berkas hasil", &home);
    window.sees("Pekerjaan itu sudah dikembalikan");
    window.0.check_accessibility();
}
