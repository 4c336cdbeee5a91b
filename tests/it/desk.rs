//! The desk's screens without a window: found by name, driven by keys, judged by what the registry then holds.

use crate::window::Window;
use eframe::App as _;
use eframe::egui::{Context, Event, Key, Modifiers, RawInput, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use loket::desk::{Desk, Office, Start};
use loket::office::{CaseState, Duty};
use loket::permit::{Draft, Field, Kind};
use loket::portrait::{self, Crop, Still};
use loket::station::{CaseId, CaseRow, Station, Worker};
use loket::text::{Lang, Text};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Instant;
use tempfile::TempDir;

mod day;
mod entry;
mod patrol;
mod photo;
mod shop;

/// A window of the smallest size over a demo office of one resident, and the office's worker to look behind it.
struct Counter {
    window: Harness<'static, Desk>,
    worker: Worker,
    example: Draft,
    text: Text,
    folder: TempDir,
    film: Option<TempDir>,
}

#[expect(clippy::unwrap_used, reason = "a test stops where it fails")]
impl Counter {
    fn open(lang: Lang, theme: &str) -> Self {
        Self::with(lang, theme, Worker::inline)
    }

    /// With the pictures of a folder in place of a camera.
    fn with_film(film: PathBuf) -> Self {
        let office = TempDir::new().unwrap();
        Self::over(office, Lang::Id, "light", (Some(film), Worker::inline))
    }

    /// With lanes of their own, as in a window.
    fn threaded() -> Self {
        let lanes = |station| Worker::threaded(station, Arc::new(|| {}));
        Self::with(Lang::Id, "light", lanes)
    }

    fn with(lang: Lang, theme: &str, lanes: impl FnOnce(Station) -> Worker) -> Self {
        Self::over(TempDir::new().unwrap(), lang, theme, (None, lanes))
    }

    fn over(
        folder: TempDir,
        lang: Lang,
        theme: &str,
        (film, lanes): (Option<PathBuf>, impl FnOnce(Station) -> Worker),
    ) -> Self {
        let station =
            Station::create_demo(&folder.path().join("office"), 1, 7, &mut |_, _| {}).unwrap();
        let example = station.example_draft(Kind::Itas);
        let mut kept = None;
        let office = Office::new(station, |station| kept.insert(lanes(station)).clone());
        let worker = kept.unwrap();
        let start = Start {
            lang: Some(lang),
            theme: Some(theme.to_owned()),
            stills: film.or_else(|| Some(folder.path().join("no-stills"))),
            ..Start::default()
        };
        let mut window = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(20)
            .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
        window.run_steps(4);
        Self {
            window,
            worker,
            example,
            text: Text::new(lang),
            folder,
            film: None,
        }
    }

    /// Before anybody has logged in; every answer is there at once.
    fn at_the_login() -> Self {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("office");
        let station = Station::create_demo(&dir, 1, 7, &mut |_, _| {}).unwrap();
        let example = station.example_draft(Kind::Itas);
        let start = Start {
            office: dir,
            stills: Some(folder.path().join("no-stills")),
            ..Start::default()
        };
        let mut window = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(20)
            .build_eframe(move |cc| Desk::inline(&cc.egui_ctx, start));
        window.run_steps(4);
        Self {
            window,
            worker: Worker::inline(station),
            example,
            text: Text::new(Lang::Id),
            folder,
            film: None,
        }
    }

    /// Looks behind the window, into the same office.
    fn look<T: Send + 'static>(&self, look: impl FnOnce(&mut Station) -> T + Send + 'static) -> T {
        self.worker.ask(look).take().unwrap().unwrap()
    }

    /// Locks the desk; another officer logs in.
    fn change_to(&mut self, login: &str) {
        self.key(Modifiers::CTRL, Key::L);
        self.login(login);
        self.awaits("Kunci layar");
    }

    /// The one PDF the press has made.
    fn pdf(&self) -> PathBuf {
        let mut files = std::fs::read_dir(self.folder.path().join("office-keluaran")).unwrap();
        files.next().unwrap().unwrap().path()
    }

    /// Instead of what stands in the box.
    fn type_over(&mut self, label: &str, text: &str) {
        self.window
            .get_by_role_and_label(Role::TextInput, label)
            .focus();
        self.window.run_steps(2);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(2);
    }

    fn type_password(&mut self, label: &str, text: &str) {
        self.window
            .get_by_role_and_label(Role::PasswordInput, label)
            .focus();
        self.window.run_steps(2);
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(2);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Long enough for every pause the desk waits for.
    fn settle(&mut self) {
        self.window.run_steps(8);
    }

    fn type_into(&mut self, label: &str, text: &str) {
        self.window
            .get_by_role_and_label(Role::TextInput, label)
            .focus();
        self.window.run_steps(2);
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(2);
    }

    /// Until `words` are on screen; for lanes of their own.
    #[track_caller]
    fn awaits(&mut self, words: &str) {
        let begun = Instant::now();
        while self
            .window
            .query_all_by_label_contains(words)
            .next()
            .is_none()
        {
            assert!(begun.elapsed().as_secs() < 20, "`{words}` does not come");
            self.window.run_steps(1);
            std::thread::yield_now();
        }
    }

    fn drafts(&self) -> Vec<CaseRow> {
        self.cases(CaseState::Draft)
    }

    fn cases(&self, state: CaseState) -> Vec<CaseRow> {
        let ask = move |station: &mut Station| station.cases(&[state], 100).unwrap();
        let mut drafts = self.worker.ask(ask);
        loop {
            if let Some(drafts) = drafts.take() {
                return drafts.unwrap();
            }
            std::thread::yield_now();
        }
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        assert!(
            self.window
                .query_all_by_label_contains(words)
                .next()
                .is_some(),
            "`{words}` is not on screen"
        );
    }

    /// Types into the box that bears the label of `field`.
    fn fill(&mut self, field: Field) {
        let value = self.example.get(field).to_owned();
        let label = self
            .text
            .get(&format!("field-{}", field.id().replace('_', "-")));
        let Some(node) = self.window.query_by_role_and_label(Role::TextInput, &label) else {
            return;
        };
        let filled = node.value().unwrap_or_default();
        if value.is_empty() || filled == value {
            return;
        }
        node.focus();
        self.window.run_steps(2);
        if !filled.is_empty() {
            self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        }
        self.window.event(Event::Text(value));
        self.window.run_steps(2);
    }

    /// Logs in at the login screen of the demo office.
    fn login(&mut self, login: &str) {
        self.awaits("AKUN KANTOR CONTOH");
        self.type_over("Nama pengguna", login);
        self.type_password("Kata sandi", "contoh");
        self.key(Modifiers::NONE, Key::Enter);
    }

    /// Ctrl N, passport zone, form and portrait by keys; ends at the review of a complete application.
    fn enter_application(&mut self) {
        self.key(Modifiers::CTRL, Key::N);
        let zone = self.example.get(Field::Mrz).to_owned();
        self.window.event(Event::Paste(zone));
        self.settle();
        self.sees("Paspor terbaca");
        for field in Field::ALL {
            self.fill(field);
        }
        self.settle();
        self.sees("Data lengkap dan sesuai aturan");
        self.sees("Tersimpan");
        self.key(Modifiers::CTRL, Key::Enter);
        self.sees("Pemeriksaan foto".to_uppercase().as_str());
        let photo = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/resources/demo/portrait.jpg"
        ));
        self.window.get_by_label("Jalur berkas").focus();
        self.window.run_steps(2);
        self.window.event(Event::Text(photo.display().to_string()));
        self.key(Modifiers::NONE, Key::Enter);
        self.settle();
        self.key(Modifiers::CTRL, Key::Enter);
        self.sees("Foto sudah ada");
    }
}

