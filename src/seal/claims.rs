//! Claims to deterministic CBOR and back (RFC 8392, RFC 8949 4.2.1, ID Claim 169 v1.2); knows no signature.

use std::collections::BTreeSet;

use coset::cbor::Value;
use coset::cbor::de::from_reader_with_recursion_limit;
use coset::cbor::ser::into_writer;

use super::{Claims, StatusRef};

/// Arrays, maps and tags inside one another. A seal needs 4, a face with its formats 5.
const MAX_DEPTH: usize = 16;
/// Items of one message. A bundle has few hundred; each costs far more memory than the byte it may be told in.
const MAX_ITEMS: usize = 100_000;

// Keys of the CWT (RFC 8392 3.1; 65535: Token Status List, 14.3).
const ISS: i64 = 1;
const EXP: i64 = 4;
const NBF: i64 = 5;
const IAT: i64 = 6;
const CLAIM_169: i64 = 169;
const STATUS: i64 = 65_535;

// Keys of claim 169; 75 to 99 may be used in closed circles.
const ID: i64 = 1;
const FULL_NAME: i64 = 4;
const BIRTH_DATE: i64 = 8;
const GENDER: i64 = 9;
const NATIONALITY: i64 = 13;
const LOCATION: i64 = 21;
const LEGAL_STATUS: i64 = 22;
const COUNTRY: i64 = 23;
const PASSPORT_NO: i64 = 75;
const NIORA: i64 = 76;
const CARD_SERIAL: i64 = 77;

/// Claims as CBOR, keys in ascending order, which is the order of their bytes.
pub(super) fn write(claims: &Claims) -> Vec<u8> {
    let text = |value: &str| (!value.is_empty()).then(|| Value::Text(value.to_owned()));
    let person = map([
        (ID, text(&claims.permit_no)),
        (FULL_NAME, text(&claims.name)),
        (BIRTH_DATE, text(&claims.birth_date)),
        (
            GENDER,
            (claims.sex != 0).then(|| Value::Integer(claims.sex.into())),
        ),
        (NATIONALITY, text(&claims.nationality)),
        (LOCATION, text(&claims.region)),
        (LEGAL_STATUS, text(&claims.legal_status)),
        (COUNTRY, text(&claims.country)),
        (PASSPORT_NO, text(&claims.passport_no)),
        (NIORA, claims.niora.as_deref().and_then(text)),
        (CARD_SERIAL, text(&claims.card_serial)),
    ]);
    let status = claims.status.as_ref().map(|status| {
        let place = Value::Map(vec![
            (Value::Text("idx".into()), Value::Integer(status.idx.into())),
            (Value::Text("uri".into()), Value::Text(status.uri.clone())),
        ]);
        Value::Map(vec![(Value::Text("status_list".into()), place)])
    });
    let all = map([
        (ISS, text(&claims.issuer)),
        (EXP, Some(Value::Integer(claims.expires_at.into()))),
        (IAT, Some(Value::Integer(claims.issued_at.into()))),
        (CLAIM_169, Some(person)),
        (STATUS, status),
    ]);
    let mut bytes = Vec::with_capacity(256);
    // Writing into memory cannot fail.
    into_writer(&all, &mut bytes).ok();
    bytes
}

pub(super) fn map<const N: usize>(entries: [(i64, Option<Value>); N]) -> Value {
    let entries = entries.into_iter();
    Value::Map(
        entries
            .filter_map(|(key, value)| Some((Value::Integer(key.into()), value?)))
            .collect(),
    )
}

/// What stood in a payload. The two times a verdict needs are proven to be there.
pub(super) struct Payload {
    pub(super) claims: Claims,
    /// 5 nbf, which only others write.
    pub(super) not_before: Option<i64>,
}

/// Reads a payload, or gives the reason id why it is none.
pub(super) fn read(payload: &[u8]) -> Result<Payload, &'static str> {
    let mut all = Fields::of(parse(payload).ok_or("not-claims")?)?;
    let Some(person) = all.take(CLAIM_169) else {
        return Err("no-claim-169");
    };
    let (Some(expires_at), Some(issued_at)) = (all.integer(EXP)?, all.integer(IAT)?) else {
        return Err("no-times");
    };
    let not_before = all.integer(NBF)?;
    let mut person = Fields::of(person)?;
    let claims = Claims {
        issuer: all.text(ISS)?,
        expires_at,
        issued_at,
        status: all.take(STATUS).map(status).transpose()?.flatten(),
        permit_no: person.text(ID)?,
        name: person.text(FULL_NAME)?,
        birth_date: person.text(BIRTH_DATE)?,
        sex: u8::try_from(person.integer(GENDER)?.unwrap_or(0)).or(Err("not-claims"))?,
        nationality: person.text(NATIONALITY)?,
        region: person.text(LOCATION)?,
        legal_status: person.text(LEGAL_STATUS)?,
        country: person.text(COUNTRY)?,
        passport_no: person.text(PASSPORT_NO)?,
        niora: Some(person.text(NIORA)?).filter(|niora| !niora.is_empty()),
        card_serial: person.text(CARD_SERIAL)?,
    };
    Ok(Payload { claims, not_before })
}

