//! Making a demo office: a folder that appears when it is complete, throw-away keys, invented residents with sealed cards.

pub(super) mod operation;
pub(super) mod story;

use super::backup::BackupPlan;
use super::clock::{self, Clock};
use super::people::{self, Person};
use super::{
    Error, Reference, Settings, Station, again, audit, door, issue, keys, registry_file, settings,
    site,
};
use crate::card::Issuer;
use crate::permit::{Finding, Gazetteer, Kind, Permit};
use crate::portrait::{self, Crop, Portrait};
use crate::registry::{Look, Registry};
use crate::rule::Rulebook;
use crate::seal::{self, Seal};
use crate::vault::{Cost, MasterKey, Secret};
use jiff::ToSpan as _;
use std::collections::HashSet;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// Above this many residents, portraits repeat: a registry of 100,000 is for measuring, not for looking at.
const OWN_PORTRAITS: u32 = 2_000;
const POOL: u32 = 64;
/// Most residents: half of the status list.
const MOST: u32 = 1_000_000;
/// Applicants are numbered behind the residents, and before those who are there to try one's hand on.
const MOST_APPROVED: u32 = 960_000;

/// Password of every officer of a demo office.
pub(super) const PASSWORD: &str = "contoh";

/// Who lives in a demo office's city, and who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Crowd {
    /// Residents with cards.
    pub people: u32,
    /// Applicants who are approved and wait for their cards, with blanks for all of them.
    pub approved: u32,
}

impl From<u32> for Crowd {
    fn from(people: u32) -> Self {
        Self {
            people,
            approved: 0,
        }
    }
}

