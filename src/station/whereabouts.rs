//! Papers and whereabouts at the office: what was told of a holder's papers, the extract a patrol takes along, the logs it brings home.

use super::file::{self, Readers, Waiting};
use super::{ClockState, Error, Secret, Station, clock};
use crate::office::Deed;
use crate::patrol::{
    self, DeviceId, Entry, Facts, Held, Identity, Level, LogPart, Passphrase, Principal,
    SightingId, Terms,
};
use crate::permit::{Draft, Field, PermitNo, ValidUntil, date_text};
use crate::registry::{
    self, DeviceRow, DistrictCount, FieldRow, Papers, SightingQuery, Sightings, hex,
};
use crate::seal;
use crate::vault::MasterKey;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::ops::ControlFlow;
use std::path::Path;
use zeroize::Zeroizing;

/// What a guess at an extract's passphrase costs: 2^17 rounds of scrypt, 128 MiB and about half a second.
pub(super) const WORK: u8 = 17;
/// In a demo office, whose passwords everybody knows.
pub(super) const DEMO_WORK: u8 = 10;
/// The key that opens the logs of patrols.
const LOG_KEY: &str = "patrol.toml";
/// Under this key the registry keeps whom patrols write their logs for; every trust bundle says it.
const LOG_RECIPIENT: &str = "log_recipient";
/// Cards an entry's history tells of.
const HISTORY: usize = 8;
/// Days ahead an extract may be made for: people on a laptop that is lost stay readable to its finder's guesses no longer than
/// an operation lasts, and the registry they are copied from has moved on by then.
const MOST_DAYS: i64 = 30;

/// An extract that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractMade {
    /// What it is.
    pub terms: Terms,
    /// Bytes of the file.
    pub bytes: u64,
}

/// A log that came home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMerged {
    /// Whose.
    pub device: DeviceId,
    /// As its team named it.
    pub name: String,
    /// Sightings in the file.
    pub sightings: u64,
    /// Of them, those the office did not have.
    pub fresh: u64,
}

