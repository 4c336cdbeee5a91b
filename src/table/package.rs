//! A workbook's archive made safe before it is read: unpacked within limits, and packed again without compression.
//!
//! The reader of workbooks inflates whatever an archive holds and believes the counts it finds there, so it is never given
//! a file from outside. Here the central directory is read first: sizes that are declared beyond the limit, and entries that
//! together are longer than the file (the same bytes told of twice, the way of quoted-overlap bombs), are refused before
//! anything is inflated. Then each part the reader looks at is inflated up to its declared size and no further; one that
//! holds more lied and is refused. What the reader gets is a plain archive of exactly those bytes.

use std::io::{Read as _, Write as _};
use std::ops::Range;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::{Error, Limits};

/// Entries a workbook may have; a large one has hundreds.
const MAX_ENTRIES: usize = 10_000;
/// Bytes of the parts that tell of styles and relations: the reader copies pieces of them for each style.
const MAX_SMALL_PART: usize = 8 << 20;
/// Bytes of one attribute of a style; a number format has 255 letters at most.
const MAX_ATTRIBUTE: usize = 4 << 10;
/// How far from the end the end record may stand: its own 22 bytes and a comment.
const END_SEARCH: usize = 22 + 0xFFFF;

/// One entry of the central directory.
struct Entry {
    name: String,
    method: u16,
    data: Range<usize>,
    size: usize,
}

/// The archive again, with the parts a list is in, each no larger than it says.
pub(super) fn unpack(bytes: &[u8], limits: Limits) -> Result<Vec<u8>, Error> {
    let entries = directory(bytes)?;
    let packed: usize = entries.iter().map(|entry| entry.data.len()).sum();
    if packed > bytes.len() {
        return Err(Error::Bomb);
    }
    if !entries.iter().any(|entry| entry.is_rels()) {
        return Err(Error::OtherArchive);
    }
    if entries
        .iter()
        .any(|entry| entry.name.ends_with("workbook.bin"))
    {
        return Err(Error::OtherArchive);
    }
    let wanted = || entries.iter().filter(|entry| entry.is_wanted());
    let mut total = 0_usize;
    for entry in wanted() {
        total = total.checked_add(entry.size).ok_or(Error::Bomb)?;
        if entry.is_small() && entry.size > MAX_SMALL_PART {
            return Err(Error::Bomb);
        }
    }
    if total > limits.text_bytes {
        return Err(Error::Bomb);
    }
    let mut archive = Archive::default();
    for entry in wanted() {
        let data = bytes.get(entry.data.clone()).ok_or(Error::Damaged)?;
        archive.add(entry, data)?;
    }
    archive.finish()
}

impl Entry {
    fn lower(&self) -> String {
        self.name.replace('\\', "/").to_ascii_lowercase()
    }

    fn is_rels(&self) -> bool {
        self.lower() == "_rels/.rels"
    }

    /// Parts the reader looks at for names, styles and cells. Pictures, drawings, macros and what else there is stay shut.
    fn is_wanted(&self) -> bool {
        let name = self.lower();
        let idle = [
            "theme/",
            "drawings/",
            "charts/",
            "pivot",
            "docprops/",
            "customxml/",
            "comments",
            "printersettings",
        ];
        (name.ends_with(".xml") || name.ends_with(".rels"))
            && !idle.iter().any(|part| name.contains(part))
    }

    fn is_small(&self) -> bool {
        let name = self.lower();
        name.ends_with(".rels") || name.ends_with("styles.xml") || name.ends_with("workbook.xml")
    }
}

