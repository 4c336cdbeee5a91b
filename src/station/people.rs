//! Invented residents of a demo office: the same seed and number give the same person, on any machine and any day.

pub(super) mod life;
mod names;
mod zone;

use super::Reference;
use crate::mrz;
use crate::permit::{Draft, Field, Kind};
use crate::rule::Index;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use names::{NamesFile, NationFile};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The day the invented people live on. Fixed, so that a seed gives the same people on any day.
pub(super) fn base() -> Date {
    date(2026, 11, 20)
}

/// No card of a demo office was issued longer before [`base`].
pub(super) const OLDEST_YEARS: i32 = 6;

/// Of a thousand permits so many are ITAP: 437 of 7,047 in 2019 (domain.md 4.5, F:S70).
const ITAP_IN_1000: u32 = 62;

/// Of a hundred residents so many live in Kabupaten Bekasi: 678 of 823 workers, 5,174 of some 6,600 holders of an ITAS
/// (domain.md 4.5, F:S71, F:S72).
const REGENCY_IN_100: u32 = 80;

/// Kecamatan where more foreigners live than elsewhere, around the industrial estates; how many more is a guess.
const CROWDED: [(&str, u32); 9] = [
    ("Cikarang Selatan", 24),
    ("Cikarang Pusat", 9),
    ("Cikarang Utara", 14),
    ("Cikarang Barat", 10),
    ("Cibitung", 5),
    ("Tambun Selatan", 6),
    ("Setu", 4),
    ("Bekasi Selatan", 6),
    ("Medansatria", 3),
];

/// UU 6/2011 Ps 59.
const ITAP_MONTHS: i32 = 60;

/// An unlimited ITAP, as typed.
const UNLIMITED: &str = "-";

/// Indices most residents of an industrial town have.
const COMMON: [&str; 6] = ["C312", "C317", "E23", "E28A", "E31A", "E31B"];

/// Why somebody stays; decides age, occupation, length and guarantor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Work,
    Invest,
    Study,
    Family,
    Retire,
}

/// An invented resident.
pub(super) struct Person {
    pub(super) draft: Draft,
    /// Day of the card and its seal.
    pub(super) issued_on: Date,
    /// Seed of the portrait.
    pub(super) face: u64,
    pub(super) woman: bool,
    pub(super) age_years: u32,
}

/// All residents a seed gives, made one by one.
pub(super) struct People<'a> {
    names: NamesFile,
    seed: u64,
    reference: &'a Reference,
}

/// A complete invented draft that holds on `today`.
pub(super) fn example(kind: Kind, today: Date, reference: &Reference) -> Draft {
    let people = People::new(169, reference);
    let number = match kind {
        Kind::Itas => 990_001,
        Kind::Itap => 990_002,
    };
    let months = if kind == Kind::Itap { ITAP_MONTHS } else { 12 };
    people.invent(number, kind, today, months).draft
}

impl<'a> People<'a> {
    pub(super) fn new(seed: u64, reference: &'a Reference) -> Self {
        let names = NamesFile::bundled();
        Self {
            names,
            seed,
            reference,
        }
    }

    /// Resident number `number`, from 0.
    pub(super) fn person(&self, number: u32) -> Person {
        let (kind, from, months) = self.stay(number);
        self.invent(number, kind, from, months)
    }

    /// The permit a resident has: its kind, first day and months.
    fn stay(&self, number: u32) -> (Kind, Date, i32) {
        let mut dice = self.dice(number, 0);
        let kind = if dice.random_range(0..1_000) < ITAP_IN_1000 {
            Kind::Itap
        } else {
            Kind::Itas
        };
        let months = if kind == Kind::Itap {
            ITAP_MONTHS
        } else {
            pick(&mut dice, &[6, 12, 12, 12, 24, 24])
                .copied()
                .unwrap_or(12)
        };
        // About one in twenty has run out, as in any registry.
        let ago = dice.random_range(0..months * 32);
        (kind, base().saturating_sub(ago.days()), months)
    }

