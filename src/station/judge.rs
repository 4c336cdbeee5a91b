//! Everything that is wrong or odd about a draft: its form, the dated rules, and what the registry knows already.

use super::{Error, Judgement, Station};
use crate::mrz;
use crate::permit::{self, Draft, Field, Finding, Nationality, Permit, PermitNo, Severity};
use crate::portrait::{self, Crop, Portrait, Still};
use crate::registry::Twin;
use jiff::civil::Date;

/// As [`judge`], of a card whose approval still holds: the picture was judged before it, and is covered by it.
pub(super) fn judge_approved(
    station: &Station,
    draft: &Draft,
    day: Date,
) -> Result<(Judgement, Option<Permit>), Error> {
    judge_with(station, draft, Vec::new(), day)
}

/// The judgement, and the permit when nothing about the form is wrong.
pub(super) fn judge(
    station: &Station,
    draft: &Draft,
    portrait: Option<&Portrait>,
    day: Date,
) -> Result<(Judgement, Option<Permit>), Error> {
    judge_with(station, draft, photographed(station, portrait)?, day)
}

fn judge_with(
    station: &Station,
    draft: &Draft,
    pictured: Vec<Finding>,
    day: Date,
) -> Result<(Judgement, Option<Permit>), Error> {
    let (permit, mut findings) = match draft.check(day, &station.reference.places) {
        Ok((permit, soft)) => (Some(permit), soft),
        Err(findings) => (None, findings),
    };
    findings.extend(station.reference.rules.check(draft, day));
    findings.extend(duplicates(station, draft, day)?);
    findings.extend(pictured);
    findings.sort_by_key(|finding| (finding.severity, finding.field));
    findings.dedup();
    let passes = findings
        .iter()
        .all(|finding| finding.severity != Severity::Hard);
    Ok((Judgement { findings, passes }, permit))
}

/// What is odd about the picture, as the office takes it: what a supervisor accepted is told as that; what nobody accepted stops
/// the case where the office wants it so. A picture that can be on no card is never accepted.
fn photographed(station: &Station, portrait: Option<&Portrait>) -> Result<Vec<Finding>, Error> {
    let mut found = pictured(portrait, station.is_demo());
    let is_soft = |finding: &Finding| finding.severity == Severity::Soft;
    let Some(portrait) = portrait.filter(|_| found.iter().any(is_soft)) else {
        return Ok(found);
    };
    if let Some(accepted) = station.registry.accepted_flaws(portrait)? {
        found.retain(|finding| !is_soft(finding));
        found.push(Finding {
            args: vec![("officer", accepted.officer), ("reason", accepted.reason)],
            ..finding("portrait-accepted", Field::Portrait, Severity::Soft)
        });
    } else if station.settings.photo.flaws_stop {
        for finding in &mut found {
            finding.severity = Severity::Hard;
        }
    }
    Ok(found)
}

/// Ids of what is wrong with a portrait that could still be accepted.
pub(super) fn flaws(portrait: &Portrait) -> Vec<String> {
    let found = pictured(Some(portrait), true);
    let soft = found
        .iter()
        .filter(|finding| finding.severity == Severity::Soft);
    let id = |finding: &Finding| finding.rule.strip_prefix("portrait-").map(str::to_owned);
    soft.filter_map(id).collect()
}

/// Permits that may be the draft's own person's: its own, those with its passport or NIORA, those of the name and the day of birth.
pub(super) fn alike(station: &Station, draft: &Draft) -> Result<Vec<String>, Error> {
    let own =
        PermitNo::parse(draft.get(Field::PermitNo)).map_or_else(Vec::new, |no| no.spellings());
    let mut permits: Vec<String> = own.iter().map(|no| no.as_str().to_owned()).collect();
    let (passport, niora) = (draft.number(Field::PassportNo), draft.number(Field::Niora));
    let twins = station.registry.twins("", &passport, &niora)?;
    permits.extend(twins.into_iter().map(|twin| twin.permit_no));
    if let Some(who) = Who::of(draft) {
        let others = station
            .registry
            .born_alike(&who.birth, &who.nationality)?
            .into_iter();
        let same = others.filter(|other| folded(&other.full_name) == who.name);
        permits.extend(same.map(|other| other.permit_no));
    }
    Ok(permits)
}

/// What is odd about the picture: what the assistant found when it was taken in, otherwise what can be seen without knowing of a
/// face; each id has words under `finding-portrait-<id>`. No card bears a picture without a face, but for specimens.
pub(super) fn pictured(portrait: Option<&Portrait>, is_demo: bool) -> Vec<Finding> {
    let of = |rule: &str, severity| finding(rule, Field::Portrait, severity);
    let Some(portrait) = portrait else {
        return vec![of("portrait-missing", Severity::Hard)];
    };
    if let Some(made) = portrait.made() {
        let severity = if made.is_faceless() && !is_demo {
            Severity::Hard
        } else {
            Severity::Soft
        };
        let flaws = made.flaws.iter();
        return flaws
            .map(|id| of(&format!("portrait-{id}"), severity))
            .collect();
    }
    let Ok(still) = Still::decode(portrait.jpeg()) else {
        return vec![of("portrait-damaged", Severity::Hard)];
    };
    let checks = portrait::check(&still, Crop::centred(&still));
    checks
        .iter()
        .filter(|check| !check.passes())
        .map(|check| of(&format!("portrait-{}", check.id), Severity::Soft))
        .collect()
}

