//! The permit on paper: one page of A4 for a person, from the record of the present card and with its seal.

use super::{Error, Station, clock, press};
use crate::document::{self, Block, Document, Fact, Letterhead, Signature, Value};
use crate::drawing::{
    Dpi, Drawing, Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Size, Stroke,
};
use crate::permit::{Draft, Field, Kind, Nationality, PermitNo, parse_sex, sex_key};
use crate::portrait::Portrait;
use crate::print::{self, Pdf};
use crate::seal::{self, Modules};
use crate::text::{Lang, Text};

/// Of the page's matter.
const WIDTH: Mm = Mm(168.0);
/// Of the portrait, three to four.
const PORTRAIT: (f32, f32) = (36.0, 48.0);
/// Smallest type (design of the card, its own limit too).
const LEAST_PT: f32 = 5.5;
/// From one row of facts of the holder to the next.
const STEP: f32 = 10.4;
/// A module is so many dots at 300 an inch: 0.59 mm, which any telephone reads from a hand's breadth.
const DOTS: f32 = 7.0;
const DPI: Dpi = Dpi(300);

/// What stands beside portrait and code, and below, in that order.
const HEAD: [Field; 8] = [
    Field::FullName,
    Field::Nationality,
    Field::BirthPlace,
    Field::BirthDate,
    Field::Sex,
    Field::PassportNo,
    Field::PassportExpiry,
    Field::Niora,
];
const STAY: [Field; 6] = [
    Field::PermitNo,
    Field::IndexCode,
    Field::ValidFrom,
    Field::ValidUntil,
    Field::ReentryNo,
    Field::ReentryUntil,
];
const HOME: [Field; 3] = [
    Field::Occupation,
    Field::GuarantorName,
    Field::GuarantorAddress,
];

pub(super) fn page(station: &Station, permit_no: &PermitNo) -> Result<Pdf, Error> {
    let record = station.registry.permit(permit_no)?;
    station.not_barred(permit_no.as_str())?;
    let card = record.cards.last().filter(|card| !card.superseded);
    let card = card.ok_or_else(|| Error::new("page-no-card"))?;
    let modules =
        seal::modules(&card.seal_text).map_err(|error| Error::new("internal").because(error))?;
    let text = Text::new(Lang::Id);
    let draft = &record.draft;
    let mut blocks = vec![
        Block::Figure(head(
            record.portrait.as_ref(),
            (&modules, &card.serial),
            &facts(draft, &HEAD, &text),
        )?),
        Block::Heading(text.get("page-stay")),
        Block::Facts(facts(draft, &STAY, &text)),
        Block::Heading(text.get("page-home")),
    ];
    let mut home = vec![Fact::words(text.get("page-address"), address(draft))];
    home.extend(facts(draft, &HOME, &text));
    blocks.push(Block::Facts(home));
    blocks.push(Block::Signatures(vec![Signature {
        place: format!(
            "{}, {}",
            draft.get(Field::IssuePlace),
            crate::permit::date_text(clock::day_of(card.issued_at))
        ),
        title: station.settings.office.signatory_title.clone(),
        name: station.settings.office.signatory_name.clone(),
        number: match station.settings.office.signatory_nip.as_str() {
            "" => String::new(),
            nip => format!("NIP {nip}"),
        },
    }]));
    let title = match draft.kind {
        Kind::Itas => text.get("page-title-itas"),
        Kind::Itap => text.get("page-title-itap"),
    };
    let office = &station.settings.office;
    let document = Document {
        office: Letterhead {
            emblem: office.emblem.clone(),
            above: vec![office.header.clone()],
            name: office.office.clone(),
            below: Vec::new(),
        },
        title: title.clone(),
        subtitle: permit_no.as_str().to_owned(),
        footer: text.get(if station.demo {
            "page-footer-specimen"
        } else {
            "page-footer"
        }),
        blocks,
        ..Document::default()
    };
    let mut pages =
        document::pages(&document).map_err(|error| Error::new("paper-failed").because(error))?;
    if station.demo {
        pages.iter_mut().for_each(specimen);
    }
    let [page] = pages.as_slice() else {
        return Err(Error::new("page-overflow"));
    };
    let pdf = print::pdf(std::slice::from_ref(page), &title_of(&title, permit_no))
        .map_err(press::failed)?;
    read_back(&pdf, &card.seal_text)?;
    Ok(pdf)
}

fn title_of(title: &str, permit_no: &PermitNo) -> String {
    format!("{title} {}", permit_no.as_str())
}

/// Exactly one code, and it says what the card's says.
fn read_back(pdf: &Pdf, text: &str) -> Result<(), Error> {
    let pages = print::proof(pdf, DPI, 1).map_err(press::failed)?;
    let read: Vec<String> = pages
        .iter()
        .flat_map(|page| seal::scan(&page.luma(), page.width_px, page.height_px))
        .collect();
    if read.as_slice() == [text] {
        return Ok(());
    }
    Err(Error::new("decode-back")
        .with("what", "QR")
        .because(format!("{} codes read", read.len())))
}

