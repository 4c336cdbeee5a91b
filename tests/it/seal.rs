//! The seal through its door: vectors, an independent reader, and what must hold for any seal.

use std::cell::Cell;

use claim169_core::Decoder;
use loket::seal::{
    Certificate, Claims, Error, Kid, PrivateKey, Signer, Status, StatusAt, StatusRef, TrustList, Verdict, Word, jwks,
    modules, open, scan, seal, sign,
};
use loket::text::{Lang, Text};
use proptest::prelude::*;

const DAY: i64 = 86_400;
/// When the vector of our own was signed.
const ISSUED: i64 = 1_790_000_000;
const EXPIRES: i64 = 1_853_072_000;
const MONTHS_3: i64 = 92 * DAY;

pub(crate) fn key(fill: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[fill; 32]).unwrap()
}

fn vector_key() -> PrivateKey {
    let mut scalar = [0; 32];
    scalar.chunks_mut(8).for_each(|part| part.copy_from_slice(&0x1234_5678_90ab_cdef_u64.to_be_bytes()));
    PrivateKey::from_bytes(&scalar).unwrap()
}

fn certified(key: PrivateKey) -> Signer {
    let root = self::key(7);
    let certificate = Certificate::root(&root, "Akar Kantor", ISSUED - DAY, EXPIRES + 400 * DAY)
        .and_then(|top| Certificate::signer(&root, &top, &key, "Penanda 1", ISSUED - DAY, EXPIRES + DAY))
        .unwrap();
    Signer { key, certificate }
}

fn office() -> (Signer, TrustList) {
    let signer = certified(vector_key());
    let trust = TrustList { certificates: vec![signer.certificate.clone()] };
    (signer, trust)
}

/// The invented person of the vector.
pub(crate) fn person() -> Claims {
    Claims {
        issuer: "https://imi.example.id".into(),
        expires_at: EXPIRES,
        issued_at: ISSUED,
        status: Some(StatusRef { idx: 412_345, uri: "https://imi.example.id/s/7".into() }),
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
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn vector(name: &str) -> &'static str {
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

fn unknown(_: &StatusRef) -> Option<StatusAt> {
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
    assert!((made.modules.version, made.modules.side) <= (13, 69));
    let trust = TrustList { certificates: vec![signer.certificate] };
    for text in [made.text.as_str(), vector("own.text")] {
        let verdict = check(text, &trust, ISSUED, Word::Valid, "in-force-status-unknown");
        assert_eq!(verdict.claims, Some(person()));
        assert_eq!(verdict.kid.unwrap().to_string(), "c4d91143230d3307");
    }
}

#[test]
fn foreign_vectors_get_their_words() {
    let (_, trust) = office();
    check(vector("es256.text"), &trust, ISSUED, Word::UnknownSigner, "no-key-fits");
    check(vector("eddsa.text"), &trust, ISSUED, Word::UnknownSigner, "other-algorithm");
    check(vector("unsigned.text"), &trust, ISSUED, Word::NotASeal, "unsigned");
}

#[test]
fn what_is_no_seal_says_why() {
    let (_, trust) = office();
    check("", &trust, 0, Word::Unreadable, "no-code");
    check("\r\n", &trust, 0, Word::Unreadable, "no-code");
    check("https://example.id/lama", &trust, 0, Word::NotASeal, "not-base45");
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
        check(&format!("{before}{text}{behind}"), &trust, ISSUED, Word::Valid, "in-force-status-unknown");
    }
}

#[test]
fn the_clock_decides_on_either_side() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    check(&text, &trust, ISSUED - DAY, Word::Stale, "clock-behind");
    check(&text, &trust, ISSUED - 301, Word::Stale, "clock-behind");
    check(&text, &trust, ISSUED - 300, Word::Valid, "in-force-status-unknown");
    check(&text, &trust, EXPIRES - DAY, Word::Valid, "in-force-status-unknown");
    check(&text, &trust, EXPIRES - 1, Word::Valid, "in-force-status-unknown");
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
            Some(StatusAt { status, as_of: now - age })
        };
        let verdict = open(&text, &trust, now, &lookup, 7 * DAY);
        assert_eq!((verdict.word, verdict.reason, asked.get()), (word, reason, 412_345));
        assert_eq!(verdict.status, Some(StatusAt { status, as_of: now - age }));
    };
    let now = ISSUED + 100 * DAY;
    check(Status::Valid, 7 * DAY, now, Word::Valid, "in-force");
    check(Status::Valid, -DAY, now, Word::Valid, "in-force");
    check(Status::Valid, 7 * DAY + 1, now, Word::Stale, "status-old");
    check(Status::Valid, 0, EXPIRES, Word::Expired, "past-expiry");
    check(Status::Suspended, 0, now, Word::Suspended, "status-suspended");
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
    check(&text, &TrustList::default(), ISSUED, Word::UnknownSigner, "unknown-kid");
    let other = certified(key(3)).certificate;
    check(&text, &TrustList { certificates: vec![other.clone()] }, ISSUED, Word::UnknownSigner, "unknown-kid");
    // Another key under the same name.
    let posing = Certificate { kid: signer.certificate.kid, ..other.clone() };
    let verdict = check(&text, &TrustList { certificates: vec![posing.clone()] }, ISSUED, Word::Forged, "bad-signature");
    assert_eq!(verdict.claims, Some(person()));
    let both = TrustList { certificates: vec![posing, other, signer.certificate.clone()] };
    check(&text, &both, ISSUED, Word::Valid, "in-force-status-unknown");
    // A period of use that ended before.
    let narrow = Certificate { use_until: ISSUED - 1, ..signer.certificate.clone() };
    check(&text, &TrustList { certificates: vec![narrow] }, ISSUED, Word::Forged, "signed-out-of-use");
    let ended = Certificate { not_after: ISSUED + 10, ..signer.certificate.clone() };
    check(&text, &TrustList { certificates: vec![ended] }, ISSUED + 11, Word::Expired, "signer-ended");
    check(&text, &trust, ISSUED, Word::Valid, "in-force-status-unknown");
}