#[test]
fn an_applicant_is_entered_and_given_to_the_approver() {
    let mut counter = Counter::open(Lang::Id, "light");
    counter.enter_application();
    counter.key(Modifiers::CTRL, Key::Enter);
    counter.sees("diajukan");
    // The counter is at the next application, and nothing is left that could be submitted a second time.
    counter.sees("Permohonan baru · KITAS");
    let name = counter.example.get(Field::FullName).to_owned();
    let of_name = |case: &CaseRow| case.full_name == name;
    assert!(!counter.cases(CaseState::Draft).iter().any(of_name));
    assert!(counter.cases(CaseState::Submitted).iter().any(of_name));
}

#[test]
fn the_desk_offers_what_the_duty_allows_and_says_so_of_the_rest() {
    let mut counter = Counter::open(Lang::Id, "light");
    counter.sees("Permohonan");
    counter.key(Modifiers::CTRL, Key::L);
    counter.login("admin");
    counter.awaits("Kunci layar");
    assert!(counter.window.query_by_label("Registri").is_none());
    counter.key(Modifiers::CTRL, Key::N);
    counter.awaits("Mengisi permohonan bukan tugas Anda");
}

#[test]
fn every_screen_opens_by_its_key_with_every_control_named() {
    let mut counter = Counter::open(Lang::En, "dark");
    let screens = [
        (Key::Num1, "LATEST PERMITS"),
        (Key::Num2, "Applications"),
        (Key::Num3, "Registry"),
        (Key::Num4, "Ready to check"),
        (Key::Num8, "Settings"),
    ];
    for (key, words) in screens {
        counter.key(Modifiers::CTRL, key);
        counter.sees(words);
        counter.window.check_accessibility();
    }
    counter.key(Modifiers::CTRL, Key::N);
    for (key, words) in [
        (Key::F2, "HOLDER"),
        (Key::F3, "PHOTO CHECKS"),
        (Key::F4, "SUMMARY"),
    ] {
        counter.key(Modifiers::NONE, key);
        counter.sees(words);
        counter.window.check_accessibility();
    }
    counter.key(Modifiers::NONE, Key::F1);
    counter.sees("Shortcuts");
    counter.key(Modifiers::NONE, Key::Escape);
    counter.sees("SUMMARY");
}

