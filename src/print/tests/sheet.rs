//! Imposition and its marks: every property a cut sheet must have.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::*;
use super::{card, contains};
use crate::drawing::{Drawing, Ink, Item, Mm, Outline, Point, Rect, Size, Step, Stroke};

/// Plans that pass, of all shapes.
fn plans() -> impl Strategy<Value = Plan> {
    let paper = (150.0_f32..500.0, 150.0_f32..500.0);
    let grid = (1_usize..6, 1_usize..6, any::<bool>());
    let lengths = (0.0_f32..4.0, 0.0_f32..6.0, 0.0_f32..6.0, 0.0_f32..8.0);
    let unused = proptest::collection::btree_set(1_usize..8, 0..3);
    (paper, grid, lengths, any::<bool>(), unused).prop_filter_map(
        "cards beside the paper",
        |(
            (width, height),
            (columns, rows, turned),
            (bleed, more_x, more_y, white),
            long,
            unused,
        )| {
            Plan {
                name: "any".to_owned(),
                paper: Size {
                    width: Mm(width),
                    height: Mm(height),
                },
                card: Size::ID1,
                columns,
                rows,
                turned,
                gutter_x: Mm(2.0 * bleed + more_x),
                gutter_y: Mm(2.0 * bleed + more_y),
                bleed: Mm(bleed),
                safe: Mm(3.0),
                unprintable: Margins {
                    left: Mm(white),
                    top: Mm(white),
                    right: Mm(white),
                    bottom: Mm(white),
                },
                flip: if long { Flip::Long } else { Flip::Short },
                serial: SerialAt::Below,
                mark: Mm(5.0),
                mark_away: Mm(0.5),
                unused,
            }
            .judged()
            .ok()
        },
    )
}

fn near(one: (f64, f64), other: (f64, f64)) -> bool {
    (one.0 - other.0).abs() < 1e-3 && (one.1 - other.1).abs() < 1e-3
}

proptest! {
    #[test]
    fn cards_lie_apart_and_within_reach(plan in plans()) {
        for side in [Side::Front, Side::Back] {
            let reach = match side {
                Side::Front => plan.unprintable.within(plan.paper),
                Side::Back => plan.turn().around(plan.unprintable.within(plan.paper)),
            };
            let arts: Vec<Rect> = (1..=plan.positions())
                .map(|at| plan.trim(at, side).unwrap().grown(plan.bleed).grown(Mm(-0.01)))
                .collect();
            for (index, art) in arts.iter().enumerate() {
                prop_assert!(reach.contains(*art));
                prop_assert!(arts.iter().skip(index + 1).all(|other| !art.overlaps(*other)));
            }
        }
    }

    /// Hold a cut card, turn it like a page: what is behind any place of the front is the place the back means.
    #[test]
    fn backs_lie_behind_their_fronts(plan in plans(), x in 0.0..85.6, y in 0.0..53.98) {
        for at in 1..=plan.positions() {
            let front = plan.place(at, Side::Front).unwrap();
            let back = plan.place(at, Side::Back).unwrap();
            let (there, here) = (back.place(x, y), front.place(f64::from(Size::ID1.width.0) - x, y));
            prop_assert!(near(plan.turn().place(there.0, there.1), here));
            prop_assert!((back.a * back.d - back.b * back.c - 1.0).abs() < 1e-9, "never mirrored");
            prop_assert_eq!(plan.position_at(there.0, there.1, Side::Back), Some(at));
            prop_assert_eq!(plan.position_at(here.0, here.1, Side::Front), Some(at));
        }
    }

    #[test]
    fn every_card_once_in_order_and_what_is_taken_stays_empty(
        plan in plans(),
        cards in 0_usize..200,
        start in 0_usize..4,
        empty in proptest::collection::btree_set(1_usize..10, 0..4),
    ) {
        let taken = Taken { start, empty };
        let Ok(sheets) = impose(cards, &plan, &taken) else {
            let free = (1..=plan.positions())
                .filter(|at| *at >= start && !taken.empty.contains(at) && !plan.unused.contains(at));
            let off = |at: &usize| *at > plan.positions();
            prop_assert!(free.count() == 0 || start > plan.positions() || taken.empty.iter().any(off));
            return Ok(());
        };
        let order: Vec<usize> = sheets.iter().flat_map(|sheet| &sheet.slots).map(|slot| slot.card).collect();
        prop_assert_eq!(order, (0..cards).collect::<Vec<_>>());
        for sheet in &sheets {
            prop_assert_eq!(sheet.of, sheets.len());
            prop_assert!(!sheet.slots.is_empty());
            prop_assert!(sheet.slots.is_sorted_by(|one, next| one.position < next.position));
            for slot in &sheet.slots {
                prop_assert!((1..=plan.positions()).contains(&slot.position));
                prop_assert!(!plan.unused.contains(&slot.position));
                if sheet.number == 1 {
                    prop_assert!(slot.position >= start && !taken.empty.contains(&slot.position));
                }
            }
        }
    }

    #[test]
    fn a_map_and_its_way_back(parts in proptest::array::uniform6(-3.0..3.0), x in -9.0..9.0, y in -9.0..9.0) {
        let map = Affine::new(parts);
        if let Some(back) = map.inverse().filter(|_| (map.a * map.d - map.b * map.c).abs() > 0.01) {
            let (there, home) = (map.place(x, y), map.then(back).place(x, y));
            prop_assert!(near(home, (x, y)));
            prop_assert!(near(back.place(there.0, there.1), (x, y)));
        }
    }

    #[test]
    fn any_text_is_a_plan_or_refused(text in "\\PC{0,200}") {
        Plan::parse(&text).ok();
    }
}

