//! What holds for any seal: nothing changed is believed, nothing panics, and what goes in comes out.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use loket::seal::{Certificate, Claims, StatusRef, Word, open, seal, sign};
use proptest::prelude::*;

use crate::seal::{DAY, ISSUED, office, person, unknown};

#[test]
fn any_flipped_bit_loses_the_word() {
    let (signer, trust) = office();
    let cose = sign(&person(), &signer).unwrap();
    for at in 0..cose.len() * 8 {
        let mut changed = cose.clone();
        changed[at / 8] ^= 1 << (at % 8);
        let verdict = open(&packed(&changed), &trust, ISSUED, &unknown, 0);
        assert!(
            verdict.word.exit_code() >= 4,
            "bit {at}: {:?}",
            verdict.word
        );
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
            assert!(
                verdict.word.exit_code() >= 4,
                "{at} to {other}: {:?}",
                verdict.word
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

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