pub(super) fn create(
    dir: &Path,
    crowd: Crowd,
    seed: u64,
    clock: Clock,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<Station, Error> {
    if MOST < crowd.people
        || (0 < crowd.approved && MOST_APPROVED < crowd.people.saturating_add(crowd.approved))
    {
        return Err(Error::new("too-many-people").with("most", MOST));
    }
    site::raise(dir, |dir| {
        build(dir, crowd, seed, clock, progress)?;
        if operation::PEOPLE.contains(&crowd.people) {
            operation::tell(dir, clock)?;
        }
        Ok(())
    })?;
    Station::open_by(dir, clock)
}

fn build(
    dir: &Path,
    crowd: Crowd,
    seed: u64,
    clock: Clock,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<(), Error> {
    let now = clock.now();
    let settings = demo_settings();
    settings::write(dir, &settings)?;
    // A seal's time is the day its card was issued, so there was a signer each quarter since the first.
    let first =
        clock::start_of(people::base().saturating_sub(people::OLDEST_YEARS.years())).min(now);
    let master = MasterKey::from_bytes(rand::random());
    let keys = keys::Keys::create(dir, &master, keys::Use::ThrowAway, first, now)?;
    let password = Secret::new(String::from(PASSWORD));
    let slots = story::CAST.map(|(login, ..)| (login, &password));
    door::slots::make(dir, &master, &slots, Cost::PUBLIC)?;
    let mut registry = Registry::create(&registry_file(dir), &master.registry_key())?;
    registry.set_notary(audit::notary(&keys));
    let officers = story::engage(&mut registry, seed, first)?;
    let reference = Reference {
        rules: Rulebook::bundled(),
        places: Gazetteer::bundled(),
    };
    let maker = Maker {
        reference: &reference,
        keys: &keys,
        settings: &settings,
        people: people::People::new(seed, &reference),
        pool: pool(crowd.people.saturating_add(crowd.approved), seed)?,
        now,
    };
    registry.hurry()?;
    story::tell(&mut registry, &maker, &officers, crowd, progress)?;
    registry.settle()?;
    drop(registry);
    site::mark(dir, true)
}

fn look(kind: Kind, settings: &Settings) -> Result<Look, Error> {
    again::keep(&issue::choose(None, kind)?, &settings.office)
}

/// Random, like the places of cards issued later, and each once.
fn random_place(taken: &mut HashSet<u64>) -> u64 {
    loop {
        let place = rand::random_range(0..issue::STATUS_PLACES);
        if taken.insert(place) {
            return place;
        }
    }
}

/// A card of a resident to be made.
struct Wanted {
    number: u32,
    /// Which of his cards.
    card: usize,
    serial: String,
    issued_at: i64,
    /// In the status list.
    place: u64,
}

/// One invented resident, card and all.
struct Resident {
    permit: Permit,
    portrait: Portrait,
    serial: String,
    seal: Seal,
}

/// What making residents needs; shared by the threads that make them.
struct Maker<'a> {
    reference: &'a Reference,
    keys: &'a keys::Keys,
    settings: &'a Settings,
    people: people::People<'a>,
    /// Empty when everybody has a portrait of their own.
    pool: Vec<Portrait>,
    now: i64,
}

impl Maker<'_> {
    /// In the order given, made on all cores.
    fn make_all(&self, wanted: &[&Wanted]) -> Result<Vec<Resident>, Error> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let share = wanted.len().div_ceil(cores).max(1);
        thread::scope(|scope| {
            let lanes: Vec<_> = wanted
                .chunks(share)
                .map(|part| {
                    let work = move || {
                        part.iter()
                            .map(|wanted| self.make(wanted))
                            .collect::<Result<Vec<_>, _>>()
                    };
                    thread::Builder::new()
                        .name(String::from("demo"))
                        .spawn_scoped(scope, work)
                })
                .collect();
            let mut residents = Vec::with_capacity(wanted.len());
            for lane in lanes {
                let lane = lane.map_err(|error| Error::new("internal").because(error.kind()))?;
                residents.extend(lane.join().map_err(|_panic| Error::new("internal"))??);
            }
            Ok(residents)
        })
    }

    /// An applicant behind the residents, complete, with a portrait.
    fn applicant(&self, number: u32) -> Result<(Permit, Portrait), Error> {
        let person = self.people.applicant(number);
        let (permit, _) = self.permit(&person, number)?;
        Ok((permit, self.portrait(&person, number)?))
    }

    /// Applicants of these numbers, made on all cores.
    fn applicants(&self, numbers: &[u32]) -> Result<Vec<(Permit, Portrait)>, Error> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let share = numbers.len().div_ceil(cores).max(1);
        thread::scope(|scope| {
            let lanes: Vec<_> = numbers
                .chunks(share)
                .map(|part| {
                    let work = move || part.iter().map(|number| self.applicant(*number)).collect();
                    thread::Builder::new()
                        .name(String::from("demo"))
                        .spawn_scoped(scope, work)
                })
                .collect();
            let mut made = Vec::with_capacity(numbers.len());
            for lane in lanes {
                let lane = lane.map_err(|error| Error::new("internal").because(error.kind()))?;
                let part: Result<Vec<_>, Error> =
                    lane.join().map_err(|_panic| Error::new("internal"))?;
                made.extend(part?);
            }
            Ok(made)
        })
    }

    fn permit(&self, person: &Person, number: u32) -> Result<(Permit, Vec<Finding>), Error> {
        person
            .draft
            .check(person.issued_on, &self.reference.places)
            .map_err(|findings| {
                let named: Vec<String> = findings
                    .iter()
                    .map(|finding| format!("{}: {}", finding.field.id(), finding.rule))
                    .collect();
                Error::new("internal")
                    .because(format!("invented resident {number}: {}", named.join(", ")))
            })
    }

    fn portrait(&self, person: &Person, number: u32) -> Result<Portrait, Error> {
        match self.pool.get(usize::try_from(number % POOL).unwrap_or(0)) {
            Some(portrait) => Ok(portrait.clone()),
            None => drawn(person),
        }
    }

    fn make(&self, wanted: &Wanted) -> Result<Resident, Error> {
        let number = wanted.number;
        let person = self.people.card(number, wanted.card);
        let (permit, _) = self.permit(&person, number)?;
        let (serial, issued_at) = (wanted.serial.clone(), wanted.issued_at);
        let signer = self
            .keys
            .signer(issued_at)
            .ok_or_else(|| Error::new("signer-out-of-use"))?;
        let claims = issue::claims(
            &permit,
            &serial,
            issued_at,
            wanted.place,
            &self.settings.issuer_url,
            true,
        );
        let seal =
            seal::seal(&claims, signer).map_err(|error| Error::new("key-failed").because(error))?;
        let portrait = self.portrait(&person, number)?;
        Ok(Resident {
            permit,
            portrait,
            serial,
            seal,
        })
    }
}

fn pool(people: u32, seed: u64) -> Result<Vec<Portrait>, Error> {
    if people <= OWN_PORTRAITS {
        return Ok(Vec::new());
    }
    (0..u64::from(POOL))
        .map(|number| accept(&portrait::drawn(seed.wrapping_add(number))))
        .collect()
}

fn drawn(person: &Person) -> Result<Portrait, Error> {
    accept(&portrait::drawn_as(
        person.face,
        person.woman,
        person.age_years,
    ))
}

fn accept(still: &portrait::Still) -> Result<Portrait, Error> {
    portrait::accept(still, Crop::centred(still))
        .map_err(|error| Error::new("internal").because(error))
}

/// An office that is clearly nobody's.
fn demo_settings() -> Settings {
    Settings {
        office: Issuer {
            header: String::from("REPUBLIK INDONESIA · IMIGRASI"),
            office: String::from("KANTOR IMIGRASI BEKASI"),
            signatory_title: String::from("Kepala Kantor"),
            signatory_name: String::from("BAMBANG CONTOH"),
            signatory_nip: String::from("199001012015031001"),
            emblem: None::<Arc<[u8]>>,
        },
        issuer_url: String::from("https://contoh.imigrasi.example"),
        camera: String::new(),
        mirror: true,
        language: String::from("id"),
        theme: String::from("light"),
        printer_dpi: 300,
        backup: BackupPlan::default(),
        lock_minutes: 5,
        field_extract: 2,
        steps: Vec::new(),
        photo: super::PhotoRule::default(),
    }
}
