//! The seal through its door: vectors, an independent reader, and what must hold for any seal.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::cell::Cell;
use std::sync::Arc;

use claim169_core::Decoder;
use loket::seal::{
    Certificate, Claims, Error, Kid, PrivateKey, Signer, Status, StatusAt, StatusRef, TrustList,
    Verdict, Word, jwks, open, seal, sign,
};
use loket::text::{Lang, Text};

pub const DAY: i64 = 86_400;
/// When the vector of our own was signed.
pub const ISSUED: i64 = 1_790_000_000;
const EXPIRES: i64 = 1_853_072_000;
const MONTHS_3: i64 = 92 * DAY;

pub fn key(fill: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[fill; 32]).unwrap()
}

fn vector_key() -> PrivateKey {
    let mut scalar = [0; 32];
    scalar
        .chunks_mut(8)
        .for_each(|part| part.copy_from_slice(&0x1234_5678_90ab_cdef_u64.to_be_bytes()));
    PrivateKey::from_bytes(&scalar).unwrap()
}

fn certified(key: PrivateKey) -> Signer {
    let root = self::key(7);
    let certificate = Certificate::root(&root, "Akar Kantor", ISSUED - DAY, EXPIRES + 400 * DAY)
        .and_then(|top| {
            Certificate::signer(&root, &top, &key, "Penanda 1", ISSUED - DAY, EXPIRES + DAY)
        })
        .unwrap();
    Signer {
        key: Arc::new(key),
        certificate,
    }
}

pub fn office() -> (Signer, TrustList) {
    let signer = certified(vector_key());
    let trust = TrustList {
        certificates: vec![signer.certificate.clone()],
    };
    (signer, trust)
}

/// The invented person of the vector.
pub fn person() -> Claims {
    Claims {
        issuer: "https://imi.example.id".into(),
        expires_at: EXPIRES,
        issued_at: ISSUED,
        status: Some(StatusRef {
            idx: 412_345,
            uri: "https://imi.example.id/s/7".into(),
        }),
        permit_no: "2C21JE0012-V".into(),
        name: "NGUYEN THI MINH KHAI SPECIMEN".into(),
        birth_date: "19840418".into(),
        sex: 2,
        nationality: "VNM".into(),
        region: "32.73".into(),
        legal_status: "KITAS/C312".into(),
        country: "IDN".into(),
        passport_no: "C1234567".into(),
        niora: Some("IMGV1A23456".into()),
        card_serial: String::new(),
    }
}

fn hex(text: &str) -> Vec<u8> {
    let text = text.trim();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

pub fn vector(name: &str) -> &'static str {
    let text = match name {
        "own.text" => include_str!("../vectors/seal/own.text"),
        "own.cose" => include_str!("../vectors/seal/own.cose"),
        "es256.text" => include_str!("../vectors/seal/es256.text"),
        "eddsa.text" => include_str!("../vectors/seal/eddsa.text"),
        "unsigned.text" => include_str!("../vectors/seal/unsigned.text"),
        _ => panic!("no vector {name}"),
    };
    text.trim_end_matches('\n')
}

pub fn unknown(_: &StatusRef) -> Option<StatusAt> {
    None
}

#[track_caller]
fn check(text: &str, trust: &TrustList, now: i64, word: Word, reason: &str) -> Verdict {
    let verdict = open(text, trust, now, &unknown, 0);
    assert_eq!((verdict.word, verdict.reason), (word, reason));
    verdict
}

