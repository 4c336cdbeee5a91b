//! Registry, audit, blanks, lists, officers and backups at the desk: each opened, its act done by keys, and the registry asked.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use loket::desk::{Desk, Office, Start};
use loket::office::Duty;
use loket::station::{AuditQuery, Query, Station, Worker};
use loket::text::Lang;
use std::path::PathBuf;
use tempfile::TempDir;

/// A window over a demo office, with the officer of one duty at it, on one screen.
struct Desktop {
    window: Harness<'static, Desk>,
    worker: Worker,
    folder: TempDir,
}

impl Desktop {
    fn open(duty: Duty, screen: &str) -> Self {
        Self::with(duty, screen, (Lang::Id, "light"))
    }

    fn with(duty: Duty, screen: &str, look: (Lang, &str)) -> Self {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("office");
        let mut station = Station::create_demo(&dir, 3, 7, &mut |_, _| {}).unwrap();
        station.act_as(duty).unwrap();
        let worker = Worker::inline(station);
        Self {
            window: window(&worker, screen, look),
            worker,
            folder,
        }
    }

    /// Another officer opens another screen of the same office.
    fn turn(&mut self, duty: Duty, screen: &str, look: (Lang, &str)) {
        self.asks(move |station| station.act_as(duty).unwrap());
        self.window = window(&self.worker, screen, look);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(6);
    }

    fn types(&mut self, text: &str) {
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    fn type_into(&mut self, label: &str, text: &str) {
        let node = self.window.get_by_role_and_label(Role::TextInput, label);
        node.focus();
        self.window.run_steps(2);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.types(text);
    }

    /// Types into the password box of that label.
    fn keep_secret(&mut self, label: &str, text: &str) {
        let node = self
            .window
            .get_by_role_and_label(Role::PasswordInput, label);
        node.focus();
        self.window.run_steps(2);
        self.types(text);
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        let found = self.window.query_all_by_label_contains(words).next();
        assert!(found.is_some(), "`{words}` is not on screen");
    }

    #[track_caller]
    fn misses(&self, words: &str) {
        let found = self.window.query_all_by_label_contains(words).next();
        assert!(found.is_none(), "`{words}` is on screen");
    }

    fn asks<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Station) -> T + Send + 'static,
    ) -> T {
        self.worker.ask(question).take().unwrap().unwrap()
    }

    /// Whether the newest entries tell of that act.
    fn told(&self, act: &'static str) -> bool {
        self.asks(move |station| {
            station.act_as(Duty::Auditor).unwrap();
            let query = AuditQuery {
                act: Some(act.to_owned()),
                limit: 10,
                ..AuditQuery::default()
            };
            station.audit(&query).unwrap().1 > 0
        })
    }
}

fn window(worker: &Worker, screen: &str, (lang, theme): (Lang, &str)) -> Harness<'static, Desk> {
    let office = Office::over(worker.clone()).unwrap();
    let start = Start {
        lang: Some(lang),
        theme: Some(theme.to_owned()),
        screen: Some(screen.to_owned()),
        ..Start::default()
    };
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(20)
        .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
    window.run_steps(6);
    window
}

#[test]
fn a_permit_is_found_opened_and_left_by_keys() {
    let mut desk = Desktop::open(Duty::Counter, "registry");
    let query = Query {
        limit: 10,
        ..Query::default()
    };
    let all = desk.asks(move |station| station.search(&query).unwrap());
    let second = &all.rows[1];
    desk.sees(&second.full_name);
    desk.types(second.permit_no.as_str());
    desk.key(Modifiers::NONE, Key::Enter);
    desk.sees("RINGKASAN DATA");
    assert!(desk.told("permit-life"));
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::ArrowRight);
    desk.sees(&second.card_serial);
    desk.key(Modifiers::NONE, Key::ArrowRight);
    desk.key(Modifiers::NONE, Key::ArrowRight);
    desk.sees("Kartu diserahkan");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.sees("1 izin tinggal");
    desk.window.check_accessibility();
}

