//! The ways into the desk: logged in by the flags of the program, founding an office, first passwords, recovery, restoring.

use super::*;
use loket::desk::Entrant;
use loket::station::{Door, Secret};

/// A window over the folder `dir`, before anything of it is known; every answer is there at once.
fn window(start: Start) -> Harness<'static, Desk> {
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(20)
        .build_eframe(move |cc| Desk::inline(&cc.egui_ctx, start));
    window.run_steps(6);
    window
}

#[track_caller]
fn sees(window: &Harness<'static, Desk>, words: &str) {
    let found = window.query_all_by_label_contains(words).next();
    assert!(found.is_some(), "`{words}` is not on screen");
}

#[test]
fn an_entrant_of_the_flags_is_in_at_once_and_asked_again_after_a_lock() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("office");
    drop(Station::create_demo(&dir, 1, 7, &mut |_, _| {}).unwrap());
    let entrant = |password: &str| Entrant {
        login: String::from("petugas"),
        password: Arc::new(Secret::new(password.to_owned())),
    };
    let start = |password: &str| Start {
        office: dir.clone(),
        screen: Some(String::from("registry")),
        entrant: Some(entrant(password)),
        ..Start::default()
    };
    let mut inside = window(start("contoh"));
    sees(&inside, "1 izin tinggal");
    inside.key_press_modifiers(Modifiers::CTRL, Key::L);
    inside.run_steps(8);
    sees(&inside, "Layar terkunci");
    let outside = window(start("salah"));
    sees(&outside, "kata sandi salah");
}

/// A window over `dir` that is driven by hand.
struct Way {
    window: Harness<'static, Desk>,
}

impl Way {
    fn to(dir: &std::path::Path) -> Self {
        let start = Start {
            office: dir.to_owned(),
            ..Start::default()
        };
        Self {
            window: window(start),
        }
    }

    fn press(&mut self, label: &str) {
        self.window
            .get_by_role_and_label(Role::Button, label)
            .focus();
        self.window.run_steps(2);
        self.key(Modifiers::NONE, Key::Enter);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(6);
    }

    /// Types into the box of that label, the `nth` where several bear it.
    fn type_into(&mut self, role: Role, label: &str, nth: usize, text: &str) {
        let mut boxes: Vec<_> = self
            .window
            .query_all_by_role_and_label(role, label)
            .collect();
        boxes.swap_remove(nth).focus();
        drop(boxes);
        self.window.run_steps(2);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    fn text(&mut self, label: &str, text: &str) {
        self.type_into(Role::TextInput, label, 0, text);
    }

    fn secret(&mut self, label: &str, text: &str) {
        self.type_into(Role::PasswordInput, label, 0, text);
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        sees(&self.window, words);
    }

    /// The words on screen that look like a recovery code, in reading order.
    fn code(&self) -> String {
        let grouped = |words: &str| {
            let groups: Vec<&str> = words.split('-').collect();
            let plain = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
            let long = groups.first().map_or(0, |group| group.len());
            1 < groups.len()
                && 3 < long
                && groups
                    .iter()
                    .all(|group| group.len() == long && group.chars().all(plain))
        };
        let nodes = self.window.query_all_by_role(Role::Label);
        let mut lines: Vec<(f32, String)> = nodes
            .filter_map(|node| {
                let words = node.accesskit_node().label().or_else(|| node.value());
                Some((node.rect().top(), words.filter(|words| grouped(words))?))
            })
            .collect();
        lines.sort_by(|one, other| one.0.total_cmp(&other.0));
        let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        lines.join("-")
    }
}

const ADMIN: &str = "kopi pahit di beranda";
const HEAD: &str = "hujan turun sore hari";
const OWN: &str = "tujuh burung di kabel";

#[test]
fn an_office_is_founded_its_head_changes_his_password_and_the_sheet_opens_it_again() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("kantor");
    let mut way = Way::to(&dir);
    way.sees("Belum ada kantor");
    way.window.check_accessibility();
    way.press("Dirikan kantor sungguhan…");
    way.text("Nama kantor", "KANTOR CONTOH BEKASI");
    way.text("Alamat penerbit segel (URL)", "https://contoh.example");
    way.text("Jabatan penanda tangan", "Kepala Kantor");
    way.text("Nama penanda tangan", "BAMBANG CONTOH");
    way.window.check_accessibility();
    way.key(Modifiers::CTRL, Key::Enter);
    way.sees("2 dari 3");
    for (nth, (login, name, password)) in [
        ("hendra", "HENDRA CONTOH", ADMIN),
        ("surya", "SURYA CONTOH", HEAD),
    ]
    .into_iter()
    .enumerate()
    {
        way.type_into(Role::TextInput, "Nama pengguna", nth, login);
        way.type_into(Role::TextInput, "Nama lengkap", nth, name);
        way.type_into(Role::PasswordInput, "Kata sandi pertama", nth, password);
    }
    way.window.check_accessibility();
    way.key(Modifiers::CTRL, Key::Enter);
    way.sees("3 dari 3");
    let code = way.code();
    assert_eq!(code.replace('-', "").len(), 40, "{code}");
    way.text(
        "Simpan lembar sebagai",
        &folder.path().join("lembar.pdf").display().to_string(),
    );
    way.press("Simpan PDF lembar");
    way.sees("Disimpan di");
    assert!(folder.path().join("lembar.pdf").is_file());
    way.window
        .get_by_label("Lembar pemulihan sudah tersimpan aman")
        .click();
    way.window.run_steps(3);
    way.press("Selesai, ke layar masuk");