#[test]
fn own_vector_is_written_byte_for_byte() {
    let mut signer = certified(vector_key());
    // In this vector the kid stands for the public key, not for a certificate.
    signer.certificate.kid = Kid(0xc4d9_1143_230d_3307_u64.to_be_bytes());
    assert_eq!(sign(&person(), &signer).unwrap(), hex(vector("own.cose")));
    let made = seal(&person(), &signer).unwrap();
    assert_eq!(made.cose, hex(vector("own.cose")));
    assert_eq!((made.modules.version, made.modules.side), (13, 69));
    // The deflate in use must not lose to the one the vector was made with: it decides the size of the symbol.
    assert!(made.text.len() <= vector("own.text").len());
    let trust = TrustList {
        certificates: vec![signer.certificate],
    };
    for text in [made.text.as_str(), vector("own.text")] {
        let verdict = check(text, &trust, ISSUED, Word::Valid, "in-force-status-unknown");
        assert_eq!(verdict.claims, Some(person()));
        assert_eq!(verdict.kid.unwrap().to_string(), "c4d91143230d3307");
    }
}

#[test]
fn foreign_vectors_get_their_words() {
    let (_, trust) = office();
    check(
        vector("es256.text"),
        &trust,
        ISSUED,
        Word::UnknownSigner,
        "no-key-fits",
    );
    check(
        vector("eddsa.text"),
        &trust,
        ISSUED,
        Word::UnknownSigner,
        "other-algorithm",
    );
    check(
        vector("unsigned.text"),
        &trust,
        ISSUED,
        Word::NotASeal,
        "unsigned",
    );
}

#[test]
fn what_is_no_seal_says_why() {
    let (_, trust) = office();
    check("", &trust, 0, Word::Unreadable, "no-code");
    check("\r\n", &trust, 0, Word::Unreadable, "no-code");
    check(
        "https://example.id/lama",
        &trust,
        0,
        Word::NotASeal,
        "not-base45",
    );
    check("BB8", &trust, 0, Word::NotASeal, "not-zlib");
    check("GGW", &trust, 0, Word::NotASeal, "not-base45");
    check(&"A".repeat(100_000), &trust, 0, Word::NotASeal, "too-large");
    let half = &vector("own.text")[..213];
    check(half, &trust, 0, Word::Unreadable, "damaged");
    assert_eq!(Verdict::no_code().word, Word::Unreadable);
}

#[test]
fn a_wedge_scanner_may_end_its_line() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    for (before, behind) in [("", "\r\n"), ("", "\n"), ("\t", "\r"), ("\r\n", "\t")] {
        check(
            &format!("{before}{text}{behind}"),
            &trust,
            ISSUED,
            Word::Valid,
            "in-force-status-unknown",
        );
    }
}

#[test]
fn the_clock_decides_on_either_side() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    check(&text, &trust, ISSUED - DAY, Word::Stale, "clock-behind");
    check(&text, &trust, ISSUED - 301, Word::Stale, "clock-behind");
    check(
        &text,
        &trust,
        ISSUED - 300,
        Word::Valid,
        "in-force-status-unknown",
    );
    check(
        &text,
        &trust,
        EXPIRES - DAY,
        Word::Valid,
        "in-force-status-unknown",
    );
    check(
        &text,
        &trust,
        EXPIRES - 1,
        Word::Valid,
        "in-force-status-unknown",
    );
    check(&text, &trust, EXPIRES, Word::Expired, "past-expiry");
    check(&text, &trust, EXPIRES + DAY, Word::Expired, "past-expiry");
    check(&text, &trust, i64::MIN, Word::Stale, "clock-behind");
    check(&text, &trust, i64::MAX, Word::Expired, "past-expiry");
}

