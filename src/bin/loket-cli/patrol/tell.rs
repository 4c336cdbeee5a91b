//! What the commands of `patrol` tell: lines for people, JSON for programs.

use crate::run::Failure;
use crate::show::{Teller, status_word};
use jiff::civil::Date;
use loket::patrol::{Entry, Held, Light, Sighting, Terms};
use loket::permit::date_text;
use loket::station::{Checked, Patrol};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// An extract's terms.
#[derive(Serialize)]
pub struct TermsJson<'a> {
    level: u8,
    until: String,
    to: &'a str,
    made_at: i64,
    people: u64,
    kid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
}

#[derive(Serialize)]
struct FolderJson<'a> {
    name: &'a str,
    device: String,
    office: &'a str,
    bundle_at: i64,
    bundle_until: i64,
    extract: Option<TermsJson<'a>>,
    extract_unused: Option<&'static str>,
    sightings: u64,
    torn: bool,
}

#[derive(Serialize)]
struct CheckedJson<'a> {
    verdict: &'static str,
    reason: &'static str,
    status: Option<&'static str>,
    status_age_s: Option<i64>,
    permit_no: Option<&'a str>,
    name: Option<&'a str>,
    nationality: Option<&'a str>,
    card_serial: Option<&'a str>,
    lights: Vec<LightJson<'a>>,
    entry: Option<EntryJson<'a>>,
    hints: Vec<HintJson<'a>>,
    sighting: Option<String>,
}

#[derive(Serialize)]
struct LightJson<'a> {
    paper: &'static str,
    color: &'static str,
    reason: &'static str,
    args: BTreeMap<&'static str, &'a str>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    district: Option<&'a str>,
    regency: &'a str,
    guarantor: Option<&'a str>,
    position: Option<&'a str>,
    photo_bytes: usize,
    address: &'a str,
    passport_until: Option<String>,
    reentry_until: Option<String>,
    notes: &'a str,
    history: &'a [String],
}

#[derive(Serialize)]
struct HintJson<'a> {
    hint: &'static str,
    args: BTreeMap<&'static str, &'a str>,
}

/// One sighting.
#[derive(Serialize)]
pub struct SightingJson<'a> {
    id: String,
    at: i64,
    verdict: &'static str,
    reason: &'static str,
    permit_no: &'a str,
    card_serial: &'a str,
    place: &'a str,
    district: Option<&'a str>,
    estate: Option<&'a str>,
    latitude_e6: Option<i32>,
    longitude_e6: Option<i32>,
    officer: &'a str,
    note: &'a str,
    status_age_s: Option<i64>,
    photo: bool,
    device: Option<&'a str>,
    operation: Option<String>,
}

#[derive(Serialize)]
struct LogJson<'a> {
    device: String,
    sightings: Vec<SightingJson<'a>>,
    file: Option<String>,
}

/// An extract's terms; with the size of its file at the office.
pub fn terms_json(terms: &Terms, bytes: Option<u64>) -> TermsJson<'_> {
    TermsJson {
        level: terms.level.number(),
        until: terms.until.to_string(),
        to: &terms.to,
        made_at: terms.made_at,
        people: terms.count,
        kid: terms.kid.to_string(),
        bytes,
    }
}

/// How a folder stands.
pub fn folder(patrol: &Patrol, teller: &Teller) -> Result<(), Failure> {
    let state = patrol.state();
    if teller.is_json() {
        return teller.print_json(&FolderJson {
            name: &state.name,
            device: state.device.to_string(),
            office: &state.office,
            bundle_at: state.bundle_at,
            bundle_until: state.bundle_until,
            extract: state.extract.as_ref().map(|terms| terms_json(terms, None)),
            extract_unused: state.extract_unused,
            sightings: state.sightings,
            torn: state.torn,
        });
    }
    let text = teller.words();
    let mut lines = vec![
        text.with(
            "patrol-folder",
            &[("name", &state.name), ("office", &state.office)],
        ),
        text.with(
            "patrol-device",
            &[("fingerprint", &state.device.to_string())],
        ),
        text.with("patrol-noted", &[("count", &state.sightings.to_string())]),
    ];
    lines.extend(state.torn.then(|| text.get("patrol-torn")));
    lines.extend(state.extract.map(|terms| {
        text.with(
            "patrol-extracted",
            &[
                ("count", &terms.count.to_string()),
                ("level", &terms.level.number().to_string()),
                ("to", &terms.to),
                ("date", &date_text(terms.until)),
            ],
        )
    }));
    teller.lines(&lines)
}