#[test]
fn a_chip_narrows_the_registry_and_a_heading_sorts_it() {
    let mut desk = Desktop::open(Duty::Counter, "registry");
    desk.sees("3 izin tinggal");
    desk.window.get_by_label("Keadaan").focus();
    desk.window.run_steps(2);
    desk.key(Modifiers::NONE, Key::ArrowDown);
    desk.sees("Diakhiri");
    desk.types("diakh");
    desk.key(Modifiers::NONE, Key::Enter);
    desk.sees("Keadaan: Diakhiri");
    desk.sees("0 izin tinggal");
    desk.window.get_by_label("Hapus saringan").click();
    desk.window.run_steps(6);
    desk.sees("3 izin tinggal");
}

#[test]
fn what_was_found_is_exported_and_said_before() {
    let mut desk = Desktop::open(Duty::Head, "registry");
    let all = desk.asks(|station| {
        let query = Query {
            limit: 10,
            ..Query::default()
        };
        station.search(&query).unwrap()
    });
    let path = desk.folder.path().join("daftar.csv");
    let export = |desk: &mut Desktop| {
        desk.type_into("Jalur berkas ekspor", &path.display().to_string());
        desk.key(Modifiers::CTRL, Key::Enter);
        assert!(path.is_file());
    };
    desk.key(Modifiers::CTRL, Key::E);
    desk.sees("Semua 3 izin tinggal di registri");
    desk.window.check_accessibility();
    export(&mut desk);
    desk.sees("3 baris disimpan");
    desk.window.get_by_label("Cari di registri").focus();
    desk.window.run_steps(2);
    let number = all.rows[1].permit_no.as_str().to_owned();
    desk.types(&number);
    desk.key(Modifiers::CTRL, Key::E);
    desk.sees("1 izin tinggal menurut");
    desk.sees(&number);
    export(&mut desk);
    desk.sees("1 baris disimpan");
}

#[test]
fn a_figure_of_beranda_opens_its_permits_and_the_report_tells_how_long_people_wait() {
    let mut desk = Desktop::open(Duty::Head, "home");
    let over = desk.asks(|station| station.overview().unwrap().expired);
    desk.window
        .get_all_by_label_contains("Lewat masa berlaku: ")
        .next()
        .unwrap()
        .click();
    desk.window.run_steps(6);
    desk.sees("Keadaan: Lewat waktu");
    desk.sees(&format!("{over} izin tinggal"));
    desk.turn(Duty::Head, "report", (Lang::Id, "light"));
    desk.window.get_by_label("Lama layanan").click();
    desk.window.run_steps(6);
    desk.sees("LAMA LAYANAN");
    desk.window.check_accessibility();
}

#[test]
fn the_lock_minutes_are_the_administrators_and_are_checked() {
    let mut desk = Desktop::open(Duty::Admin, "settings");
    let label = "Kunci setelah tidak dipakai (menit)";
    desk.type_into(label, "0");
    desk.sees("Tulis angka dari 1 sampai 120");
    desk.key(Modifiers::CTRL, Key::S);
    assert_ne!(desk.asks(|station| station.settings().lock_minutes), 0);
    desk.type_into(label, "7");
    desk.key(Modifiers::CTRL, Key::S);
    assert_eq!(desk.asks(|station| station.settings().lock_minutes), 7);
    desk.window.check_accessibility();
    desk.turn(Duty::Counter, "settings", (Lang::Id, "light"));
    desk.sees("Hanya administrator");
    desk.sees(label);
}