#[test]
fn an_application_left_by_escape_is_kept_and_goes_on() {
    let mut counter = Counter::open(Lang::Id, "light");
    counter.key(Modifiers::CTRL, Key::N);
    counter
        .window
        .get_by_role_and_label(Role::TextInput, "Nama lengkap")
        .focus();
    counter.window.run_steps(2);
    counter.window.event(Event::Text("ORANG CONTOH".to_owned()));
    counter.window.run_steps(1);
    counter.key(Modifiers::NONE, Key::Escape);
    counter.sees("ORANG CONTOH");
    counter
        .window
        .get_by_label_contains("ORANG CONTOH, KITAS")
        .click();
    counter.settle();
    let name = counter
        .window
        .get_by_role_and_label(Role::TextInput, "Nama lengkap");
    assert_eq!(
        name.accesskit_node().value().as_deref(),
        Some("ORANG CONTOH")
    );
}

#[test]
fn letters_typed_after_tab_wait_until_the_cursor_has_moved() {
    let mut counter = Counter::open(Lang::Id, "light");
    let key = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let text = |text: &str| Event::Text(text.to_owned());
    let ctx = Context::default();
    let mut input = RawInput {
        events: vec![text("a"), key(Key::Tab), text("b")],
        ..RawInput::default()
    };
    let desk = counter.window.state_mut();
    for expected in [
        vec![text("a")],
        vec![key(Key::Tab)],
        vec![text("b")],
        vec![],
    ] {
        desk.raw_input_hook(&ctx, &mut input);
        assert_eq!(input.events, expected);
        input.events.clear();
    }
}