#[test]
fn bundled_plans_hold_what_they_are_called() {
    for (name, positions) in [("a4-10up", 10), ("a3plus-25up", 25), ("id1", 1)] {
        let plan = Plan::bundled(name).unwrap();
        assert_eq!((plan.name.as_str(), plan.positions()), (name, positions));
    }
    assert_eq!(Plan::bundled("a4"), Plan::bundled("a4-10up"));
    assert_eq!(Plan::bundled("letter"), None);
}

#[track_caller]
fn refused(change: impl Fn(&mut Plan), why: &str) {
    let mut plan = Plan::bundled("a4").unwrap();
    change(&mut plan);
    assert_eq!(plan.judged(), Err(Error::Plan(why.to_owned())));
}

#[test]
fn plans_that_cannot_be_cut_are_refused() {
    let outside = "a card or its bleed stands outside of what the printer reaches";
    refused(
        |plan| plan.gutter_y = Mm(3.9),
        "the bleeds of neighbours overlap",
    );
    refused(|plan| plan.rows = 6, outside);
    refused(|plan| plan.unprintable.left = Mm(14.0), outside);
    refused(
        |plan| plan.bleed = Mm(f32::NAN),
        "the bleed is not 0 to 5 mm",
    );
    refused(
        |plan| plan.columns = usize::MAX,
        "not 1 to 200 cards on a sheet",
    );
    refused(
        |plan| plan.unused = (1..=10).collect(),
        "the unused positions are not some of the sheet's",
    );
    refused(
        |plan| plan.mark = Mm(-1.0),
        "a length is below zero or no number",
    );
    let margins = Margins {
        top: Mm(4.2),
        ..Margins::default()
    };
    assert_eq!(
        Plan::bundled("a4").unwrap().on_printer(margins),
        Err(Error::Plan(outside.to_owned()))
    );
    assert!(Plan::bundled("a3plus").unwrap().on_printer(margins).is_ok());
}

#[test]
fn three_and_seven_stay_empty() {
    let plan = Plan::bundled("a4").unwrap();
    let taken = Taken {
        start: 2,
        empty: BTreeSet::from([3, 7]),
    };
    let sheets = impose(9, &plan, &taken).unwrap();
    let positions: Vec<Vec<usize>> = sheets
        .iter()
        .map(|sheet| sheet.slots.iter().map(|slot| slot.position).collect())
        .collect();
    assert_eq!(positions, [vec![2, 4, 5, 6, 8, 9, 10], vec![1, 2]]);
    assert!(
        impose(
            1,
            &plan,
            &Taken {
                start: 11,
                ..Taken::default()
            }
        )
        .is_err()
    );
}

/// Of a card with an area to three edges, a line to both sides, and a text on an edge.
#[test]
fn art_runs_over_the_edge_and_nothing_else_does() {
    let mut drawing = card();
    let at = |x, y| Point { x: Mm(x), y: Mm(y) };
    drawing.items.push(Item::Shape {
        outline: Outline(
            [
                Step::Move(at(0.0, 20.0)),
                Step::Curve(at(20.0, 24.0), at(65.6, 24.0), at(85.6, 20.0)),
            ]
            .into(),
        ),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::Rgb(0, 0, 0),
            width: Mm(0.5),
        }),
    });
    let page = Page::with_bleed(&drawing, Mm(2.0));
    assert_eq!((page.size.width, page.size.height), (Mm(89.6), Mm(57.98)));
    assert_eq!(page.trim, Rect::new(2.0, 2.0, 85.6, 53.98));
    let file = write(&[page], "a", &Finish::default()).unwrap();
    assert!(contains(file.bytes(), b"/MediaBox[0 0 253.984 164.353]"));
    assert!(contains(
        file.bytes(),
        b"/TrimBox[5.669 5.67 248.315 158.684]"
    ));
    assert!(contains(file.bytes(), b"/BleedBox[0 0 253.984 164.353]"));
    let raster = &proof(&file, crate::drawing::Dpi(254), 1).unwrap()[0];
    let luma = raster.luma();
    let pixel = |x: usize, y: usize| luma[y * 896 + x];
    // Ground to every corner; the line goes on upward to both sides, at a fifth of a millimetre each.
    for (x, y) in [(2, 2), (893, 2), (2, 577), (893, 577)] {
        assert!((200..255).contains(&pixel(x, y)), "{x} {y}");
    }
    assert!(pixel(20, 220) < 60 && pixel(4, 217) < 60 && pixel(891, 217) < 60);
    // Codes keep their place on the card.
    assert!(pixel(276, 276) < 60);
}

