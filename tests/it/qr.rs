//! The symbol: the smallest version that holds a text, under the mask the `qrcode` crate would choose.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use loket::seal::{Claims, Error, modules, seal};
use proptest::prelude::*;

use crate::seal::{office, person, vector};

#[test]
fn a_long_payload_is_refused_before_a_blank_is_spent() {
    let (signer, _) = office();
    let long = Claims {
        name: "ABCDEFGHIJ0123456789".repeat(40),
        ..person()
    };
    assert!(seal(&long, &signer).is_ok());
    let random: String = (0_u64..200)
        .map(|n| format!("{:X}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    let long = Claims {
        name: random,
        ..person()
    };
    assert!(matches!(seal(&long, &signer), Err(Error::TooLong { .. })));
    assert_eq!(modules(&"A".repeat(528)).unwrap().version, 14);
    assert!(matches!(
        modules(&"A".repeat(529)),
        Err(Error::TooLong { characters: 529 })
    ));
    assert!(matches!(modules("AbC"), Err(Error::Alphabet { at: 2 })));
    assert_eq!(modules("").unwrap().version, 1);
}

/// Modules and version by the crate alone.
fn by_crate(text: &str, version: i16) -> Vec<bool> {
    let mut bits = qrcode::bits::Bits::new(qrcode::Version::Normal(version));
    bits.push_alphanumeric_data(text.as_bytes()).unwrap();
    bits.push_terminator(qrcode::EcLevel::M).unwrap();
    let code = qrcode::QrCode::with_bits(bits, qrcode::EcLevel::M).unwrap();
    code.into_colors()
        .into_iter()
        .map(|color| color == qrcode::Color::Dark)
        .collect()
}

#[track_caller]
fn check_mask(text: &str) {
    let made = modules(text).unwrap();
    assert_eq!(made.side, 17 + 4 * usize::from(made.version));
    assert!(made.dark == by_crate(text, made.version.into()), "{text}");
}

/// Most characters of 1-M to 14-M (ISO/IEC 18004 table 7).
const CAPACITY: [usize; 14] = [
    20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528,
];

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mask_is_the_one_the_crate_chooses(text in prop::collection::vec(prop::sample::select(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".to_vec()), 0..529)) {
        check_mask(std::str::from_utf8(&text).unwrap());
    }
}
