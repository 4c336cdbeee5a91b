//! The desk of a patrol: prepared from a bundle, unlocked, fed by a handheld reader; its log taken in at the office, once.

use super::*;
use loket::station::{Evidence, Patrol, Query, Secret};

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
        Field(Window::open(move |ctx| Desk::inline(ctx, start)))
    }
}

/// The desk of a patrol.
struct Field(Window);

impl std::ops::Deref for Field {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.0
    }
}

impl std::ops::DerefMut for Field {
    fn deref_mut(&mut self) -> &mut Window {
        &mut self.0
    }
}

impl Field {
    /// As a handheld reader types: wherever the cursor is, then Enter.
    fn reader(&mut self, text: &str) {
        self.letters(text);
        self.plain(Key::Enter);
    }

    fn unlock(&mut self, word: &str) {
        self.letters("Sari Contoh");
        self.plain(Key::Tab);
        self.letters(word);
        self.plain(Key::Enter);
    }
}

#[test]
fn a_laptop_is_prepared_by_keys_once_its_root_was_compared() {
    let out = Out::new();
    let mut field = out.window();
    field.sees("Menyiapkan laptop patroli");
    let empty = out.folder.path().display().to_string();
    field.letters(&empty);
    field.plain(Key::Enter);
    field.sees("Sidik jari akar kantor");
    let digits = out.pin.to_uppercase();
    field.sees(&digits[..4]);
    // Not before the fingerprint was compared.
    field.key(Modifiers::CTRL, Key::Enter);
    field.sees("Sidik jari akar kantor");
    let same = "Sidik jari ini sama dengan yang tertulis di lembar kantor";
    field.0.0.get_by_label(same).click();
    field.0.0.run_steps(3);
    field.key(Modifiers::CTRL, Key::Enter);
    for words in ["Laptop Contoh", "Sari Contoh", WORD, WORD] {
        field.letters(words);
        field.plain(Key::Tab);
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
    field.plain(Key::Enter);
    field.sees("Perlihatkan kartu berikutnya");
    field.reader(&out.seal);
    field.sees("ASLI DAN BERLAKU");
    field.sees("SPECIMEN");
    field.sees("Bandingkan wajah dengan foto di kartu");
    field.plain(Key::F3);
    field.letters("Di gerbang");
    field.0.0.run_steps(40); // A person's hand leaves the keyboard before the reader is lifted.
    // The next card comes while the note is open: what the reader types is a scan, what the person typed stays a note.
    field.reader(&out.seal.replace('A', "B"));
    field.lacks("ASLI DAN BERLAKU");
    field.reader("https://contoh.example/bayar");
    field.sees("BUKAN SEGEL KARTU IZIN TINGGAL");
    field.plain(Key::Escape);
    field.sees("3 pindaian");
    field.plain(Key::F6);
    field.sees("Di gerbang");
    field.plain(Key::Escape);
    field.reader(&out.seal);
    field.sees("Kartu ini baru saja dipindai");
    field.plain(Key::F4);
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
    field.takes(&other.folder.path().join("paket"));
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
    let mut desk = Window::open(move |ctx| Desk::with_office(ctx, start, office));
    desk.sees("Belum ada log yang diterima");
    let merge = |desk: &mut Window| {
        desk.plain(Key::F5);
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
    let mut desk = Window::open(move |ctx| Desk::with_office(ctx, start, office));
    desk.plain(Key::Enter);
    desk.plain(Key::ArrowLeft);
    desk.sees("Belum pernah terlihat patroli");
    desk.0.get_by_label_contains("Cabut…").click();
    desk.0.run_steps(4);
    desk.letters("Penjamin menarik diri");
    desk.plain(Key::Tab);
    desk.letters("serah");
    desk.plain(Key::Tab);
    desk.letters("contoh");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("Dicabut: 1 kartu");
    desk.sees("Masuk daftar status berikutnya");
}