#[test]
fn the_status_decides() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    let check = |status, age, now, word: Word, reason: &str| {
        let asked = Cell::new(0);
        let lookup = |at: &StatusRef| {
            asked.set(at.idx);
            Some(StatusAt {
                status,
                as_of: now - age,
            })
        };
        let verdict = open(&text, &trust, now, &lookup, 7 * DAY);
        assert_eq!(
            (verdict.word, verdict.reason, asked.get()),
            (word, reason, 412_345)
        );
        assert_eq!(
            verdict.status,
            Some(StatusAt {
                status,
                as_of: now - age
            })
        );
    };
    let now = ISSUED + 100 * DAY;
    check(Status::Valid, 7 * DAY, now, Word::Valid, "in-force");
    check(Status::Valid, -DAY, now, Word::Valid, "in-force");
    check(Status::Valid, 7 * DAY + 1, now, Word::Stale, "status-old");
    check(Status::Valid, 0, EXPIRES, Word::Expired, "past-expiry");
    check(
        Status::Suspended,
        0,
        now,
        Word::Suspended,
        "status-suspended",
    );
    check(Status::Suspended, 0, EXPIRES, Word::Expired, "past-expiry");
    for (status, word, reason) in [
        (Status::Revoked, Word::Revoked, "status-revoked"),
        (Status::Superseded, Word::Superseded, "status-superseded"),
    ] {
        check(status, 0, now, word, reason);
        check(status, 900 * DAY, now, word, reason);
        check(status, 0, EXPIRES, word, reason);
    }
}

#[test]
fn keys_decide() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    check(
        &text,
        &TrustList::default(),
        ISSUED,
        Word::UnknownSigner,
        "unknown-kid",
    );
    let other = certified(key(3)).certificate;
    check(
        &text,
        &TrustList {
            certificates: vec![other.clone()],
        },
        ISSUED,
        Word::UnknownSigner,
        "unknown-kid",
    );
    // Another key under the same name.
    let posing = Certificate {
        kid: signer.certificate.kid,
        ..other.clone()
    };
    let verdict = check(
        &text,
        &TrustList {
            certificates: vec![posing.clone()],
        },
        ISSUED,
        Word::Forged,
        "bad-signature",
    );
    assert_eq!(verdict.claims, Some(person()));
    let both = TrustList {
        certificates: vec![posing, other, signer.certificate.clone()],
    };
    check(&text, &both, ISSUED, Word::Valid, "in-force-status-unknown");
    // A period of use that ended before.
    let narrow = Certificate {
        use_until: ISSUED - 1,
        ..signer.certificate.clone()
    };
    check(
        &text,
        &TrustList {
            certificates: vec![narrow],
        },
        ISSUED,
        Word::Forged,
        "signed-out-of-use",
    );
    let ended = Certificate {
        not_after: ISSUED + 10,
        ..signer.certificate.clone()
    };
    check(
        &text,
        &TrustList {
            certificates: vec![ended],
        },
        ISSUED + 11,
        Word::Expired,
        "signer-ended",
    );
    check(
        &text,
        &trust,
        ISSUED,
        Word::Valid,
        "in-force-status-unknown",
    );
}

#[test]
fn a_root_seals_nothing() {
    let root = Certificate::root(&key(7), "Akar", ISSUED - DAY, EXPIRES + DAY).unwrap();
    let signer = Signer {
        key: Arc::new(key(7)),
        certificate: root.clone(),
    };
    assert!(matches!(sign(&person(), &signer), Err(Error::Key(_))));
    let (own, _) = office();
    let text = seal(&person(), &own).unwrap().text;
    let posing = Certificate {
        kid: own.certificate.kid,
        ..root.clone()
    };
    check(
        &text,
        &TrustList {
            certificates: vec![posing],
        },
        ISSUED,
        Word::UnknownSigner,
        "unknown-kid",
    );
    assert_eq!(
        jwks(&TrustList {
            certificates: vec![root]
        }),
        r#"{"keys":[]}"#
    );
}

