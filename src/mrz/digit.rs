//! The arithmetic of a zone's check digits; knows no layout.

/// Value of a zone's character: digits as they are, `A` 10 to `Z` 35, all else 0 like the filler.
fn value(character: u8) -> u32 {
    match character {
        b'0'..=b'9' => u32::from(character - b'0'),
        b'A'..=b'Z' => u32::from(character - b'A') + 10,
        _ => 0,
    }
}

/// The check digit over `parts` one after another: weights 7, 3, 1, modulus 10 (ICAO 9303-3 4.9).
pub(super) fn check_digit(parts: &[&str]) -> char {
    let sum: u32 = parts
        .iter()
        .flat_map(|part| part.bytes())
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(character, weight)| value(character) * weight)
        .sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

/// Whether `digit` is the check digit over `parts`.
pub(super) fn holds(parts: &[&str], digit: &str) -> bool {
    digit.chars().eq([check_digit(parts)])
}

/// Whether `text` is made of `A`-`Z`, `0`-`9` and `<` alone.
pub(super) fn is_alphabet(character: char) -> bool {
    matches!(character, 'A'..='Z' | '0'..='9' | '<')
}