#[test]
fn what_is_asked_of_photos_is_the_administrators_and_one_act() {
    let mut desk = Desktop::open(Duty::Admin, "settings");
    for choice in [
        "Oranye",
        "12 bulan",
        "Menghentikan permohonan",
        "Oleh petugas",
    ] {
        desk.window.get_by_label(choice).click_accesskit();
        desk.window.run_steps(2);
    }
    desk.key(Modifiers::CTRL, Key::S);
    let (rule, acts) = desk.asks(|station| {
        let rule = station.settings().photo;
        station.act_as(Duty::Auditor).unwrap();
        let query = AuditQuery {
            act: Some("settings-save".to_owned()),
            ..AuditQuery::default()
        };
        (rule, station.audit(&query).unwrap().1)
    });
    assert_eq!(rule.ground, loket::portrait::Ground::Orange);
    assert_eq!(
        (rule.oldest_months, rule.flaws_stop, rule.takes_itself),
        (12, true, false)
    );
    assert_eq!(acts, 1);
    desk.window.check_accessibility();
    desk.turn(Duty::Counter, "settings", (Lang::En, "dark"));
    for words in [
        "Orange",
        "12 months",
        "Stop the application",
        "By the officer",
    ] {
        desk.sees(words);
    }
}

#[test]
fn a_range_is_checked_while_it_is_typed_and_blanks_given_out_come_back() {
    let mut desk = Desktop::open(Duty::Blanks, "blanks");
    desk.key(Modifiers::NONE, Key::F5);
    desk.type_into("Nomor seri pertama", "ZZ0001-ZZ0025");
    desk.sees("25 blangko: ZZ0001 – ZZ0025");
    desk.type_into("Nomor seri terakhir", "ZY0025");
    desk.sees("seri");
    desk.misses("25 blangko: ZZ0001");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.key(Modifiers::NONE, Key::F6);
    desk.sees("blangko di gudang");
    desk.type_into("Operator cetak", "cetak");
    desk.type_into("Jumlah blangko", "4");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("4 blangko diserahkan");
    desk.window.get_by_label("Batalkan: tarik kembali…").click();
    desk.window.run_steps(4);
    desk.sees("4 blangko: ");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("4 blangko kembali ke gudang");
    desk.misses("Batalkan: tarik kembali…");
}

#[test]
fn the_auditor_proves_the_chain_reads_an_entry_and_takes_the_list_out() {
    let mut desk = Desktop::open(Duty::Auditor, "audit");
    desk.sees("BUKTI");
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::F5);
    desk.sees("Rantai utuh");
    desk.window.get_by_label("Ekspor CSV…").click();
    desk.window.run_steps(6);
    let path = desk.folder.path().join("jejak.csv");
    desk.type_into("Jalur berkas", &path.display().to_string());
    desk.key(Modifiers::CTRL, Key::Enter);
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("audit-view")
    );
    assert!(desk.told("audit-export"));
}

#[test]
fn a_box_of_blanks_is_received_and_one_is_spoiled_before_a_second_officer() {
    let mut desk = Desktop::open(Duty::Blanks, "blanks");
    desk.sees("Seimbang");
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::F5);
    desk.type_into("Nomor seri pertama", "ZZ 0001");
    desk.type_into("Nomor seri terakhir", "ZZ0010");
    desk.type_into("Nomor berita acara serah terima", "BA-7");
    desk.window.check_accessibility();
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("10 blangko diterima");
    desk.sees("ZZ0001 – ZZ0010");

    desk.key(Modifiers::NONE, Key::Escape);
    desk.key(Modifiers::NONE, Key::F8);
    desk.type_into("Nomor seri", "ZZ0003");
    desk.type_into("Alasan", "sobek");
    desk.type_into("Petugas kedua", "cetak");
    desk.keep_secret("Kata sandi petugas kedua", "salah");
    desk.key(Modifiers::CTRL, Key::Enter);
    assert!(!desk.told("blank-spoil"));
    desk.asks(|station| station.act_as(Duty::Blanks).unwrap());
    desk.keep_secret("Kata sandi petugas kedua", "");
    desk.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.types("contoh");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("sobek");
    assert!(desk.told("blank-spoil"));
}