    /// Drafts on a counter's pile: begun, not finished.
    pub(super) fn drafts(&self, people: u32) -> Vec<Draft> {
        let started = [
            Field::FullName,
            Field::Sex,
            Field::BirthPlace,
            Field::BirthDate,
            Field::Nationality,
            Field::PassportNo,
        ];
        (0..3.min(people / 10))
            .map(|number| {
                let whole = self.invent(980_000 + number, Kind::Itas, base(), 12).draft;
                let mut draft = Draft::new(whole.kind);
                for field in started
                    .into_iter()
                    .take(4 + usize::try_from(number).unwrap_or(0))
                {
                    *draft.edit(field) = String::from(whole.get(field));
                }
                draft
            })
            .collect()
    }

    /// Applicants whose cards are not made yet: complete, and waiting somewhere.
    pub(super) fn applicants(&self, people: u32) -> Vec<Person> {
        (0..8.min(people / 10))
            .map(|number| self.invent(970_000 + number, Kind::Itas, base(), 12))
            .collect()
    }

    /// An applicant numbered behind the residents, as of [`base`].
    pub(super) fn applicant(&self, number: u32) -> Person {
        let (kind, ..) = self.stay(number);
        let months = if kind == Kind::Itap { ITAP_MONTHS } else { 12 };
        self.invent(number, kind, base(), months)
    }

    /// Streams: one set of dice a person and purpose, so that a change to one detail leaves all others.
    fn dice(&self, number: u32, stream: u64) -> ChaCha8Rng {
        let mut dice = ChaCha8Rng::seed_from_u64(self.seed);
        dice.set_stream(u64::from(number) << 8 | stream);
        dice
    }

    fn invent(&self, number: u32, kind: Kind, issued_on: Date, months: i32) -> Person {
        let mut dice = self.dice(number, 1);
        let (index, purpose) = self.index(&mut dice, kind, issued_on);
        // The one index whose holder is known to be married (domain.md 1.4).
        let spouse = index.as_ref().is_some_and(|index| index.code == "E31A");
        let woman = dice.random_range(0..100) < if purpose == Purpose::Family { 70 } else { 30 };
        let age = match purpose {
            Purpose::Work => dice.random_range(25..58),
            Purpose::Invest => dice.random_range(32..65),
            Purpose::Study => dice.random_range(19..30),
            Purpose::Family if kind == Kind::Itas && !spouse && dice.random_range(0..100) < 35 => {
                dice.random_range(1..18)
            }
            Purpose::Family => dice.random_range(24..60),
            Purpose::Retire => dice.random_range(61..78),
        };
        let born = issued_on
            .saturating_sub(age.years())
            .saturating_sub(dice.random_range(1..365).days());
        let mut draft = Draft::new(kind);
        let permit = Stay {
            kind,
            issued_on,
            number,
            months,
        };
        permit.fill(&mut draft, &index, &mut dice);
        self.fill_holder(&mut draft, &mut dice, woman, born);
        self.fill_passport(&mut draft, number, issued_on, woman, born);
        self.fill_address(&mut draft, number, (woman, born));
        self.fill_guarantor(
            &mut draft,
            number,
            purpose,
            index.as_ref().is_none_or(|index| index.needs_guarantor),
            age < 18,
        );
        let face = self.dice(number, 4).random();
        Person {
            draft,
            issued_on,
            face,
            woman,
            age_years: u32::try_from(age).unwrap_or(30),
        }
    }