fn duplicates(station: &Station, draft: &Draft, day: Date) -> Result<Vec<Finding>, Error> {
    let Some(permit_no) = PermitNo::parse(draft.get(Field::PermitNo)) else {
        return Ok(Vec::new());
    };
    let mut findings: Vec<Finding> = known(station, draft, &permit_no)?.into_iter().collect();
    findings.extend(twins(station, draft, &permit_no, day)?);
    Ok(findings)
}

/// What other permits the registry has with the passport or the NIORA.
pub(super) fn twins(
    station: &Station,
    draft: &Draft,
    permit_no: &PermitNo,
    day: Date,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let (passport, niora) = (draft.number(Field::PassportNo), draft.number(Field::Niora));
    let twins = station
        .registry
        .twins(permit_no.as_str(), &passport, &niora)?;
    // The same number spelled otherwise has a finding of its own.
    let spellings = permit_no.spellings();
    let mut twins = twins.iter().filter(|twin| {
        !spellings
            .iter()
            .any(|spelling| spelling.as_str() == twin.permit_no)
    });
    let named = |rule, field, severity, twin: &Twin| Finding {
        args: vec![("permit", twin.permit_no.clone())],
        ..finding(rule, field, severity)
    };
    if let Some(twin) = twins
        .clone()
        .find(|twin| twin.passport && day <= twin.valid_until)
    {
        findings.push(named(
            "passport-has-permit",
            Field::PassportNo,
            Severity::Soft,
            twin,
        ));
    }
    // A NIORA belongs to one person for life (domain.md 1.1): a new passport is possible, a new birth date is not.
    let other_birth = |twin: &Twin| {
        let both = permit::parse_partial_date(&twin.birth_date).zip(draft.birth());
        both.is_some_and(|(known, typed)| !permit::may_be_same_date(known, typed))
    };
    if let Some(twin) = twins.clone().find(|twin| twin.niora && other_birth(twin)) {
        findings.push(named(
            "niora-of-another",
            Field::Niora,
            Severity::Hard,
            twin,
        ));
    }
    if findings.is_empty() && twins.next().is_none() {
        findings.extend(same_person(station, draft, (&spellings, day))?);
    }
    Ok(findings)
}

/// Somebody of the same name, born on the same day, of the same nationality, who has a permit under another passport.
fn same_person(
    station: &Station,
    draft: &Draft,
    (spellings, day): (&[PermitNo], Date),
) -> Result<Option<Finding>, Error> {
    let Some(who) = Who::of(draft) else {
        return Ok(None);
    };
    let (passport, niora) = (draft.number(Field::PassportNo), draft.number(Field::Niora));
    let others = station.registry.born_alike(&who.birth, &who.nationality)?;
    let other = others.into_iter().find(|other| {
        let own = spellings.iter().any(|own| own.as_str() == other.permit_no);
        let told_apart =
            other.passport_no == passport || (!niora.is_empty() && other.niora == niora);
        !own && !told_apart && day <= other.valid_until && folded(&other.full_name) == who.name
    });
    Ok(other.map(|other| Finding {
        args: vec![("permit", other.permit_no)],
        ..finding("same-person", Field::FullName, Severity::Soft)
    }))
}

/// What tells a person when every number differs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Who {
    name: String,
    birth: String,
    nationality: String,
}

impl Who {
    /// `None` where any of it is not told, or the day of birth is not known whole.
    fn of(draft: &Draft) -> Option<Self> {
        let birth = draft.birth()?;
        let (month, day) = birth.month.zip(birth.day)?;
        let nationality = Nationality::parse(draft.get(Field::Nationality))?;
        let name = folded(draft.get(Field::FullName));
        (!name.is_empty()).then(|| Self {
            name,
            birth: format!("{:04}-{month:02}-{day:02}", birth.year),
            nationality: nationality.row().code.to_owned(),
        })
    }

    /// Of a permit, whose fields are all told.
    pub(super) fn of_permit(permit: &Permit) -> Option<Self> {
        Self::of(&permit.to_draft())
    }
}

/// A name as its zone would spell it, its words in any order.
fn folded(name: &str) -> String {
    let spelled = mrz::transliterate(name).to_ascii_uppercase();
    let mut words: Vec<&str> = spelled
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// What the registry knows of the permit number itself: a new card may take the place of the same person's alone.
fn known(station: &Station, draft: &Draft, permit_no: &PermitNo) -> Result<Option<Finding>, Error> {
    for spelling in permit_no.spellings() {
        let Some(serial) = station.registry.present_serial(spelling.as_str())? else {
            continue;
        };
        let known = station.registry.permit(&spelling)?.draft;
        let (rule, severity, arg) = if !is_same_person(&known, draft) {
            ("permit-of-another", Severity::Hard, ("serial", serial))
        } else if spelling != *permit_no {
            let written = String::from(spelling.as_str());
            ("permit-no-otherwise", Severity::Hard, ("permit", written))
        } else {
            ("permit-known", Severity::Soft, ("serial", serial))
        };
        return Ok(Some(Finding {
            args: vec![arg],
            ..finding(rule, Field::PermitNo, severity)
        }));
    }
    Ok(None)
}

/// Birth date, passport or NIORA tell; each of them may have been corrected, all three at once never are.
fn is_same_person(known: &Draft, typed: &Draft) -> bool {
    let same = |field| {
        let number = known.number(field);
        !number.is_empty() && number == typed.number(field)
    };
    let birth = known.birth();
    (birth.is_some() && birth == typed.birth()) || same(Field::PassportNo) || same(Field::Niora)
}

fn finding(rule: &str, field: Field, severity: Severity) -> Finding {
    Finding {
        rule: String::from(rule),
        field,
        severity,
        args: Vec::new(),
    }
}
