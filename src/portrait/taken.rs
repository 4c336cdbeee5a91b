//! When a photo was taken, as its file's EXIF says; reads nothing else of what a camera writes into files.

/// Tags of EXIF (CIPA DC-008): when the shutter opened, when it became a file, when that file was last written.
const ORIGINAL: u16 = 0x9003;
const DIGITIZED: u16 = 0x9004;
const WRITTEN: u16 = 0x0132;
/// Where the tags of the shot begin.
const SHOT: u16 = 0x8769;
/// `YYYY:MM:DD hh:mm:ss`, as EXIF writes a moment.
const MOMENT: &[u8] = b"0000:00:00 00:00:00";
/// No camera writes more tags into one table.
const MOST_TAGS: usize = 512;

/// Year, month and day by the tags of EXIF, which begin with the order of their bytes.
pub(super) fn taken(exif: &[u8]) -> Option<[u16; 3]> {
    let tags = Tags {
        exif,
        big: match exif.get(..4)? {
            b"II*\0" => false,
            b"MM\0*" => true,
            _ => return None,
        },
    };
    let first = tags.long(4)?;
    let shot = tags.find(first, SHOT).and_then(|at| tags.long(at + 8));
    let of_shot = |tag| tags.moment(shot?, tag);
    of_shot(ORIGINAL)
        .or_else(|| of_shot(DIGITIZED))
        .or_else(|| tags.moment(first, WRITTEN))
}

/// The tables of tags.
struct Tags<'a> {
    exif: &'a [u8],
    /// The greater byte comes first.
    big: bool,
}

impl Tags<'_> {
    /// The moment that the tag of a table tells.
    fn moment(&self, table: usize, tag: u16) -> Option<[u16; 3]> {
        let at = self.long(self.find(table, tag)? + 8)?;
        moment(self.exif.get(at..at.checked_add(MOMENT.len())?)?)
    }

    /// Where the twelve bytes of the tag lie in the table.
    fn find(&self, table: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.short(table)?).min(MOST_TAGS);
        (0..count)
            .map(|index| table + 2 + index * 12)
            .find(|at| self.short(*at) == Some(tag))
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.exif.get(at..)?.first_chunk()?;
        Some(if self.big {
            u16::from_be_bytes(*bytes)
        } else {
            u16::from_le_bytes(*bytes)
        })
    }

    /// A place in the tags: four bytes, and not beyond what a segment may hold by far.
    fn long(&self, at: usize) -> Option<usize> {
        let bytes = self.exif.get(at..)?.first_chunk()?;
        let long = if self.big {
            u32::from_be_bytes(*bytes)
        } else {
            u32::from_le_bytes(*bytes)
        };
        let place = usize::try_from(long).ok()?;
        (place < self.exif.len()).then_some(place)
    }
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
