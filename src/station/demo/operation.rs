//! One finished operation of a demo office: planned, scanned, brought home as a patrol's log and closed, through the same
//! verbs as any other.

use crate::office::Duty;
use crate::patrol::{
    Chain, Device, Held, Level, LightRules, Link, Member, Operation, OperationId, Plan, Sighting,
    SightingId, Spot, lights, write_log,
};
use crate::permit::{Field, PermitNo};
use crate::place::{AreaCode, Coordinate, district_at};
use crate::registry::{FieldRow, Papers};
use crate::rule::{Groups, PatrolRules};
use crate::seal::{self, PrivateKey, Signer};
use crate::station::clock::{self, Clock};
use crate::station::file::{self, Readers};
use crate::station::{Error, Evidence, Station, people, whereabouts};
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A smaller office has too few people for an operation; a larger one is for measuring.
pub(in crate::station) const PEOPLE: std::ops::RangeInclusive<u32> = 20..=2_000;

/// Guarantors who are expected, people seen besides theirs, and of those at most so many beyond their last day.
const EXPECTED: u32 = 8;
const SEEN: usize = 18;
const LATE: usize = 4;
/// People looked at to choose from.
const LOOKED_AT: usize = 200;
/// Where the patrol goes, one after the other.
const ESTATES: [&str; 4] = ["KI-MM2100", "KI-JABABEKA", "KI-EJIP", "KI-DELTA-SILICON"];
/// From one scan to the next.
const STEP_S: i64 = 7 * 60;
const LOG: &str = "patroli-contoh.log";

/// Makes it, in an office that is otherwise complete.
pub(in crate::station) fn tell(dir: &Path, clock: Clock) -> Result<(), Error> {
    let mut station = Station::open_by(dir, clock)?;
    station.act_as(Duty::Patrol)?;
    let day = people::base().saturating_add(1.day()).min(station.today());
    let expected = station.guarantors(EXPECTED)?;
    let team = [
        "YUSUF CONTOH, Imigrasi",
        "INDAH CONTOH, Disnaker Kabupaten Bekasi",
        "JOKO CONTOH, Polri",
    ];
    let operation = station.new_operation(&Plan {
        name: String::from("Operasi Gabungan Kawasan Industri"),
        from: day,
        until: day,
        areas: ESTATES.map(String::from).into(),
        team: team
            .iter()
            .filter_map(|who| who.split_once(", "))
            .map(|(name, agency)| Member {
                name: name.to_owned(),
                agency: agency.to_owned(),
            })
            .collect(),
        expected: expected.into_iter().map(|(name, _)| name).collect(),
    })?;
    let cast = cast(&station, &operation, day)?;
    report_papers(&mut station, &cast, day)?;
    station.act_as(Duty::Patrol)?;
    let scans = scans(&mut station, &operation, &cast, day)?;
    bring_home(&mut station, &scans)?;
    station.close_operation(operation.id)?;
    Ok(())
}