#[test]
fn a_signer_seals_only_in_its_period() {
    let (signer, _) = office();
    let certificate = &signer.certificate;
    assert_eq!(certificate.use_from, ISSUED - DAY);
    assert!((ISSUED + 80 * DAY..ISSUED + MONTHS_3).contains(&certificate.use_until));
    let at = |issued_at| {
        sign(
            &Claims {
                issued_at,
                ..person()
            },
            &signer,
        )
        .map(|_| ())
    };
    let out = Err(Error::OutOfUse {
        kid: certificate.kid,
    });
    assert_eq!(at(certificate.use_from), Ok(()));
    assert_eq!(at(certificate.use_until), Ok(()));
    assert_eq!(at(certificate.use_from - 1), out);
    assert_eq!(at(certificate.use_until + 1), out);
    let long = Claims {
        expires_at: certificate.not_after + 1,
        ..person()
    };
    assert!(matches!(sign(&long, &signer), Err(Error::Key(_))));
    let steering = Claims {
        name: "A\u{7}".into(),
        ..person()
    };
    assert!(matches!(sign(&steering, &signer), Err(Error::Key(_))));
    let mixed = Signer {
        key: Arc::new(key(9)),
        certificate: certificate.clone(),
    };
    assert!(matches!(sign(&person(), &mixed), Err(Error::Key(_))));
}

#[test]
fn a_quarter_is_counted_in_the_days_of_the_office() {
    // 1 October 2026, 00:00 WIB, to the last second of the year.
    let from = 1_790_787_600;
    let root = Certificate::root(&key(7), "Akar", from, EXPIRES).unwrap();
    let signer = Certificate::signer(&key(7), &root, &key(8), "Penanda", from, EXPIRES).unwrap();
    assert_eq!(signer.use_until + 1, from + 92 * DAY);
}

#[test]
fn certificates_survive_and_belong() {
    let root = Certificate::root(
        &key(7),
        "Kantor Imigrasi, Kelas I \"Bekasi\" + é",
        ISSUED,
        EXPIRES,
    )
    .unwrap();
    let make =
        || Certificate::signer(&key(7), &root, &key(8), "Penanda 1", ISSUED, EXPIRES).unwrap();
    let signer = make();
    assert_eq!(signer, make());
    assert_eq!(Certificate::parse(&signer.der).unwrap(), signer);
    assert_eq!(Certificate::parse(&root.der).unwrap(), root);
    assert!(signer.is_issued_by(&root));
    assert!(root.is_issued_by(&root));
    assert!(!root.is_issued_by(&signer));
    assert!(!signer.is_issued_by(&signer));
    let impostor = Certificate::root(
        &key(9),
        "Kantor Imigrasi, Kelas I \"Bekasi\" + é",
        ISSUED,
        EXPIRES,
    )
    .unwrap();
    assert!(!signer.is_issued_by(&impostor));
    assert!(Certificate::signer(&key(9), &root, &key(8), "Penanda", ISSUED, EXPIRES).is_err());
    assert!(Certificate::signer(&key(7), &root, &key(8), "Penanda", ISSUED, ISSUED + DAY).is_err());
    assert!(Certificate::root(&key(7), "Akar", -1, EXPIRES).is_err());
    assert!(Certificate::root(&key(7), "Akar", EXPIRES, ISSUED).is_err());
    assert!(Certificate::root(&key(7), "Akar", ISSUED, i64::MAX).is_err());
    assert!(Certificate::parse(b"").is_err());
    assert!(PrivateKey::from_bytes(&[0; 32]).is_none());
    assert!(PrivateKey::from_bytes(&[0xff; 32]).is_none());
    assert_eq!(*key(5).to_bytes(), [5; 32]);
}