    fn index(&self, dice: &mut ChaCha8Rng, kind: Kind, day: Date) -> (Option<Index>, Purpose) {
        let wished = match (dice.random_range(0..100), kind) {
            (0..62, Kind::Itas) => Purpose::Work,
            (0..72, Kind::Itas) | (0..15, Kind::Itap) => Purpose::Invest,
            (0..80, Kind::Itas) => Purpose::Study,
            (0..96, Kind::Itas) | (0..85, Kind::Itap) => Purpose::Family,
            _ => Purpose::Retire,
        };
        let known = self.reference.rules.indices(kind, day);
        let fitting: Vec<&Index> = known
            .iter()
            .filter(|index| purpose_of(&index.code) == Some(wished))
            .collect();
        let common: Vec<&Index> = fitting
            .iter()
            .copied()
            .filter(|index| COMMON.contains(&index.code.as_str()))
            .collect();
        let fitting = if dice.random_range(0..100) < 85 && !common.is_empty() {
            common
        } else {
            fitting
        };
        match (pick(dice, &fitting), pick(dice, &known)) {
            (Some(index), _) => (Some((*index).clone()), wished),
            (None, Some(index)) => (
                Some(index.clone()),
                purpose_of(&index.code).unwrap_or(wished),
            ),
            (None, None) => (None, wished),
        }
    }

    fn fill_holder(&self, draft: &mut Draft, dice: &mut ChaCha8Rng, woman: bool, born: Date) {
        let Some(nation) = self.nation(dice) else {
            return;
        };
        let surname = pick(dice, &nation.surnames).map_or("", String::as_str);
        let given = pick(dice, if woman { &nation.female } else { &nation.male })
            .map_or("", String::as_str);
        let whole = if nation.surname_first {
            [surname, given]
        } else {
            [given, surname]
        };
        set(draft, Field::FullName, whole.join(" "));
        set(draft, Field::Sex, if woman { "F" } else { "M" });
        set(
            draft,
            Field::BirthPlace,
            pick(dice, &nation.cities).map_or("", String::as_str),
        );
        set(draft, Field::BirthDate, day(born));
        set(draft, Field::Nationality, nation.code.as_str());
        set(draft, Field::PassportCountry, nation.code.as_str());
        let zone_name = [mrz::transliterate(surname), mrz::transliterate(given)];
        set(draft, Field::Mrz, zone_name.join("  "));
    }

    fn nation(&self, dice: &mut ChaCha8Rng) -> Option<&NationFile> {
        let total: u32 = self.names.nation.iter().map(|nation| nation.weight).sum();
        let mut left = dice.random_range(0..total.max(1));
        self.names.nation.iter().find(|nation| {
            let found = left < nation.weight;
            left = left.saturating_sub(nation.weight);
            found
        })
    }

    /// Number, expiry and the zone a reader would type; `fill_holder` left the zone's name in its field.
    fn fill_passport(
        &self,
        draft: &mut Draft,
        number: u32,
        issued_on: Date,
        woman: bool,
        born: Date,
    ) {
        let mut dice = self.dice(number, 2);
        let passport = self.passport(draft, number);
        let ends = [Field::ValidUntil, Field::ReportDue]
            .into_iter()
            .find_map(|field| read_day(draft.get(field)))
            .unwrap_or(issued_on);
        // Long enough after the permit for what offices ask (domain.md 2.8).
        let expiry = ends.saturating_add(dice.random_range(560..1_400).days());
        let zone_name = std::mem::take(draft.edit(Field::Mrz));
        let zone = zone::td3(
            &zone_name,
            &passport,
            draft.get(Field::Nationality),
            born,
            if woman { 'F' } else { 'M' },
            expiry,
        );
        set(draft, Field::Mrz, zone);
        set(draft, Field::PassportNo, passport);
        set(draft, Field::PassportExpiry, day(expiry));
    }

    fn passport(&self, draft: &Draft, number: u32) -> String {
        let prefix = self
            .names
            .nation
            .iter()
            .find(|nation| nation.code == draft.get(Field::Nationality))
            .map_or("X", |nation| nation.passport.as_str());
        // Odd factors not divisible by 5 only permute the numbers below a power of ten: no two residents share one.
        let digits = 9 - prefix.len();
        let range = 10_u64.pow(u32::try_from(digits).unwrap_or(7));
        format!(
            "{prefix}{:0digits$}",
            (u64::from(number) * 7_654_321 + self.seed % 1_000) % range
        )
    }

