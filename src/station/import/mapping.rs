//! A mapping as TOML: columns by their names or letters, texts that are the same in every row, orders of dates.

use super::{DateOrder, Mapping, Source, Target, guess};
use crate::permit::Field;
use crate::station::{Error, file};
use crate::table::{self, Sheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Of the file's form; a newer one is refused.
const VERSION: u32 = 1;

/// The file. Keys are ids of targets.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MappingFile {
    version: u32,
    /// Name of the worksheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sheet: Option<String>,
    /// 0: the list has no names of columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    header_row: Option<u32>,
    /// A column's name, or its letters.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// `day-first` or `month-first`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    dates: BTreeMap<String, String>,
    /// A text for all rows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    constants: BTreeMap<String, String>,
    /// Another field of the same row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    same: BTreeMap<String, String>,
}

/// Reads the file; columns are looked up later, when the list is read.
pub(super) fn parse(text: &str) -> Result<MappingFile, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let map: MappingFile =
        toml::from_str(text).map_err(|error| file::toml_error("map-syntax", text, &error))?;
    if map.version > VERSION {
        return Err(Error::new("map-newer").with("version", map.version));
    }
    Ok(map)
}

impl MappingFile {
    /// The mapping, for that list.
    pub(super) fn resolve(self, sheet: &Sheet) -> Result<Mapping, Error> {
        let guessed = guess::mapping(sheet);
        let header_row = match self.header_row {
            None => guessed.header_row,
            Some(0) => None,
            Some(row) => Some(row),
        };
        let mut mapping = Mapping {
            sheet: self.sheet,
            header_row,
            ..Mapping::default()
        };
        for (id, name) in &self.columns {
            let column = column(sheet, header_row, name)
                .ok_or_else(|| Error::new("map-column").with("key", id))?;
            put(&mut mapping, id, Source::Column(column))?;
        }
        for (id, text) in self.constants {
            put(&mut mapping, &id, Source::Constant(text))?;
        }
        for (id, other) in &self.same {
            let other = Field::parse(other).filter(|field| Field::ALL.contains(field));
            let other = other.ok_or_else(|| Error::new("map-key").with("key", id))?;
            put(&mut mapping, id, Source::Same(other))?;
        }
        for (id, order) in &self.dates {
            let order =
                DateOrder::parse(order).ok_or_else(|| Error::new("map-order").with("key", id))?;
            mapping.orders.insert(target(id)?, order);
        }
        // An order the file does not tell is guessed like without a file.
        let first = guess::first_row(sheet, header_row);
        for (target, source) in &mapping.sources {
            if let (true, false, Source::Column(column)) = (
                target.is_date(),
                mapping.orders.contains_key(target),
                source,
            ) && guess::signs(sheet, first, *target, *column).order() == DateOrder::MonthFirst
            {
                mapping.orders.insert(*target, DateOrder::MonthFirst);
            }
        }
        Ok(mapping)
    }
}

fn target(id: &str) -> Result<Target, Error> {
    Target::parse(id).ok_or_else(|| Error::new("map-key").with("key", id))
}

fn put(mapping: &mut Mapping, id: &str, source: Source) -> Result<(), Error> {
    let before = mapping.sources.insert(target(id)?, source);
    match before {
        None => Ok(()),
        Some(_) => Err(Error::new("map-twice").with("key", id)),
    }
}

/// By its name, else by its letters.
fn column(sheet: &Sheet, header_row: Option<u32>, name: &str) -> Option<usize> {
    let name = name.trim();
    let mut columns = 0..sheet.width();
    let named = columns.clone().find(|at| {
        let header = guess::header(sheet, header_row, *at);
        !header.is_empty() && header.eq_ignore_ascii_case(name)
    });
    named.or_else(|| columns.find(|at| letters(*at) == name))
}

fn letters(at: usize) -> String {
    table::column_name(u32::try_from(at + 1).unwrap_or(u32::MAX))
}

/// The mapping as a file.
pub(super) fn write(mapping: &Mapping, sheet: &Sheet) -> String {
    let mut map = MappingFile {
        version: VERSION,
        sheet: mapping.sheet.clone(),
        header_row: Some(mapping.header_row.unwrap_or(0)),
        columns: BTreeMap::new(),
        dates: BTreeMap::new(),
        constants: BTreeMap::new(),
        same: BTreeMap::new(),
    };
    for (target, source) in &mapping.sources {
        let id = target.id().to_owned();
        match source {
            Source::Column(at) => {
                let name = guess::header(sheet, mapping.header_row, *at);
                // A name that two columns have says nothing.
                let own = column(sheet, mapping.header_row, name) == Some(*at);
                let name = if own { name.to_owned() } else { letters(*at) };
                map.columns.insert(id, name);
                if target.is_date() {
                    let order = mapping.orders.get(target);
                    let order = order.copied().unwrap_or(DateOrder::DayFirst);
                    map.dates
                        .insert(target.id().to_owned(), order.id().to_owned());
                }
            }
            Source::Constant(text) => {
                map.constants.insert(id, text.clone());
            }
            Source::Same(field) => {
                map.same.insert(id, field.id().to_owned());
            }
        }
    }
    // Strings and numbers alone: nothing in it TOML could not say.
    toml::to_string(&map).unwrap_or_default()
}

/// The same for equal mappings, for the identity of an import.
pub(super) fn canonical(mapping: &Mapping) -> String {
    let mut text = format!("{:?}\n", mapping.header_row);
    for (target, source) in &mapping.sources {
        let order = mapping.orders.get(target).copied();
        let order = order.filter(|order| *order == DateOrder::MonthFirst && target.is_date());
        let source = match source {
            Source::Column(at) => format!("column {at}"),
            Source::Constant(text) => format!("constant {}:{text}", text.len()),
            Source::Same(field) => format!("same {}", field.id()),
        };
        text.push_str(&format!("{} {source} {order:?}\n", target.id()));
    }
    text
}