#[test]
fn pages_have_boxes_serials_and_every_card_with_its_back() {
    let plan = Plan::bundled("a3plus").unwrap();
    let sheets = impose(2, &plan, &Taken::default()).unwrap();
    let card = card();
    let mut empty = Drawing::new(Size::ID1);
    empty.items.push(Item::Shape {
        outline: Outline::rounded(Rect::new(0.0, 0.0, 20.0, 53.98), Mm(0.0)),
        fill: Some(Ink::K),
        stroke: None,
    });
    let pages = plan.pages(&sheets[0], "7", |slot| Sides {
        front: if slot.card == 0 { &card } else { &empty },
        back: if slot.card == 0 { &empty } else { &card },
        serial: "BKS-000123",
    });
    let finish = Finish {
        compact: true,
        ..Finish::default()
    };
    let file = write(&pages, "a", &finish).unwrap();
    assert!(contains(file.bytes(), b"/MediaBox[0 0 921.26 1374.803]"));
    assert!(contains(file.bytes(), b"/BleedBox["));
    let rasters = proof(&file, crate::drawing::Dpi(51), 2).unwrap();
    let [front, back] = [&rasters[0], &rasters[1]];
    // The black end is the card's left: up on the front for a card turned clockwise, and on the back of its neighbour too.
    let light = |raster: &Raster, (x, y): (f64, f64)| {
        let scale = 51.0 / 25.4;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within a page"
        )]
        let (x, y) = ((x * scale) as usize, (y * scale) as usize);
        raster.luma()[y * raster.width_px as usize + x]
    };
    for (raster, side, position) in [(front, Side::Front, 2), (back, Side::Back, 1)] {
        let place = plan.place(position, side).unwrap();
        assert!(light(raster, place.place(5.0, 27.0)) < 60);
        assert!(light(raster, place.place(60.0, 27.0)) > 200);
        assert!(light(raster, place.place(-2.0, 27.0)) < 60, "bleed");
    }
}

#[test]
fn inks_of_a_press_are_four_and_black_is_one() {
    let finish = Finish {
        colours: Colours::Cmyk {
            made_at: 1_790_000_000,
        },
        compact: false,
        resin: false,
    };
    let mut drawing = card();
    let place = Rect::new(4.0, 12.0, 24.0, 32.0);
    drawing.items.push(Item::Jpeg {
        file: super::jpeg(60, 80),
        place,
        window: place,
        radius: Mm(1.0),
    });
    let file = write(&[Page::with_bleed(&drawing, Mm(2.0))], "Kartu <1>", &finish).unwrap();
    let text = String::from_utf8_lossy(file.bytes());
    assert!(text.starts_with("%PDF-1.6\n"));
    for part in [
        "/GTS_PDFX",
        "/DestOutputProfile",
        "<pdfxid:GTS_PDFXVersion>PDF/X-4<",
        "Kartu &lt;1&gt;",
        "/CreationDate(D:20260921141320Z)",
        "/Trapped/False",
        "/ColorSpace/DeviceCMYK",
        "0 0 0 1 k\n",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(
        !text.contains("DeviceRGB") && !text.contains(" rg\n"),
        "no RGB is left"
    );
    assert!(!text.contains("DCTDecode"));
    // It still looks the same: ground light, code black, picture there.
    let raster = &proof(&file, crate::drawing::Dpi(254), 1).unwrap()[0];
    let luma = raster.luma();
    assert!(luma[100 * 896 + 600] > 200 && luma[276 * 896 + 276] < 60);
}

#[test]
fn the_profile_keeps_white_white_and_greys_grey() {
    let press = super::super::colour::Press::bundled().unwrap();
    assert_eq!(press.ink([255, 255, 255]), [0; 4]);
    let accent = press.ink([0x0b, 0x6e, 0x75]);
    assert!(accent[0] > 150 && accent[0] > accent[1], "{accent:?}");
    let ground = press.ink([0xf4, 0xfa, 0xfa]);
    assert!(ground.iter().all(|ink| *ink < 30), "{ground:?}");
    assert_eq!(
        press.pixels(&[0x0b, 0x6e, 0x75, 0x0b, 0x6e, 0x75])[4..],
        accent
    );
}
