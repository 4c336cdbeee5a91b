//! The desk of a patrol: prepared from a bundle, unlocked, fed by a handheld reader; its log taken in at the office, once.

use super::*;
use loket::station::{Evidence, Patrol, Query, Secret};
use std::path::Path;

const WORD: &str = "kuda lari di sawah";

/// A demo office, the text of one of its seals, and its bundle as a file.
struct Out {
    folder: TempDir,
    seal: String,
    pin: String,
}

impl Out {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("office");
        let mut station = Station::create_demo(&dir, 3, 7, &mut |_, _| {}).unwrap();
        station.act_as(Duty::Head).unwrap();
        let query = Query {
            limit: 1,
            ..Query::default()
        };
        let permit = station.search(&query).unwrap().rows.remove(0).permit_no;
        let record = station.record(&permit).unwrap();
        let seal = record.cards.last().unwrap().seal_text.clone();
        let bundle = station.give_bundle(Some("Tim Contoh"), None).unwrap();
        std::fs::write(folder.path().join("paket"), bundle.bytes).unwrap();
        let pin = station.pin().to_string();
        Self { folder, seal, pin }
    }

    fn laptop(&self) -> PathBuf {
        self.folder.path().join("laptop")
    }

    fn prepared(&self) -> Patrol {
        let bundle = std::fs::read(self.folder.path().join("paket")).unwrap();
        let (word, pin) = (Secret::new(WORD.to_owned()), self.pin.as_bytes());
        Patrol::create(&self.laptop(), "Laptop Contoh", &word, pin, &bundle).unwrap()
    }

    fn window(&self) -> Field {
        let start = Start {
            patrol: Some(self.laptop()),
            stills: Some(self.folder.path().join("no-stills")),
            ..Start::default()
        };
        let mut window = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(20)
            .build_eframe(move |cc| Desk::inline(&cc.egui_ctx, start));
        window.run_steps(6);
        Field(window)
    }
}

