//! The trust bundle: what it makes of cards, whom it believes, and what becomes of one that was tampered with.

use coset::cbor::Value;
use coset::cbor::ser::into_writer;

use super::super::*;
use super::{ISSUED, key};

const DAY: i64 = 86_400;
const URI: &str = "https://imi.example.id/s/1";

fn root() -> Signer {
    let certificate = Certificate::root(&key(1), "Akar", ISSUED - DAY, ISSUED + 4000 * DAY);
    Signer {
        key: Arc::new(key(1)),
        certificate: certificate.unwrap(),
    }
}

fn signer(fill: u8) -> Signer {
    let root = root();
    let certificate = Certificate::signer(
        &key(1),
        &root.certificate,
        &key(fill),
        "Penanda",
        ISSUED - DAY,
        ISSUED + 3000 * DAY,
    );
    Signer {
        key: Arc::new(key(fill)),
        certificate: certificate.unwrap(),
    }
}

fn pin() -> Pin {
    Pin::of(&root().certificate)
}

/// Statuses 0 to 3 at the places 0 to 3, of a list of forty.
fn token(at: i64) -> Vec<u8> {
    let mut list = StatusList::new(40);
    for (idx, status) in [
        (1, Status::Revoked),
        (2, Status::Suspended),
        (3, Status::Superseded),
    ] {
        list.put(idx, status);
    }
    let token = StatusToken {
        uri: URI.into(),
        issued_at: at,
        expires_at: Some(at + 3 * DAY),
        ttl_s: Some(DAY),
        list,
    };
    token.sign(&signer(2)).unwrap()
}

fn bundle_of(trust: &TrustList, sequence: u64, at: i64) -> Vec<u8> {
    let content = BundleContent {
        issuer: "https://imi.example.id",
        office: "KANTOR CONTOH",
        sequence,
        issued_at: at,
        next_update: at + 3 * DAY,
        trust,
        tokens: &[token(at)],
        log_recipient: Some("age1contoh"),
    };
    content.sign(&root()).unwrap()
}

fn trust() -> TrustList {
    TrustList {
        certificates: vec![signer(2).certificate],
    }
}

fn bundle(sequence: u64, at: i64) -> Vec<u8> {
    bundle_of(&trust(), sequence, at)
}

fn opened() -> Bundle {
    Bundle::open(&bundle(7, ISSUED), &pin(), None, ISSUED).unwrap()
}

fn card(idx: Option<u64>, uri: &str) -> String {
    let claims = Claims {
        issued_at: ISSUED,
        expires_at: ISSUED + 20 * DAY,
        permit_no: "2C21JE0012-V".into(),
        status: idx.map(|idx| StatusRef {
            idx,
            uri: uri.into(),
        }),
        ..Claims::default()
    };
    envelope::pack(&sign(&claims, &signer(2)).unwrap())
}

#[test]
fn a_bundle_says_what_holds_and_since_when() {
    let bundle = opened();
    assert_eq!((bundle.sequence, bundle.issued_at), (7, ISSUED));
    assert_eq!(bundle.office, "KANTOR CONTOH");
    assert_eq!(bundle.log_recipient.as_deref(), Some("age1contoh"));
    assert_eq!(bundle.trust.certificates, trust().certificates);
    let check = |idx: Option<u64>, uri: &str, now: i64, word: Word, reason: &str| {
        let verdict = bundle.judge(&card(idx, uri), now);
        assert_eq!((verdict.word, verdict.reason), (word, reason));
    };
    let soon = ISSUED + DAY;
    check(Some(0), URI, soon, Word::Valid, "in-force");
    check(Some(1), URI, soon, Word::Revoked, "status-revoked");
    check(Some(2), URI, soon, Word::Suspended, "status-suspended");
    check(Some(3), URI, soon, Word::Superseded, "status-superseded");
    check(Some(40), URI, soon, Word::Stale, "status-missing");
    check(
        Some(0),
        "https://lain.example/s/1",
        soon,
        Word::Stale,
        "status-missing",
    );
    check(None, URI, soon, Word::Stale, "status-missing");
    let late = ISSUED + 3 * DAY;
    check(Some(0), URI, late - 1, Word::Valid, "in-force");
    check(Some(0), URI, late, Word::Stale, "status-old");
    check(None, URI, late, Word::Stale, "status-old");
    check(Some(1), URI, late, Word::Revoked, "status-revoked");
    check(Some(0), URI, late + 30 * DAY, Word::Expired, "past-expiry");
    check(Some(0), URI, ISSUED - DAY, Word::Stale, "clock-behind");
    let file = bundle_of(&trust(), 8, ISSUED + DAY);
    let later = Bundle::open(&file, &pin(), None, ISSUED + DAY).unwrap();
    let verdict = later.judge(&card(Some(0), URI), ISSUED + 60);
    assert_eq!(
        (verdict.word, verdict.reason),
        (Word::Stale, "status-later")
    );
    assert_eq!(bundle.judge("HALO", soon).word, Word::NotASeal);
}

