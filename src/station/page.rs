//! The permit on paper: one page of A4 for a person, from the record of the present card and with its seal.

use super::{Error, Station, clock, file, press};
use crate::document::{
    self, Block, Document, Fact, Holder, Known, Letterhead, Piece, Signature, Template, Type, Value,
};
use crate::drawing::{
    Dpi, Drawing, Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Size, Stroke,
};
use crate::permit::{Draft, Field, Kind, Nationality, PermitNo, parse_sex, sex_key};
use crate::portrait::Portrait;
use crate::print::{self, Pdf};
use crate::seal::{self, Modules};
use crate::text::{Lang, Text};
use std::path::Path;

const BUNDLED: &str = include_str!("../../resources/pages/permit.toml");
const TEMPLATE_BYTES: u64 = 256 * 1024;
/// Street to postcode as one: a field of the template alone.
const ADDRESS: &str = "address";
/// A module is so many dots of it: at 7, 0.59 mm, which any telephone reads from a hand's breadth.
const DPI: Dpi = Dpi(300);

/// The bundled template, or the file's own.
fn template(file: Option<&Path>, text: &Text) -> Result<Template, Error> {
    let known = Known {
        is_field: &|id| id == ADDRESS || field_of(id).is_some(),
        is_text: &|key| text.find(key, &[]).is_some(),
    };
    let Some(path) = file else {
        return Template::parse(BUNDLED, &known)
            .map_err(|error| Error::new("internal").because(error));
    };
    let wrong = |detail: String| {
        Error::new("page-template")
            .with("name", super::error::name(path))
            .because(detail)
    };
    let bytes = file::read(path, TEMPLATE_BYTES)?;
    let toml = String::from_utf8(bytes).map_err(|_utf8| wrong("UTF-8".to_owned()))?;
    Template::parse(&toml, &known).map_err(|error| wrong(error.0))
}

fn field_of(id: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.id() == id)
}

pub(super) fn page(
    station: &Station,
    permit_no: &PermitNo,
    file: Option<&Path>,
) -> Result<Pdf, Error> {
    let record = station.registry.permit(permit_no)?;
    station.not_barred(permit_no.as_str())?;
    let card = record.cards.last().filter(|card| !card.superseded);
    let card = card.ok_or_else(|| Error::new("page-no-card"))?;
    let modules =
        seal::modules(&card.seal_text).map_err(|error| Error::new("internal").because(error))?;
    let text = Text::new(Lang::Id);
    let template = template(file, &text)?;
    let draft = &record.draft;
    let mut blocks = Vec::with_capacity(template.pieces.len());
    for piece in &template.pieces {
        blocks.push(match piece {
            Piece::Holder(holder) => Block::Figure(head(
                holder,
                template.set.matter(),
                (record.portrait.as_ref(), &modules, &card.serial),
                &facts(draft, &holder.fields, &text),
            )?),
            Piece::Heading(key) => Block::Heading(text.get(key)),
            Piece::Facts(fields) => Block::Facts(facts(draft, fields, &text)),
            Piece::Signature => Block::Signatures(vec![signature(station, draft, card.issued_at)]),
        });
    }
    let [itas, itap] = &template.titles;
    let title = text.get(match draft.kind {
        Kind::Itas => itas,
        Kind::Itap => itap,
    });
    let [real, specimen_footer] = &template.footers;
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
        footer: text.get(if station.demo { specimen_footer } else { real }),
        blocks,
        set: template.set,
        ..Document::default()
    };
    let mut pages =
        document::pages(&document).map_err(|error| Error::new("page-overflow").because(error))?;
    if station.demo {
        pages.iter_mut().for_each(specimen);
    }
    let [page] = pages.as_slice() else {
        return Err(Error::new("page-overflow").because(format!("{} pages", pages.len())));
    };
    let pdf = print::pdf(std::slice::from_ref(page), &title_of(&title, permit_no))
        .map_err(press::failed)?;
    read_back(&pdf, &card.seal_text)?;
    Ok(pdf)
}