#[test]
fn a_root_seals_nothing() {
    let root = Certificate::root(&key(7), "Akar", ISSUED - DAY, EXPIRES + DAY).unwrap();
    let signer = Signer { key: key(7), certificate: root.clone() };
    assert!(matches!(sign(&person(), &signer), Err(Error::Key(_))));
    let (own, _) = office();
    let text = seal(&person(), &own).unwrap().text;
    let posing = Certificate { kid: own.certificate.kid, ..root.clone() };
    check(&text, &TrustList { certificates: vec![posing] }, ISSUED, Word::UnknownSigner, "unknown-kid");
    assert_eq!(jwks(&TrustList { certificates: vec![root] }), r#"{"keys":[]}"#);
}

#[test]
fn a_signer_seals_only_in_its_period() {
    let (signer, _) = office();
    let certificate = &signer.certificate;
    assert_eq!(certificate.use_from, ISSUED - DAY);
    assert!((ISSUED + 80 * DAY..ISSUED + MONTHS_3).contains(&certificate.use_until));
    let at = |issued_at| sign(&Claims { issued_at, ..person() }, &signer).map(|_| ());
    let out = Err(Error::OutOfUse { kid: certificate.kid });
    assert_eq!(at(certificate.use_from), Ok(()));
    assert_eq!(at(certificate.use_until), Ok(()));
    assert_eq!(at(certificate.use_from - 1), out);
    assert_eq!(at(certificate.use_until + 1), out);
    let long = Claims { expires_at: certificate.not_after + 1, ..person() };
    assert!(matches!(sign(&long, &signer), Err(Error::Key(_))));
    let mixed = Signer { key: key(9), certificate: certificate.clone() };
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
    let root = Certificate::root(&key(7), "Kantor Imigrasi, Kelas I \"Bekasi\" + é", ISSUED, EXPIRES).unwrap();
    let make = || Certificate::signer(&key(7), &root, &key(8), "Penanda 1", ISSUED, EXPIRES).unwrap();
    let signer = make();
    assert_eq!(signer, make());
    assert_eq!(Certificate::parse(&signer.der).unwrap(), signer);
    assert_eq!(Certificate::parse(&root.der).unwrap(), root);
    assert!(signer.is_issued_by(&root));
    assert!(root.is_issued_by(&root));
    assert!(!root.is_issued_by(&signer));
    assert!(!signer.is_issued_by(&signer));
    let impostor = Certificate::root(&key(9), "Kantor Imigrasi, Kelas I \"Bekasi\" + é", ISSUED, EXPIRES).unwrap();
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
    let claims = Claims { legal_status: "SPECIMEN KITAS/C312".into(), card_serial: "B-00123".into(), ..person() };
    assert!(claims.is_specimen() && !person().is_specimen());
    let text = seal(&claims, &signer).unwrap().text;
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
    assert_eq!(read.verification_status, claim169_core::VerificationStatus::Verified);
    assert_eq!(read.claim169.id.as_deref(), Some("2C21JE0012-V"));
    assert_eq!(read.claim169.full_name.as_deref(), Some("NGUYEN THI MINH KHAI SPECIMEN"));
    assert_eq!(read.claim169.date_of_birth.as_deref(), Some("19840418"));
    assert_eq!(read.claim169.legal_status.as_deref(), Some("SPECIMEN KITAS/C312"));
    assert_eq!(read.claim169.nationality.as_deref(), Some("VNM"));
    assert_eq!(read.cwt_meta.expires_at, Some(EXPIRES));
    assert_eq!(read.cwt_meta.issuer.as_deref(), Some("https://imi.example.id"));
    let wrong = Decoder::new(text.as_str())
        .verify_with_ecdsa_p256(&hex("04484d8d125ea6c78af9b7bb16bbbf8ccbd3b5012b8d310f1c47920165666d2572367fd92bce5fe5f2508a6ca0bde5013853cb2c8e1dc313efaeb2b9a4ee492f0a"))
        .unwrap()
        .without_timestamp_validation()
        .decode();
    assert!(wrong.is_err() || wrong.unwrap().verification_status != claim169_core::VerificationStatus::Verified);
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
    for (name, value) in [("kty", "EC"), ("crv", "P-256"), ("alg", "ES256"), ("use", "sig")] {
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
    let verdict = open(&seal(&person(), &signer).unwrap().text, &trust, ISSUED, &unknown, 0);
    let shown = format!("{verdict:?} {:?}", person());
    for secret in ["NGUYEN", "2C21JE0012", "C1234567", "19840418", "IMGV1A23456"] {
        assert!(!shown.contains(secret));
    }
}

#[test]
fn any_flipped_bit_loses_the_word() {
    let (signer, trust) = office();
    let cose = sign(&person(), &signer).unwrap();
    for at in 0..cose.len() * 8 {
        let mut changed = cose.clone();
        changed[at / 8] ^= 1 << (at % 8);
        let verdict = open(&packed(&changed), &trust, ISSUED, &unknown, 0);
        assert!(verdict.word.exit_code() >= 4, "bit {at}: {:?}", verdict.word);
    }
}

/// Wraps changed bytes as a forger would.
fn packed(cose: &[u8]) -> String {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(cose).unwrap();
    base45::encode(encoder.finish().unwrap())
}

#[test]
fn any_changed_character_loses_the_word() {
    let (signer, trust) = office();
    let text = seal(&person(), &signer).unwrap().text;
    for at in 0..text.len() {
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".chars() {
            if text[at..].starts_with(other) {
                continue;
            }
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            let verdict = open(&changed, &trust, ISSUED, &unknown, 0);
            assert!(verdict.word.exit_code() >= 4, "{at} to {other}: {:?}", verdict.word);
        }
    }
}

#[test]
fn a_long_payload_is_refused_before_a_blank_is_spent() {
    let (signer, _) = office();
    let long = Claims { name: "ABCDEFGHIJ0123456789".repeat(40), ..person() };
    assert!(seal(&long, &signer).is_ok());
    let random: String = (0_u64..200).map(|n| format!("{:X}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let long = Claims { name: random, ..person() };
    assert!(matches!(seal(&long, &signer), Err(Error::TooLong { .. })));
    assert_eq!(modules(&"A".repeat(528)).unwrap().version, 14);
    assert!(matches!(modules(&"A".repeat(529)), Err(Error::TooLong { characters: 529 })));
    assert!(matches!(modules("AbC"), Err(Error::Alphabet { at: 2 })));
    assert_eq!(modules("").unwrap().version, 1);
}

/// Modules and version by the crate alone.
fn by_crate(text: &str, version: i16) -> Vec<bool> {
    let mut bits = qrcode::bits::Bits::new(qrcode::Version::Normal(version));
    bits.push_alphanumeric_data(text.as_bytes()).unwrap();
    bits.push_terminator(qrcode::EcLevel::M).unwrap();
    let code = qrcode::QrCode::with_bits(bits, qrcode::EcLevel::M).unwrap();
    code.into_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect()
}

#[track_caller]
fn check_mask(text: &str) {
    let made = modules(text).unwrap();
    assert_eq!(made.side, 17 + 4 * usize::from(made.version));
    assert!(made.dark == by_crate(text, made.version.into()), "{text}");
}

/// Most characters of 1-M to 14-M (ISO/IEC 18004 table 7).
const CAPACITY: [usize; 14] = [20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528];

#[test]
fn every_version_is_filled_to_its_capacity() {
    for (at, capacity) in CAPACITY.into_iter().enumerate() {
        let version = u8::try_from(at + 1).unwrap();
        let text = &"LOKET 7Z$%*+-./:8QX".repeat(30)[..capacity];
        assert_eq!(modules(text).unwrap().version, version);
        assert_eq!(modules(&text[1..]).unwrap().version, version);
        check_mask(text);
    }
    check_mask(vector("own.text"));
    for same in ["0", "A", " ", ":"] {
        check_mask(&same.repeat(528));
    }
}

#[test]
fn a_plain_drawing_is_scanned() {
    let (signer, _) = office();
    let made = seal(&person(), &signer).unwrap();
    let (luma, side) = drawn(&made.modules.dark, made.modules.side, 4);
    assert_eq!(scan(&luma, side, side), [made.text]);
    assert!(scan(&luma, side, side + 1).is_empty());
    assert!(scan(&luma, u32::MAX, u32::MAX).is_empty());
    assert!(scan(&[], 0, 0).is_empty());
    assert!(scan(&[], 0, 9).is_empty());
    assert!(scan(&vec![255; 640 * 480], 640, 480).is_empty());
    assert!(scan(&[0; 30], 30, 1).is_empty());
}

/// A symbol with its quiet zone, `scale` pixels a module.
pub(crate) fn drawn(dark: &[bool], side: usize, scale: usize) -> (Vec<u8>, u32) {
    const QUIET: usize = 4;
    let side_px = (side + 2 * QUIET) * scale;
    let at = |at: usize| (at / scale).checked_sub(QUIET).filter(|module| *module < side);
    let luma = (0..side_px * side_px)
        .map(|pixel| match (at(pixel % side_px), at(pixel / side_px)) {
            (Some(x), Some(y)) if dark[y * side + x] => 0,
            _ => 255,
        })
        .collect();
    (luma, u32::try_from(side_px).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mask_is_the_one_the_crate_chooses(text in prop::collection::vec(prop::sample::select(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".to_vec()), 0..529)) {
        check_mask(std::str::from_utf8(&text).unwrap());
    }

    #[test]
    fn arbitrary_text_never_panics(text in ".{0,200}") {
        let (_, trust) = office();
        prop_assert!(open(&text, &trust, ISSUED, &unknown, 0).word.exit_code() >= 4);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (_, trust) = office();
        prop_assert!(open(&packed(&bytes), &trust, ISSUED, &unknown, 0).word.exit_code() >= 4);
        prop_assert!(open(&base45::encode(&bytes), &trust, ISSUED, &unknown, 0).word.exit_code() >= 4);
        prop_assert!(Certificate::parse(&bytes).is_err());
    }

    #[test]
    fn claims_survive(
        name in "[A-Z ]{1,39}", idx in any::<u64>(), sex in 1_u8..4, niora in prop::option::of("[A-Z0-9]{11}"),
        issued_at in ISSUED..ISSUED + 80 * DAY, lasts in 1..600 * DAY, specimen in any::<bool>(),
    ) {
        let (signer, trust) = office();
        let legal_status = format!("{}KITAP/E31", if specimen { "SPECIMEN " } else { "" });
        let status = Some(StatusRef { idx, uri: "https://a.id/s".into() });
        let expires_at = issued_at + lasts;
        let claims = Claims { name, sex, niora, issued_at, expires_at, legal_status, status, card_serial: "B-1".into(), ..person() };
        let made = seal(&claims, &signer).unwrap();
        prop_assert!(made.modules.version <= 14);
        let verdict = open(&made.text, &trust, issued_at, &unknown, 0);
        prop_assert_eq!(verdict.word, Word::Valid);
        prop_assert_eq!(verdict.claims.as_ref().map(Claims::is_specimen), Some(specimen));
        prop_assert!(verdict.claims == Some(claims));
    }
}
