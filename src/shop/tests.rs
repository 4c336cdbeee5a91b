//! Jobs, returns and badges as files: written and read back, refused when anything of them is changed, quiet on arbitrary bytes.

use super::*;
use crate::patrol::{Error as Wire, Identity, Passphrase};
use crate::seal::{Certificate, PrivateKey};
use proptest::prelude::*;
use std::sync::LazyLock;

const AT: i64 = 1_793_600_000;
const DAY_S: i64 = 86_400;

struct Ends {
    office: PrivateKey,
    root: Certificate,
    signer: Certificate,
    home: Identity,
    shop: PrivateKey,
    key: Identity,
    badge: Badge,
}

static ENDS: LazyLock<Ends> = LazyLock::new(|| {
    let root_key = PrivateKey::from_bytes(&[3; 32]).unwrap();
    let office = PrivateKey::from_bytes(&[5; 32]).unwrap();
    let root = Certificate::root(&root_key, "Contoh", AT - DAY_S, AT + 4000 * DAY_S).unwrap();
    let signer = Certificate::signer(
        &root_key,
        &root,
        &office,
        "Contoh",
        AT - DAY_S,
        AT + 3000 * DAY_S,
    )
    .unwrap();
    let shop = PrivateKey::from_bytes(&[7; 32]).unwrap();
    let key = Identity::generate();
    let badge = Badge {
        name: String::from("Percetakan Contoh"),
        recipient: key.recipient(),
        certificate: Badge::certificate(&shop, AT).unwrap(),
    };
    Ends {
        office,
        root,
        signer,
        home: Identity::generate(),
        shop,
        key,
        badge,
    }
});

fn terms() -> Terms {
    Terms {
        id: JobId([9; 16]),
        office: String::from("Kantor Contoh"),
        root: ENDS.root.clone(),
        signer: ENDS.signer.clone(),
        shop: ENDS.badge.id(),
        made_at: AT,
        until: AT + 7 * DAY_S,
        recipient: ENDS.home.recipient(),
        paper: Paper {
            name: String::from("id1"),
            width_um: 85_600,
            height_um: 53_980,
            short_edge: false,
        },
    }
}

fn file(number: u8, length: usize) -> JobFile {
    JobFile {
        name: format!("contoh-{number:04}.pdf"),
        serials: vec![format!("B{number:08}"), format!("C{number:08}")],
        bytes: vec![number; length],
    }
}

fn job(close: &Close<'_>, terms: &Terms, files: &[JobFile]) -> Result<(Vec<u8>, [u8; 32]), Error> {
    let mut files = files.iter().cloned();
    write_job(Vec::new(), close, terms, &ENDS.office, &mut || {
        Ok::<_, Error>(files.next())
    })
}

fn opened(bytes: &[u8], open: &Open<'_>) -> Result<(Terms, Vec<JobFile>, [u8; 32]), Error> {
    let mut files = Vec::new();
    let (terms, digest) = read_job(bytes, open, &mut |part| {
        if let JobPart::File(file) = part {
            files.push(file);
        }
        Ok::<_, Error>(())
    })?;
    Ok((terms, files, digest))
}

#[test]
fn a_job_opens_for_its_shop_alone_and_as_it_was_written() {
    let files = [file(1, 10), file(2, 1024 * 1024 + 5), file(3, 0)];
    let close = Close::Recipient(&ENDS.badge.recipient);
    let (bytes, digest) = job(&close, &terms(), &files).unwrap();
    let (read, found, same) = opened(&bytes, &Open::Identity(&ENDS.key)).unwrap();
    assert_eq!((read, same), (terms(), digest));
    assert!(found == files);
    let other = opened(&bytes, &Open::Identity(&ENDS.home)).err();
    assert_eq!(other, Some(Error::Wire(Wire::Key)));
    assert!(!is_by_passphrase(&bytes));
}

#[test]
fn a_job_may_be_closed_by_a_passphrase() {
    let passphrase = Passphrase::new(String::from("kuda lari di sawah"));
    let (bytes, _) = job(&Close::Passphrase(&passphrase, 2), &terms(), &[file(1, 9)]).unwrap();
    assert!(is_by_passphrase(&bytes));
    assert!(opened(&bytes, &Open::Passphrase(&passphrase)).is_ok());
    let wrong = Passphrase::new(String::from("kuda lari"));
    let why = opened(&bytes, &Open::Passphrase(&wrong)).err();
    assert_eq!(why, Some(Error::Wire(Wire::Key)));
}

