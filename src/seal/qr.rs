//! Text to the modules of a QR symbol (ISO/IEC 18004): alphanumeric mode, level M, smallest version up to 14.

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::{EcLevel, Version, ec};

use super::{Error, Modules, mask};

/// Largest version a card has room for with modules of four dots at 300 dpi.
pub(super) const MAX_VERSION: u8 = 14;
/// Alphanumeric characters that are no letter or digit (ISO/IEC 18004 table 5).
const MARKS: &str = " $%*+-./:";

pub(super) fn modules(text: &str) -> Result<Modules, Error> {
    let outside = |letter: char| {
        !letter.is_ascii_digit() && !letter.is_ascii_uppercase() && !MARKS.contains(letter)
    };
    if let Some((at, _)) = text
        .chars()
        .enumerate()
        .find(|(_, letter)| outside(*letter))
    {
        return Err(Error::Alphabet { at: at + 1 });
    }
    let too_long = || Error::TooLong {
        characters: text.len(),
    };
    let version = (1..=MAX_VERSION)
        .find(|version| fits(text.len(), *version))
        .ok_or_else(too_long)?;
    let canvas = canvas(text, version).ok_or_else(too_long)?;
    let (side, rows) = mask::choose(&canvas, version);
    let dark = rows
        .iter()
        .flat_map(|row| (0..side).map(move |at| row >> at & 1 == 1))
        .collect();
    Ok(Modules {
        version,
        side,
        dark,
    })
}

/// Mode 4 bits, count 9 or 11, then 11 bits a pair and 6 for a single (ISO/IEC 18004 7.4.4).
fn fits(characters: usize, version: u8) -> bool {
    let count_bits = if version < 10 { 9 } else { 11 };
    let bits = 4 + count_bits + characters / 2 * 11 + characters % 2 * 6;
    Bits::new(Version::Normal(version.into()))
        .max_len(EcLevel::M)
        .is_ok_and(|most| bits <= most)
}

/// The symbol before masking.
fn canvas(text: &str, version: u8) -> Option<Canvas> {
    let version = Version::Normal(version.into());
    let mut bits = Bits::new(version);
    bits.push_alphanumeric_data(text.as_bytes()).ok()?;
    bits.push_terminator(EcLevel::M).ok()?;
    let (data, correction) =
        ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    Some(canvas)
}
