//! A draft as TOML: `kind` and one key a field, every value a string.

use super::{Error, file};
use crate::permit::{Draft, Field, Kind};
use toml::de::{DeTable, DeValue};

/// Far above any draft; a larger text is refused unread.
const LIMIT: usize = 64 * 1024;

/// A draft as TOML: `kind` and one key a field.
pub fn draft_to_toml(draft: &Draft) -> String {
    let kind = draft.kind.card_name().to_ascii_lowercase();
    let mut text = format!("kind = {}\n", quoted(&kind));
    for field in Field::ALL {
        let value = draft.get(field);
        if !value.is_empty() {
            text.push_str(&format!("{} = {}\n", field.id(), quoted(value)));
        }
    }
    text
}

/// Reads it back. Unknown keys and wrong types are errors that name line and key.
pub fn draft_from_toml(text: &str) -> Result<Draft, Error> {
    if LIMIT < text.len() {
        return Err(Error::new("draft-too-large").with("limit", LIMIT / 1024));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table =
        DeTable::parse(text).map_err(|error| file::toml_error("draft-syntax", text, &error))?;
    let at = |id: &'static str, span: std::ops::Range<usize>| {
        let (line, key) = file::place(text, span.start);
        Error::new(id).with("line", line).with("key", key)
    };
    let mut draft = Draft::default();
    let mut kind = None;
    for (key, value) in table.get_ref() {
        let name: &str = key.get_ref();
        let field = Field::parse(name).filter(|field| Field::ALL.contains(field));
        if name != "kind" && field.is_none() {
            return Err(at("draft-key", key.span()));
        }
        let DeValue::String(words) = value.get_ref() else {
            return Err(at("draft-type", key.span()).with("found", value.get_ref().type_str()));
        };
        match field {
            Some(field) => *draft.edit(field) = words.to_string(),
            None => kind = Some(parse_kind(words).ok_or_else(|| at("draft-kind", key.span()))?),
        }
    }
    draft.kind =
        kind.ok_or_else(|| Error::new("draft-kind").with("line", 1).with("key", "kind"))?;
    Ok(draft)
}

fn parse_kind(word: &str) -> Option<Kind> {
    match word {
        "kitas" => Some(Kind::Itas),
        "kitap" => Some(Kind::Itap),
        _ => None,
    }
}

/// A basic string of TOML.
fn quoted(value: &str) -> String {
    toml::Value::String(String::from(value)).to_string()
}