/// The place in a status list; `None` for another kind of status.
fn status(value: Value) -> Result<Option<StatusRef>, &'static str> {
    let Value::Map(kinds) = value else {
        return Err("not-claims");
    };
    let Some(Value::Map(place)) = named(kinds, "status_list") else {
        return Ok(None);
    };
    let (mut idx, mut uri) = (None, None);
    for (key, value) in place {
        match (key.as_text(), value) {
            (Some("idx"), Value::Integer(at)) => idx = u64::try_from(at).ok(),
            (Some("uri"), Value::Text(at)) if printable(&at) => uri = Some(at),
            _ => {}
        }
    }
    let (Some(idx), Some(uri)) = (idx, uri) else {
        return Err("not-claims");
    };
    Ok(Some(StatusRef { idx, uri }))
}

fn named(entries: Vec<(Value, Value)>, name: &str) -> Option<Value> {
    entries
        .into_iter()
        .find(|(key, _)| key.as_text() == Some(name))
        .map(|(_, value)| value)
}

/// One whole CBOR item, not too deep nor of too many parts, no key twice (RFC 8949 5.6), keys integers or text.
pub(super) fn parse(mut bytes: &[u8]) -> Option<Value> {
    if !is_countable(bytes) {
        return None;
    }
    let value = from_reader_with_recursion_limit(&mut bytes, MAX_DEPTH).ok()?;
    (bytes.is_empty() && keys_hold(&value)).then_some(value)
}

/// The heads of all items follow one another to the end (RFC 8949 3), and are not too many. Nothing is allocated for them.
fn is_countable(mut bytes: &[u8]) -> bool {
    for _ in 0..MAX_ITEMS {
        let Some((head, rest)) = bytes.split_first() else {
            return true;
        };
        let (major, info) = (head >> 5, head & 0x1f);
        let (length, value) = match info {
            0..=23 => (0, u64::from(info)),
            24..=27 => {
                let length = 1 << (info - 24);
                let told = rest.get(..length).unwrap_or_default();
                let value = told
                    .iter()
                    .fold(0, |value, byte| value << 8 | u64::from(*byte));
                (length, value)
            }
            // Without end: what it holds follows, then a break.
            31 => (0, 0),
            _ => return false,
        };
        // Byte and text strings are followed by so many bytes; all else by further heads alone.
        let held = if matches!(major, 2 | 3) { value } else { 0 };
        let skipped = usize::try_from(held)
            .ok()
            .and_then(|held| held.checked_add(length));
        let Some(rest) = skipped.and_then(|skipped| rest.get(skipped..)) else {
            return false;
        };
        bytes = rest;
    }
    bytes.is_empty()
}

fn keys_hold(value: &Value) -> bool {
    if let Some(items) = value.as_array() {
        return items.iter().all(keys_hold);
    }
    if let Some((_, inner)) = value.as_tag() {
        return keys_hold(inner);
    }
    let (mut numbers, mut words) = (BTreeSet::new(), BTreeSet::new());
    let entries = value.as_map().map(Vec::as_slice).unwrap_or_default();
    entries.iter().all(|(key, value)| {
        let first = match (key.as_integer(), key.as_text()) {
            (Some(number), _) => numbers.insert(i128::from(number)),
            (None, Some(word)) => words.insert(word),
            (None, None) => false,
        };
        first && keys_hold(value)
    })
}

/// Text a terminal or a screen can show without being steered by it.
fn printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// The entries of a map that have integer keys.
pub(super) struct Fields(Vec<(Value, Value)>);

impl Fields {
    pub(super) fn of(value: Value) -> Result<Self, &'static str> {
        value.into_map().map(Self).or(Err("not-claims"))
    }

    pub(super) fn take(&mut self, key: i64) -> Option<Value> {
        let key = Value::Integer(key.into());
        let at = self.0.iter().position(|(known, _)| *known == key)?;
        Some(self.0.swap_remove(at).1)
    }

    /// An integer; other types, and floats above all, are refused (RFC 8392 2 allows them, readers in use do not).
    pub(super) fn integer(&mut self, key: i64) -> Result<Option<i64>, &'static str> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => i64::try_from(number).map(Some).or(Err("not-claims")),
            Some(_) => Err("not-claims"),
        }
    }

    /// Text; empty when there is none.
    pub(super) fn text(&mut self, key: i64) -> Result<String, &'static str> {
        match self.take(key) {
            None => Ok(String::new()),
            Some(Value::Text(text)) if printable(&text) => Ok(text),
            Some(_) => Err("not-claims"),
        }
    }
}
