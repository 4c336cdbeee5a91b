//! A shop's bad days: power cuts, printers, clocks that are set back, sticks that are pulled; and thousands of cards.

use super::*;
use crate::drawing::{Drawing, Size};
use crate::print::spool::Spooler;
use crate::seal::{Certificate, Pin};
use crate::shop::{Close, JobFile, Paper, Terms};

/// A shop and a job for it, with no office beside it but a key.
struct Alone {
    outside: TempDir,
    shop: Shop,
}

const JOB: JobId = JobId([9; 16]);

impl Alone {
    /// Three cards in two files.
    fn new() -> (Self, JobId) {
        Self::of(&[2, 1])
    }

    /// So many cards in each file.
    fn of(files: &[usize]) -> (Self, JobId) {
        let outside = TempDir::new().unwrap();
        let key = PrivateKey::from_bytes(&[3; 32]).unwrap();
        let (from, until) = (NOW - DAY, NOW + 3000 * DAY);
        let root = Certificate::root(&key, "Contoh", from, until).unwrap();
        let signer = Certificate::signer(&key, &root, &key, "Contoh", from, until).unwrap();
        let dir = at(&outside, "toko");
        let pin = Pin::of(&root).to_string();
        let clock = Clock::Fixed(NOW);
        let mut shop = Shop::create_by(&dir, "Toko", &secret(), pin.as_bytes(), clock).unwrap();
        let badge = Badge::from_bytes(&shop.badge().unwrap()).unwrap();
        let terms = Terms {
            id: JOB,
            office: String::from("Kantor Contoh"),
            root,
            signer,
            shop: badge.id(),
            made_at: NOW,
            until: NOW + 7 * DAY,
            recipient: crate::patrol::Identity::generate().recipient(),
            paper: Paper {
                name: String::from("id1"),
                width_um: 85_600,
                height_um: 53_980,
                short_edge: false,
            },
        };
        let side = || Drawing::new(Size::ID1);
        let pdf = crate::print::pdf(&[side(), side()], "a").unwrap();
        let mut parts = (1..).zip(files).map(|(number, cards)| JobFile {
            name: format!("contoh-{number:04}.pdf"),
            serials: (0..*cards)
                .map(|card| format!("B{number:02}{card:06}"))
                .collect(),
            bytes: pdf.bytes().to_vec(),
        });
        let close = Close::Recipient(&badge.recipient);
        let mut next = || Ok::<_, shop::Error>(parts.next());
        let (bytes, _) = shop::write_job(Vec::new(), &close, &terms, &key, &mut next).unwrap();
        let path = at(&outside, "job");
        fs::write(&path, bytes).unwrap();
        assert_eq!(shop.open_job(&path, None, WHO), Ok(JOB));
        (Self { outside, shop }, JOB)
    }

    /// As after a power cut: nothing is said, the folder is opened again.
    fn cut(self, now: i64) -> Self {
        let Self { outside, shop } = self;
        drop(shop);
        let shop = again(&outside, now);
        Self { outside, shop }
    }

    fn serials(&mut self) -> Vec<String> {
        let held = self.shop.job(JOB).unwrap();
        held.cards.into_iter().map(|card| card.serial).collect()
    }
}

fn log_acts(two: &Alone) -> Vec<String> {
    let log = two.shop.log().unwrap();
    let acts = log
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1));
    acts.map(str::to_owned).collect()
}