/// Reads the central directory (APPNOTE 4.3.12 and 4.3.16). The form for archives beyond 4 GB is known as far as small files have it.
fn directory(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    let from = bytes.len().saturating_sub(END_SEARCH);
    let tail = bytes.get(from..).unwrap_or_default();
    let end = tail
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")
        .ok_or(Error::Damaged)?;
    let end = from + end;
    let count = usize::from(u16_at(bytes, end + 10)?);
    let mut at = size_at(bytes, end + 16)?;
    if count > MAX_ENTRIES {
        return Err(Error::Bomb);
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(Error::Damaged);
        }
        if u16_at(bytes, at + 8)? & 1 != 0 {
            return Err(Error::Encrypted);
        }
        let method = u16_at(bytes, at + 10)?;
        let name_len = usize::from(u16_at(bytes, at + 28)?);
        let extra_len = usize::from(u16_at(bytes, at + 30)?);
        let comment_len = usize::from(u16_at(bytes, at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name_len);
        let extra = bytes.get(at + 46 + name_len..at + 46 + name_len + extra_len);
        let mut large = Large::read(extra.ok_or(Error::Damaged)?)?;
        // In this order stand those that do not fit into 32 bits (APPNOTE 4.5.3).
        let size = large.or(size_at(bytes, at + 24)?)?;
        let packed = large.or(size_at(bytes, at + 20)?)?;
        let header = large.or(size_at(bytes, at + 42)?)?;
        entries.push(Entry {
            name: String::from_utf8_lossy(name.ok_or(Error::Damaged)?).into_owned(),
            method,
            data: data_of(bytes, header, packed)?,
            size,
        });
        at += 46 + name_len + extra_len + comment_len;
    }
    Ok(entries)
}

/// Where an entry's bytes lie: behind its own header, whose lengths of name and extra may differ from the directory's.
fn data_of(bytes: &[u8], header: usize, packed: usize) -> Result<Range<usize>, Error> {
    let four = header.checked_add(4).and_then(|end| bytes.get(header..end));
    if four != Some(b"PK\x03\x04") {
        return Err(Error::Damaged);
    }
    let name = usize::from(u16_at(bytes, header + 26)?);
    let extra = usize::from(u16_at(bytes, header + 28)?);
    let start = header + 30 + name + extra;
    let end = start.checked_add(packed).ok_or(Error::Damaged)?;
    if end > bytes.len() {
        return Err(Error::Damaged);
    }
    Ok(start..end)
}

/// The numbers of an entry that are too large for their own fields: those of its extra field 1, in their order.
struct Large(std::vec::IntoIter<u64>);

impl Large {
    fn read(extra: &[u8]) -> Result<Self, Error> {
        let mut at = 0;
        while let Ok(id) = u16_at(extra, at) {
            let len = usize::from(u16_at(extra, at + 2)?);
            if id == 1 {
                let field = extra.get(at + 4..at + 4 + len).ok_or(Error::Damaged)?;
                let (numbers, _) = field.as_chunks::<8>();
                let numbers: Vec<u64> = numbers.iter().copied().map(u64::from_le_bytes).collect();
                return Ok(Self(numbers.into_iter()));
            }
            at += 4 + len;
        }
        Ok(Self(Vec::new().into_iter()))
    }

