//! One sighting as bytes.

use super::cbor::{In, InMap, Out, OutMap};
use super::light::{Color, Light, Paper};
use super::{Error, Fix, OperationId, Sighting, SightingId, Spot};
use crate::seal::{Verdict, Word};

const VERSION: u64 = 1;
/// Pairs of the map below.
const PAIRS: usize = 17;
/// Bytes of an area's code or an estate's id.
const MOST_CODE: usize = 40;
/// Arguments of one light.
const MOST_ARGS: usize = 4;

/// As the registry keeps lights beside a sighting.
pub(super) fn write_lights(out: &mut Out, lights: &[Light]) -> Result<(), Error> {
    if Paper::ALL.len() < lights.len() {
        return Err(Error::Bounds("lights"));
    }
    out.array(lights.len());
    for light in lights {
        if MOST_ARGS < light.args.len() {
            return Err(Error::Bounds("lights"));
        }
        out.array(3 + 2 * light.args.len());
        out.text(light.paper.id());
        out.text(light.color.id());
        out.text(light.reason);
        for (name, value) in &light.args {
            out.text(name);
            out.text(bounded(value, Sighting::MOST_TEXT, "lights")?);
        }
    }
    Ok(())
}

pub(super) fn read_lights(input: &mut In<'_>) -> Result<Vec<Light>, Error> {
    const PART: &str = "lights";
    let count = input.array(Paper::ALL.len(), PART)?;
    let mut lights = Vec::with_capacity(count);
    for _ in 0..count {
        let items = input.array(3 + 2 * MOST_ARGS, PART)?;
        if items < 3 || items.is_multiple_of(2) {
            return Err(Error::Form(PART));
        }
        let paper = Paper::parse(&input.text(40, PART)?).ok_or(Error::Form(PART))?;
        let color = Color::parse(&input.text(20, PART)?).ok_or(Error::Form(PART))?;
        let reason = input.text(60, PART)?;
        let known = Light::REASONS.iter().find(|known| **known == reason);
        let mut args = Vec::new();
        for _ in 0..(items - 3) / 2 {
            let name = input.text(20, PART)?;
            let name = Light::ARGS.iter().find(|known| **known == name);
            let value = input.text(Sighting::MOST_TEXT, PART)?;
            args.push((*name.ok_or(Error::Form(PART))?, value));
        }
        lights.push(Light {
            paper,
            color,
            reason: known.ok_or(Error::Form(PART))?,
            args,
        });
    }
    Ok(lights)
}

/// The text, when it is within its bounds and each of its characters shows where it stands.
pub(super) fn bounded<'a>(
    text: &'a str,
    most: usize,
    part: &'static str,
) -> Result<&'a str, Error> {
    if most < text.len() {
        Err(Error::Bounds(part))
    } else if text.contains(is_unfit) {
        Err(Error::Form(part))
    } else {
        Ok(text)
    }
}

/// Ends a line, prints as nothing, or turns the text around it: with these a name could pass for words of the program's own.
fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// The text as a patrol's file may hold it: ends of lines become blanks, what is unfit goes, and it is cut to `most` bytes.
pub fn fit(text: &str, most: usize) -> String {
    let mut fit = String::new();
    for letter in text.chars() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        if is_unfit(letter) {
            continue;
        }
        if most < fit.len() + letter.len_utf8() {
            break;
        }
        fit.push(letter);
    }
    fit
}

/// Begins as a JPEG and is not too large.
pub(super) fn picture<'a>(
    jpeg: &'a [u8],
    most: usize,
    part: &'static str,
) -> Result<&'a [u8], Error> {
    if most < jpeg.len() {
        Err(Error::Bounds(part))
    } else if jpeg.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(jpeg)
    } else {
        Err(Error::Form(part))
    }
}