#[test]
fn two_quick_saves_of_a_new_application_make_one_draft() {
    let mut counter = Counter::threaded();
    counter.awaits("Permohonan baru");
    counter.key(Modifiers::CTRL, Key::N);
    let (release, held) = sync_channel::<()>(0);
    drop(counter.worker.ask(move |_| held.recv().ok()));
    counter.type_into("Nama lengkap", "ORANG");
    counter.settle();
    counter.sees("Menyimpan");
    counter.type_into("Nama lengkap", " CONTOH");
    counter.key(Modifiers::NONE, Key::Escape);
    drop(release);
    counter.awaits("ORANG CONTOH, KITAS");
    let drafts = counter.drafts();
    let of_one = |draft: &&CaseRow| draft.full_name.starts_with("ORANG");
    assert_eq!(drafts.iter().filter(of_one).count(), 1);
}

#[test]
fn closing_the_window_keeps_what_was_just_typed_and_the_portrait_being_made() {
    let mut counter = Counter::threaded();
    counter.awaits("Permohonan baru");
    counter.key(Modifiers::CTRL, Key::N);
    counter.type_into("Nama lengkap", "ORANG CONTOH");
    counter.key(Modifiers::NONE, Key::F3);
    let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");
    counter.type_into("Jalur berkas", photo);
    counter.key(Modifiers::NONE, Key::Enter);
    counter.key(Modifiers::CTRL, Key::Num1);
    counter.window.state_mut().on_exit(None);
    let drafts = counter.drafts();
    let kept = drafts
        .iter()
        .find(|draft| draft.full_name == "ORANG CONTOH");
    assert!(kept.unwrap().has_portrait);
}

#[test]
fn no_card_is_issued_while_a_newer_portrait_is_being_made() {
    let mut counter = Counter::threaded();
    counter.awaits("Permohonan baru");
    let example = counter.example.clone();
    let saved = move |station: &mut Station| station.save_case(None, &example, None).is_ok();
    drop(counter.worker.ask(saved));
    counter.key(Modifiers::CTRL, Key::Num2);
    let line = format!("{}, KITAS", counter.example.get(Field::FullName));
    counter.awaits(&line);
    counter.window.get_by_label_contains(&line).click();
    counter.awaits("PEMEGANG");
    let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");
    counter.key(Modifiers::NONE, Key::F3);
    counter.type_into("Jalur berkas", photo);
    counter.key(Modifiers::NONE, Key::Enter);
    counter.key(Modifiers::NONE, Key::F4);
    counter.awaits("Foto sudah ada");

    counter.key(Modifiers::NONE, Key::F3);
    let (release, held) = sync_channel::<()>(0);
    drop(counter.worker.press(move || held.recv().ok()));
    counter.key(Modifiers::NONE, Key::Space);
    counter.type_into("Jalur berkas", photo);
    counter.key(Modifiers::NONE, Key::Enter);
    counter.key(Modifiers::CTRL, Key::Enter);
    counter.sees("Foto baru sedang diolah");
    counter.key(Modifiers::CTRL, Key::Enter);
    assert!(counter.cases(CaseState::Submitted).is_empty());
    drop(release);
    counter.awaits("Foto sudah ada");
}

#[test]
fn the_office_typed_in_the_settings_outlives_a_look_elsewhere() {
    let mut counter = Counter::at_the_login();
    counter.login("admin");
    counter.awaits("Kunci layar");
    counter.key(Modifiers::CTRL, Key::Num6);
    let label = counter.text.get("desk-setting-signatory");
    counter.type_into(&label, "NAMA BARU");
    counter.key(Modifiers::CTRL, Key::Num1);
    counter.key(Modifiers::CTRL, Key::Num6);
    let value = counter
        .window
        .get_by_role_and_label(Role::TextInput, &label);
    assert!(value.value().unwrap_or_default().contains("NAMA BARU"));
}