impl LogMerged {
    /// Of them, those it had.
    pub fn known(&self) -> u64 {
        self.sightings - self.fresh
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LogKeyFile {
    version: u32,
    /// Public half: whom patrols write their logs for.
    recipient: String,
    /// Secret half, sealed by the office's key for this file's name; hex digits.
    sealed: String,
}

impl Station {
    /// What was told of a permit's papers besides the card; the look stands in the audit.
    pub fn papers(&mut self, permit_no: &PermitNo) -> Result<Papers, Error> {
        self.allow(Deed::ReadRecords)?;
        let papers = self.registry.papers(permit_no)?;
        self.registry.act(self.by("permit-view"), |act| {
            act.about(format!("permit:{}", permit_no.as_str()));
            Ok::<_, registry::Error>(())
        })?;
        Ok(papers)
    }

    /// Keeps what was told of them, in place of what was told before. A principal must be in the registry, and another permit.
    pub fn tell_papers(&mut self, permit_no: &PermitNo, papers: &Papers) -> Result<(), Error> {
        self.allow(Deed::KeepPapers)?;
        if let Held::Is(principal) = &papers.principal {
            let principal = PermitNo::parse(principal).filter(|principal| principal != permit_no);
            let principal = principal.ok_or_else(|| Error::new("principal-unfit"))?;
            self.registry
                .papers(&principal)
                .map_err(|_missing| Error::new("principal-unfit"))?;
        }
        if let Held::Is(position) = &papers.rptka
            && Entry::MOST_TEXT < position.len()
        {
            return Err(Error::new("rptka-long").with("limit", Entry::MOST_TEXT));
        }
        Ok(self.registry.act(self.by("papers-tell"), |act| {
            act.keep_papers(permit_no, papers)
        })?)
    }

    /// Whom patrols write their logs for: goes into every trust bundle. The first one who asks has the key made. A key the
    /// registry was not told of, since the program ended in between, is told of now.
    pub fn log_recipient(&mut self) -> Result<String, Error> {
        let path = self.dir.join("keys").join(LOG_KEY);
        if path.exists() {
            let recipient = file::read_toml::<LogKeyFile>(&path, "key-wrong")?.recipient;
            if self.registry.meta(LOG_RECIPIENT)?.as_ref() == Some(&recipient) {
                return Ok(recipient);
            }
        }
        let identity = Identity::generate();
        let secret = identity.reveal();
        let sealed = self
            .master
            .seal(LOG_KEY, rand::random(), secret.expose().as_bytes());
        let written = LogKeyFile {
            version: 1,
            recipient: identity.recipient(),
            sealed: hex(&sealed),
        };
        let text =
            toml::to_string(&written).map_err(|error| Error::new("internal").because(error))?;
        let by = registry::By {
            officer: crate::office::OfficerId::PROGRAM,
            act: "log-key-new",
            at: self.clock.now(),
        };
        self.registry.act(by, |act| {
            // Another desk may have made it while this one waited for its turn; logs closed for that key must stay readable.
            let recipient = if path.exists() {
                log_identity(&path, &self.master)?.recipient()
            } else {
                file::write(&path, text.as_bytes(), Readers::Owner)?;
                written.recipient
            };
            act.put_meta(LOG_RECIPIENT, &recipient)?;
            Ok(recipient)
        })
    }

    /// Writes the field extract: everybody whose permit has not ended, as much as the level holds, for the team `to`, until the
    /// end of `until`, closed by a passphrase and signed by the office. Refused beyond the level the office's settings allow.
    /// The file is in its place only when the audit says who made it. `progress(done, of)` stops the work with `Break`.
    pub fn make_extract(
        &mut self,
        path: &Path,
        (level, until, to): (Level, Date, &str),
        passphrase: &Secret,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<ExtractMade, Error> {
        self.allow(Deed::MakeExtract)?;
        if self.settings.field_extract < level.number() {
            return Err(Error::new("extract-not-allowed").with("level", level.number()));
        }
        let today = self.today();
        ends_in_time(today, until)?;
        let to = to.trim();
        if to.is_empty() {
            return Err(Error::new("extract-to"));
        }
        super::officers::strong(passphrase, to, to)?;
        if let ClockState::Behind(_) = self.clock_state()? {
            return Err(Error::new("clock-behind"));
        }
        let made_at = self.clock.now();
        self.next_signer(made_at)?;
        let signer = self
            .keys
            .signer(made_at)
            .cloned()
            .ok_or_else(|| Error::new("key-failed"))?;
        let people = self.registry.standing(today)?;
        let terms = Terms {
            issuer: self.settings.issuer_url.clone(),
            level,
            until,
            to: to.to_owned(),
            made_at,
            count: u64::try_from(people.len()).unwrap_or(u64::MAX),
            kid: signer.certificate.kid,
        };
        // Before the first person lies anywhere outside the registry.
        self.registry.act(self.by("extract-begin"), |act| {
            tell_terms(act, &terms);
            Ok::<_, registry::Error>(())
        })?;
        let (waiting, file) = Waiting::begin(path, Readers::Owner)?;
        let work = if self.demo { DEMO_WORK } else { WORK };
        let out = patrol::write_extract(
            BufWriter::new(file),
            (&Passphrase::new(passphrase.reveal().to_owned()), work),
            &terms,
            &mut |number| {
                if progress(number, terms.count).is_break() {
                    return Err(Error::new("stopped"));
                }
                let id = usize::try_from(number)
                    .ok()
                    .and_then(|number| people.get(number))
                    .ok_or_else(|| Error::new("internal"))?;
                entry(self.registry.field_row(*id)?, level)
            },
            &|message| {
                seal::attest(message, signer.key.as_ref())
                    .map_err(|error| Error::new("key-failed").because(error))
            },
        )?;
        let file = out
            .into_inner()
            .map_err(|error| Error::writing(path, error.error()))?;
        file.sync_all()
            .map_err(|error| Error::writing(path, &error))?;
        let bytes = file.metadata().map_or(0, |file| file.len());
        self.registry.act(self.by("extract-make"), |act| {
            tell_terms(act, &terms);
            act.note("bytes", bytes.to_string());
            Ok::<_, registry::Error>(())
        })?;
        waiting.place()?;
        Ok(ExtractMade { terms, bytes })
    }

    /// Takes in a patrol's log: each sighting once however often it comes, all of the file or nothing. A laptop nobody knows is
    /// refused with its fingerprint, until somebody who compared it with the laptop's own says so by `accept`.
    pub fn merge_log(&mut self, path: &Path, accept: Option<DeviceId>) -> Result<LogMerged, Error> {
        self.allow(Deed::KeepSightings)?;
        let identity = self.log_identity()?;
        let opened = File::open(path).map_err(|error| Error::reading(path, &error))?;
        let by = self.by("log-merge");
        self.registry.act(by, |act| {
            let mut merge = Merge::default();
            let (device, chain) =
                patrol::read_log(BufReader::new(opened), &identity, &mut |part| {
                    merge.take(act, part, accept)
                })?;
            let merged = LogMerged {
                device: device.id(),
                name: device.name,
                sightings: chain.length,
                fresh: merge.fresh,
            };
            let row = merge.row.ok_or_else(|| Error::new("internal"))?;
            // No longer than what came before, and yet something in it is new: it parted from that chain before its end.
            if chain.length <= row.links && 0 < merge.fresh {
                return Err(Error::new("log-parted"));
            }
            // An older file of the same chain takes nothing back.
            if row.links < chain.length {
                act.keep_device(&DeviceRow {
                    links: chain.length,
                    head: chain.head,
                    name: merged.name.clone(),
                    last_at: by.at,
                    ..row
                })?;
            }
            act.about(format!("device:{}", merged.device));
            act.note("sightings", merged.sightings.to_string());
            act.note("fresh", merged.fresh.to_string());
            Ok(merged)
        })
    }

    /// Where cards were seen, newest first; the look stands in the audit.
    pub fn sightings(&mut self, query: &SightingQuery) -> Result<Sightings, Error> {
        self.allow(Deed::KeepSightings)?;
        let found = self.registry.sightings(query)?;
        self.registry.act(self.by("sightings-view"), |act| {
            if let Some(permit_no) = &query.permit_no {
                act.about(format!("permit:{permit_no}"));
            }
            act.note("found", found.total.to_string());
            Ok::<_, registry::Error>(())
        })?;
        Ok(found)
    }

    /// How often cards were seen in each kecamatan; names nobody.
    pub fn sightings_by_district(
        &mut self,
        query: &SightingQuery,
    ) -> Result<Vec<DistrictCount>, Error> {
        self.allow(Deed::KeepSightings)?;
        Ok(self.registry.sightings_by_district(query)?)
    }

    /// Picture of a card as it was seen; the look stands in the audit.
    pub fn sighting_photo(&mut self, id: SightingId) -> Result<Option<Vec<u8>>, Error> {
        self.allow(Deed::KeepSightings)?;
        let photo = self.registry.sighting_photo(id)?;
        self.registry.act(self.by("sighting-photo"), |act| {
            act.about(format!("sighting:{id}"));
            Ok::<_, registry::Error>(())
        })?;
        Ok(photo)
    }

    /// Laptops whose logs the office takes.
    pub fn devices(&mut self) -> Result<Vec<DeviceRow>, Error> {
        self.allow(Deed::KeepSightings)?;
        Ok(self.registry.devices()?)
    }

    /// What opens the files that come home to the office.
    pub(super) fn log_identity(&self) -> Result<Identity, Error> {
        log_identity(&self.dir.join("keys").join(LOG_KEY), &self.master)
    }
}

fn log_identity(path: &Path, master: &MasterKey) -> Result<Identity, Error> {
    if !path.exists() {
        return Err(Error::new("key-missing").with("name", LOG_KEY));
    }
    let wrong = || Error::new("key-wrong").with("name", LOG_KEY);
    let read: LogKeyFile = file::read_toml(path, "key-wrong")?;
    let sealed = super::keys::unhex(&read.sealed).ok_or_else(wrong)?;
    let secret: Zeroizing<Vec<u8>> = master.open(LOG_KEY, &sealed).map_err(|_altered| wrong())?;
    let text = std::str::from_utf8(&secret).map_err(|_utf8| wrong())?;
    let identity = Identity::parse(text).ok_or_else(wrong)?;
    // The public half lies open: it must be this key's, or logs would be closed for somebody else.
    if read.version == 1 && identity.recipient() == read.recipient {
        Ok(identity)
    } else {
        Err(wrong())
    }
}

/// A log on its way into the registry.
#[derive(Default)]
struct Merge {
    /// The laptop as it stood before.
    row: Option<DeviceRow>,
    key: i64,
    fresh: u64,
}

impl Merge {
    fn take(
        &mut self,
        act: &mut registry::Act<'_>,
        part: LogPart<'_>,
        accept: Option<DeviceId>,
    ) -> Result<(), Error> {
        match part {
            LogPart::Device(device) => {
                let id = device.id();
                let row = match act.device(id)? {
                    Some(row) => row,
                    None if accept == Some(id) => DeviceRow {
                        device: id,
                        name: device.name.clone(),
                        certificate: device.certificate.der.clone(),
                        first_at: act.at(),
                        last_at: act.at(),
                        links: 0,
                        head: [0; 32],
                    },
                    None => {
                        return Err(Error::new("log-device-unknown")
                            .with("name", &device.name)
                            .with("fingerprint", id));
                    }
                };
                self.key = act.keep_device(&row)?;
                self.row = Some(row);
            }
            LogPart::Link(link, head) => {
                // Two logs of one laptop that part somewhere: one of them was tampered with, or came from an old copy.
                let parted = self
                    .row
                    .as_ref()
                    .is_some_and(|row| link.number + 1 == row.links && *head != row.head);
                if parted {
                    return Err(Error::new("log-parted"));
                }
                if act.keep_sighting(self.key, link.sighting)? {
                    self.fresh += 1;
                }
            }
        }
        Ok(())
    }
}

/// Refuses a last day that has passed or lies too far ahead.
fn ends_in_time(today: Date, until: Date) -> Result<(), Error> {
    if until < today {
        return Err(Error::new("extract-until").with("date", date_text(until)));
    }
    let latest = today.saturating_add(MOST_DAYS.days());
    if latest < until {
        return Err(Error::new("extract-far")
            .with("date", date_text(latest))
            .with("days", MOST_DAYS));
    }
    Ok(())
}

fn tell_terms(act: &mut registry::Act<'_>, terms: &Terms) {
    act.note("level", terms.level.number().to_string());
    act.note("until", terms.until.to_string());
    act.note("to", terms.to.as_str());
    act.note("people", terms.count.to_string());
}

/// One person as an extract has him.
pub(super) fn entry(row: FieldRow, level: Level) -> Result<Entry, Error> {
    let draft = &row.draft;
    // One record that is too long, or holds what no file may, must not keep everybody else's from the patrol.
    let fit = |words: &str| patrol::fit(words.trim(), Entry::MOST_TEXT);
    let text = |field: Field| fit(draft.get(field));
    let told = |words: String| match words {
        none if none.is_empty() => Held::None,
        words => Held::Is(words),
    };
    let held = |field: Field| told(text(field));
    let until = valid_until(draft);
    let facts = Facts {
        valid_from: draft.date(Field::ValidFrom),
        report_due: match until {
            Some(ValidUntil::Day(_)) => Held::None,
            Some(ValidUntil::Unlimited { report_due }) => Held::Is(report_due),
            None => Held::Untold,
        },
        passport_until: draft
            .date(Field::PassportExpiry)
            .map_or(Held::Untold, Held::Is),
        reentry_until: match draft.date(Field::ReentryUntil) {
            Some(day) => Held::Is(day),
            None if draft.get(Field::ReentryUntil).trim().is_empty() => Held::None,
            None => Held::Untold,
        },
        sktt_on: row.papers.sktt_on,
        address_on: row.papers.address_on,
        district: held(Field::District),
        position: held(Field::Occupation),
        rptka: match row.papers.rptka {
            Held::Is(words) => told(fit(&words)),
            other @ (Held::Untold | Held::None) => other,
        },
        guarantor: held(Field::GuarantorName),
        guarantor_until: row.papers.guarantor_until,
        principal: match (row.papers.principal, row.principal_until) {
            (Held::Is(permit_no), Some(until)) => Held::Is(Principal { permit_no, until }),
            (Held::None, _) => Held::None,
            (Held::Is(_) | Held::Untold, _) => Held::Untold,
        },
        dependants: Some(row.dependants),
    };
    let address = [text(Field::Street), text(Field::RtRw), text(Field::Village)];
    let address: Vec<String> = address
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let photo = row
        .portrait
        .filter(|_| level >= Level::Team)
        .map(|portrait| portrait.small())
        .transpose()
        .map_err(|error| Error::new("internal").because(error.id()))?;
    let newest = row.cards.len().saturating_sub(HISTORY);
    let history = row.cards.iter().skip(newest).map(|(at, serial)| {
        let day = date_text(clock::day_of(*at));
        format!("{day} {} {serial}", draft.kind.card_name())
    });
    let index = text(Field::IndexCode);
    Ok(Entry {
        permit_no: text(Field::PermitNo),
        card_serial: row.serial,
        name: text(Field::FullName),
        nationality: text(Field::Nationality),
        legal_status: [draft.kind.card_name(), index.as_str()].join("/"),
        valid_until: until.map(ValidUntil::card_expiry),
        photo,
        regency: text(Field::Regency),
        facts,
        address: fit(&address.join(", ")),
        notes: text(Field::Notes),
        history: history.collect(),
    }
    .at(level))
}

/// As it stands in a card's fields.
fn valid_until(draft: &Draft) -> Option<ValidUntil> {
    match draft.date(Field::ValidUntil) {
        Some(day) => Some(ValidUntil::Day(day)),
        None => draft
            .date(Field::ReportDue)
            .map(|report_due| ValidUntil::Unlimited { report_due }),
    }
}