    /// What the field of 32 bits says, or the next large number when it says that it cannot.
    fn or(&mut self, small: usize) -> Result<usize, Error> {
        if small != u32::MAX as usize {
            return Ok(small);
        }
        let number = self.0.next().ok_or(Error::Damaged)?;
        usize::try_from(number).map_err(|_large| Error::Bomb)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Error> {
    let two = at.checked_add(2).and_then(|end| bytes.get(at..end));
    let two: [u8; 2] = two
        .and_then(|two| two.try_into().ok())
        .ok_or(Error::Damaged)?;
    Ok(u16::from_le_bytes(two))
}

fn size_at(bytes: &[u8], at: usize) -> Result<usize, Error> {
    let four = at.checked_add(4).and_then(|end| bytes.get(at..end));
    let four: [u8; 4] = four
        .and_then(|four| four.try_into().ok())
        .ok_or(Error::Damaged)?;
    usize::try_from(u32::from_le_bytes(four)).map_err(|_narrow| Error::Damaged)
}

/// An archive being packed without compression.
#[derive(Default)]
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Archive {
    fn add(&mut self, entry: &Entry, packed: &[u8]) -> Result<(), Error> {
        let header = self.bytes.len();
        let name = entry.name.as_bytes();
        // The header's numbers are known when the part is unpacked.
        self.bytes.extend_from_slice(&[0; 30]);
        self.bytes.extend_from_slice(name);
        let start = self.bytes.len();
        self.bytes.reserve(entry.size);
        let most = entry.size as u64 + 1;
        match entry.method {
            0 => self
                .bytes
                .extend_from_slice(packed.get(..entry.size).ok_or(Error::Damaged)?),
            8 => {
                let mut inflate = DeflateDecoder::new(packed).take(most);
                inflate
                    .read_to_end(&mut self.bytes)
                    .map_err(|_broken| Error::Damaged)?;
            }
            _ => return Err(Error::Damaged),
        }
        if self.bytes.len() - start > entry.size {
            return Err(Error::Bomb);
        }
        let part = self.bytes.get_mut(start..).ok_or(Error::Damaged)?;
        disarm(entry, part)?;
        let mut crc = Crc::new();
        crc.update(part);
        let len = u32::try_from(part.len()).map_err(|_large| Error::Bomb)?;
        // The fields local header and directory have in common: version 2.0, stored, no time, sum, sizes.
        let mut common = Vec::with_capacity(26);
        common.extend_from_slice(&[20, 0, 0, 8, 0, 0, 0, 0, 0, 0]);
        common.extend_from_slice(&crc.sum().to_le_bytes());
        common.extend_from_slice(&len.to_le_bytes());
        common.extend_from_slice(&len.to_le_bytes());
        common.extend_from_slice(&u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        let local = self.bytes.get_mut(header..).ok_or(Error::Damaged)?;
        let mut local = local;
        local.write_all(b"PK\x03\x04")?;
        local.write_all(&common)?;
        self.directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        self.directory.extend_from_slice(&common);
        self.directory.extend_from_slice(&[0; 10]);
        let header = u32::try_from(header).map_err(|_large| Error::Bomb)?;
        self.directory.extend_from_slice(&header.to_le_bytes());
        self.directory.extend_from_slice(name);
        self.count = self.count.checked_add(1).ok_or(Error::Bomb)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        let at = u32::try_from(self.bytes.len()).map_err(|_large| Error::Bomb)?;
        let len = u32::try_from(self.directory.len()).map_err(|_large| Error::Bomb)?;
        let count = self.count.to_le_bytes();
        self.bytes.append(&mut self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend_from_slice(&count);
        self.bytes.extend_from_slice(&count);
        self.bytes.extend_from_slice(&len.to_le_bytes());
        self.bytes.extend_from_slice(&at.to_le_bytes());
        self.bytes.extend_from_slice(&[0, 0]);
        Ok(self.bytes)
    }
}

/// Takes out of a part what the reader would believe.
fn disarm(entry: &Entry, part: &mut [u8]) -> Result<(), Error> {
    // In UTF-16 the words looked for below would not be seen. No program writes a workbook in it.
    let text = std::str::from_utf8(part).map_err(|_encoding| Error::Damaged)?;
    if part.contains(&0) {
        return Err(Error::Damaged);
    }
    if entry.lower().ends_with("styles.xml") && has_long_attribute(part) {
        return Err(Error::Bomb);
    }
    if entry.lower().contains("sharedstrings") {
        // The reader reserves memory for as many texts as the part says it has; it does without the number.
        let places: Vec<usize> = text
            .match_indices("uniqueCount=")
            .chain(text.match_indices("uniqueCount "))
            .chain(text.match_indices("uniqueCount\n"))
            .chain(text.match_indices("uniqueCount\r"))
            .chain(text.match_indices("uniqueCount\t"))
            .map(|(at, _)| at)
            .collect();
        for at in places {
            if let Some(letter) = part.get_mut(at) {
                *letter = b'U';
            }
        }
    }
    Ok(())
}

/// Whether between two quotation marks there is more than an attribute may have.
fn has_long_attribute(part: &[u8]) -> bool {
    part.split(|byte| *byte == b'"' || *byte == b'\'')
        .any(|piece| piece.len() > MAX_ATTRIBUTE)
}