/// Portrait on the left, what is said of the holder in the middle, the code on the right with its serial below.
fn head(
    portrait: Option<&Portrait>,
    (modules, serial): (&Modules, &str),
    holder: &[Fact],
) -> Result<Drawing, Error> {
    let module = Mm(DPI.dot().0 * DOTS);
    let side = Mm(module.0 * f32::from(u16::try_from(modules.side).unwrap_or(0)));
    let height = Mm(side.0.max(PORTRAIT.1) + 6.0);
    let mut drawing = Drawing::new(Size {
        width: WIDTH,
        height,
    });
    let place = Rect {
        x: Mm(0.0),
        y: Mm(0.0),
        width: Mm(PORTRAIT.0),
        height: Mm(PORTRAIT.1),
    };
    if let Some(portrait) = portrait {
        drawing.items.push(Item::Jpeg {
            file: portrait.jpeg().clone(),
            place,
            window: place,
            radius: Mm(1.2),
        });
    }
    drawing.items.push(Item::Shape {
        outline: Outline::rounded(place, Mm(1.2)),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::Tint(30),
            width: Mm(0.15),
        }),
    });
    let left = Mm(WIDTH.0 - side.0);
    drawing.items.push(Item::Modules {
        at: Point {
            x: left,
            y: Mm(0.0),
        },
        side: modules.side,
        dark: modules.dark.as_slice().into(),
        module,
    });
    let mut run = Run::new(
        serial,
        Point {
            x: left,
            y: Mm(side.0 + 4.2),
        },
        Face::Mono,
        Pt(8.5),
    );
    run.ink = Ink::Tint(70);
    drawing.items.push(Item::Text(run));
    // The name over the whole width, everything else two in a row.
    let (x, room) = (PORTRAIT.0 + 6.0, left.0 - PORTRAIT.0 - 11.0);
    let mut y = 2.4;
    for (number, fact) in holder.iter().enumerate() {
        let (Value::Words(words) | Value::Code(words)) = &fact.value;
        let right = number != 0 && number.is_multiple_of(2);
        let (at, wide) = match (number, right) {
            (0, _) => (x, room),
            (_, true) => (x + room / 2.0 + 2.0, room / 2.0 - 2.0),
            (_, false) => (x, room / 2.0 - 2.0),
        };
        drawing
            .items
            .push(line(&fact.label, (at, y), (Face::Regular, 6.8, 68), wide)?);
        drawing.items.push(line(
            words,
            (at, y + 4.2),
            (Face::SemiBold, 9.5, 100),
            wide,
        )?);
        if number == 0 || right {
            y += STEP;
        }
    }
    Ok(drawing)
}

/// One line, smaller where it would not fit, and refused where it could not be read any more.
fn line(
    words: &str,
    (x, y): (f32, f32),
    (face, size, tint): (Face, f32, u8),
    room: f32,
) -> Result<Item, Error> {
    let at = Point { x: Mm(x), y: Mm(y) };
    let mut run = Run::new(words, at, face, Pt(size));
    let wide = run.width().0;
    if room < wide {
        run.size = Pt(size * room / wide);
    }
    if run.size.0 < LEAST_PT {
        return Err(Error::new("page-overflow").because(words.chars().count()));
    }
    run.ink = if tint == 100 { Ink::K } else { Ink::Tint(tint) };
    Ok(Item::Text(run))
}

fn facts(draft: &Draft, fields: &[Field], text: &Text) -> Vec<Fact> {
    fields
        .iter()
        .filter(|field| !draft.get(**field).trim().is_empty())
        .map(|field| {
            let label = text.get(&format!("field-{}", field.id().replace('_', "-")));
            Fact::words(label, said(draft, *field, text))
        })
        .collect()
}

/// A field in words: who reads a page knows no codes.
fn said(draft: &Draft, field: Field, text: &Text) -> String {
    let written = draft.get(field);
    if field == Field::Nationality
        && let Some(nationality) = Nationality::parse(written)
    {
        let row = nationality.row();
        return format!("{} ({})", row.name_id, row.code);
    }
    match parse_sex(written) {
        Some(sex) if field == Field::Sex => text.get(sex_key(sex)),
        Some(_) | None => written.to_owned(),
    }
}

fn address(draft: &Draft) -> String {
    let parts = [
        Field::Street,
        Field::RtRw,
        Field::Village,
        Field::District,
        Field::Regency,
        Field::Province,
        Field::Postcode,
    ];
    let words: Vec<&str> = parts
        .into_iter()
        .map(|field| draft.get(field).trim())
        .filter(|words| !words.is_empty())
        .collect();
    words.join(", ")
}

/// Crosses the page, too pale to hide anything.
fn specimen(page: &mut Drawing) {
    let size = page.size;
    let mut run = Run::new(
        "CONTOH / SPECIMEN",
        Point {
            x: Mm(38.0),
            y: Mm(size.height.0 * 0.76),
        },
        Face::Bold,
        Pt(46.0),
    );
    run.ink = Ink::Glaze(176, 32, 32, 16);
    run.turn_deg = 52.0;
    page.items.push(Item::Text(run));
}