/// A file let go over the window.
#[derive(Debug)]
pub(super) struct Dropped(pub(super) PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

struct Field(Harness<'static, Desk>);

impl Field {
    #[track_caller]
    fn sees(&self, words: &str) {
        let found = self.0.query_all_by_label_contains(words).next();
        assert!(found.is_some(), "`{words}` is not on screen");
    }

    #[track_caller]
    fn lacks(&self, words: &str) {
        let found = self.0.query_all_by_label_contains(words).next();
        assert!(found.is_none(), "`{words}` is on screen");
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run_steps(6);
    }

    fn letters(&mut self, text: &str) {
        self.0.event(Event::Text(text.to_owned()));
        self.0.run_steps(2);
    }

    /// As a handheld reader types: wherever the cursor is, then Enter.
    fn reader(&mut self, text: &str) {
        self.letters(text);
        self.key(Modifiers::NONE, Key::Enter);
    }

    fn unlock(&mut self, word: &str) {
        self.letters("Sari Contoh");
        self.key(Modifiers::NONE, Key::Tab);
        self.letters(word);
        self.key(Modifiers::NONE, Key::Enter);
    }
}

#[test]
fn a_laptop_is_prepared_by_keys_once_its_root_was_compared() {
    let out = Out::new();
    let mut field = out.window();
    field.sees("Menyiapkan laptop patroli");
    let empty = out.folder.path().display().to_string();
    field.letters(&empty);
    field.key(Modifiers::NONE, Key::Enter);
    field.sees("Sidik jari akar kantor");
    let digits = out.pin.to_uppercase();
    field.sees(&digits[..4]);
    // Not before the fingerprint was compared.
    field.key(Modifiers::CTRL, Key::Enter);
    field.sees("Sidik jari akar kantor");
    let same = "Sidik jari ini sama dengan yang tertulis di lembar kantor";
    field.0.get_by_label(same).click();
    field.0.run_steps(3);
    field.key(Modifiers::CTRL, Key::Enter);
    for words in ["Laptop Contoh", "Sari Contoh", WORD, WORD] {
        field.letters(words);
        field.key(Modifiers::NONE, Key::Tab);
    }
    field.key(Modifiers::CTRL, Key::Enter);
    field.sees("Perlihatkan kartu berikutnya");
    field.sees("Tanpa salinan lapangan");
    assert!(Patrol::is_patrol(&out.laptop()));
}

#[test]
fn cards_are_judged_by_a_reader_and_noted_each_once() {
    let out = Out::new();
    drop(out.prepared());
    let mut field = out.window();
    field.unlock("salah sama sekali");
    field.lacks("Perlihatkan kartu berikutnya");
    field.key(Modifiers::CTRL, Key::A);
    field.letters(WORD);
    field.key(Modifiers::NONE, Key::Enter);
    field.sees("Perlihatkan kartu berikutnya");
    field.reader(&out.seal);
    field.sees("ASLI DAN BERLAKU");
    field.sees("SPECIMEN");
    field.sees("Bandingkan wajah dengan foto di kartu");
    field.key(Modifiers::NONE, Key::F3);
    field.letters("Di gerbang");
    field.0.run_steps(40); // A person's hand leaves the keyboard before the reader is lifted.
    // The next card comes while the note is open: what the reader types is a scan, what the person typed stays a note.
    field.reader(&out.seal.replace('A', "B"));
    field.lacks("ASLI DAN BERLAKU");
    field.reader("https://contoh.example/bayar");
    field.sees("BUKAN SEGEL KARTU IZIN TINGGAL");
    field.key(Modifiers::NONE, Key::Escape);
    field.sees("3 pindaian");
    field.key(Modifiers::NONE, Key::F6);
    field.sees("Di gerbang");
    field.key(Modifiers::NONE, Key::Escape);
    field.reader(&out.seal);
    field.sees("Kartu ini baru saja dipindai");
    field.key(Modifiers::NONE, Key::F4);
    field.sees("Kartu ini sudah masuk log");
    field.key(Modifiers::CTRL, Key::L);
    field.sees("Buka patroli");
    drop(field);
    let patrol = Patrol::open(&out.laptop(), &Secret::new(WORD.to_owned())).unwrap();
    let notes: Vec<&str> = patrol.log().iter().map(|one| one.note.as_str()).collect();
    assert_eq!(notes, ["Di gerbang", "", ""]);
    assert!(patrol.log().iter().all(|one| one.officer == "Sari Contoh"));
}

#[test]
fn an_older_or_foreign_bundle_is_told_in_words() {
    let out = Out::new();
    drop(out.prepared());
    let other = Out::new();
    let mut field = out.window();
    field.unlock(WORD);
    let bring = |field: &mut Field, path: &Path| {
        let dropped = Arc::new(Dropped(path.to_owned()));
        field.0.input_mut().dropped_files.push(dropped);
        field.0.run_steps(8);
    };
    bring(&mut field, &other.folder.path().join("paket"));
    field.sees("Paket ini dari kantor lain");
}

#[test]
fn a_log_is_taken_in_at_the_office_once_the_laptop_was_compared() {
    let out = Out::new();
    let mut patrol = out.prepared();
    let spot = loket::patrol::Spot {
        text: String::from("Gerbang 2"),
        district: Some(String::from("32.16.08")),
        ..Default::default()
    };
    let noted = loket::station::Noted {
        spot,
        officer: String::from("Sari Contoh"),
        ..Default::default()
    };
    let evidence = Evidence::Text(out.seal.clone());
    let checked = patrol.check(&evidence, &noted).unwrap();
    patrol.record(&checked, &noted).unwrap();
    let log = out.folder.path().join("pulang");
    patrol.export_log(&log).unwrap();
    let mut station = Station::open(&out.folder.path().join("office")).unwrap();
    station.act_as(Duty::Patrol).unwrap();
    let start = Start {
        lang: Some(Lang::Id),
        screen: Some(String::from("surveillance")),
        stills: Some(out.folder.path().join("no-stills")),
        ..Start::default()
    };
    let office = Office::new(station, Worker::inline);
    let window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(20)
        .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
    let mut desk = Field(window);
    desk.0.run_steps(6);
    desk.sees("Belum ada log yang diterima");
    let merge = |desk: &mut Field| {
        desk.key(Modifiers::NONE, Key::F5);
        desk.letters(&log.display().to_string());
        desk.key(Modifiers::CTRL, Key::Enter);
    };
    merge(&mut desk);
    desk.sees("Laptop belum dikenal");
    // On its own line, before the name its team gave it.
    desk.sees(&format!("\n{}\n", patrol.state().device));
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("1 pindaian baru, 0 sudah ada");
    desk.sees("Denah skematis");
    desk.sees("Gerbang 2");
    merge(&mut desk);
    desk.sees("0 pindaian baru, 1 sudah ada");
}

#[test]
fn a_record_revokes_its_card_beside_a_second_officer() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("office");
    let mut station = Station::create_demo(&dir, 1, 7, &mut |_, _| {}).unwrap();
    station.act_as(Duty::Head).unwrap();
    let start = Start {
        lang: Some(Lang::Id),
        screen: Some(String::from("registry")),
        stills: Some(folder.path().join("no-stills")),
        ..Start::default()
    };
    let office = Office::new(station, Worker::inline);
    let window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(20)
        .build_eframe(move |cc| Desk::with_office(&cc.egui_ctx, start, office));
    let mut desk = Field(window);
    desk.0.run_steps(6);
    desk.key(Modifiers::NONE, Key::Enter);
    desk.key(Modifiers::NONE, Key::ArrowLeft);
    desk.sees("Belum pernah terlihat patroli");
    desk.0.get_by_label_contains("Cabut…").click();
    desk.0.run_steps(4);
    desk.letters("Penjamin menarik diri");
    desk.key(Modifiers::NONE, Key::Tab);
    desk.letters("serah");
    desk.key(Modifiers::NONE, Key::Tab);
    desk.letters("contoh");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("Dicabut: 1 kartu");
    desk.sees("Masuk daftar status berikutnya");
}
