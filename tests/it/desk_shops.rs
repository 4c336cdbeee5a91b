//! Print shops at the desk by keys: registered by the head in the settings, a job sent from Cetak, its return taken in once.

use crate::window::Window;
use eframe::egui::accesskit::Role;
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

/// Into a box that does not show it.
fn hidden(window: &mut Window, label: &str, text: &str) {
    let node = window.0.get_by_role_and_label(Role::PasswordInput, label);
    node.focus();
    window.0.run_steps(2);
    window.letters(text);
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

#[test]
fn a_job_is_closed_by_a_passphrase_in_a_presss_inks_and_a_shop_is_dropped_with_a_reason() {
    let mut both = Both::new();
    let (badge, id) = (both.shop.badge().unwrap(), both.shop.state().id);
    let registered = both.worker.ask(move |station| {
        station.add_shop(&badge, Some(id), None).unwrap();
        station.act_as(Duty::Print).unwrap();
    });
    drop(registered);
    let word = "hujan di atas genting biru";
    let mut window = both.window("press");
    window.plain(Key::F10);
    window.plain(Key::F6);
    window.type_into("Warna", "CMYK");
    let (one, again) = (
        "Kata sandi, pengganti kunci percetakan (boleh kosong)",
        "Ulangi kata sandi",
    );
    hidden(&mut window, one, word);
    let job = both.path("kartu.loketjob");
    answer(&mut window, "Berkas pekerjaan", &job);
    window.sees("Kedua kata sandi tidak sama");
    assert!(!job.exists());
    hidden(&mut window, again, word);
    window.key(Modifiers::CTRL, Key::Enter);
    window.sees("4 kartu untuk Percetakan Contoh ditulis");
    assert!(Shop::wants_passphrase(&job).unwrap());
    let word = Secret::new(String::from(word));
    let id = both
        .shop
        .open_job(&job, Some(&word), "Sari Contoh")
        .unwrap();
    let out = both.path("cetak");
    let files = both.shop.write_files(id, &out, "Sari Contoh").unwrap();
    let pdf = std::fs::read(&files[0]).unwrap();
    let inks = b"/GTS_PDFX";
    assert!(pdf.windows(inks.len()).any(|window| window == inks));
    drop(window);

    let head = both
        .worker
        .ask(|station| station.act_as(Duty::Head).unwrap());
    drop(head);
    let mut window = both.window("settings");
    window
        .0
        .get_by_label("Keluarkan percetakan…")
        .click_accesskit();
    window.0.run_steps(6);
    window.0.check_accessibility();
    window.type_into("Alasan", "kuncinya bocor");
    window.key(Modifiers::CTRL, Key::Enter);
    window.sees("Percetakan Contoh tidak lagi diberi pekerjaan");
    let dropped = both.worker.ask(|station| station.shops().unwrap());
    let dropped = { dropped }.take().unwrap().unwrap();
    assert!(dropped[0].dropped_at.is_some());
}
