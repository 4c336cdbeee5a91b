//! Print shops through both doors: a job out and back between folders that share nothing else, and every file that is refused.

mod days;

use super::run::{approved, how, on, sound, witness};
use super::*;
use crate::office::{Mark, PrintState};
use crate::seal::PrivateKey;
use crate::shop::{self, Badge, Card, Fate, JobId, Return};
use jiff::civil::Date;

const WHO: &str = "Sari Contoh";

fn secret() -> Secret {
    Secret::new(String::from("kuda lari di sawah"))
}

fn shop_at(folder: &TempDir, station: &Station, at: i64) -> Shop {
    let root = station.root_pem().unwrap();
    let dir = folder.path().join("toko");
    let clock = Clock::Fixed(at);
    Shop::create_by(&dir, "Percetakan Contoh", &secret(), root.as_bytes(), clock).unwrap()
}

fn again(folder: &TempDir, at: i64) -> Shop {
    Shop::open_by(&folder.path().join("toko"), &secret(), Clock::Fixed(at)).unwrap()
}

fn register(station: &mut Station, shop: &Shop) {
    station.act_as(Duty::Head).unwrap();
    let badge = shop.badge().unwrap();
    let id = shop.state().id;
    station.add_shop(&badge, Some(id), None).unwrap();
    station.act_as(Duty::Print).unwrap();
}

fn until(station: &Station) -> Date {
    station.today().saturating_add(7.days())
}

fn export(station: &mut Station, run: RunId, path: &Path) -> Result<JobMade, Error> {
    let order = JobOrder {
        path,
        shop: "percetakan contoh",
        until: until(station),
        passphrase: None,
        again: false,
        cmyk: false,
    };
    station.export_job(run, &order, &mut on)
}

/// An office with a run of so many cards, a shop it knows, and the job between them.
struct Two {
    office: TempDir,
    outside: TempDir,
    station: Station,
    shop: Shop,
    run: RunId,
    made: JobMade,
}

impl Two {
    fn new(cards: u32) -> Self {
        let office = office();
        let outside = TempDir::new().unwrap();
        let mut station = open(&office);
        approved(&mut station, 0..cards);
        let run = station.plan_run(None, &how(2), None).unwrap();
        let shop = shop_at(&outside, &station, NOW);
        register(&mut station, &shop);
        let made = export(&mut station, run, &outside.path().join("job")).unwrap();
        Self {
            office,
            outside,
            station,
            shop,
            run,
            made,
        }
    }

    fn take(&mut self) -> JobId {
        let path = at(&self.outside, "job");
        self.shop.open_job(&path, None, WHO).unwrap()
    }

    fn serials(&mut self) -> Vec<String> {
        let held = self.shop.job(self.made.job).unwrap();
        held.cards.into_iter().map(|card| card.serial).collect()
    }
}

#[track_caller]
fn fails<T>(result: Result<T, Error>, id: &str) {
    assert_eq!(result.err().map(|error| error.id), Some(id));
}

fn at(folder: &TempDir, name: &str) -> std::path::PathBuf {
    folder.path().join(name)
}