#[test]
fn an_independent_reader_agrees() {
    let (signer, trust) = office();
    let claims = Claims {
        legal_status: "SPECIMEN KITAS/C312".into(),
        card_serial: "B-00123".into(),
        ..person()
    };
    assert!(claims.is_specimen() && !person().is_specimen());
    let sealed = seal(&claims, &signer).unwrap();
    // What a demo office prints must still fit the larger modules of a card, whose room ends with version 13.
    assert_eq!(sealed.modules.version, 13);
    let text = sealed.text;
    // The public key as a stranger has it: from the JWKS.
    let set: serde_json::Value = serde_json::from_str(&jwks(&trust)).unwrap();
    let number = |name: &str| from_base64_url(set["keys"][0][name].as_str().unwrap());
    assert_eq!(number("kid"), signer.certificate.kid.0);
    let point = [vec![4], number("x"), number("y")].concat();
    let read = Decoder::new(text.as_str())
        .verify_with_ecdsa_p256(&point)
        .unwrap()
        .without_timestamp_validation()
        .decode()
        .unwrap();
    assert_eq!(
        read.verification_status,
        claim169_core::VerificationStatus::Verified
    );
    assert_eq!(read.claim169.id.as_deref(), Some("2C21JE0012-V"));
    assert_eq!(
        read.claim169.full_name.as_deref(),
        Some("NGUYEN THI MINH KHAI SPECIMEN")
    );
    assert_eq!(read.claim169.date_of_birth.as_deref(), Some("19840418"));
    assert_eq!(
        read.claim169.legal_status.as_deref(),
        Some("SPECIMEN KITAS/C312")
    );
    assert_eq!(read.claim169.nationality.as_deref(), Some("VNM"));
    assert_eq!(read.cwt_meta.expires_at, Some(EXPIRES));
    assert_eq!(
        read.cwt_meta.issuer.as_deref(),
        Some("https://imi.example.id")
    );
    let wrong = Decoder::new(text.as_str())
        .verify_with_ecdsa_p256(&hex("04484d8d125ea6c78af9b7bb16bbbf8ccbd3b5012b8d310f1c47920165666d2572367fd92bce5fe5f2508a6ca0bde5013853cb2c8e1dc313efaeb2b9a4ee492f0a"))
        .unwrap()
        .without_timestamp_validation()
        .decode();
    assert!(
        wrong.is_err()
            || wrong.unwrap().verification_status != claim169_core::VerificationStatus::Verified
    );
}

fn from_base64_url(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in text.chars() {
        bits = bits << 6 | u32::try_from(digits.find(letter).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

#[test]
fn the_jwks_has_what_strangers_look_for() {
    let (signer, trust) = office();
    let set: serde_json::Value = serde_json::from_str(&jwks(&trust)).unwrap();
    let jwk = &set["keys"][0];
    for (name, value) in [
        ("kty", "EC"),
        ("crv", "P-256"),
        ("alg", "ES256"),
        ("use", "sig"),
    ] {
        assert_eq!(jwk[name], value);
    }
    let public = "471c3e758c4904285bba7e53118ed0f524adeb0757d25bd2f8e7b0d76dfa714cdd520f7aca8a8b917acc37f51de8f0c9bbe3ad858382e702dc25a12d09f7a858";
    let number = |name: &str| from_base64_url(jwk[name].as_str().unwrap());
    assert_eq!([number("x"), number("y")].concat(), hex(public));
    let chain = jwk["x5c"][0].as_str().unwrap();
    let der = from_base64_url(&chain.replace('+', "-").replace('/', "_").replace('=', ""));
    assert_eq!(der, signer.certificate.der);
    assert_eq!(chain.len() % 4, 0);
}

#[test]
fn every_word_and_reason_has_its_text() {
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        let check = |key: &str| assert_ne!(text.get(key), key, "{lang:?}");
        for word in Word::ALL {
            let stem = format!("verdict-{}", word.id().to_lowercase().replace('_', "-"));
            check(&stem);
            check(&format!("{stem}-advice"));
        }
        for (reason, _) in Verdict::REASONS {
            check(&format!("reason-{reason}"));
        }
    }
}

#[test]
fn no_person_shows_in_a_debug() {
    let (signer, trust) = office();
    let verdict = open(
        &seal(&person(), &signer).unwrap().text,
        &trust,
        ISSUED,
        &unknown,
        0,
    );
    let shown = format!("{verdict:?} {:?}", person());
    for secret in [
        "NGUYEN",
        "2C21JE0012",
        "C1234567",
        "19840418",
        "IMGV1A23456",
    ] {
        assert!(!shown.contains(secret));
    }
}