#[test]
fn whom_it_believes_and_when() {
    let file = bundle(7, ISSUED);
    let open = |seen, now| Bundle::open(&file, &pin(), seen, now).map(|bundle| bundle.seen());
    let seen = |sequence, issued_at| Seen {
        issued_at,
        sequence,
    };
    let own = seen(7, ISSUED);
    assert_eq!(open(None, ISSUED), Ok(own));
    assert_eq!(open(Some(own), ISSUED), Ok(own));
    assert_eq!(open(Some(seen(6, ISSUED - 1)), ISSUED), Ok(own));
    assert_eq!(open(Some(seen(9, ISSUED - 1)), ISSUED), Ok(own));
    for newer in [seen(8, ISSUED), seen(1, ISSUED + 1)] {
        let older = Err(BundleFault::Older { seen: newer });
        assert_eq!(open(Some(newer), ISSUED + DAY), older);
    }
    let future = BundleFault::FromTheFuture { ahead_s: 3600 };
    assert_eq!(open(None, ISSUED - 3600), Err(future));
    assert_eq!(open(None, ISSUED - 200), Ok(own));
    // Long past its next update it is still believed.
    assert_eq!(open(None, ISSUED + 900 * DAY), Ok(own));
    let other = Certificate::root(&key(3), "Akar", ISSUED, ISSUED + DAY).unwrap();
    assert_eq!(
        Bundle::open(&file, &Pin::of(&other), None, ISSUED).err(),
        Some(BundleFault::ForeignRoot)
    );
}

#[test]
fn a_root_is_pinned_by_certificate_or_digits() {
    let root = root().certificate;
    let pin = Pin::of(&root);
    let digits = pin.to_string();
    let spaced: String = digits
        .to_uppercase()
        .chars()
        .enumerate()
        .map(|(at, digit)| {
            if at % 2 == 1 {
                format!("{digit}:")
            } else {
                digit.to_string()
            }
        })
        .collect();
    let pem = root.to_pem().unwrap();
    for given in [
        &root.der[..],
        pem.as_bytes(),
        digits.as_bytes(),
        spaced.as_bytes(),
    ] {
        assert_eq!(Pin::parse(given), Some(pin));
    }
    for given in [&b""[..], b"KUNCI", &digits.as_bytes()[1..], &root.der[1..]] {
        assert_eq!(Pin::parse(given), None);
    }
}

#[test]
fn a_bundle_changed_in_any_byte_is_refused() {
    let file = bundle(7, ISSUED);
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(
            Bundle::open(&changed, &pin(), None, ISSUED).is_err(),
            "{at}"
        );
    }
    for cut in [0, 1, 40, file.len() - 1] {
        assert!(Bundle::open(&file[..cut], &pin(), None, ISSUED).is_err());
    }
    let followed = [&file[..], &[0]].concat();
    assert!(Bundle::open(&followed, &pin(), None, ISSUED).is_err());
    // Without its tag the signature would hold; one file has one form.
    assert!(Bundle::open(&file[1..], &pin(), None, ISSUED).is_err());
}

#[test]
fn only_the_root_signs_bundles_and_only_its_own_signers_are_in_them() {
    let content = BundleContent {
        issuer: "https://imi.example.id",
        office: "KANTOR CONTOH",
        sequence: 1,
        issued_at: ISSUED,
        next_update: ISSUED + DAY,
        trust: &trust(),
        tokens: &[],
        log_recipient: None,
    };
    assert!(content.sign(&signer(2)).is_err());
    // A root that claims to be the pinned one, with another key.
    let posing = Signer {
        key: Arc::new(key(3)),
        certificate: root().certificate,
    };
    assert!(content.sign(&posing).is_err());
    let other = Certificate::root(&key(3), "Akar", ISSUED - DAY, ISSUED + 4000 * DAY).unwrap();
    let stranger = Certificate::signer(
        &key(3),
        &other,
        &key(4),
        "Asing",
        ISSUED,
        ISSUED + 3000 * DAY,
    );
    let strangers = TrustList {
        certificates: vec![stranger.unwrap()],
    };
    let file = BundleContent {
        trust: &strangers,
        ..content
    };
    assert_eq!(
        Bundle::open(&file.sign(&root()).unwrap(), &pin(), None, ISSUED).err(),
        Some(BundleFault::NotABundle("content"))
    );
    // A seal and a list are no bundles, whoever signed them.
    let seal = sign(&Claims::default(), &signer(2));
    assert!(seal.is_err());
    assert!(matches!(
        Bundle::open(&token(ISSUED), &pin(), None, ISSUED),
        Err(BundleFault::NotABundle("kind"))
    ));
}

