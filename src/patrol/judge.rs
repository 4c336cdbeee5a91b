//! From a seal, what else is known, and a day to the lights; by dated rules, never by guessing.

use super::light::{Color, Facts, Held, Light, LightRules, Paper};
use crate::permit::{Kind, date_text};
use crate::rule::{Group, PatrolKey};
use crate::seal::{Claims, Verdict, Word};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The lights of a genuine card, in the order of [`Paper::ALL`]; those that do not apply to such a stay are left out. None at
/// all for what is no genuine card: nothing is known of its holder.
pub fn lights(verdict: &Verdict, facts: &Facts, today: Date, rules: LightRules<'_>) -> Vec<Light> {
    let Some(claims) = verdict.claims.as_ref().filter(|_| is_genuine(verdict.word)) else {
        return Vec::new();
    };
    let Some(stay) = Stay::of(claims, facts) else {
        return Vec::new();
    };
    let judge = Judge {
        stay,
        facts,
        today,
        rules,
    };
    let lights = [
        Some(judge.permit(verdict)),
        Some(judge.passport()),
        Some(judge.reentry()),
        judge.sktt(),
        Some(judge.address()),
        judge.position(),
        judge.guarantor(),
        judge.report(),
        Some(judge.dependants()),
    ];
    lights.into_iter().flatten().collect()
}

/// The office made such a card, whatever holds of it now.
pub fn is_genuine(word: Word) -> bool {
    match word {
        Word::Valid
        | Word::Expired
        | Word::Revoked
        | Word::Suspended
        | Word::Superseded
        | Word::Stale => true,
        Word::Forged | Word::UnknownSigner | Word::NotASeal | Word::Unreadable => false,
    }
}

/// The day a moment belongs to, in WIB.
pub(super) fn day_of(at: i64) -> Option<Date> {
    let at = Timestamp::from_second(at).ok()?;
    Some(Offset::constant(7).to_datetime(at).date())
}

/// What the seal says of the stay.
struct Stay<'a> {
    kind: Kind,
    index: &'a str,
    /// Last day on which the card holds.
    until: Date,
    begun: Option<Date>,
}

impl<'a> Stay<'a> {
    fn of(claims: &'a Claims, facts: &Facts) -> Option<Self> {
        let status = claims.legal_status.trim_start_matches("SPECIMEN ");
        let (card, index) = status.split_once('/').unwrap_or((status, ""));
        let kind = [Kind::Itas, Kind::Itap]
            .into_iter()
            .find(|kind| kind.card_name() == card)?;
        Some(Self {
            kind,
            index,
            // On or after `exp` is too late: the last second before it is the last day's.
            until: day_of(claims.expires_at.checked_sub(1)?)?,
            begun: facts.valid_from,
        })
    }
}

struct Judge<'a> {
    stay: Stay<'a>,
    facts: &'a Facts,
    today: Date,
    rules: LightRules<'a>,
}

type Args = Vec<(&'static str, String)>;

/// Whole days from one day to another; negative when `to` is earlier.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn date(day: Date) -> (&'static str, String) {
    ("date", date_text(day))
}

fn light(paper: Paper, color: Color, reason: &'static str, args: Args) -> Light {
    Light {
        paper,
        color,
        reason,
        args,
    }
}

