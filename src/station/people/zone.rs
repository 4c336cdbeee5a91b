//! The machine-readable zone of an invented passport.

use jiff::civil::Date;

/// A passport's zone (ICAO 9303-4 4.2.2). `name` is the surname, two blanks, the given names.
pub(super) fn td3(
    name: &str,
    number: &str,
    nation: &str,
    born: Date,
    sex: char,
    expiry: Date,
) -> String {
    let filled = |text: &str, width: usize| format!("{text:<width$.width$}").replace(' ', "<");
    let six = |date: Date| {
        format!(
            "{:02}{:02}{:02}",
            date.year() % 100,
            date.month(),
            date.day()
        )
    };
    let digit = |text: &str| {
        // ICAO 9303-3 4.9: weights 7, 3, 1; A is 10, the filler 0.
        let values = text.chars().map(|letter| letter.to_digit(36).unwrap_or(0));
        let sum: u32 = values
            .zip([7, 3, 1].into_iter().cycle())
            .map(|(value, weight)| value * weight)
            .sum();
        sum % 10
    };
    let checked = |text: String| format!("{text}{}", digit(&text));
    let (number, birth, end) = (
        checked(filled(number, 9)),
        checked(six(born)),
        checked(six(expiry)),
    );
    let optional = checked("<".repeat(14));
    let composite = digit(&[number.as_str(), &birth, &end, &optional].concat());
    let first = filled(&format!("P<{}{name}", filled(nation, 3)), 44);
    format!(
        "{first}\n{number}{}{birth}{sex}{end}{optional}{composite}",
        filled(nation, 3)
    )
}
