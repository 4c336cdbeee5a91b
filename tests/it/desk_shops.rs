//! Print shops at the desk by keys: registered by the head in the settings, a job sent from Cetak, its return taken in once.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use loket::desk::{Desk, Office, Start};
use loket::office::Duty;
use loket::shop::Fate;
use loket::station::{Crowd, Secret, Shop, Station, Worker};
use loket::text::Lang;
use std::path::PathBuf;
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
        let mut window = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(20)
            .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
        window.run_steps(6);
        Window(window)
    }
}

struct Window(Harness<'static, Desk>);

impl Window {
    #[track_caller]
    fn sees(&self, words: &str) {
        let found = self.0.query_all_by_label_contains(words).next();
        assert!(found.is_some(), "`{words}` is not on screen");
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run_steps(6);
    }

    /// A path into the box of that name, and on.
    fn answer(&mut self, label: &str, path: &std::path::Path) {
        let node = self.0.get_by_role_and_label(Role::TextInput, label);
        node.focus();
        self.0.run_steps(2);
        self.0.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.0.event(Event::Text(path.display().to_string()));
        self.0.run_steps(3);
        self.key(Modifiers::CTRL, Key::Enter);
    }
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
    window.answer("Letak tanda pengenal", &both.path("tanda"));
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
    window.key(Modifiers::NONE, Key::F10);
    window.sees("Tidak ada pekerjaan di luar");
    window.sees("Percetakan Contoh");
    window.0.check_accessibility();
    // Everything that waits goes out as one file.
    window.key(Modifiers::NONE, Key::F6);
    let job = both.path("kartu.loketjob");
    window.answer("Berkas pekerjaan", &job);
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
    window.key(Modifiers::NONE, Key::F7);
    window.answer("Letak berkas hasil", &home);
    window.sees("4 baik, 0 rusak, 0 tidak dicetak");
    window.sees("kembali");
    window.key(Modifiers::NONE, Key::F7);
    window.answer("Letak berkas hasil", &home);
    window.sees("Pekerjaan itu sudah dikembalikan");
    window.0.check_accessibility();
}