#[test]
fn what_may_have_been_printed_is_known_after_a_power_cut() {
    let (mut two, id) = Alone::new();
    let home = at(&two.outside, "return");
    // The spooler takes it into its hands and nothing more is heard: the printer is there, then it is not.
    let printer = Spooler::folder(at(&two.outside, "kartu"));
    two.shop.print_by(&printer, (id, 0), "kartu", WHO).unwrap();
    let mut two = two.cut(NOW + 60);
    let held = two.shop.job(id).unwrap();
    assert_eq!(held.files[0].printed_at, Some(NOW));
    assert_eq!(held.files[1].printed_at, None);
    let unsaid: Vec<bool> = held.cards.iter().map(|card| held.is_unsaid(card)).collect();
    assert_eq!(unsaid, [true, true, false]);
    let error = two.shop.return_job(id, &home, WHO).unwrap_err();
    assert_eq!(error.id, "job-unsaid");
    assert!(
        error
            .args
            .iter()
            .any(|(_, value)| value.contains(&held.cards[0].serial))
    );
    assert!(!home.exists());
    // What never left the folder is not asked for.
    let said: Vec<String> = held.cards[..2]
        .iter()
        .map(|card| card.serial.clone())
        .collect();
    two.shop.mark(id, &said, &Fate::Good, WHO).unwrap();
    two.shop.unmark(id, &said[1..], WHO).unwrap();
    let mut two = two.cut(NOW + 120);
    fails(two.shop.return_job(id, &home, WHO), "job-unsaid");
    two.shop.mark(id, &said[1..], &Fate::Unused, WHO).unwrap();
    let mut two = two.cut(NOW + 180);
    let closed = two.shop.return_job(id, &home, WHO).unwrap();
    assert_eq!((closed.good, closed.spoiled, closed.unused), (1, 0, 2));
    assert_eq!(
        log_acts(&two),
        ["open", "print", "mark", "mark", "mark", "return", "destroy"]
    );
}

#[test]
fn a_file_that_no_printer_took_is_not_a_printed_one() {
    let (mut two, id) = Alone::new();
    let printer = Spooler::folder(at(&two.outside, "kartu"));
    fails(
        two.shop.print_by(&printer, (id, 0), "lain", WHO),
        "printer-not-found",
    );
    // A printer that says no: there is a file in place of its folder.
    fs::write(at(&two.outside, "kartu"), b"x").unwrap();
    fails(
        two.shop.print_by(&printer, (id, 0), "kartu", WHO),
        "printer-refused",
    );
    assert_eq!(two.shop.job(id).unwrap().files[0].printed_at, None);
    // Nor is one that could not be written.
    fs::create_dir_all(at(&two.outside, "cetak")).unwrap();
    let name = two.shop.job(id).unwrap().files[0].name.clone();
    fs::create_dir(at(&two.outside, "cetak").join(name)).unwrap();
    assert!(
        two.shop
            .write_files(id, &at(&two.outside, "cetak"), WHO)
            .is_err()
    );
    assert_eq!(two.shop.job(id).unwrap().files[0].printed_at, None);
    assert_eq!(
        log_acts(&two),
        ["open", "print", "not-sent", "write", "not-sent"]
    );
    let home = at(&two.outside, "return");
    assert_eq!(two.shop.return_job(id, &home, WHO).unwrap().unused, 3);
}

#[test]
fn a_record_that_was_cut_off_takes_nothing_with_it() {
    let (mut two, id) = Alone::new();
    let serials = two.serials();
    let (one, two_) = (&serials[..1], &serials[1..2]);
    two.shop.mark(id, one, &Fate::Good, WHO).unwrap();
    two.shop.mark(id, two_, &Fate::Good, WHO).unwrap();
    let journal = at(&two.outside, "toko").join(format!("job-{id}.marks"));
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 1]).unwrap();
    let mut two = two.cut(NOW);
    let fates = |two: &mut Alone| {
        let cards = two.shop.job(id).unwrap().cards;
        let cards = cards.into_iter().take(2);
        cards.map(|card| card.fate).collect::<Vec<_>>()
    };
    assert_eq!(fates(&mut two), [Some(Fate::Good), None]);
    let spoiled = Fate::Spoiled(String::from("tergores"));
    two.shop.mark(id, two_, &spoiled, WHO).unwrap();
    let mut two = two.cut(NOW);
    assert_eq!(fates(&mut two), [Some(Fate::Good), Some(spoiled.clone())]);
    // Its state written whole, as when files go out; a power cut before the journal was taken away says nothing twice.
    let old = fs::read(&journal).unwrap();
    let printer = Spooler::folder(at(&two.outside, "kartu"));
    two.shop.print_by(&printer, (id, 0), "kartu", WHO).unwrap();
    assert!(!journal.exists());
    fs::write(&journal, old).unwrap();
    two.shop
        .mark(id, &serials[..1], &Fate::Unused, WHO)
        .unwrap();
    let mut two = two.cut(NOW);
    assert_eq!(fates(&mut two), [Some(Fate::Unused), Some(spoiled)]);
    // One that was changed is not believed.
    let mut bytes = fs::read(&journal).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&journal, bytes).unwrap();
    drop(two.shop);
    let opened = Shop::open_by(&at(&two.outside, "toko"), &secret(), Clock::Fixed(NOW));
    fails(opened, "shop-damaged");
}