pub(super) fn write(sighting: &Sighting) -> Result<Vec<u8>, Error> {
    let text = |text, part| bounded(text, Sighting::MOST_TEXT, part);
    let mut map = OutMap::default();
    map.key(0).uint(VERSION);
    map.key(1).bytes(&sighting.id.0);
    map.key(2).int(sighting.at);
    map.key(3).text(text(&sighting.spot.text, "place")?);
    if let Some(code) = &sighting.spot.district {
        map.key(4).text(bounded(code, MOST_CODE, "district")?);
    }
    if let Some(estate) = &sighting.spot.estate {
        map.key(5).text(bounded(estate, MOST_CODE, "estate")?);
    }
    if let Some(fix) = sighting.spot.fix {
        if !fix.is_on_earth() {
            return Err(Error::Bounds("fix"));
        }
        let out = map.key(6);
        out.array(2 + usize::from(fix.accuracy_m.is_some()));
        out.int(fix.latitude_e6.into());
        out.int(fix.longitude_e6.into());
        if let Some(accuracy_m) = fix.accuracy_m {
            out.uint(accuracy_m.into());
        }
    }
    map.key(7).text(text(&sighting.officer, "officer")?);
    map.key(8).text(sighting.word.id());
    map.key(9).text(sighting.reason);
    map.key(10).text(text(&sighting.card_serial, "serial")?);
    map.key(11).text(text(&sighting.permit_no, "permit")?);
    if let Some(age_s) = sighting.status_age_s {
        map.key(12).int(age_s);
    }
    write_lights(map.key(13), &sighting.lights)?;
    map.key(14)
        .text(bounded(&sighting.note, Sighting::MOST_NOTE, "note")?);
    if let Some(photo) = &sighting.photo {
        map.key(15)
            .bytes(picture(photo, Sighting::MOST_PHOTO, "photo")?);
    }
    if let Some(operation) = sighting.operation {
        map.key(16).bytes(&operation.0);
    }
    Ok(map.finish())
}

pub(super) fn read(bytes: &[u8]) -> Result<Sighting, Error> {
    let mut input = In::new(bytes);
    let mut map = input.map(PAIRS, "sighting")?;
    map.needs(&mut input, 0, "version")?;
    let version = input.uint("version")?;
    if version != VERSION {
        return Err(Error::Version(version));
    }
    map.needs(&mut input, 1, "id")?;
    let id = SightingId(input.exactly("id")?);
    map.needs(&mut input, 2, "time")?;
    let at = input.int("time")?;
    let spot = read_spot(&mut input, &mut map)?;
    map.needs(&mut input, 7, "officer")?;
    let officer = input.text(Sighting::MOST_TEXT, "officer")?;
    map.needs(&mut input, 8, "word")?;
    let word = input.text(20, "word")?;
    let word = Word::ALL.into_iter().find(|known| known.id() == word);
    map.needs(&mut input, 9, "reason")?;
    let reason = input.text(60, "reason")?;
    let reason = Verdict::REASONS.iter().find(|(known, _)| *known == reason);
    map.needs(&mut input, 10, "serial")?;
    let card_serial = input.text(Sighting::MOST_TEXT, "serial")?;
    map.needs(&mut input, 11, "permit")?;
    let permit_no = input.text(Sighting::MOST_TEXT, "permit")?;
    let status_age_s = map
        .has(&mut input, 12)?
        .then(|| input.int("age"))
        .transpose()?;
    map.needs(&mut input, 13, "lights")?;
    let lights = read_lights(&mut input)?;
    map.needs(&mut input, 14, "note")?;
    let note = input.text(Sighting::MOST_NOTE, "note")?;
    let photo = if map.has(&mut input, 15)? {
        let jpeg = input.bytes(Sighting::MOST_PHOTO, "photo")?;
        Some(picture(jpeg, Sighting::MOST_PHOTO, "photo")?.to_vec())
    } else {
        None
    };
    let operation = map
        .has(&mut input, 16)?
        .then(|| input.exactly("operation").map(OperationId))
        .transpose()?;
    map.end()?;
    input.end()?;
    Ok(Sighting {
        id,
        at,
        spot,
        officer,
        word: word.ok_or(Error::Form("word"))?,
        reason: reason.ok_or(Error::Form("reason"))?.0,
        card_serial,
        permit_no,
        status_age_s,
        lights,
        note,
        photo,
        operation,
    })
}

fn read_spot(input: &mut In<'_>, map: &mut InMap) -> Result<Spot, Error> {
    map.needs(input, 3, "place")?;
    let text = input.text(Sighting::MOST_TEXT, "place")?;
    let district = map
        .has(input, 4)?
        .then(|| input.text(MOST_CODE, "district"))
        .transpose()?;
    let estate = map
        .has(input, 5)?
        .then(|| input.text(MOST_CODE, "estate"))
        .transpose()?;
    let fix = if map.has(input, 6)? {
        Some(read_fix(input)?)
    } else {
        None
    };
    Ok(Spot {
        text,
        district,
        estate,
        fix,
    })
}

fn read_fix(input: &mut In<'_>) -> Result<Fix, Error> {
    let items = input.array(3, "fix")?;
    if items < 2 {
        return Err(Error::Form("fix"));
    }
    let fix = Fix {
        latitude_e6: input.small("fix")?,
        longitude_e6: input.small("fix")?,
        accuracy_m: (items == 3).then(|| input.small("fix")).transpose()?,
    };
    if fix.is_on_earth() {
        Ok(fix)
    } else {
        Err(Error::Bounds("fix"))
    }
}

/// 32 hex digits.
pub(super) fn unhex(text: &str) -> Option<[u8; 16]> {
    if text.len() != 32 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