#[test]
fn the_administrator_engages_an_officer_and_duties_that_clash_are_explained() {
    let mut desk = Desktop::open(Duty::Admin, "officers");
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::Insert);
    desk.type_into("Nama", "Rini Contoh");
    desk.type_into("Nama pengguna", "rini");
    desk.keep_secret("Kata sandi sementara", "kalimat panjang sekali");
    desk.window.get_by_label("Auditor").click();
    desk.window.run_steps(3);
    desk.sees("tidak boleh dipegang satu orang");
    desk.window.get_by_label("Auditor").click();
    desk.window.run_steps(3);
    desk.key(Modifiers::CTRL, Key::Enter);
    let officers = desk.asks(|station| station.officers().unwrap());
    assert!(
        officers
            .iter()
            .any(|officer| officer.login.as_str() == "rini" && officer.must_change)
    );
    desk.sees("Rini Contoh");
}

#[test]
fn a_backup_is_made_and_a_drill_proves_it() {
    let mut desk = Desktop::open(Duty::Admin, "backups");
    desk.sees("Belum ada cadangan");
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::F5);
    std::fs::create_dir_all(desk.folder.path().join("office/backups")).unwrap();
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("Terbukti utuh");
    desk.key(Modifiers::NONE, Key::F6);
    desk.sees("terbukti utuh dalam");
    desk.sees("Setelah dipulihkan");
    desk.window.check_accessibility();
    desk.window
        .get_by_label("Simpan berita acara (PDF)")
        .click();
    desk.window.run_steps(6);
    desk.sees("Disimpan di");
}

#[test]
fn a_list_is_tried_first_and_the_registry_stays_as_it_was() {
    let mut desk = Desktop::open(Duty::Counter, "lists");
    let path: PathBuf = desk.folder.path().join("daftar.csv");
    let text = "Nama,Kewarganegaraan,No Paspor\nORANG CONTOH,JPN,TR1234567\n";
    std::fs::write(&path, text).unwrap();
    desk.type_into("Jalur berkas", &path.display().to_string());
    desk.key(Modifiers::NONE, Key::Enter);
    desk.sees("1 baris orang");
    desk.window.check_accessibility();
    desk.key(Modifiers::NONE, Key::F5);
    desk.sees("1 baris ditolak");
    desk.misses("Impor 1 orang");
    assert!(!desk.told("import"));
}

#[test]
fn the_screens_are_whole_in_english_and_in_the_dark() {
    let dark = (Lang::En, "dark");
    let mut desk = Desktop::with(Duty::Counter, "registry", dark);
    for (duty, screen, words) in [
        (Duty::Counter, "registry", "3 permits"),
        (Duty::Head, "audit", "Audit trail"),
        (Duty::Blanks, "blanks", "Balances"),
        (Duty::Head, "lists", "EXPORT THE REGISTRY"),
        (Duty::Admin, "officers", "Officers"),
        (Duty::Print, "officers", "My password…"),
        (Duty::Admin, "backups", "No backup yet"),
    ] {
        desk.turn(duty, screen, dark);
        desk.sees(words);
        desk.window.check_accessibility();
    }
}

#[test]
fn every_screen_stands_in_the_smallest_window() {
    let mut desk = Desktop::open(Duty::Counter, "home");
    for (duty, screen) in [
        (Duty::Head, "home"),
        (Duty::Counter, "new"),
        (Duty::Head, "approval"),
        (Duty::Print, "press"),
        (Duty::HandOver, "hand-over"),
        (Duty::Head, "registry"),
        (Duty::Head, "verify"),
        (Duty::Head, "report"),
        (Duty::Blanks, "blanks"),
        (Duty::Counter, "lists"),
        (Duty::Auditor, "audit"),
        (Duty::Admin, "backups"),
        (Duty::Admin, "officers"),
        (Duty::Admin, "settings"),
    ] {
        desk.turn(duty, screen, (Lang::Id, "light"));
        for size in [[683.0, 384.0], [640.0, 400.0], [320.0, 200.0]] {
            desk.window.set_size(size.into());
            desk.window.run_steps(3);
        }
    }
}