/// Every byte below a folder, as one.
fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_below(&path));
        } else {
            all.extend(fs::read(path).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_job_goes_out_and_comes_back_and_leaves_nothing_at_the_shop() {
    let mut two = Two::new(3);
    assert_eq!((two.made.cards, two.made.files), (3, 2));
    assert!(two.made.withheld.is_empty());
    let run = two.run;
    // At the shop: nobody at the office says they are good meanwhile.
    assert_eq!(two.station.settle_run(run).unwrap(), 0);
    let id = two.take();
    let serials = two.serials();
    fails(two.station.outcome(&serials[0], &Outcome::Good), "job-out");
    assert_eq!(two.shop.preview(id, 0).unwrap().len(), 2);
    let out = at(&two.outside, "cetak");
    let files = two.shop.write_files(id, &out, WHO).unwrap();
    assert!(files.len() == 2 && files.iter().all(|file| file.exists()));
    // What lies there before the return is readable to nobody else: only what was written out is.
    let spoiled = Fate::Spoiled(String::from("tergores"));
    let [one, two_, _] = [0, 1, 2].map(|at| vec![serials[at].clone()]);
    two.shop.mark(id, &one, &Fate::Good, WHO).unwrap();
    two.shop.mark(id, &two_, &spoiled, WHO).unwrap();
    drop(two.shop);
    two.shop = again(&two.outside, NOW + 60);
    let home = at(&two.outside, "return");
    // A card that was printed and that nobody said anything of would be printed again.
    fails(two.shop.return_job(id, &home, WHO), "job-unsaid");
    two.shop
        .mark(id, &serials[2..], &Fate::Unused, WHO)
        .unwrap();
    let closed = two.shop.return_job(id, &home, WHO).unwrap();
    assert_eq!((closed.good, closed.spoiled, closed.unused), (1, 1, 1));
    assert!(closed.left.is_empty());
    // Gone: print files, state, serials, and what was written out. The log stays.
    let left = bytes_below(&at(&two.outside, "toko"));
    assert!(files.iter().all(|file| !file.exists()));
    for word in [serials[0].as_str(), "2C21KC", "KC000000", "%PDF", "KIM"] {
        assert!(!holds(&left, word), "{word}");
    }
    let log = two.shop.log().unwrap();
    assert_eq!(log.lines().count(), 1 + 7, "{log}");
    assert!(log.contains(&id.to_string()) && log.contains(WHO));
    assert!(two.shop.jobs().unwrap().is_empty());
    let path = at(&two.outside, "job");
    fails(two.shop.open_job(&path, None, WHO), "job-again");
    // Home: all of it or nothing, spoiled ones beside a second officer, once.
    fails(
        two.station.import_return(&home, None),
        "return-second-needed",
    );
    let second = witness(&two.station);
    let taken = two.station.import_return(&home, Some(&second)).unwrap();
    assert_eq!((taken.good, taken.spoiled, taken.unused), (1, 1, 1));
    assert_eq!(
        (taken.job.good, taken.job.spoiled, taken.job.unused),
        (1, 1, 1)
    );
    assert!(taken.log.iter().any(|line| line.what == "write"));
    fails(
        two.station.import_return(&home, Some(&second)),
        "return-again",
    );
    let cards = two.station.run(run).unwrap().cards;
    let states: Vec<PrintState> = cards.iter().map(|card| card.state).collect();
    assert_eq!(
        states,
        [PrintState::Good, PrintState::Spoiled, PrintState::Intended]
    );
    sound(&mut two.station, run);
    let keys = fs::read_dir(two.office.path().join("keys")).unwrap();
    let keys = keys.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(keys.filter(|name| name.ends_with(".part")).count(), 0);
    // What was not printed may go out again, alone.
    let made = export(&mut two.station, run, &at(&two.outside, "job-2")).unwrap();
    assert_eq!(made.cards, 1);
}

#[test]
fn a_job_is_refused_where_it_does_not_belong() {
    let mut two = Two::new(1);
    let path = at(&two.outside, "job");
    // Another shop's key, and another shop that knows the passphrase.
    let elsewhere = TempDir::new().unwrap();
    let mut other = shop_at(&elsewhere, &two.station, NOW);
    fails(other.open_job(&path, None, WHO), "parcel-key");
    let run = two.run;
    two.station.call_off_job(two.made.job, "Ganti").unwrap();
    let closing = Secret::new(String::from("sapi makan rumput hijau"));
    let closed = at(&two.outside, "closed");
    let order = JobOrder {
        path: &closed,
        shop: "Percetakan Contoh",
        until: until(&two.station),
        passphrase: Some(&closing),
        again: true,
        cmyk: false,
    };
    two.station.export_job(run, &order, &mut on).unwrap();
    assert!(Shop::wants_passphrase(&closed).unwrap() && !Shop::wants_passphrase(&path).unwrap());
    fails(
        other.open_job(&closed, Some(&closing), WHO),
        "job-other-shop",
    );
    fails(
        two.shop.open_job(&closed, Some(&secret()), WHO),
        "parcel-key",
    );
    // Of an office the shop was not told of.
    let strange = TempDir::new().unwrap();
    let dir = strange.path().join("toko");
    let pin = "ab".repeat(32);
    let clock = Clock::Fixed(NOW);
    let mut foreign = Shop::create_by(&dir, "Lain", &secret(), pin.as_bytes(), clock).unwrap();
    fails(
        foreign.open_job(&closed, Some(&closing), WHO),
        "job-foreign",
    );
    // Too late, too early, changed.
    two.shop.clock = Clock::Fixed(NOW + 9 * DAY);
    fails(two.shop.open_job(&path, None, WHO), "job-ended");
    two.shop.clock = Clock::Fixed(NOW - DAY);
    fails(two.shop.open_job(&path, None, WHO), "job-early");
    two.shop.clock = Clock::Fixed(NOW);
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    let changed = at(&two.outside, "changed");
    fs::write(&changed, &bytes).unwrap();
    fails(two.shop.open_job(&changed, None, WHO), "parcel-altered");
    fs::write(&changed, b"bukan").unwrap();
    fails(two.shop.open_job(&changed, None, WHO), "parcel-kind");
    // Nothing of all that stays.
    let names = fs::read_dir(at(&two.outside, "toko")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with("job-")).count(), 0);
    // A job that is open is found again.
    let id = two.shop.open_job(&closed, Some(&closing), WHO).unwrap();
    assert_eq!(two.shop.open_job(&closed, Some(&closing), WHO), Ok(id));
}

#[test]
fn after_the_last_day_the_prints_are_gone_and_later_all_of_it() {
    let mut two = Two::new(2);
    let id = two.take();
    let serials = two.serials();
    let files = two
        .shop
        .write_files(id, &at(&two.outside, "cetak"), WHO)
        .unwrap();
    // Somebody's own file under that name stays.
    fs::write(&files[0], b"milik orang lain").unwrap();
    drop(two.shop);
    let mut late = again(&two.outside, NOW + 8 * DAY);
    assert!(late.job(id).unwrap().ended);
    fails(late.preview(id, 0), "job-ended");
    fails(
        late.write_files(id, &at(&two.outside, "lagi"), WHO),
        "job-ended",
    );
    assert!(files[0].exists());
    let names = || {
        let entries = fs::read_dir(two.outside.path().join("toko")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("job-"))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), [format!("job-{id}.bin")]);
    // What was printed in time is still told.
    late.mark(id, &serials, &Fate::Good, WHO).unwrap();
    let home = two.outside.path().join("return");
    late.return_job(id, &home, WHO).unwrap();
    drop(late);
    two.station.clock = Clock::Fixed(NOW + 8 * DAY);
    assert_eq!(two.station.import_return(&home, None).unwrap().good, 2);

    let mut two = Two::new(1);
    let id = two.take();
    drop(two.shop);
    let mut late = again(&two.outside, NOW + 30 * DAY);
    fails(late.job(id), "job-not-here");
    let left = fs::read_dir(two.outside.path().join("toko")).unwrap();
    let left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.starts_with("job-")).count(), 0);
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a list of refusals, one after the other"
)]
fn a_return_is_refused_that_is_not_of_that_job() {
    let mut two = Two::new(2);
    two.take();
    let serials = two.serials();
    let recipient = two.station.log_recipient().unwrap();
    let key = PrivateKey::from_bytes(&[21; 32]).unwrap();
    let identity = crate::patrol::Identity::generate();
    let badge = Badge {
        name: String::from("Percetakan Kedua"),
        recipient: identity.recipient(),
        certificate: Badge::certificate(&key, NOW).unwrap(),
    };
    let row = two.station.registry.job(two.made.job).unwrap().unwrap();
    let told = Return {
        job: two.made.job,
        digest: row.digest,
        shop: badge.certificate.clone(),
        opened_at: NOW,
        made_at: NOW,
        cards: serials
            .iter()
            .map(|serial| Card {
                serial: serial.clone(),
                fate: Fate::Good,
                at: NOW,
            })
            .collect(),
        log: Vec::new(),
    };
    let path = at(&two.outside, "return");
    let write = |told: &Return, recipient: &str| {
        let bytes = shop::write_return(Vec::new(), recipient, told, &key).unwrap();
        fs::write(&path, bytes).unwrap();
    };
    write(&told, &identity.recipient());
    fails(two.station.import_return(&path, None), "parcel-key");
    write(&told, &recipient);
    fails(
        two.station.import_return(&path, None),
        "return-shop-unknown",
    );
    // A shop nobody compared the fingerprint of is not taken.
    two.station.act_as(Duty::Head).unwrap();
    let file = badge.to_bytes(&key).unwrap();
    fails(two.station.add_shop(&file, None, None), "shop-fingerprint");
    let taken = two
        .station
        .add_shop(&file, Some(badge.id()), Some("percetakan CONTOH"));
    fails(taken, "shop-name-taken");
    two.station.add_shop(&file, Some(badge.id()), None).unwrap();
    two.station.act_as(Duty::Print).unwrap();
    fails(two.station.import_return(&path, None), "return-other-shop");
    // From here on a job of its own.
    two.station.call_off_job(two.made.job, "Ganti").unwrap();
    let job = at(&two.outside, "job-2");
    let order = JobOrder {
        path: &job,
        shop: "Percetakan Kedua",
        until: until(&two.station),
        passphrase: None,
        again: true,
        cmyk: false,
    };
    let made = two.station.export_job(two.run, &order, &mut on).unwrap();
    let row = two.station.registry.job(made.job).unwrap().unwrap();
    let told = Return {
        job: made.job,
        ..told
    };
    write(&told, &recipient);
    fails(two.station.import_return(&path, None), "return-other-job");
    let told = Return {
        digest: row.digest,
        ..told
    };
    for (wrong, id) in [
        (
            Return {
                job: JobId([1; 16]),
                ..told.clone()
            },
            "return-job-unknown",
        ),
        (
            Return {
                made_at: NOW + 40 * DAY,
                ..told.clone()
            },
            "return-late",
        ),
        (
            Return {
                made_at: NOW + 2 * DAY,
                ..told.clone()
            },
            "return-early",
        ),
        (
            Return {
                cards: told.cards[..1].to_vec(),
                ..told.clone()
            },
            "return-cards",
        ),
    ] {
        write(&wrong, &recipient);
        fails(two.station.import_return(&path, None), id);
    }
    // A person revoked meanwhile: the card is printed and no good card.
    let permit_no = two.station.run(two.run).unwrap().cards[0].permit_no.clone();
    let second = witness(&two.station);
    let printer = two.station.demo_chain().unwrap();
    let beside = Second::known(printer.printer().clone());
    two.station.act_as(Duty::Head).unwrap();
    two.station
        .change_status(&permit_no, Mark::Revoked, "Penjamin menarik diri", &beside)
        .unwrap();
    two.station.act_as(Duty::Print).unwrap();
    write(&told, &recipient);
    let taken = two.station.import_return(&path, Some(&second)).unwrap();
    assert_eq!((taken.good, taken.barred.as_slice()), (1, &serials[..1]));
    fails(two.station.import_return(&path, None), "return-again");
    two.station.act_as(Duty::Head).unwrap();
    two.station.drop_shop("Percetakan Kedua", "tutup").unwrap();
    two.station.act_as(Duty::Print).unwrap();
    let order = JobOrder {
        path: &job,
        shop: "Percetakan Kedua",
        until: until(&two.station),
        passphrase: None,
        again: true,
        cmyk: false,
    };
    let dropped = two.station.export_job(two.run, &order, &mut on);
    fails(dropped, "shop-dropped");
}

