//! Tables: widths from weights, rows never cut, the head again on each page, sums under a line.

use super::page::{Flow, HAIR, THIN, count};
use super::set::PALE;
use super::words::Style;
use super::{Column, Error, Row, Table};
use crate::drawing::{Align, Face, Ink, Mm};

const CELL: Style = Style::new(Face::Regular, 8.6).leading(1.34);
const STRONG: Style = Style::new(Face::SemiBold, 8.6).leading(1.34);
const HEAD: Style = Style::new(Face::SemiBold, 7.6).leading(1.3).ink(PALE);
/// Left and right of a cell, but not at the table's edges.
const PAD_SIDE: f32 = 1.7;
/// Above and below a cell.
const PAD: f32 = 1.05;

/// Where a column's text stands.
struct Place {
    x: f32,
    width: f32,
    align: Align,
}

/// A row broken into lines.
struct Laid {
    cells: Vec<Vec<String>>,
    style: Style,
    height: f32,
}

/// Sets a table.
pub(super) fn set(flow: &mut Flow<'_>, table: &Table) -> Result<(), Error> {
    let places = places(flow, &table.columns)?;
    let heads: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.head.as_str())
        .collect();
    let head = lay(&places, &heads, HEAD);
    let cells = |row: usize, found: usize| {
        if found == places.len() {
            Ok(())
        } else {
            Err(Error::Cells {
                row: row + 1,
                cells: found,
                columns: places.len(),
            })
        }
    };
    let mut open = false;
    for (index, row) in table.rows.iter().enumerate() {
        let (words, style) = match row {
            Row::Plain(words) => (words, CELL),
            Row::Group(words) => (words, STRONG),
        };
        cells(index, words.len())?;
        let laid = lay(&places, words, style);
        // A group's first row stays with what it opens.
        let behind = if matches!(row, Row::Group(_)) {
            laid.height
        } else {
            0.0
        };
        room(flow, &head, &places, laid.height + behind, &mut open)?;
        draw(flow, &places, &laid);
        flow.across(flow.y, Ink::Tint(16), HAIR);
    }
    if let Some(words) = &table.sums {
        cells(table.rows.len(), words.len())?;
        let laid = lay(&places, words, STRONG);
        room(flow, &head, &places, laid.height, &mut open)?;
        flow.across(flow.y, Ink::K, THIN);
        draw(flow, &places, &laid);
    }
    if table.rows.is_empty() && table.sums.is_none() {
        room(flow, &head, &places, 0.0, &mut open)?;
    }
    flow.close();
    Ok(())
}

fn places(flow: &Flow<'_>, columns: &[Column]) -> Result<Vec<Place>, Error> {
    /// A column must hold a wide letter.
    const LEAST: f32 = 4.0;
    let all: f32 = columns.iter().map(|column| column.weight.max(0.0)).sum();
    let mut x = flow.left();
    let last = columns.len().saturating_sub(1);
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let wide = flow.width() * column.weight.max(0.0) / all;
            let before = if index == 0 { 0.0 } else { PAD_SIDE };
            let after = if index == last { 0.0 } else { PAD_SIDE };
            let place = Place {
                x: x + before,
                width: wide - before - after,
                align: column.align,
            };
            x += wide;
            if place.width >= LEAST {
                Ok(place)
            } else {
                Err(Error::Narrow(index + 1))
            }
        })
        .collect()
}

fn lay(places: &[Place], words: &[impl AsRef<str>], style: Style) -> Laid {
    let cells: Vec<Vec<String>> = places
        .iter()
        .zip(words)
        .map(|(place, words)| style.wrap(words.as_ref(), Mm(place.width)))
        .collect();
    let lines = cells.iter().map(|lines| count(lines)).fold(1.0, f32::max);
    Laid {
        cells,
        style,
        height: lines * style.step().0 + 2.0 * PAD,
    }
}

/// Turns the page where a row does not fit, and puts the head above the first row of each page.
fn room(
    flow: &mut Flow<'_>,
    head: &Laid,
    places: &[Place],
    height: f32,
    open: &mut bool,
) -> Result<(), Error> {
    if *open {
        if flow.fits(height) {
            return Ok(());
        }
        flow.turn();
    }
    flow.need(head.height + height)?;
    draw(flow, places, head);
    flow.across(flow.y, Ink::K, THIN);
    *open = true;
    Ok(())
}

/// Draws a row; heads stand on the line below them, all else hangs from the line above.
fn draw(flow: &mut Flow<'_>, places: &[Place], laid: &Laid) {
    let foot = flow.y + laid.height - PAD;
    for (place, lines) in places.iter().zip(&laid.cells) {
        let y = if laid.style.size == HEAD.size {
            foot - count(lines) * laid.style.step().0
        } else {
            flow.y + PAD
        };
        flow.lines(lines, laid.style, (place.x, y, place.width), place.align);
    }
    flow.y += laid.height;
}
