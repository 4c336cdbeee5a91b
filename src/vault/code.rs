//! The recovery code as a person reads and types it: Crockford's base 32 in groups, each with its own check symbol.

use super::{Error, RecoveryCode};
use zeroize::Zeroizing;

/// No I, L, O, U: <https://www.crockford.com/base32.html>.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
/// Symbols of a group that carry bits; one more checks them.
const CARRIED: usize = 4;
const GROUP: usize = CARRIED + 1;

pub(super) fn text(code: &RecoveryCode) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
    for group in 0..GROUPS {
        if group > 0 {
            text.push('-');
        }
        let mut values = Zeroizing::new([0; CARRIED]);
        for (at, value) in values.iter_mut().enumerate() {
            *value = (0..5).fold(0, |value, bit| {
                value << 1 | bit_of(code, (group * CARRIED + at) * 5 + bit)
            });
        }
        for value in values.iter().copied().chain([check(group, &values)]) {
            text.push(char::from(SYMBOLS[usize::from(value)]));
        }
    }
    text
}

fn bit_of(code: &RecoveryCode, at: usize) -> u8 {
    code.bits[at / 8] >> (7 - at % 8) & 1
}

pub(super) fn parse(text: &str) -> Result<RecoveryCode, Error> {
    // Room for every symbol at once: a growing string would leave copies behind.
    let mut values = Zeroizing::new(Vec::with_capacity(text.len()));
    for letter in text.chars() {
        if letter.is_whitespace() || matches!(letter, '-' | '–' | '—') {
            continue;
        }
        values.push(value_of(letter));
    }
    if values.len() != GROUPS * GROUP {
        return Err(Error::CodeLength(values.len()));
    }
    let mut bits = Zeroizing::new([0_u8; 20]);
    for (group, typed) in values.chunks_exact(GROUP).enumerate() {
        let mistyped = Error::CodeGroup(group + 1);
        let mut known = Zeroizing::new([0_u8; GROUP]);
        for (place, value) in known.iter_mut().zip(typed) {
            *place = value.ok_or_else(|| mistyped.clone())?;
        }
        let [carried @ .., checked] = *known;
        if check(group, &carried) != checked {
            return Err(mistyped);
        }
        for (at, value) in carried.into_iter().enumerate() {
            for bit in 0..5 {
                let place = (group * CARRIED + at) * 5 + bit;
                bits[place / 8] |= (value >> (4 - bit) & 1) << (7 - place % 8);
            }
        }
    }
    Ok(RecoveryCode { bits })
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SYMBOLS
        .iter()
        .position(|symbol| char::from(*symbol) == letter)
        .and_then(|at| u8::try_from(at).ok())
}

/// A sum in the field of 32 elements with a weight for each place: it finds each wrong symbol, each two that changed
/// places, and, as the group's number goes in, each group that stands where another belongs.
fn check(group: usize, values: &[u8; CARRIED]) -> u8 {
    let number = u8::try_from(group + 1).unwrap_or(0);
    values
        .iter()
        .fold(number, |sum, value| doubled(sum ^ value))
}

/// Times x, modulo x^5 + x^2 + 1.
fn doubled(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}
