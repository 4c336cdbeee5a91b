//! What the door cannot reach: foreign public keys, and payloads no writer of ours makes.

mod bundle;
mod status;

use coset::cbor::Value;
use coset::cbor::ser::into_writer;
use p256::ecdsa::VerifyingKey;

use super::*;

const ISSUED: i64 = 1_790_000_000;

fn key(fill: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[fill; 32]).unwrap()
}

fn signer() -> (Signer, TrustList) {
    let root = Certificate::root(&key(1), "Akar", ISSUED - 1000, ISSUED + 400_000_000).unwrap();
    let certificate = Certificate::signer(
        &key(1),
        &root,
        &key(2),
        "Penanda",
        ISSUED - 1000,
        ISSUED + 300_000_000,
    )
    .unwrap();
    let trust = TrustList {
        certificates: vec![certificate.clone()],
    };
    (
        Signer {
            key: Arc::new(key(2)),
            certificate,
        },
        trust,
    )
}

/// Trusts a public key whose private half is elsewhere.
fn trust_in(public: &str, use_from: i64) -> TrustList {
    let bytes: Vec<u8> = (0..public.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&public[at..at + 2], 16).unwrap())
        .collect();
    let public = VerifyingKey::from_sec1_bytes(&bytes).unwrap();
    let root = Certificate::root(&key(1), "Akar", use_from, use_from + 400_000_000).unwrap();
    let certificate = certificate::signer(
        (&key(1), &root),
        &public,
        "Lain",
        use_from,
        use_from + 300_000_000,
    )
    .unwrap();
    TrustList {
        certificates: vec![certificate],
    }
}

const PUBLISHED: &str = "04484d8d125ea6c78af9b7bb16bbbf8ccbd3b5012b8d310f1c47920165666d2572367fd92bce5fe5f2508a6ca0bde5013853cb2c8e1dc313efaeb2b9a4ee492f0a";

fn published() -> &'static str {
    include_str!("../../tests/vectors/seal/es256.text")
}

#[test]
fn the_published_vector_is_valid_until_it_ends() {
    let trust = trust_in(PUBLISHED, 1_699_000_000);
    let verdict = open(published(), &trust, 1_799_999_999, &|_| None, 0);
    assert_eq!(
        (verdict.word, verdict.reason),
        (Word::Valid, "in-force-status-unknown")
    );
    let claims = verdict.claims.unwrap();
    assert_eq!(claims.permit_no, "ID-ECDSA-001");
    assert_eq!(claims.name, "ECDSA Test Person");
    assert_eq!(claims.issuer, "https://mosip.example.org");
    assert_eq!(
        (claims.expires_at, claims.issued_at),
        (1_800_000_000, 1_700_000_000)
    );
    let late = open(published(), &trust, 1_800_000_000, &|_| None, 0);
    assert_eq!((late.word, late.reason), (Word::Expired, "past-expiry"));
}

#[test]
fn the_published_vector_is_unknown_or_forged_elsewhere() {
    let (_, others) = signer();
    let verdict = open(published(), &others, 1_799_999_999, &|_| None, 0);
    assert_eq!(
        (verdict.word, verdict.reason),
        (Word::UnknownSigner, "no-key-fits")
    );
    // Its key came into use only after it was signed.
    let verdict = open(
        published(),
        &trust_in(PUBLISHED, 1_700_000_001),
        1_799_999_999,
        &|_| None,
        0,
    );
    assert_eq!(
        (verdict.word, verdict.reason),
        (Word::Forged, "signed-out-of-use")
    );
}

/// Signs any payload as ours and opens it.
#[track_caller]
fn check_payload(payload: &[u8], word: Word, reason: &str) {
    let (signer, trust) = signer();
    let cose = envelope::sign(
        payload.to_vec(),
        signer.certificate.kid,
        signer.key.as_ref(),
    )
    .unwrap();
    let verdict = open(&envelope::pack(&cose), &trust, ISSUED + 10, &|_| None, 0);
    assert_eq!((verdict.word, verdict.reason), (word, reason));
}

fn cbor(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    into_writer(value, &mut bytes).unwrap();
    bytes
}

fn number(value: i64) -> Value {
    Value::Integer(value.into())
}

fn payload(exp: Value, person: Value) -> Vec<u8> {
    cbor(&Value::Map(vec![
        (number(4), exp),
        (number(6), number(ISSUED)),
        (number(169), person),
    ]))
}

