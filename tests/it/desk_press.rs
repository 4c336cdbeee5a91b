//! The press at the desk by keys: several cards on a sheet with positions left empty, outcomes, a profile, a calibration.

use crate::window::Window;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use loket::desk::{Desk, Office, Start};
use loket::office::Duty;
use loket::station::{Crowd, RunRow, Side, Station, Worker};
use loket::text::Lang;
use tempfile::TempDir;

/// The operator at a demo office with four approved cases.
struct Press {
    window: Window,
    worker: Worker,
    folder: TempDir,
}

impl Press {
    fn open(lang: Lang, theme: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let crowd = Crowd {
            people: 1,
            approved: 4,
        };
        let dir = folder.path().join("office");
        let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| {}).unwrap();
        station.act_as(Duty::Print).unwrap();
        let worker = Worker::inline(station);
        let office = Office::over(worker.clone()).unwrap();
        let start = Start {
            lang: Some(lang),
            theme: Some(theme.to_owned()),
            screen: Some("press".to_owned()),
            ..Start::default()
        };
        let window = Window::open(move |ctx| Desk::with_office(ctx, start, office));
        Self {
            window,
            worker,
            folder,
        }
    }

    /// The position on the sheet's front; its back has the same name.
    fn click(&mut self, label: &str) {
        let front = self.window.0.query_all_by_label(label).next();
        front.unwrap().click();
        self.window.0.run_steps(4);
    }

    fn asks<T: Send + 'static>(&self, ask: impl FnOnce(&mut Station) -> T + Send + 'static) -> T {
        self.worker.ask(ask).take().unwrap().unwrap()
    }

    fn runs(&self) -> Vec<RunRow> {
        self.asks(|station| station.runs(false).unwrap())
    }
}

#[test]
fn cards_go_onto_a_sheet_with_positions_left_empty_and_a_spoiled_one_is_made_again() {
    let mut press = Press::open(Lang::Id, "light");
    for _ in 0..3 {
        press.window.plain(Key::Space);
    }
    press.window.sees("3 kartu dipilih");
    press.window.plain(Key::F3);
    press.window.plain(Key::F6);
    press.window.sees("Posisi 1, ada kartu");
    press.click("Posisi 3, ada kartu");
    // From position 3 to 7: two rows down in two columns.
    press.window.plain(Key::ArrowDown);
    press.window.plain(Key::ArrowDown);
    press.window.plain(Key::Space);
    press.window.sees("mulai di posisi 1; kosong: 3, 7");
    press.window.0.check_accessibility();
    press.window.key(Modifiers::CTRL, Key::Enter);
    press.window.sees("Cetakan 1");
    press.window.sees("3 menunggu hasil");
    let runs = press.runs();
    let how = &runs[0].how;
    assert_eq!(
        (how.paper.as_str(), how.empty.as_slice()),
        ("a4", &[3, 7][..])
    );
    assert_eq!(runs[0].counts.spooled, 3);
    press.window.0.check_accessibility();

    // The first is good, the second spoiled beside a second officer; all else is good.
    press.window.plain(Key::ArrowRight);
    press.window.plain(Key::F9);
    press.window.plain(Key::F8);
    press.window.type_into("Alasan", "pita macet");
    press
        .window
        .type_into("Nama pengguna petugas kedua", "blangko");
    let node = press
        .window
        .0
        .get_by_role_and_label(Role::PasswordInput, "Kata sandi petugas kedua");
    node.focus();
    press.window.0.run_steps(2);
    press.window.letters("contoh");
    press.window.0.run_steps(2);
    press.window.plain(Key::Enter);
    press.window.key(Modifiers::SHIFT, Key::F9);
    press.window.sees("1 kartu semuanya baik?");
    press.window.plain(Key::Enter);
    press.window.sees("2 baik, 1 rusak, 0 menunggu hasil");
    // It waits again, and goes onto the position that was left.
    press.window.plain(Key::F2);
    press.window.key(Modifiers::COMMAND, Key::A);
    press.window.sees("2 kartu dipilih");
    press.window.plain(Key::F3);
    press.click("Posisi 3, bebas");
    press.window.plain(Key::Space);
    press.window.plain(Key::Home);
    press.window.sees("mulai di posisi 3");
    press.window.key(Modifiers::CTRL, Key::Enter);
    let runs = press.runs();
    assert_eq!((runs[0].how.start, runs[0].counts.spooled), (3, 2));
    assert_eq!((runs[1].counts.good, runs[1].counts.spoiled), (2, 1));
    let files = std::fs::read_dir(press.folder.path().join("office-keluaran")).unwrap();
    assert_eq!(files.count(), 2);
}

#[test]
fn a_printer_is_described_and_put_right_by_what_is_read_off_its_page() {
    let mut press = Press::open(Lang::Id, "dark");
    press.window.plain(Key::F5);
    press.window.sees("Pilih pencetak");
    press.window.type_into("Pencetak", "kartu-loket");
    press.window.sees("Sisi ini belum dikalibrasi");
    press.window.type_into("Resolusi (dpi)", "banyak");
    press.window.plain(Key::F9);
    press.window.sees("Resolusi (dpi): angkanya tidak mungkin");
    press.window.type_into("Resolusi (dpi)", "600");
    press.window.type_into("Atas", "1,5");
    press.window.plain(Key::F9);
    press.window.sees("Profil pencetak disimpan");
    press.window.0.check_accessibility();

    press.window.key(Modifiers::CTRL, Key::Enter);
    press.window.sees("Angka silang A belum diketik");
    let read = |press: &mut Press, across: [&str; 4], down: [&str; 4]| {
        for (at, cross) in ["A", "B", "C", "D"].iter().enumerate() {
            press
                .window
                .type_into(&format!("{cross} mendatar"), across[at]);
            press.window.type_into(&format!("{cross} tegak"), down[at]);
        }
        press.window.key(Modifiers::CTRL, Key::Enter);
    };
    // Each cross of a card stands 10 mm from its edges; this printer puts it 0.5 mm to the right and 0.3 mm up.
    read(
        &mut press,
        ["25", "2", "25", "2"],
        ["9,7", "9,7", "10,3", "10,3"],
    );
    press.window.sees("ditolak");
    read(
        &mut press,
        ["10,5", "9,5", "10,5", "9,5"],
        ["9,7", "9,7", "10,3", "10,3"],
    );
    press.window.sees("Koreksinya disimpan");
    press.window.sees("−0,50 mm");
    read(
        &mut press,
        ["10", "10", "10,1", "9,9"],
        ["10", "10", "10", "10"],
    );
    press.window.sees("Terbukti");
    let profile = press.asks(|station| station.profile("kartu-loket").unwrap());
    assert_eq!(profile.dpi.0, 600);
    let correction = profile.correction("", Side::Front);
    assert!((correction.x_mm + 0.5).abs() < 0.01 && (correction.y_mm - 0.3).abs() < 0.01);
    press.window.0.check_accessibility();
}

#[test]
fn all_parts_are_there_when_nothing_waits_in_both_languages() {
    for (lang, theme, none) in [
        (Lang::En, "light", "No runs yet"),
        (Lang::Id, "dark", "Belum ada cetakan"),
    ] {
        let mut press = Press::open(lang, theme);
        press.window.plain(Key::F3);
        press.window.0.check_accessibility();
        press.window.plain(Key::F4);
        press.window.sees(none);
        press.window.plain(Key::F5);
        press.window.0.check_accessibility();
    }
}
