//! The desk of a print shop: its folder made by keys, a job let go over the window, printed, told card by card, and returned.

use super::*;
use loket::drawing::{Drawing, Size};
use loket::patrol::Identity;
use loket::print;
use loket::seal::{Certificate, PrivateKey};
use loket::shop::{self, Badge, Close, Fate, JobFile, JobId, Paper, Return, Terms};

const WORD: &str = "kuda lari di sawah";

/// An office that is a key, and a shop's folder beside it.
struct Outside {
    folder: TempDir,
    key: PrivateKey,
    root: Certificate,
    home: Identity,
    now: i64,
}

#[expect(clippy::unwrap_used, reason = "a test stops where it fails")]
impl Outside {
    fn new() -> Self {
        const DAY_S: i64 = 86_400;
        let now = jiff::Timestamp::now().as_second();
        let key = PrivateKey::from_bytes(&[3; 32]).unwrap();
        let root = Certificate::root(&key, "Contoh", now - DAY_S, now + 3000 * DAY_S).unwrap();
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("akar.pem"), root.to_pem().unwrap()).unwrap();
        let home = Identity::generate();
        Self {
            folder,
            key,
            root,
            home,
            now,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A job of three cards for the shop with that badge.
    fn job(&self, badge: &Badge) {
        let (from, until) = (self.now - 60, self.now + 86_400 * 2900);
        let signer =
            Certificate::signer(&self.key, &self.root, &self.key, "Contoh", from, until).unwrap();
        let terms = Terms {
            id: JobId([9; 16]),
            office: String::from("Kantor Contoh"),
            root: self.root.clone(),
            signer,
            shop: badge.id(),
            made_at: self.now,
            until: self.now + 7 * 86_400,
            recipient: self.home.recipient(),
            paper: Paper {
                name: String::from("id1"),
                width_um: 85_600,
                height_um: 53_980,
                short_edge: false,
            },
        };
        let side = || Drawing::new(Size::ID1);
        let pdf = print::pdf(&[side(), side()], "a").unwrap();
        let mut file = Some(JobFile {
            name: String::from("contoh-0001.pdf"),
            serials: (1..=3).map(|card| format!("B0000000{card}")).collect(),
            bytes: pdf.bytes().to_vec(),
        });
        let close = Close::Recipient(&badge.recipient);
        let mut next = || Ok::<_, shop::Error>(file.take());
        let (bytes, _) = shop::write_job(Vec::new(), &close, &terms, &self.key, &mut next).unwrap();
        std::fs::write(self.path("pekerjaan"), bytes).unwrap();
    }

    fn returned(&self) -> Return {
        let bytes = std::fs::read(self.path("hasil")).unwrap();
        shop::read_return(&bytes[..], &self.home).unwrap()
    }

    fn window(&self) -> Window {
        let start = Start {
            shop: Some(self.path("toko")),
            lang: Some(Lang::Id),
            ..Start::default()
        };
        Window::open(move |ctx| Desk::inline(ctx, start))
    }
}

/// Instead of what stands in the box of a dialog; then on.
fn answer(window: &mut Window, text: &str) {
    window.key(Modifiers::COMMAND, Key::A);
    window.letters(text);
    window.key(Modifiers::CTRL, Key::Enter);
}

#[test]
fn a_job_is_printed_told_and_returned_by_keys() {
    let out = Outside::new();
    let mut bench = out.window();
    bench.sees("Percetakan dibuka pertama kali");
    let root = out.path("akar.pem").display().to_string();
    for words in ["Percetakan Contoh", &root, "Sari Contoh", WORD, WORD] {
        bench.letters(words);
        bench.plain(Key::Tab);
    }
    bench.key(Modifiers::CTRL, Key::Enter);
    bench.sees("Tidak ada pekerjaan yang terbuka");
    bench.sees("Sidik kunci percetakan ini");
    bench.0.check_accessibility();
    // Its badge goes to the office, a job comes back.
    bench.plain(Key::F7);
    answer(&mut bench, &out.path("tanda").display().to_string());
    bench.sees("Tanda pengenal ditulis");
    let badge = std::fs::read(out.path("tanda")).unwrap();
    out.job(&Badge::from_bytes(&badge).unwrap());
    bench.key(Modifiers::CTRL, Key::L);
    bench.sees("Buka folder percetakan");
    bench.letters("Sari Contoh");
    bench.plain(Key::Tab);
    bench.letters(WORD);
    bench.plain(Key::Enter);
    bench.takes(&out.path("pekerjaan"));
    bench.sees("B00000001");
    bench.sees("Kantor Contoh");
    bench.0.check_accessibility();
    // Nothing of it was printed: it may go back as it is. Once it went out, each card is asked for.
    bench.plain(Key::F5);
    answer(&mut bench, &out.path("cetak").display().to_string());
    assert!(out.path("cetak").join("contoh-0001.pdf").exists());
    bench.plain(Key::Enter);
    bench.plain(Key::Delete);
    bench.letters("Tergores");
    bench.key(Modifiers::CTRL, Key::Enter);
    bench.sees("Tergores");
    bench.plain(Key::F9);
    bench.sees("1 kartu dari berkas yang sudah keluar belum dinyatakan");
    bench.plain(Key::F4);
    bench.plain(Key::F9);
    bench.sees("1 baik, 1 rusak, 1 tidak dicetak");
    answer(&mut bench, &out.path("hasil").display().to_string());
    bench.sees("Pekerjaan selesai");
    let cards = out.returned().cards;
    let fates: Vec<Fate> = cards.into_iter().map(|card| card.fate).collect();
    let spoiled = Fate::Spoiled(String::from("Tergores"));
    assert_eq!(fates, [Fate::Good, spoiled, Fate::Unused]);
    assert!(!out.path("cetak").join("contoh-0001.pdf").exists());
}