/// Who is met: most of the people of the guarantors expected, some who stay beyond their permit, some others.
fn cast(station: &Station, operation: &Operation, day: Date) -> Result<Vec<FieldRow>, Error> {
    let ids = station.registry.standing(day)?;
    let step = ids.len().div_ceil(LOOKED_AT).max(1);
    let (mut expected, mut late, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (number, id) in ids.into_iter().step_by(step).enumerate() {
        let row = station.registry.field_row(id)?;
        if row.cards.is_empty() || row.cards.iter().any(|(at, _)| clock::start_of(day) < *at) {
            continue;
        }
        let guarantor = row.draft.get(Field::GuarantorName);
        if row
            .draft
            .date(Field::ValidUntil)
            .is_some_and(|last| last < day)
        {
            late.push(row);
        } else if operation.plan.expected.iter().any(|one| one == guarantor) {
            // Somebody is always at work elsewhere.
            if !number.is_multiple_of(3) {
                expected.push(row);
            }
        } else {
            others.push(row);
        }
    }
    late.truncate(LATE);
    expected.truncate(SEEN * 2 / 3);
    let met = expected.into_iter().chain(late).chain(others);
    Ok(met.take(SEEN).collect())
}

/// What the office was told of two thirds of them; the others' papers nobody has told yet.
fn report_papers(station: &mut Station, cast: &[FieldRow], day: Date) -> Result<(), Error> {
    station.act_as(Duty::Counter)?;
    for (number, row) in cast.iter().enumerate() {
        let (draft, months) = (&row.draft, i32::try_from(number % 5).unwrap_or(0));
        let Some(permit_no) = PermitNo::parse(draft.get(Field::PermitNo)) else {
            continue;
        };
        if number % 3 == 2 {
            continue;
        }
        let told = day.saturating_sub((1 + months).months());
        let position = draft.get(Field::Occupation).trim().to_owned();
        station.tell_papers(
            &permit_no,
            &Papers {
                sktt_on: Held::Is(told),
                address_on: Held::Is(told),
                rptka: if number % 7 == 3 {
                    Held::Is(String::from("PENASIHAT TEKNIS"))
                } else {
                    Held::Is(position)
                },
                guarantor_until: draft.date(Field::ValidUntil).map_or(Held::Untold, Held::Is),
                principal: Held::None,
            },
        )?;
    }
    Ok(())
}

/// Their cards before the reader, one after the other; one of them twice, one whose seal somebody else signed, and a code that is no seal.
fn scans(
    station: &mut Station,
    operation: &Operation,
    cast: &[FieldRow],
    day: Date,
) -> Result<Vec<Sighting>, Error> {
    let begin = clock::at(day, Time::constant(9, 0, 0, 0));
    let mut patrol = Patrol {
        operation: operation.id,
        officer: station.officer().name.clone(),
        begin,
        scans: Vec::new(),
        rules: (PatrolRules::bundled(), Groups::bundled()),
    };
    let mut first = None;
    for row in cast {
        let number = PermitNo::parse(row.draft.get(Field::PermitNo));
        let number = number.ok_or_else(|| Error::new("internal"))?;
        let cards = station.registry.permit(&number)?.cards;
        let Some(card) = cards.last() else { continue };
        patrol.scan(station, card.seal_text.clone(), Some(number.as_str()))?;
        first.get_or_insert_with(|| card.seal_text.clone());
    }
    if let Some(seal) = first {
        let forged = forged(station, &seal, begin)?;
        patrol.scan(station, forged, None)?;
        patrol.scan(
            station,
            seal,
            cast.first().map(|row| row.draft.get(Field::PermitNo)),
        )?;
    }
    patrol.scan(station, String::from("https://contoh.example/kartu"), None)?;
    Ok(patrol.scans)
}

/// What the seal says, signed by somebody else.
fn forged(station: &mut Station, seal: &str, at: i64) -> Result<String, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new("internal").because(error);
    let verdict = station.verify(&Evidence::Text(seal.to_owned()), Some(at));
    let claims = verdict.claims.ok_or_else(|| Error::new("internal"))?;
    let key = PrivateKey::from_bytes(&rand::random()).ok_or_else(|| Error::new("internal"))?;
    let forger = Signer {
        certificate: Device::certificate(&key, claims.issued_at).map_err(|error| failed(&error))?,
        key: Arc::new(key),
    };
    let forged = seal::seal(&claims, &forger).map_err(|error| failed(&error))?;
    Ok(forged.text)
}

/// A patrol on its way.
struct Patrol {
    operation: OperationId,
    officer: String,
    begin: i64,
    scans: Vec<Sighting>,
    rules: (PatrolRules, Groups),
}

