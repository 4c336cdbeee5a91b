//! The part of CBOR the patrol's files use, in its one deterministic form (RFC 8949 4.2.1): written so, and read no other way.

use super::Error;
use super::sighting::bounded;

const UINT: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

/// Appends items.
#[derive(Default)]
pub(crate) struct Out {
    bytes: Vec<u8>,
}

impl Out {
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn head(&mut self, major: u8, value: u64) {
        let [.., b0, b1, b2, b3] = value.to_be_bytes();
        let major = major << 5;
        match value {
            0..=23 => self.bytes.push(major | b3),
            24..=0xFF => self.bytes.extend([major | 24, b3]),
            0x100..=0xFFFF => self.bytes.extend([major | 25, b2, b3]),
            0x1_0000..=0xFFFF_FFFF => self.bytes.extend([major | 26, b0, b1, b2, b3]),
            _ => {
                self.bytes.push(major | 27);
                self.bytes.extend(value.to_be_bytes());
            }
        }
    }

    pub(crate) fn uint(&mut self, value: u64) {
        self.head(UINT, value);
    }

    pub(crate) fn int(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.head(UINT, value),
            // -1 - n, as the format has it.
            Err(_negative) => self.head(NEGATIVE, value.unsigned_abs() - 1),
        }
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.head(BYTES, length(value.len()));
        self.bytes.extend_from_slice(value);
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.head(TEXT, length(value.len()));
        self.bytes.extend_from_slice(value.as_bytes());
    }

    pub(crate) fn array(&mut self, items: usize) {
        self.head(ARRAY, length(items));
    }
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// A map with small whole numbers as keys, in their order; pairs that are not there are left out.
#[derive(Default)]
pub(crate) struct OutMap {
    pairs: usize,
    out: Out,
}

impl OutMap {
    /// Begins the pair of that key; keys rise.
    pub(crate) fn key(&mut self, key: u64) -> &mut Out {
        self.pairs += 1;
        self.out.uint(key);
        &mut self.out
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut whole = Out::default();
        whole.head(MAP, length(self.pairs));
        whole.bytes.extend(self.out.bytes);
        whole.finish()
    }
}

/// Takes items off the front.
pub(crate) struct In<'a> {
    bytes: &'a [u8],
}

impl<'a> In<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Nothing follows.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(Error::Form("end"))
        }
    }

    fn take(&mut self, count: usize, part: &'static str) -> Result<&'a [u8], Error> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or(Error::Form(part))?;
        self.bytes = rest;
        Ok(taken)
    }

    /// Major type and argument, the latter in its shortest form.
    fn head(&mut self, part: &'static str) -> Result<(u8, u64), Error> {
        let first = *self.take(1, part)?.first().ok_or(Error::Form(part))?;
        let (major, short) = (first >> 5, first & 0x1F);
        let (more, least) = match short {
            0..=23 => return Ok((major, u64::from(short))),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            _ => return Err(Error::Form(part)),
        };
        let value = self
            .take(more, part)?
            .iter()
            .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        if value < least {
            return Err(Error::Form(part));
        }
        Ok((major, value))
    }

    fn argument(&mut self, wanted: u8, part: &'static str) -> Result<u64, Error> {
        let (major, value) = self.head(part)?;
        if major == wanted {
            Ok(value)
        } else {
            Err(Error::Form(part))
        }
    }

    fn bounded(&mut self, wanted: u8, most: usize, part: &'static str) -> Result<usize, Error> {
        let value = self.argument(wanted, part)?;
        usize::try_from(value)
            .ok()
            .filter(|length| *length <= most)
            .ok_or(Error::Bounds(part))
    }

    pub(crate) fn uint(&mut self, part: &'static str) -> Result<u64, Error> {
        self.argument(UINT, part)
    }

    pub(crate) fn int(&mut self, part: &'static str) -> Result<i64, Error> {
        let (major, value) = self.head(part)?;
        let value = i64::try_from(value).map_err(|_large| Error::Bounds(part))?;
        match major {
            UINT => Ok(value),
            NEGATIVE => Ok(-1 - value),
            _ => Err(Error::Form(part)),
        }
    }

    pub(crate) fn small<T: TryFrom<i64>>(&mut self, part: &'static str) -> Result<T, Error> {
        T::try_from(self.int(part)?).map_err(|_large| Error::Bounds(part))
    }

    pub(crate) fn bytes(&mut self, most: usize, part: &'static str) -> Result<&'a [u8], Error> {
        let length = self.bounded(BYTES, most, part)?;
        self.take(length, part)
    }

    pub(crate) fn exactly<const N: usize>(&mut self, part: &'static str) -> Result<[u8; N], Error> {
        let bytes = self.bytes(N, part)?;
        bytes.try_into().map_err(|_length| Error::Form(part))
    }

    pub(crate) fn text(&mut self, most: usize, part: &'static str) -> Result<String, Error> {
        let length = self.bounded(TEXT, most, part)?;
        let bytes = self.take(length, part)?;
        let text = std::str::from_utf8(bytes).map_err(|_utf8| Error::Form(part))?;
        bounded(text, most, part).map(str::to_owned)
    }

    pub(crate) fn array(&mut self, most: usize, part: &'static str) -> Result<usize, Error> {
        self.bounded(ARRAY, most, part)
    }

    /// Begins a map of at most `most` pairs.
    pub(crate) fn map(&mut self, most: usize, part: &'static str) -> Result<InMap, Error> {
        Ok(InMap {
            left: self.bounded(MAP, most, part)?,
            last: None,
            waiting: None,
        })
    }
}

/// Pairs of a map still to be read. Keys must rise; a key nobody asked for is refused.
pub(crate) struct InMap {
    left: usize,
    last: Option<u64>,
    waiting: Option<u64>,
}

impl InMap {
    /// Whether the next pair is that key's; if so, its value is next in `input`.
    pub(crate) fn has(&mut self, input: &mut In<'_>, key: u64) -> Result<bool, Error> {
        if self.waiting.is_none() && 0 < self.left {
            let next = input.uint("key")?;
            if self.last.is_some_and(|last| next <= last) {
                return Err(Error::Form("key"));
            }
            self.left -= 1;
            self.last = Some(next);
            self.waiting = Some(next);
        }
        let found = self.waiting == Some(key);
        if found {
            self.waiting = None;
        }
        Ok(found)
    }

    /// The pair must be there.
    pub(crate) fn needs(
        &mut self,
        input: &mut In<'_>,
        key: u64,
        part: &'static str,
    ) -> Result<(), Error> {
        if self.has(input, key)? {
            Ok(())
        } else {
            Err(Error::Form(part))
        }
    }

    /// No pair is left.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.left == 0 && self.waiting.is_none() {
            Ok(())
        } else {
            Err(Error::Form("key"))
        }
    }
}