#[test]
fn a_return_that_comes_after_the_job_was_called_off_is_refused() {
    let mut two = Two::new(1);
    let id = two.take();
    let serials = two.serials();
    fails(
        export(&mut two.station, two.run, &at(&two.outside, "twice")),
        "job-taken",
    );
    assert!(!at(&two.outside, "twice").exists());
    two.shop.mark(id, &serials, &Fate::Good, WHO).unwrap();
    let strange = vec![String::from("Z99999999")];
    fails(
        two.shop.mark(id, &strange, &Fate::Good, WHO),
        "job-other-card",
    );
    let home = at(&two.outside, "return");
    two.shop.return_job(id, &home, WHO).unwrap();
    two.station.call_off_job(id, "Terlambat").unwrap();
    fails(two.station.import_return(&home, None), "return-called-off");
    // The office says it itself.
    two.station.outcome(&serials[0], &Outcome::Good).unwrap();
    sound(&mut two.station, two.run);
}

#[test]
fn a_shops_folder_opens_for_its_passphrase_and_one_program() {
    let two = Two::new(1);
    let dir = at(&two.outside, "toko");
    let clock = Clock::Fixed(NOW);
    fails(Shop::open_by(&dir, &secret(), clock), "shop-busy");
    drop(two.shop);
    let wrong = Secret::new(String::from("lain sekali ini"));
    fails(Shop::open_by(&dir, &wrong, clock), "shop-passphrase");
    fails(
        Shop::open_by(two.office.path(), &secret(), clock),
        "shop-folder",
    );
    fs::write(dir.join("state.bin"), b"lain").unwrap();
    fails(Shop::open_by(&dir, &secret(), clock), "shop-damaged");
}
