//! The difference between two files as pieces to copy and pieces to insert; what it makes is proven by its digest, not believed.

use std::collections::HashMap;

use coset::cbor::Value;
use coset::cbor::ser::into_writer;
use sha2::{Digest as _, Sha256};

use super::{BundleFault, claims};

/// Begins every difference: an array of six whose first is this text.
const MAGIC: &[u8] = b"\x86\x6bloket-delta";
const NAME: &str = "loket-delta";
const VERSION: u8 = 1;
/// Bytes that must be the same for a piece to be copied; a copy is told in about eight.
const PIECE: usize = 24;
/// Most bytes a difference may have, and may make.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// `["loket-delta", 1, number of the base, SHA-256 of the base, SHA-256 of the later, pieces]`; a piece is bytes to insert, or
/// `[offset, length]` of bytes to copy from the base.
pub(super) fn write(number: u64, base: &[u8], later: &[u8]) -> Vec<u8> {
    let all = Value::Array(vec![
        Value::Text(NAME.into()),
        Value::Integer(VERSION.into()),
        Value::Integer(number.into()),
        Value::Bytes(Sha256::digest(base).to_vec()),
        Value::Bytes(Sha256::digest(later).to_vec()),
        Value::Array(pieces(base, later)),
    ]);
    let mut written = Vec::with_capacity(1024);
    // Writing into memory cannot fail.
    into_writer(&all, &mut written).ok();
    written
}

/// The longest piece of the base that goes on from each place, found by its first bytes.
fn pieces(base: &[u8], later: &[u8]) -> Vec<Value> {
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    for (at, piece) in base.chunks_exact(PIECE).enumerate() {
        known.entry(piece).or_insert(at * PIECE);
    }
    let mut pieces = Vec::new();
    let (mut at, mut begin) = (0, 0);
    while let Some(window) = later.get(at..at + PIECE) {
        let Some(&from) = known.get(window) else {
            at += 1;
            continue;
        };
        let (mut from, mut first) = (from, at);
        // Back over what was to be inserted, then on to where the two part.
        while begin < first && 0 < from && base.get(from - 1) == later.get(first - 1) {
            from -= 1;
            first -= 1;
        }
        let length = base
            .iter()
            .skip(from)
            .zip(later.iter().skip(first))
            .take_while(|(one, other)| one == other)
            .count();
        insert(&mut pieces, later.get(begin..first));
        pieces.push(Value::Array(vec![count(from), count(length)]));
        at = first + length;
        begin = at;
    }
    insert(&mut pieces, later.get(begin..));
    pieces
}

fn insert(pieces: &mut Vec<Value>, bytes: Option<&[u8]>) {
    if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
        pieces.push(Value::Bytes(bytes.to_vec()));
    }
}

fn count(number: usize) -> Value {
    Value::Integer(u64::try_from(number).unwrap_or(u64::MAX).into())
}

/// Whether the bytes begin like a difference.
pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Makes the later file; refused when the base is another, or when what comes out is not what was meant.
pub(super) fn apply(base: &[u8], difference: &[u8]) -> Result<Vec<u8>, BundleFault> {
    const NOT_READ: BundleFault = BundleFault::NotABundle("difference");
    if MAX_BYTES < difference.len() || !begins(difference) {
        return Err(NOT_READ);
    }
    let parsed = claims::parse(difference)
        .and_then(|value| value.into_array().ok())
        .ok_or(NOT_READ)?;
    let [_, version, number, of, makes, pieces] = parsed.as_slice() else {
        return Err(NOT_READ);
    };
    let number = number
        .as_integer()
        .and_then(|number| number.try_into().ok());
    if version.as_integer() != Some(VERSION.into()) {
        return Err(NOT_READ);
    }
    let (number, pieces) = number.zip(pieces.as_array()).ok_or(NOT_READ)?;
    let is = |bytes: &[u8], digest: &Value| {
        digest.as_bytes().map(Vec::as_slice) == Some(&Sha256::digest(bytes)[..])
    };
    if !is(base, of) {
        return Err(BundleFault::WrongBase { base: number });
    }
    let mut later = Vec::with_capacity(base.len());
    for piece in pieces {
        let bytes = match piece.as_bytes() {
            Some(bytes) => Some(bytes.as_slice()),
            None => copied(base, piece),
        };
        later.extend_from_slice(bytes.ok_or(NOT_READ)?);
        if MAX_BYTES < later.len() {
            return Err(NOT_READ);
        }
    }
    if is(&later, makes) {
        Ok(later)
    } else {
        Err(BundleFault::Altered)
    }
}

fn copied<'a>(base: &'a [u8], piece: &Value) -> Option<&'a [u8]> {
    let [from, length] = piece.as_array()?.as_slice() else {
        return None;
    };
    let from: usize = from.as_integer()?.try_into().ok()?;
    let length: usize = length.as_integer()?.try_into().ok()?;
    base.get(from..from.checked_add(length)?)
}