fn signature(station: &Station, draft: &Draft, issued_at: i64) -> Signature {
    let office = &station.settings.office;
    Signature {
        place: format!(
            "{}, {}",
            draft.get(Field::IssuePlace),
            crate::permit::date_text(clock::day_of(issued_at))
        ),
        title: office.signatory_title.clone(),
        name: office.signatory_name.clone(),
        number: match office.signatory_nip.as_str() {
            "" => String::new(),
            nip => format!("NIP {nip}"),
        },
    }
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
    holder: &Holder,
    width: f32,
    (portrait, modules, serial): (Option<&Portrait>, &Modules, &str),
    fields: &[Fact],
) -> Result<Drawing, Error> {
    let module = Mm(DPI.dot().0 * f32::from(holder.dots));
    let side = Mm(module.0 * f32::from(u16::try_from(modules.side).unwrap_or(0)));
    let (portrait_wide, portrait_high) = holder.portrait;
    let height = Mm(side.0.max(portrait_high) + holder.below);
    let mut drawing = Drawing::new(Size {
        width: Mm(width),
        height,
    });
    let place = Rect::new(0.0, 0.0, portrait_wide, portrait_high);
    framed(&mut drawing, portrait, place, Mm(holder.radius));
    let left = Mm(width - side.0);
    let (x, room) = (
        portrait_wide + holder.left,
        left.0 - portrait_wide - (holder.left + holder.right),
    );
    if room <= holder.between {
        return Err(overflow("QR", holder.between - room));
    }
    drawing.items.push(Item::Modules {
        at: Point {
            x: left,
            y: Mm(0.0),
        },
        side: modules.side,
        dark: modules.dark.as_slice().into(),
        module,
    });
    let below = side.0 + holder.below_code;
    if height.0 < below {
        return Err(overflow(serial, below - height.0));
    }
    let at = (left.0, below);
    drawing
        .items
        .push(line((serial, serial), at, holder.serial, side.0)?);
    // The name over the whole width, everything else two in a row.
    let half = room / 2.0 - holder.between / 2.0;
    let mut y = holder.first;
    for (number, fact) in fields.iter().enumerate() {
        let (Value::Words(words) | Value::Code(words)) = &fact.value;
        let right = number != 0 && number.is_multiple_of(2);
        let (at, wide) = match (number, right) {
            (0, _) => (x, room),
            (_, true) => (x + room / 2.0 + holder.between / 2.0, half),
            (_, false) => (x, half),
        };
        let (label, below) = (&fact.label, y + holder.below_label);
        if height.0 < below {
            return Err(overflow(label, below - height.0));
        }
        let items = [
            line((label, label), (at, y), holder.label, wide)?,
            line((label, words), (at, below), holder.value, wide)?,
        ];
        drawing.items.extend(items);
        if number == 0 || right {
            y += holder.row;
        }
    }
    Ok(drawing)
}

/// The picture with a thin line around it; the line alone where there is no picture.
fn framed(drawing: &mut Drawing, portrait: Option<&Portrait>, place: Rect, radius: Mm) {
    if let Some(portrait) = portrait {
        drawing.items.push(Item::Jpeg {
            file: portrait.jpeg().clone(),
            place,
            window: place,
            radius,
        });
    }
    drawing.items.push(Item::Shape {
        outline: Outline::rounded(place, radius),
        fill: None,
        stroke: Some(Stroke {
            ink: Ink::Tint(30),
            width: Mm(0.15),
        }),
    });
}

/// What does not fit, by its label, and by how much.
fn overflow(what: &str, by_mm: f32) -> Error {
    Error::new("page-field-overflow")
        .with("field", what)
        .with("by", format!("{:.1}", by_mm.max(0.1)))
}

/// One line, smaller where it would not fit, and refused where it could not be read any more.
fn line(
    (label, words): (&str, &str),
    (x, y): (f32, f32),
    style: Type,
    room: f32,
) -> Result<Item, Error> {
    let at = Point { x: Mm(x), y: Mm(y) };
    let mut run = Run::new(words, at, style.face, style.size);
    let wide = run.width().0;
    if room < wide {
        run.size = Pt(style.size.0 * room / wide);
    }
    if run.size.0 < style.least.0 {
        return Err(overflow(label, wide * style.least.0 / style.size.0 - room));
    }
    run.ink = style.ink;
    Ok(Item::Text(run))
}

fn facts(draft: &Draft, fields: &[String], text: &Text) -> Vec<Fact> {
    let fact = |id: &String| match field_of(id) {
        Some(field) if draft.get(field).trim().is_empty() => None,
        Some(field) => {
            let label = text.get(&format!("field-{}", field.id().replace('_', "-")));
            Some(Fact::words(label, said(draft, field, text)))
        }
        None => Some(Fact::words(text.get("page-address"), address(draft))),
    };
    fields.iter().filter_map(fact).collect()
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