impl Judge<'_> {
    fn number(&self, key: PatrolKey) -> Option<(i64, bool)> {
        self.rules.numbers.number(key, self.stay.kind, self.today)
    }

    /// Whether `until` lies within the days of that window; never where no number is in force.
    fn is_soon(&self, until: Date, window: PatrolKey) -> bool {
        self.number(window)
            .is_some_and(|(most, _)| days(self.today, until) < most)
    }

    fn group(&self) -> Group {
        let day = self.stay.begun.unwrap_or(self.today);
        self.rules.groups.of(self.stay.index, day)
    }

    fn permit(&self, verdict: &Verdict) -> Light {
        let until = self.stay.until;
        let over = days(until, self.today);
        let left = ("days", (-over).to_string());
        let (color, reason, args) = match verdict.word {
            Word::Revoked => (Color::Red, "permit-revoked", vec![]),
            Word::Superseded => (Color::Red, "permit-superseded", vec![]),
            // The card lapsed with its report day; the permit itself has none.
            _ if 0 < over && self.facts.report_due.get().is_some() => {
                (Color::Unknown, "permit-untold", vec![])
            }
            _ if 0 < over => (
                Color::Red,
                "permit-over",
                vec![("days", over.to_string()), date(until)],
            ),
            Word::Suspended => (Color::Amber, "permit-suspended", vec![]),
            Word::Stale => (Color::Amber, "permit-status-old", vec![date(until)]),
            _ if self.facts.valid_from.is_some_and(|from| self.today < from) => {
                (Color::Amber, "permit-not-begun", vec![])
            }
            _ if self.is_soon(until, PatrolKey::PermitSoonDays) => {
                (Color::Amber, "permit-ends-soon", vec![left, date(until)])
            }
            Word::Valid => (Color::Green, "permit-in-force", vec![date(until)]),
            // A signer's certificate that has ended proves nothing about the permit.
            Word::Expired
            | Word::Forged
            | Word::UnknownSigner
            | Word::NotASeal
            | Word::Unreadable => (Color::Unknown, "permit-untold", vec![]),
        };
        light(Paper::Permit, color, reason, args)
    }

    fn passport(&self) -> Light {
        let (color, reason, args) = match self.facts.passport_until.get() {
            None => (Color::Unknown, "passport-untold", vec![]),
            Some(until) if *until < self.today => (
                Color::Red,
                "passport-over",
                vec![("days", days(*until, self.today).to_string()), date(*until)],
            ),
            Some(until) if self.is_soon(*until, PatrolKey::PassportSoonDays) => (
                Color::Amber,
                "passport-ends-soon",
                vec![("days", days(self.today, *until).to_string()), date(*until)],
            ),
            Some(until) if *until < self.stay.until => {
                (Color::Amber, "passport-ends-first", vec![date(*until)])
            }
            Some(until) => (Color::Green, "passport-in-force", vec![date(*until)]),
        };
        light(Paper::Passport, color, reason, args)
    }

    /// A re-entry permit that ended is wrong only at the border: amber at worst.
    fn reentry(&self) -> Light {
        let (color, reason, args) = match &self.facts.reentry_until {
            Held::Untold => (Color::Unknown, "reentry-untold", vec![]),
            Held::None => (Color::Amber, "reentry-none", vec![]),
            Held::Is(until) if *until < self.today => {
                (Color::Amber, "reentry-over", vec![date(*until)])
            }
            // UU 6/2011 Ps 64: it ends with its permit at the latest.
            Held::Is(until) if self.stay.until < *until => {
                (Color::Amber, "reentry-past-permit", vec![date(*until)])
            }
            Held::Is(until) if self.is_soon(*until, PatrolKey::ReentrySoonDays) => (
                Color::Amber,
                "reentry-ends-soon",
                vec![("days", days(self.today, *until).to_string()), date(*until)],
            ),
            Held::Is(until) => (Color::Green, "reentry-in-force", vec![date(*until)]),
        };
        light(Paper::Reentry, color, reason, args)
    }

    /// An ITAP's holder is a resident and has no SKTT.
    fn sktt(&self) -> Option<Light> {
        if self.stay.kind == Kind::Itap {
            return None;
        }
        let days = self.stay.begun.map(|begun| days(begun, self.today));
        let number = self.number(PatrolKey::SkttDays);
        let late = days
            .zip(number)
            .map(|(day, (of, verified))| (day, of, verified));
        let (color, reason, args) = match (&self.facts.sktt_on, late) {
            (Held::Is(on), _) => (Color::Green, "sktt-reported", vec![date(*on)]),
            (Held::None, Some((day, of, verified))) if of < day => (
                if verified { Color::Red } else { Color::Amber },
                "sktt-late",
                vec![("days", (day - of).to_string()), ("of", of.to_string())],
            ),
            (Held::None, Some((day, of, _))) => (
                Color::Amber,
                "sktt-due",
                vec![("day", day.to_string()), ("of", of.to_string())],
            ),
            (Held::Untold, Some((day, of, _))) if day <= of => (
                Color::Unknown,
                "sktt-untold-due",
                vec![("day", day.to_string()), ("of", of.to_string())],
            ),
            (Held::Untold | Held::None, _) => (Color::Unknown, "sktt-untold", vec![]),
        };
        Some(light(Paper::Sktt, color, reason, args))
    }

    fn address(&self) -> Light {
        let district = self.facts.district.get();
        let mut args: Args = district
            .map(|name| ("district", name.clone()))
            .into_iter()
            .collect();
        let (color, reason) = match (&self.facts.address_on, district) {
            (Held::Is(on), Some(_)) => {
                args.push(date(*on));
                let age = days(*on, self.today);
                let old = self.number(PatrolKey::AddressDays);
                if old.is_some_and(|(most, _)| most < age) {
                    (Color::Amber, "address-old")
                } else {
                    (Color::Green, "address-reported")
                }
            }
            (Held::None, Some(_)) => (Color::Amber, "address-none"),
            (Held::Untold, Some(_)) => (Color::Unknown, "address-ask"),
            (_, None) => (Color::Unknown, "address-untold"),
        };
        light(Paper::Address, color, reason, args)
    }

    /// Of workers alone: their position on the card must be the one approved.
    fn position(&self) -> Option<Light> {
        if self.group() != Group::Worker {
            return None;
        }
        let Some(position) = self.facts.position.get() else {
            return Some(light(
                Paper::Position,
                Color::Unknown,
                "position-untold",
                vec![],
            ));
        };
        let mut args = vec![("position", position.clone())];
        let (color, reason) = match &self.facts.rptka {
            Held::Untold => (Color::Unknown, "position-ask"),
            Held::None => (Color::Amber, "position-none"),
            Held::Is(approved) if folded(approved) == folded(position) => {
                (Color::Green, "position-as-approved")
            }
            Held::Is(approved) => {
                args.push(("rptka", approved.clone()));
                (Color::Red, "position-differs")
            }
        };
        Some(light(Paper::Position, color, reason, args))
    }

    /// Left out where the index needs none and nobody is named.
    fn guarantor(&self) -> Option<Light> {
        let indices = self.rules.book.indices(self.stay.kind, self.today);
        let index = indices.iter().find(|index| index.code == self.stay.index);
        let needed = index.map(|index| (index.needs_guarantor, index.verified));
        let (color, reason, args) = match (&self.facts.guarantor, &self.facts.guarantor_until) {
            (Held::Untold, _) if needed.is_some_and(|(needs, sure)| !needs && sure) => return None,
            (Held::Untold, _) => (Color::Unknown, "guarantor-untold", vec![]),
            (Held::None, _) => match needed {
                Some((false, _)) => return None,
                Some((true, true)) => (Color::Red, "guarantor-none", vec![]),
                Some((true, false)) | None => (Color::Amber, "guarantor-none", vec![]),
            },
            (Held::Is(name), Held::Is(until)) if *until < self.today => (
                Color::Red,
                "guarantor-over",
                vec![("name", name.clone()), date(*until)],
            ),
            (Held::Is(name), Held::Is(until))
                if self.is_soon(*until, PatrolKey::GuarantorSoonDays) =>
            {
                (
                    Color::Amber,
                    "guarantor-ends-soon",
                    vec![("name", name.clone()), date(*until)],
                )
            }
            (Held::Is(name), Held::Is(until)) => (
                Color::Green,
                "guarantor-in-force",
                vec![("name", name.clone()), date(*until)],
            ),
            (Held::Is(name), Held::Untold | Held::None) => (
                Color::Unknown,
                "guarantor-ask",
                vec![("name", name.clone())],
            ),
        };
        Some(light(Paper::Guarantor, color, reason, args))
    }

    /// Of unlimited ITAPs alone; a seal does not tell which those are.
    fn report(&self) -> Option<Light> {
        if self.stay.kind == Kind::Itas {
            return None;
        }
        let (color, reason, args) = match &self.facts.report_due {
            Held::None => return None,
            Held::Untold => (Color::Unknown, "report-untold", vec![]),
            Held::Is(due) if *due < self.today => (
                Color::Red,
                "report-late",
                vec![("days", days(*due, self.today).to_string()), date(*due)],
            ),
            Held::Is(due) if self.is_soon(*due, PatrolKey::ReportSoonDays) => (
                Color::Amber,
                "report-soon",
                vec![("days", days(self.today, *due).to_string()), date(*due)],
            ),
            Held::Is(due) => (Color::Green, "report-in-time", vec![date(*due)]),
        };
        Some(light(Paper::Report, color, reason, args))
    }

    fn dependants(&self) -> Light {
        let (color, reason, args) = match (self.group(), &self.facts.principal) {
            (Group::Dependant, Held::Untold) => (Color::Unknown, "dependants-untold", vec![]),
            (Group::Dependant, Held::None) => (Color::Amber, "dependants-none", vec![]),
            (_, Held::Is(principal)) if principal.until < self.today => {
                (Color::Red, "dependants-ended", vec![date(principal.until)])
            }
            (_, Held::Is(principal)) if principal.until < self.stay.until => (
                Color::Amber,
                "dependants-outlast",
                vec![date(principal.until)],
            ),
            (_, Held::Is(_)) => (
                Color::Green,
                "dependants-linked",
                vec![("count", String::from("1"))],
            ),
            (
                Group::Worker
                | Group::CitizenSpouse
                | Group::Student
                | Group::Permanent
                | Group::Other,
                Held::Untold | Held::None,
            ) => match self.facts.dependants {
                Some(count) if 0 < count => (
                    Color::Green,
                    "dependants-linked",
                    vec![("count", count.to_string())],
                ),
                // Nobody linked is not nobody there.
                Some(_) | None => (Color::Unknown, "dependants-untold", vec![]),
            },
        };
        light(Paper::Dependants, color, reason, args)
    }
}

/// Letters and digits in small letters: a hyphen or a blank makes no other position.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
