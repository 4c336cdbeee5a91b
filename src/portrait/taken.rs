//! When a photo was taken, as its file says; reads nothing else of what a camera writes into files.

/// Cameras write their dates near the beginning.
const LOOKED_AT: usize = 256 * 1024;
/// `YYYY:MM:DD hh:mm:ss`, as EXIF writes a moment.
const MOMENT: &[u8] = b"0000:00:00 00:00:00";

/// Year, month and day; the oldest moment told, for later ones are of those who changed the file.
pub(super) fn taken(bytes: &[u8]) -> Option<[u16; 3]> {
    let head = bytes.get(..LOOKED_AT.min(bytes.len()))?;
    // Without the mark of EXIF a moment may be any text.
    head.windows(4).find(|four| *four == b"Exif")?;
    head.windows(MOMENT.len()).filter_map(moment).min()
}

fn moment(text: &[u8]) -> Option<[u16; 3]> {
    let like = |(byte, form): (&u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == form,
    };
    if !text.iter().zip(MOMENT).all(like) {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u16> {
        let digits = std::str::from_utf8(text.get(from..to)?).ok()?;
        digits.parse().ok()
    };
    let date = [number(0, 4)?, number(5, 7)?, number(8, 10)?];
    let [year, month, day] = date;
    // Cameras that were never set write zeros.
    ((1990..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some(date)
}