impl Patrol {
    fn scan(
        &mut self,
        station: &mut Station,
        text: String,
        permit_no: Option<&str>,
    ) -> Result<(), Error> {
        let number = i64::try_from(self.scans.len()).unwrap_or(i64::MAX);
        let at = (self.begin + number * STEP_S).min(station.now());
        let verdict = station.verify(&Evidence::Text(text), Some(at));
        let facts = match permit_no.and_then(PermitNo::parse) {
            Some(number) => {
                let id = station.registry.permit_key(&number)?;
                let row = station.registry.field_row(id)?;
                whereabouts::entry(row, Level::Immigration)?.facts
            }
            None => crate::patrol::Facts::default(),
        };
        let reference = station.reference();
        let rules = LightRules {
            numbers: &self.rules.0,
            groups: &self.rules.1,
            book: &reference.rules,
        };
        let claims = verdict.claims.as_ref();
        self.scans.push(Sighting {
            id: SightingId(rand::random()),
            at,
            spot: spot(number),
            officer: self.officer.clone(),
            word: verdict.word,
            reason: verdict.reason,
            card_serial: claims.map_or_else(String::new, |claims| claims.card_serial.clone()),
            permit_no: claims.map_or_else(String::new, |claims| claims.permit_no.clone()),
            status_age_s: verdict.status.map(|status| at.saturating_sub(status.as_of)),
            lights: lights(&verdict, &facts, clock::day_of(at), rules),
            note: String::new(),
            photo: None,
            operation: Some(self.operation),
        });
        Ok(())
    }
}

/// Five scans an estate, about its middle; every sixth indoors, where the receiver sees no sky.
fn spot(number: i64) -> Spot {
    let estate = usize::try_from(number / 6).unwrap_or(0) % ESTATES.len();
    let code = ESTATES.get(estate).and_then(|code| AreaCode::parse(code));
    let Some(area) = code.and_then(AreaCode::area) else {
        return Spot::default();
    };
    if number % 6 == 5 {
        return Spot {
            text: format!("{}, lobi pabrik", area.name),
            district: Some(area.code.district().to_string()),
            estate: Some(area.code.to_string()),
            fix: None,
        };
    }
    // Steps of some hundred metres that do not fall on each other.
    let step = |times: i64| i32::try_from((number * times) % 11 - 5).unwrap_or(0) * 1_100;
    let centre = area.centre;
    let at = Coordinate::new(centre.lat_udeg() + step(4), centre.lon_udeg() + step(7));
    let at = at.unwrap_or(centre);
    Spot {
        text: String::new(),
        district: district_at(at).map(|code| code.to_string()),
        estate: Some(area.code.to_string()),
        fix: Some(crate::patrol::Fix {
            latitude_e6: at.lat_udeg(),
            longitude_e6: at.lon_udeg(),
            accuracy_m: Some(8),
        }),
    }
}

/// The log of a laptop that lives as long as this.
fn bring_home(station: &mut Station, scans: &[Sighting]) -> Result<(), Error> {
    let failed = |error: crate::patrol::Error| Error::new("internal").because(error);
    let key = PrivateKey::from_bytes(&rand::random()).ok_or_else(|| Error::new("internal"))?;
    let now = station.now();
    let device = Device {
        certificate: Device::certificate(&key, now).map_err(failed)?,
        name: String::from("Laptop patroli contoh"),
        sent_at: now,
        count: u64::try_from(scans.len()).unwrap_or(0),
    };
    let mut chain = Chain::begin(device.id());
    let links: Vec<Link> = scans
        .iter()
        .map(|scan| chain.add(scan).map_err(failed))
        .collect::<Result<_, _>>()?;
    let recipient = station.log_recipient()?;
    let log = write_log(Vec::new(), &recipient, &device, &key, &mut |number| {
        let link = usize::try_from(number).ok().and_then(|at| links.get(at));
        link.map(|link| link.bytes.clone())
            .ok_or(crate::patrol::Error::Form("link"))
    })
    .map_err(failed)?;
    let path = station.dir().join(LOG);
    file::write(&path, &log, Readers::Owner)?;
    let merged = station.merge_log(&path, Some(device.id()));
    fs::remove_file(&path).map_err(|error| Error::writing(&path, &error))?;
    merged.map(drop)
}