#[test]
fn a_clock_that_is_set_back_wins_no_day() {
    let (two, id) = Alone::new();
    let mut two = two.cut(NOW + 6 * DAY);
    two.shop.preview(id, 0).unwrap();
    let mut two = two.cut(NOW + DAY);
    fails(two.shop.preview(id, 0), "shop-clock");
    let out = at(&two.outside, "cetak");
    fails(two.shop.write_files(id, &out, WHO), "shop-clock");
    two.shop.clock = Clock::Fixed(NOW + 6 * DAY + 60);
    two.shop.preview(id, 0).unwrap();
    // Seen after its end once, it is over for good.
    two.shop.clock = Clock::Fixed(NOW + 9 * DAY);
    assert!(two.shop.job(id).unwrap().ended);
    let mut two = two.cut(NOW);
    assert!(two.shop.job(id).unwrap().ended);
    // Nor is it taken in again.
    let home = at(&two.outside, "return");
    two.shop.return_job(id, &home, WHO).unwrap();
    let path = at(&two.outside, "job");
    fails(two.shop.open_job(&path, None, WHO), "job-again");
}

#[test]
fn a_stick_that_was_pulled_is_not_forgotten() {
    let (mut two, id) = Alone::new();
    let stick = at(&two.outside, "stick");
    let files = two.shop.write_files(id, &stick.join("cetak"), WHO).unwrap();
    let away = at(&two.outside, "pulled");
    fs::rename(&stick, &away).unwrap();
    let mut two = two.cut(NOW + 8 * DAY);
    assert_eq!(two.shop.state().left, files);
    assert_eq!(log_acts(&two).last().unwrap(), "destroy-part");
    // The job goes home; the stick is still known, and told.
    let serials = two.serials();
    two.shop.mark(id, &serials, &Fate::Good, WHO).unwrap();
    let home = at(&two.outside, "return");
    assert_eq!(two.shop.return_job(id, &home, WHO).unwrap().left, files);
    let two = two.cut(NOW + 30 * DAY);
    assert_eq!(two.shop.state().left, files);
    // Plugged in again, it is emptied.
    fs::rename(&away, &stick).unwrap();
    let two = two.cut(NOW + 31 * DAY);
    assert!(two.shop.state().left.is_empty() && !files[0].exists());
    assert_eq!(log_acts(&two).last().unwrap(), "destroy-file");
}

#[test]
fn pictures_that_a_killed_program_left_are_swept() {
    let (two, _) = Alone::new();
    let pages = at(&two.outside, "toko").join(format!("pages.{}.part", u32::MAX));
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("0000.png"), b"x").unwrap();
    let old = std::time::UNIX_EPOCH;
    fs::File::open(&pages).unwrap().set_modified(old).unwrap();
    two.cut(NOW);
    assert!(!pages.exists());
}

#[test]
fn a_mark_writes_itself_and_not_the_whole_job() {
    let (mut two, id) = Alone::of(&[300]);
    let state = at(&two.outside, "toko").join(format!("job-{id}.bin"));
    let journal = state.with_extension("marks");
    let before = fs::read(&state).unwrap();
    let serials = two.serials();
    for (at, serial) in serials.iter().take(20).enumerate() {
        let one = std::slice::from_ref(serial);
        two.shop.mark(id, one, &Fate::Good, WHO).unwrap();
        let bytes = fs::metadata(&journal).unwrap().len();
        assert!(bytes <= 250 * (u64::try_from(at).unwrap() + 1), "{bytes}");
    }
    assert!(fs::read(&state).unwrap() == before);
    two.shop.mark(id, &serials, &Fate::Good, WHO).unwrap();
    let mut two = two.cut(NOW);
    assert_eq!(two.shop.job(id).unwrap().counts(), [300, 0, 0, 0]);
}
