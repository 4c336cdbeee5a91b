//! The pure rooms by path, without screens, database and station, and one function a parser: any bytes in, no panic out.
//!
//! That these rooms compile alone is a proof of its own: none of them reaches up.

#![allow(dead_code, missing_docs, unused_imports, reason = "rooms are compiled without those that use them")]

/// In a module of their own: a file that is named by its path would look for its parts beside it.
#[path = "../../../src"]
mod rooms {
    pub mod drawing;
    pub mod mrz;
    pub mod patrol;
    pub mod permit;
    pub mod place;
    pub mod portrait;
    pub mod rule;
    pub mod seal;
    pub mod table;
    pub mod vault;
}

pub use rooms::{drawing, mrz, patrol, permit, place, portrait, rule, seal, table, vault};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::civil::date;
use std::io::Write as _;

/// 2026-11-23, inside the times of the seeds.
const NOW: i64 = 1_795_392_000;

fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn open(text: &str) {
    let nobody = seal::TrustList { certificates: Vec::new() };
    let verdict = seal::open(text, &nobody, NOW, &|_place| None, i64::MAX);
    assert_ne!(verdict.word, seal::Word::Valid, "nobody is trusted, so nothing is valid");
}

/// What a reader typed or a code held.
pub fn seal_text(bytes: &[u8]) {
    open(text_of(bytes));
}

/// The signed bytes behind compression and base45, so that mutations reach CBOR and COSE.
pub fn seal_cose(bytes: &[u8]) {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    if packed.write_all(bytes).is_ok()
        && let Ok(packed) = packed.finish()
    {
        open(&base45::encode(&packed));
    }
}

/// A status list token, signed by nobody who is trusted.
pub fn status_list(bytes: &[u8]) {
    let nobody = seal::TrustList { certificates: Vec::new() };
    assert!(seal::StatusToken::open(bytes, &nobody).is_err());
}

/// A trust bundle of any root but the pinned one, and a difference to one.
pub fn bundle(bytes: &[u8]) {
    let pin = seal::Pin::parse("11".repeat(32).as_bytes());
    if let Some(pin) = pin {
        assert!(seal::Bundle::open(bytes, &pin, None, NOW).is_err());
    }
    seal::Pin::parse(bytes);
    seal::Bundle::is_difference(bytes);
    if let Ok(later) = seal::Bundle::later(BASE, bytes) {
        assert!(later.len() <= 16 << 20);
    }
}

/// What a difference is to: any bytes.
const BASE: &[u8] = b"The quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy dog.";

/// A sighting, and a person of an extract, each in the one form it is written in.
pub fn sighting(bytes: &[u8]) {
    if let Ok(read) = patrol::Sighting::from_bytes(bytes) {
        assert_eq!(read.to_bytes().as_deref(), Ok(bytes));
    }
    patrol::Terms::from_bytes(bytes).ok();
}

/// A patrol's log as it comes home: the frames inside its encryption.
pub fn log(bytes: &[u8]) {
    static HOME: std::sync::LazyLock<patrol::Identity> = std::sync::LazyLock::new(patrol::Identity::generate);
    let Ok(recipient) = HOME.recipient().parse::<age::x25519::Recipient>() else { return };
    if let Ok(parcel) = age::encrypt(&recipient, bytes) {
        let read = patrol::read_log::<_, patrol::Error>(&*parcel, &HOME, &mut |_part| Ok(()));
        assert!(read.is_err(), "nobody signed it");
    }
    patrol::read_log::<_, patrol::Error>(bytes, &HOME, &mut |_part| Ok(())).ok();
}

/// A GPS receiver's lines, and a coordinate as typed.
pub fn receiver(bytes: &[u8]) {
    let mut lines = place::Nmea::default();
    for part in bytes.chunks(7) {
        lines.push(part);
    }
    if let Some(at) = place::Coordinate::parse(text_of(bytes)) {
        place::nearest(at);
        place::district_at(at);
    }
}

/// A signer's certificate.
pub fn certificate(bytes: &[u8]) {
    if let Ok(read) = seal::Certificate::parse(bytes) {
        read.is_issued_by(&read);
    }
}

/// A picture a person chose, and a portrait as it is kept.
pub fn picture(bytes: &[u8]) {
    if let Ok(still) = portrait::Still::decode(bytes) {
        assert_eq!(
            u64::try_from(still.rgb.len()).ok(),
            Some(u64::from(still.width_px) * u64::from(still.height_px) * 3)
        );
    }
    portrait::Portrait::parse(bytes).ok();
}

/// A camera's frame: the first byte is its width, the rest its brightness.
pub fn frame(bytes: &[u8]) {
    let Some((width, luma)) = bytes.split_first() else { return };
    let width = u32::from(*width) + 1;
    let Ok(pixels) = u32::try_from(luma.len()) else { return };
    let height = pixels / width;
    let Ok(used) = usize::try_from(width * height) else { return };
    seal::scan(luma.get(..used).unwrap_or_default(), width, height);
}

/// A list of people from anywhere.
pub fn table(bytes: &[u8]) {
    let limits = table::Limits { file_bytes: 1 << 20, ..table::Limits::default() };
    if let Ok(sheet) = table::Sheet::read(bytes, limits) {
        let cells: usize = sheet.rows().map(|row| row.cells().count()).sum();
        assert!(sheet.len() <= cells);
    }
}

/// The lines of a passport.
pub fn zone(bytes: &[u8]) {
    if let Ok(passport) = mrz::read_td3(text_of(bytes), date(2026, 11, 23)) {
        passport.lines();
    }
}

/// A table of rules.
pub fn rules(bytes: &[u8]) {
    rule::Rulebook::parse(text_of(bytes)).ok();
    rule::Groups::parse(text_of(bytes)).ok();
}

/// The slots of an office's key.
pub fn keyring(bytes: &[u8]) {
    if let Ok(ring) = vault::Keyring::parse(text_of(bytes)) {
        assert!(vault::Keyring::parse(&ring.print()).is_ok());
    }
    vault::RecoveryCode::parse(text_of(bytes)).ok();
}