    // The head's first password was chosen by another: it is changed before anything else.
    way.text("Nama pengguna", "surya");
    way.secret("Kata sandi", HEAD);
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("Ganti kata sandi");
    way.secret("Kata sandi baru", "pendek");
    way.secret("Ulangi kata sandi baru", "pendek");
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("Ganti kata sandi");
    way.secret("Kata sandi baru", OWN);
    way.secret("Ulangi kata sandi baru", OWN);
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("SURYA CONTOH");
    way.sees("Belum ada izin tinggal");

    // A forgotten password: the sheet gives a new one.
    way.key(Modifiers::CTRL, Key::L);
    way.press("Lupa kata sandi…");
    way.text("Nama pengguna", "surya");
    way.text("Kode pemulihan", &code.replace('-', " "));
    way.secret("Kata sandi baru", HEAD);
    way.secret("Ulangi kata sandi baru", HEAD);
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("SURYA CONTOH");
}

#[test]
fn a_damaged_registry_is_restored_from_its_backup_before_the_login() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("kantor");
    let mut station = Station::create_demo(&dir, 2, 7, &mut |_, _| {}).unwrap();
    station.act_as(Duty::Admin).unwrap();
    let backup = dir.join("backups").join("satu.backup");
    std::fs::create_dir_all(backup.parent().unwrap()).unwrap();
    station.back_up(&backup, &mut |_, _| true).unwrap();
    drop(station);
    std::fs::write(dir.join("registry.db"), vec![7_u8; 8192]).unwrap();

    let mut way = Way::to(&dir);
    way.text("Nama pengguna", "kepala");
    way.secret("Kata sandi", "contoh");
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("satu.backup");
    way.press("Pulihkan dari cadangan…");
    way.sees("Pulihkan kantor dari cadangan");
    way.window.check_accessibility();
    // Who restores is an administrator of the backup.
    way.text("Nama pengguna", "admin");
    way.secret("Kata sandi", "bukan ini");
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("kata sandi salah");
    assert!(!folder.path().join("kantor-pulih").exists());
    way.secret("Kata sandi", "contoh");
    way.key(Modifiers::CTRL, Key::Enter);
    way.sees("terbukti utuh");
    way.sees("Setelah dipulihkan");
    way.window.check_accessibility();
    way.key(Modifiers::NONE, Key::Enter);
    way.text("Nama pengguna", "kepala");
    way.secret("Kata sandi", "contoh");
    way.key(Modifiers::NONE, Key::Enter);
    way.sees("BAMBANG CONTOH");
}

#[test]
fn a_folder_without_an_office_can_be_filled_from_a_backup_and_esc_leads_back() {
    let folder = TempDir::new().unwrap();
    let mut way = Way::to(&folder.path().join("tidak-ada"));
    way.press("Pulihkan dari cadangan…");
    way.sees("Pulihkan kantor dari cadangan");
    way.key(Modifiers::NONE, Key::Escape);
    way.key(Modifiers::NONE, Key::Escape);
    way.sees("Belum ada kantor");
}

#[test]
fn an_empty_queue_says_so_and_who_entered_an_application_does_not_approve_it() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("office");
    let mut station = Station::create_demo(&dir, 1, 7, &mut |_, _| {}).unwrap();
    let inside = |login: &str, screen: &str| {
        let entrant = Entrant {
            login: login.to_owned(),
            password: Arc::new(Secret::new(String::from("contoh"))),
        };
        window(Start {
            office: dir.clone(),
            screen: Some(screen.to_owned()),
            entrant: Some(entrant),
            ..Start::default()
        })
    };
    for (login, screen, words) in [
        (
            "kepala",
            "approval",
            "Tidak ada permohonan yang menunggu persetujuan",
        ),
        ("cetak", "press", "Tidak ada kartu yang menunggu dicetak"),
        ("serah", "hand-over", "Tidak ada kartu jadi yang menunggu"),
        (
            "petugas",
            "applications",
            "Tidak ada permohonan yang menunggu",
        ),
        ("admin", "backups", "Belum ada cadangan"),
    ] {
        let empty = inside(login, screen);
        sees(&empty, words);
        empty.check_accessibility();
    }

    // The counter becomes head too, and still another must decide. The head's own application waits above his.
    station.act_as(Duty::Admin).unwrap();
    let both = [Duty::Counter, Duty::Head];
    station.set_duties("petugas", &both).unwrap();
    station.set_duties("kepala", &both).unwrap();
    let enter = |login: &str, kind| {
        let mut door = Door::find(&dir).unwrap();
        let password = Secret::new(String::from("contoh"));
        let mut station = door.enter(login, &password).unwrap();
        let example = station.example_draft(kind);
        day::submitted(&mut station, &example)
    };
    let unread = enter("kepala", Kind::Itap);
    let id = enter("petugas", Kind::Itas);
    drop(station);
    let mut own = inside("petugas", "approval");
    own.key_press(Key::ArrowDown);
    own.run_steps(8);
    sees(&own, "Tidak dapat Anda setujui");
    // The key does nothing while the button is grey, and the cursor stays.
    for _ in 0..2 {
        own.key_press_modifiers(Modifiers::CTRL, Key::Enter);
        own.run_steps(8);
        sees(&own, "Tidak dapat Anda setujui");
    }
    drop(own);
    let mut station = Station::open(&dir).unwrap();
    station.act_as(Duty::Counter).unwrap();
    for id in [unread, id] {
        assert_eq!(station.case(id).unwrap().row.state, CaseState::Submitted);
    }
}