    fn fill_address(&self, draft: &mut Draft, number: u32, (woman, born): (bool, Date)) {
        let mut dice = self.dice(number, 3);
        let places = &self.reference.places;
        let regencies = places.regencies();
        let outside_the_city = dice.random_range(0..100) < REGENCY_IN_100;
        let regency = regencies
            .get(usize::from(outside_the_city))
            .copied()
            .unwrap_or("");
        let district = crowded(&mut dice, &places.districts(regency));
        let village = *pick(&mut dice, &places.villages(regency, district)).unwrap_or(&"");
        let street = pick(&mut dice, &self.names.streets.names).map_or("", String::as_str);
        let block = char::from(b'A' + dice.random_range(0..8));
        set(
            draft,
            Field::Street,
            format!("{street} BLOK {block} NO. {}", dice.random_range(1..60)),
        );
        set(
            draft,
            Field::RtRw,
            format!(
                "{:03}/{:03}",
                dice.random_range(1..13),
                dice.random_range(1..19)
            ),
        );
        set(draft, Field::Village, village);
        set(draft, Field::District, district);
        set(draft, Field::Regency, regency);
        set(draft, Field::Province, "Jawa Barat");
        let city = regency.contains("Kota");
        set(
            draft,
            Field::Postcode,
            if city {
                dice.random_range(17_111..17_157)
            } else {
                dice.random_range(17_510..17_730)
            }
            .to_string(),
        );
        if draft.kind == Kind::Itap {
            // A woman's day of birth counts 40 more in a NIK.
            let day = born.day() + if woman { 40 } else { 0 };
            let area = if city { "327501" } else { "321601" };
            set(
                draft,
                Field::Nik,
                format!(
                    "{area}{day:02}{:02}{:02}{:04}",
                    born.month(),
                    born.year() % 100,
                    number % 9_999 + 1
                ),
            );
        }
    }

    fn fill_guarantor(
        &self,
        draft: &mut Draft,
        number: u32,
        purpose: Purpose,
        needed: bool,
        child: bool,
    ) {
        let mut dice = self.dice(number, 5);
        let jobs = &self.names.jobs;
        let choice = match purpose {
            Purpose::Family if child => &jobs.child,
            Purpose::Work => &jobs.work,
            Purpose::Invest => &jobs.invest,
            Purpose::Study => &jobs.study,
            Purpose::Family => &jobs.family,
            Purpose::Retire => &jobs.retire,
        };
        set(
            draft,
            Field::Occupation,
            pick(&mut dice, choice).map_or("", String::as_str),
        );
        if !needed && dice.random_range(0..3) == 0 {
            return;
        }
        let given = &self.names.guarantors;
        let mut word = |words: &[String]| pick(&mut dice, words).cloned().unwrap_or_default();
        let company = format!("{} {}", word(&given.companies), word(&given.places));
        let name = match purpose {
            Purpose::Family | Purpose::Retire => word(&given.people),
            Purpose::Study => format!("UNIVERSITAS CONTOH {}", word(&given.places)),
            Purpose::Work | Purpose::Invest => format!("PT CONTOH {company}"),
        };
        set(draft, Field::GuarantorName, name);
        set(
            draft,
            Field::GuarantorAddress,
            format!(
                "KAWASAN INDUSTRI CONTOH BLOK {}, BEKASI",
                dice.random_range(1..99)
            ),
        );
        if purpose == Purpose::Work || purpose == Purpose::Invest {
            set(
                draft,
                Field::GuarantorId,
                format!("9120{:09}", dice.random_range(0..1_000_000_000)),
            );
        }
    }
}

/// The permit itself: number, index, days.
struct Stay {
    kind: Kind,
    issued_on: Date,
    number: u32,
    months: i32,
}

