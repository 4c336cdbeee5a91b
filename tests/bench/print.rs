//! Imposition: thousands of cards onto sheets, and the sheets into files of some hundred cards.

use loket::drawing::{Drawing, Face, Item, Mm, Outline, Point, Pt, Rect, Run, Size};
use loket::print::{Finish, Plan, Sides, Taken, impose, write};
use std::time::Instant;

const CARDS: usize = 6_000;
/// In one file, so that memory stays small.
const SHEETS_A_FILE: usize = 4;

/// A card's worth of text, area and code.
fn card(seed: usize) -> Drawing {
    let mut drawing = Drawing::new(Size::ID1);
    drawing.items.push(Item::Shape {
        outline: Outline::rounded(Size::ID1.rect(), Mm(0.0)),
        fill: Some(loket::drawing::Ink::Rgb(244, 250, 250)),
        stroke: None,
    });
    for (row, y) in (0_u8..20).zip([8.0_f32, 12.0, 16.0, 20.0, 24.0].into_iter().cycle()) {
        let at = Point {
            x: Mm(4.0 + f32::from(row)),
            y: Mm(y),
        };
        let words = format!("KARTU {seed} BARIS {row}");
        drawing
            .items
            .push(Item::Text(Run::new(words, at, Face::SemiBold, Pt(6.8))));
    }
    let place = Rect::new(47.1, 4.0, 34.5, 34.5);
    drawing.items.push(Item::Modules {
        at: Point {
            x: place.x,
            y: place.y,
        },
        side: 73,
        dark: (0..73 * 73)
            .map(|module| (module * 7 + seed).is_multiple_of(3))
            .collect(),
        module: Mm(25.4 / 60.0),
    });
    drawing
}

/// Imposition alone, then with its files.
pub fn figures() -> Vec<(String, f64, &'static str)> {
    let Some(plan) = Plan::bundled("a3plus") else {
        return Vec::new();
    };
    let started = Instant::now();
    let Ok(sheets) = impose(CARDS, &plan, &Taken::default()) else {
        return Vec::new();
    };
    let imposed = started.elapsed().as_secs_f64() * 1000.0;
    let finish = Finish {
        compact: true,
        ..Finish::default()
    };
    let mut bytes = 0;
    for part in sheets.chunks(SHEETS_A_FILE) {
        let mut pages = Vec::new();
        for sheet in part {
            let cards: Vec<Drawing> = sheet.slots.iter().map(|slot| card(slot.card)).collect();
            let first = sheet.slots.first().map_or(0, |slot| slot.card);
            pages.extend(plan.pages(sheet, "", |slot| {
                let drawing = &cards[slot.card - first];
                Sides {
                    front: drawing,
                    back: drawing,
                    serial: "BKS000000",
                }
            }));
        }
        bytes += write(&pages, "", &finish).map_or(0, |pdf| pdf.bytes().len());
    }
    let all = started.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "megabytes, for people")]
    let megabytes = bytes as f64 / 1e6;
    let name = |what: &str| format!("{CARDS} cards on {} sheets A3+, {what}", sheets.len());
    vec![
        (name("placed"), imposed, "ms"),
        (name("as files, two sides, no portraits"), all, "s"),
        (name("size of the files"), megabytes, "MB"),
    ]
}