#[test]
fn odd_payloads_are_no_seals_even_when_signed() {
    let until = || number(ISSUED + 1000);
    let nobody = || Value::Map(Vec::new());
    check_payload(
        &payload(until(), nobody()),
        Word::Valid,
        "in-force-status-unknown",
    );
    check_payload(
        &payload(Value::Float(1.8e9), nobody()),
        Word::NotASeal,
        "not-claims",
    );
    check_payload(
        &payload(Value::Text("1800000000".into()), nobody()),
        Word::NotASeal,
        "not-claims",
    );
    check_payload(&payload(until(), Value::Null), Word::NotASeal, "not-claims");
    let twice = Value::Map(vec![
        (number(1), Value::Text("A".into())),
        (number(1), Value::Text("B".into())),
    ]);
    check_payload(&payload(until(), twice), Word::NotASeal, "not-claims");
    let steering = Value::Map(vec![(number(4), Value::Text("\u{1b}[2J".into()))]);
    check_payload(&payload(until(), steering), Word::NotASeal, "not-claims");
    let deep = (0..20).fold(nobody(), |inner, _| Value::Array(vec![inner]));
    let deep = Value::Map(vec![(number(99), deep)]);
    check_payload(&payload(until(), deep), Word::NotASeal, "not-claims");
    let mut followed = payload(until(), nobody());
    followed.push(0);
    check_payload(&followed, Word::NotASeal, "not-claims");
    check_payload(&[], Word::NotASeal, "not-claims");
    check_payload(&[0xff; 40], Word::NotASeal, "not-claims");
    check_payload(
        &cbor(&Value::Map(vec![(number(4), until())])),
        Word::NotASeal,
        "no-claim-169",
    );
    check_payload(
        &cbor(&Value::Map(vec![(number(169), nobody())])),
        Word::NotASeal,
        "no-times",
    );
    let unknown = Value::Map(vec![
        (number(62), Value::Bytes(vec![0; 900])),
        (Value::Text("x".into()), Value::Float(0.5)),
    ]);
    check_payload(
        &payload(until(), unknown),
        Word::Valid,
        "in-force-status-unknown",
    );
}

#[test]
fn a_seal_not_yet_in_force_is_stale() {
    let entries = [(4, ISSUED + 9_000), (5, ISSUED + 1_000), (6, ISSUED)]
        .map(|(key, at)| (number(key), number(at)));
    let mut entries = entries.to_vec();
    entries.push((number(169), Value::Map(Vec::new())));
    check_payload(&cbor(&Value::Map(entries)), Word::Stale, "clock-behind");
}

#[test]
fn every_wrapping_is_read_but_the_wrong_ones() {
    let (signer, trust) = signer();
    let claims = Claims {
        issued_at: ISSUED,
        expires_at: ISSUED + 1000,
        permit_no: "A".into(),
        ..Claims::default()
    };
    let cose = sign(&claims, &signer).unwrap();
    assert_eq!(cose.first(), Some(&0xd2));
    let check = |prefix: &[u8], word: Word, reason: &str| {
        let bytes = [prefix, &cose[1..]].concat();
        let verdict = open(&envelope::pack(&bytes), &trust, ISSUED, &|_| None, 0);
        assert_eq!(
            (verdict.word, verdict.reason),
            (word, reason),
            "{prefix:x?}"
        );
    };
    check(&[0xd2], Word::Valid, "in-force-status-unknown");
    check(&[], Word::Valid, "in-force-status-unknown");
    check(&[0xd8, 61, 0xd2], Word::Valid, "in-force-status-unknown");
    check(&[0xd8, 61], Word::NotASeal, "not-cose");
    check(&[0xd2, 0xd2], Word::NotASeal, "not-cose");
    check(&[0xd8, 62, 0xd2], Word::NotASeal, "not-cose");
    check(&[0xd1], Word::NotASeal, "not-cose");
}

/// A device that signs with another key than it says.
struct Liar;

impl Sign for Liar {
    fn public(&self) -> [u8; 65] {
        key(1).public()
    }

    fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 64], Error> {
        key(2).sign_digest(digest)
    }
}

#[test]
fn a_wrong_signature_of_a_device_is_not_used() {
    assert!(matches!(attest(b"x", &Liar), Err(Error::Device(_))));
    let root = Certificate::root(&Liar, "Akar", 0, ISSUED);
    assert!(matches!(root, Err(Error::Device(_))));
}

#[test]
fn a_message_of_very_many_parts_is_not_taken_apart() {
    let array = |count: usize| {
        let mut bytes = vec![0x9a];
        bytes.extend_from_slice(&u32::try_from(count).unwrap().to_be_bytes());
        bytes.resize(5 + count, 0xf6);
        claims::parse(&bytes).is_some()
    };
    assert!(array(99_999));
    assert!(!array(100_000));
    // Bytes are one part, however many; without end they are one a piece.
    let long = cbor(&Value::Bytes(vec![0xff; 300_000]));
    assert!(claims::parse(&long).is_some());
    assert!(claims::parse(&long[..long.len() - 1]).is_none());
    assert!(claims::parse(&[0x5f, 0x41, 0x01, 0x42, 0x02, 0x03, 0xff]).is_some());
}

#[test]
fn a_bomb_is_refused() {
    let text = envelope::pack(&vec![0; 70_000]);
    assert_eq!(envelope::unpack(&text), Err("too-large"));
    assert_eq!(envelope::unpack(&"0".repeat(5_000)), Err("too-large"));
    let nested = [vec![0x81; 60_000], vec![0]].concat();
    let (_, trust) = signer();
    assert_eq!(
        open(&envelope::pack(&nested), &trust, 0, &|_| None, 0).reason,
        "not-cose"
    );
    let tags = [vec![0xd2; 60_000], vec![0]].concat();
    assert_eq!(
        open(&envelope::pack(&tags), &trust, 0, &|_| None, 0).reason,
        "not-cose"
    );
}

#[test]
fn filling_of_the_last_deflated_byte_must_be_zero() {
    let text = envelope::pack(&[0xd2; 40]);
    let mut packed = base45::decode(&text).unwrap();
    let at = packed.len() - 5;
    let mut refused = 0;
    for bit in 0..8 {
        packed[at] ^= 1 << bit;
        refused += usize::from(envelope::unpack(&base45::encode(&packed)).is_err());
        packed[at] ^= 1 << bit;
    }
    assert_eq!(refused, 8);
}