impl Stay {
    fn fill(&self, draft: &mut Draft, index: &Option<Index>, dice: &mut ChaCha8Rng) {
        let running = self.number + 1;
        let letter = char::from(b'A' + dice.random_range(0..20));
        // The shape of real numbers with the office letters XX, which no office has (domain.md 1.3).
        let family = if self.kind == Kind::Itas {
            "2C21XX"
        } else {
            "2D21XX"
        };
        set(
            draft,
            Field::PermitNo,
            format!("{family}{running:06}-{letter}"),
        );
        set(
            draft,
            Field::IndexCode,
            index.as_ref().map_or("", |index| index.code.as_str()),
        );
        set(draft, Field::Niora, format!("IM1XX{running:06}"));
        set(draft, Field::IssueSeq, dice.random_range(1..4).to_string());
        let until = self
            .issued_on
            .saturating_add(self.months.months())
            .saturating_sub(1.day());
        set(draft, Field::ValidFrom, day(self.issued_on));
        if self.kind == Kind::Itap && dice.random_range(0..3) == 0 {
            set(draft, Field::ValidUntil, UNLIMITED);
            set(draft, Field::ReportDue, day(until));
        } else {
            set(draft, Field::ValidUntil, day(until));
        }
        set(draft, Field::ReentryNo, format!("IMK{running:07}"));
        // UU 6/2011 Ps 64: two years for an ITAP, until UU 63/2024 made it the permit's own length.
        let reentry = if self.kind == Kind::Itap && self.issued_on < date(2024, 10, 17) {
            24
        } else {
            self.months
        };
        set(
            draft,
            Field::ReentryUntil,
            day(self
                .issued_on
                .saturating_add(reentry.months())
                .saturating_sub(1.day())),
        );
        set(
            draft,
            Field::EntryDate,
            day(self
                .issued_on
                .saturating_sub(dice.random_range(3..28).days())),
        );
        set(draft, Field::EntryPlace, "SOEKARNO-HATTA");
        set(draft, Field::VisaNo, format!("V{running:08}"));
        set(draft, Field::IssuePlace, "BEKASI");
        set(draft, Field::IssueDate, day(self.issued_on));
        set(draft, Field::Notes, "DATA CONTOH");
    }
}

fn purpose_of(index: &str) -> Option<Purpose> {
    let purposes: [(&[&str], Purpose); 5] = [
        (&["C311", "C312", "E23", "E25", "E26", "E27"], Purpose::Work),
        (&["C313", "C314", "E28"], Purpose::Invest),
        (&["C315", "C316", "E29", "E30"], Purpose::Study),
        (&["C317", "C318", "E31", "E32"], Purpose::Family),
        (&["C319", "E33"], Purpose::Retire),
    ];
    purposes
        .into_iter()
        .find(|(codes, _)| codes.iter().any(|code| index.starts_with(code)))
        .map(|(_, purpose)| purpose)
}

/// One of the kecamatan, as people live there.
fn crowded<'b>(dice: &mut ChaCha8Rng, districts: &[&'b str]) -> &'b str {
    let weight = |name: &str| {
        let known = CROWDED.iter().find(|(district, _)| *district == name);
        known.map_or(1, |(_, weight)| *weight)
    };
    let total: u32 = districts.iter().map(|name| weight(name)).sum();
    let mut left = dice.random_range(0..total.max(1));
    let found = districts.iter().find(|name| {
        let here = left < weight(name);
        left = left.saturating_sub(weight(name));
        here
    });
    found.copied().unwrap_or("")
}

fn pick<'b, T>(dice: &mut ChaCha8Rng, from: &'b [T]) -> Option<&'b T> {
    if from.is_empty() {
        None
    } else {
        from.get(dice.random_range(0..from.len()))
    }
}

fn set(draft: &mut Draft, field: Field, value: impl Into<String>) {
    *draft.edit(field) = value.into();
}

/// As typed at the counter.
fn day(date: Date) -> String {
    format!("{:02}-{:02}-{:04}", date.day(), date.month(), date.year())
}

fn read_day(typed: &str) -> Option<Date> {
    let mut parts = typed.split('-');
    let (day, month, year) = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    Date::new(year, month, day).ok()
}
