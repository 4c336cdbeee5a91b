//! Bytes of a text file to text, whatever an office's programs wrote: UTF-8, UTF-16 with or without its mark, Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Error, NoteKind};

/// Bytes looked at to tell what a file is.
const SAMPLE: usize = 8 << 10;
/// Of a hundred characters, how many may be control characters before the file is no text.
const CONTROL_SHARE: usize = 5;
/// First bytes of Excel 97 to 2003 and of every workbook behind a password: a compound file (MS-CFB 2.2).
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The text of a file, and what had to be guessed or lost.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<NoteKind>), Error> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(compound_file(bytes));
    }
    let (text, note) = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, bad) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        (text, bad.then_some(NoteKind::BadCharacters))
    } else if let Some(encoding) = wide(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        (text, bad.then_some(NoteKind::BadCharacters))
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Cow::Borrowed(text), None)
    } else if is_mostly_utf8(bytes) {
        let (text, _) = UTF_8.decode_without_bom_handling(bytes);
        (text, Some(NoteKind::BadCharacters))
    } else {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        (text, Some(NoteKind::OldEncoding))
    };
    refuse_foreign(&text)?;
    Ok((text, note))
}

/// UTF-16 without its mark: every other byte of Latin text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |at: usize| {
        let of_pair = sample.chunks_exact(2).filter_map(|pair| pair.get(at));
        of_pair.filter(|byte| **byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    if second * 2 > pairs && first * 10 < pairs {
        Some(UTF_16LE)
    } else if first * 2 > pairs && second * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether more letters beyond ASCII are sound UTF-8 than not: a file of UTF-8 with a damaged place, not an old code page.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

/// MS-OFFCRYPTO 2.3.4.4: an encrypted workbook lies in a stream of this name; the name stands in the directory as UTF-16.
fn compound_file(bytes: &[u8]) -> Error {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes
        .windows(name.len())
        .any(|window| window == name.as_slice())
    {
        Error::Encrypted
    } else {
        Error::OldExcel
    }
}

fn refuse_foreign(text: &str) -> Result<(), Error> {
    let begin: String = text.trim_start().chars().take(9).collect();
    let begin = begin.to_ascii_lowercase();
    let pages = [
        "<!doctype",
        "<html",
        "<table",
        "<?xml",
        "<meta",
        "<head",
        "mime-vers",
    ];
    if pages.iter().any(|page| begin.starts_with(page)) {
        return Err(Error::WebPage);
    }
    let (mut letters, mut controls) = (0_usize, 0_usize);
    for letter in text.chars().take(SAMPLE) {
        letters += 1;
        controls += usize::from(letter.is_control() && !letter.is_whitespace());
    }
    // A few zero bytes are an accident of the program that wrote the list; more of them are no text.
    if controls > 2 && controls * 100 > letters * CONTROL_SHARE || text.starts_with("%PDF-") {
        return Err(Error::NotATable);
    }
    Ok(())
}