#[test]
fn a_payload_that_contradicts_itself_is_no_bundle_whoever_signed_it() {
    let file = bundle(7, ISSUED);
    let envelope = envelope::Envelope::read(&file).unwrap();
    let payload = claims::parse(&envelope.payload).unwrap();
    let whole = payload.into_map().unwrap();
    let kind = envelope.kind().unwrap();
    let open = |entries: Vec<(Value, Value)>, kind: &str| {
        let mut payload = Vec::new();
        into_writer(&Value::Map(entries), &mut payload).unwrap();
        let kid = root().certificate.kid;
        let file = envelope::sign_typed(kind, payload, kid, &key(1)).unwrap();
        Bundle::open(&file, &pin(), None, ISSUED).map(|bundle| bundle.sequence)
    };
    let content = Err(BundleFault::NotABundle("content"));
    assert_eq!(open(whole.clone(), kind), Ok(7));
    assert_eq!(
        open(whole.clone(), "application/statuslist+cwt"),
        Err(BundleFault::NotABundle("kind"))
    );
    // Only the last may be left out; none may be of another type, too deep, or stand twice.
    for at in 0..whole.len() {
        let mut less = whole.clone();
        less.remove(at);
        assert_eq!(open(less, kind).is_ok(), at + 1 == whole.len(), "{at}");
        let mut other = whole.clone();
        other[at].1 = (0..20).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
        assert_eq!(open(other, kind), content, "{at}");
    }
    let mut twice = whole.clone();
    twice.push(whole[5].clone());
    assert_eq!(open(twice, kind), content);
    // Two lists of one address, and a list that is none.
    for tokens in [vec![token(ISSUED); 2], vec![vec![0xd2; 9]]] {
        let mut other = whole.clone();
        let tokens = tokens.into_iter().map(Value::Bytes).collect();
        other[9].1 = Value::Array(tokens);
        assert_eq!(open(other, kind), content);
    }
}

#[test]
fn a_revoked_key_seals_nothing_from_that_moment_on() {
    let mut revoked = trust();
    for (from, word, reason) in [
        (ISSUED + 1, Word::Valid, "in-force"),
        (ISSUED, Word::UnknownSigner, "signer-revoked"),
        (0, Word::UnknownSigner, "signer-revoked"),
    ] {
        // The lists are signed by a key that stands.
        revoked.certificates = vec![signer(2).certificate, signer(5).certificate];
        revoked.certificates[0].refused_from = Some(from);
        let token = StatusToken {
            uri: URI.into(),
            issued_at: ISSUED,
            expires_at: None,
            ttl_s: None,
            list: StatusList::new(40),
        };
        let content = BundleContent {
            issuer: "https://imi.example.id",
            office: "KANTOR CONTOH",
            sequence: 8,
            issued_at: ISSUED,
            next_update: ISSUED + DAY,
            trust: &revoked,
            tokens: &[token.sign(&signer(5)).unwrap()],
            log_recipient: None,
        };
        let file = content.sign(&root()).unwrap();
        let bundle = Bundle::open(&file, &pin(), None, ISSUED).unwrap();
        // Who has the keys alone knows no moment: a revoked one is not among them.
        assert_eq!(jwks(&bundle.trust).matches("\"EC\"").count(), 1);
        let verdict = bundle.judge(&card(Some(0), URI), ISSUED + 60);
        assert_eq!((verdict.word, verdict.reason), (word, reason), "{from}");
    }
}

#[test]
fn a_difference_makes_the_later_file_byte_for_byte() {
    let (base, later) = (bundle(7, ISSUED), bundle(8, ISSUED + DAY));
    let difference = Bundle::difference(&base, &later).unwrap();
    assert!(
        difference.len() < later.len() / 2,
        "{} of {}",
        difference.len(),
        later.len()
    );
    assert!(Bundle::is_difference(&difference) && !Bundle::is_difference(&later));
    assert_eq!(Bundle::later(&base, &difference), Ok(later.clone()));
    let wrong = Err(BundleFault::WrongBase { base: 7 });
    assert_eq!(Bundle::later(&later, &difference), wrong);
    assert_eq!(Bundle::later(&[], &difference), wrong);
    for at in 0..difference.len() {
        let mut changed = difference.clone();
        changed[at] ^= 1 << (at % 8);
        let made = Bundle::later(&base, &changed);
        assert!(made.is_err() || made.as_ref() == Ok(&later), "{at}");
    }
    assert!(Bundle::difference(&base, b"x").is_none());
}