/// A check, and the sighting it became.
pub fn tell_check(
    checked: &Checked,
    sighting: Option<&Sighting>,
    teller: &Teller,
) -> Result<(), Failure> {
    if !teller.is_json() {
        teller.verdict(&checked.verdict, Some(checked.at))?;
        let text = teller.words();
        let lights = checked.lights.iter().map(|light| {
            let color = text.get(&format!("light-color-{}", light.color.id()));
            format!("{color}: {}", text.with(&light.key(), &light.text_args()))
        });
        let hints = checked.hints.iter().map(|hint| {
            let args: Vec<(&str, &str)> = hint
                .args
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            text.with(&hint.key(), &args)
        });
        return teller.lines(&lights.chain(hints).collect::<Vec<_>>());
    }
    let claims = checked.verdict.claims.as_ref();
    teller.print_json(&CheckedJson {
        verdict: checked.verdict.word.id(),
        reason: checked.verdict.reason,
        status: checked
            .verdict
            .status
            .map(|status| status_word(status.status)),
        status_age_s: checked.status_age_s,
        permit_no: claims.map(|claims| claims.permit_no.as_str()),
        name: claims.map(|claims| claims.name.as_str()),
        nationality: claims.map(|claims| claims.nationality.as_str()),
        card_serial: claims.map(|claims| claims.card_serial.as_str()),
        lights: checked.lights.iter().map(light_json).collect(),
        entry: checked.entry.as_ref().map(entry_json),
        hints: checked
            .hints
            .iter()
            .map(|hint| HintJson {
                hint: hint.id,
                args: args_json(&hint.args),
            })
            .collect(),
        sighting: sighting.map(|sighting| sighting.id.to_string()),
    })
}

fn args_json<'a>(args: &'a [(&'static str, String)]) -> BTreeMap<&'static str, &'a str> {
    let args = args.iter();
    args.map(|(name, value)| (*name, value.as_str())).collect()
}

fn light_json(light: &Light) -> LightJson<'_> {
    LightJson {
        paper: light.paper.id(),
        color: light.color.id(),
        reason: light.reason,
        args: args_json(&light.args),
    }
}

fn entry_json(entry: &Entry) -> EntryJson<'_> {
    let facts = &entry.facts;
    let date = |held: &Held<Date>| held.get().map(Date::to_string);
    EntryJson {
        district: facts.district.get().map(String::as_str),
        regency: &entry.regency,
        guarantor: facts.guarantor.get().map(String::as_str),
        position: facts.position.get().map(String::as_str),
        photo_bytes: entry.photo.as_ref().map_or(0, Vec::len),
        address: &entry.address,
        passport_until: date(&facts.passport_until),
        reentry_until: date(&facts.reentry_until),
        notes: &entry.notes,
        history: &entry.history,
    }
}

/// One sighting; at the office with the laptop it came from.
pub fn sighting_json<'a>(
    sighting: &'a Sighting,
    photo: bool,
    device: Option<&'a str>,
) -> SightingJson<'a> {
    SightingJson {
        id: sighting.id.to_string(),
        at: sighting.at,
        verdict: sighting.word.id(),
        reason: sighting.reason,
        permit_no: &sighting.permit_no,
        card_serial: &sighting.card_serial,
        place: &sighting.spot.text,
        district: sighting.spot.district.as_deref(),
        estate: sighting.spot.estate.as_deref(),
        latitude_e6: sighting.spot.fix.map(|fix| fix.latitude_e6),
        longitude_e6: sighting.spot.fix.map(|fix| fix.longitude_e6),
        officer: &sighting.officer,
        note: &sighting.note,
        status_age_s: sighting.status_age_s,
        photo,
        device,
        operation: sighting.operation.map(|operation| operation.to_string()),
    }
}

/// One sighting as a line.
pub fn line(sighting: &Sighting) -> String {
    let at = jiff::Timestamp::from_second(sighting.at).unwrap_or(jiff::Timestamp::MIN);
    let at = jiff::tz::Offset::constant(7).to_datetime(at);
    format!(
        "{} {:<14} {:<16} {:<9} {} {}",
        at.strftime("%d-%m-%Y %H.%M"),
        sighting.word.id(),
        sighting.permit_no,
        sighting.card_serial,
        sighting.spot.district.as_deref().unwrap_or("-"),
        sighting.spot.text,
    )
}

/// The scan log of a folder.
pub fn log(patrol: &Patrol, out: Option<&Path>, teller: &Teller) -> Result<(), Failure> {
    let state = patrol.state();
    if teller.is_json() {
        let sightings = patrol.log().iter();
        return teller.print_json(&LogJson {
            device: state.device.to_string(),
            sightings: sightings
                .map(|sighting| sighting_json(sighting, false, None))
                .collect(),
            file: out.map(|out| out.display().to_string()),
        });
    }
    let mut lines: Vec<String> = patrol.log().iter().map(line).collect();
    lines.push(teller.words().with(
        "patrol-device",
        &[("fingerprint", &state.device.to_string())],
    ));
    teller.lines(&lines)
}