#[test]
fn who_may_not_sign_for_the_office_is_refused_before_a_file_is_read() {
    // Another root's certificate over the right signer, and a signer past its time.
    let stranger = PrivateKey::from_bytes(&[11; 32]).unwrap();
    let other = Certificate::root(&stranger, "Lain", AT - DAY_S, AT + 4000 * DAY_S).unwrap();
    let close = Close::Recipient(&ENDS.badge.recipient);
    for wrong in [
        Terms {
            root: other,
            ..terms()
        },
        Terms {
            made_at: AT + 200 * DAY_S,
            ..terms()
        },
    ] {
        assert_eq!(job(&close, &wrong, &[]).err(), Some(Error::Foreign));
    }
    // Right certificates, another key under it.
    let mut none = || Ok::<_, Error>(None);
    let (bytes, _) = write_job(Vec::new(), &close, &terms(), &stranger, &mut none).unwrap();
    let why = opened(&bytes, &Open::Identity(&ENDS.key)).err();
    assert_eq!(why, Some(Error::Wire(Wire::Altered)));
}

#[test]
fn a_name_that_is_a_path_is_no_name_of_a_file() {
    let close = Close::Recipient(&ENDS.badge.recipient);
    for name in ["../a.pdf", "a/b.pdf", "..", "a.exe", "C:a.pdf", ""] {
        let file = JobFile {
            name: String::from(name),
            ..file(1, 1)
        };
        let why = job(&close, &terms(), &[file]).err();
        assert_eq!(why, Some(Error::Wire(Wire::Form("name"))), "{name}");
    }
}

fn told() -> Return {
    let card = |serial: &str, fate| Card {
        serial: String::from(serial),
        fate,
        at: AT + 60,
    };
    Return {
        job: JobId([9; 16]),
        digest: [4; 32],
        shop: ENDS.badge.certificate.clone(),
        opened_at: AT,
        made_at: AT + 90,
        cards: vec![
            card("B00000001", Fate::Good),
            card("B00000002", Fate::Spoiled(String::from("tergores"))),
            card("B00000003", Fate::Unused),
        ],
        log: vec![LogLine {
            at: AT,
            what: String::from("open"),
            who: String::from("Budi Contoh"),
            cards: 3,
        }],
    }
}

#[test]
fn a_return_opens_for_its_office_alone_and_as_it_was_written() {
    let bytes = write_return(Vec::new(), &ENDS.home.recipient(), &told(), &ENDS.shop).unwrap();
    assert_eq!(read_return(&bytes[..], &ENDS.home), Ok(told()));
    let other = read_return(&bytes[..], &ENDS.key);
    assert_eq!(other, Err(Error::Wire(Wire::Key)));
    // Signed by another key than the shop's it names.
    let bytes = write_return(Vec::new(), &ENDS.home.recipient(), &told(), &ENDS.office).unwrap();
    let why = read_return(&bytes[..], &ENDS.home);
    assert_eq!(why, Err(Error::Wire(Wire::Altered)));
}

#[test]
fn a_spoiled_card_says_why_and_another_does_not() {
    for fate in [
        Fate::Spoiled(String::new()),
        Fate::Spoiled(String::from("  ")),
    ] {
        let mut wrong = told();
        wrong.cards[0].fate = fate;
        let why = write_return(Vec::new(), &ENDS.home.recipient(), &wrong, &ENDS.shop).err();
        assert_eq!(why, Some(Error::Wire(Wire::Form("fate"))));
    }
}

#[test]
fn a_badge_is_signed_by_the_shop_and_known_by_both_its_keys() {
    let bytes = ENDS.badge.to_bytes(&ENDS.shop).unwrap();
    let badge = Badge::from_bytes(&bytes).unwrap();
    assert_eq!(badge, ENDS.badge);
    assert_eq!(ShopId::parse(&badge.id().to_string()), Some(badge.id()));
    let other = Badge {
        recipient: ENDS.home.recipient(),
        ..badge
    };
    assert_ne!(other.id(), ENDS.badge.id());
    let bytes = ENDS.badge.to_bytes(&ENDS.office).unwrap();
    assert_eq!(Badge::from_bytes(&bytes), Err(Error::Wire(Wire::Altered)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_changed_byte_is_noticed_wherever_it_is(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let close = Close::Recipient(&ENDS.badge.recipient);
        let (mut bytes, _) = job(&close, &terms(), &[file(1, 40)]).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(opened(&bytes, &Open::Identity(&ENDS.key)).is_err());
        let mut bytes = write_return(Vec::new(), &ENDS.home.recipient(), &told(), &ENDS.shop).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        prop_assert!(read_return(&bytes[..], &ENDS.home).is_err());
    }

    #[test]
    fn a_file_that_was_cut_is_noticed(at in any::<prop::sample::Index>()) {
        let close = Close::Recipient(&ENDS.badge.recipient);
        let (bytes, _) = job(&close, &terms(), &[file(1, 40)]).unwrap();
        let cut = &bytes[..at.index(bytes.len())];
        prop_assert!(opened(cut, &Open::Identity(&ENDS.key)).is_err());
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused_quietly(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(opened(&bytes, &Open::Identity(&ENDS.key)).is_err());
        prop_assert!(read_return(&bytes[..], &ENDS.home).is_err());
        prop_assert!(Badge::from_bytes(&bytes).is_err());
        prop_assert!(job::is_no_panic(&bytes));
        prop_assert!(returned::is_no_panic(&bytes));
    }
}
