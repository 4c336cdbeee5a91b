//! Spells: each time in which a permit stood unchanged, kept in the act that changed it and packed tight to be counted.

mod back;
mod pack;

use super::read::{kind as read_kind, unreadable};
use super::write::{birth, kind, sex};
use super::{Act, Error, Registry};
use crate::mrz::Sex;
use crate::permit::{EndReason, Kind, Permit, ValidUntil};
use jiff::civil::{Date, date};
use rusqlite::{OptionalExtension as _, Row, named_params, params};

pub(super) use back::SpellsBefore;
pub(super) use pack::unlike;

/// A day as a number, from 1900-01-01; days before count as that one, days after 2079 as the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayNo(pub u16);

impl DayNo {
    const FIRST: Date = date(1900, 1, 1);

    /// The last day there is a number for.
    pub const LAST: Self = Self(u16::MAX - 1);

    /// The number of that day.
    pub fn of(day: Date) -> Self {
        let days = day.duration_since(Self::FIRST).as_hours() / 24;
        Self(u16::try_from(days.max(0)).map_or(Self::LAST.0, |days| days.min(Self::LAST.0)))
    }

    /// The day of that number.
    pub fn day(self) -> Date {
        use jiff::ToSpan as _;
        Self::FIRST.saturating_add(i32::from(self.0).days())
    }

    /// So many days later; earlier when below 0.
    pub fn plus(self, days: i32) -> Self {
        let sum = (i32::from(self.0) + days).clamp(0, i32::from(Self::LAST.0));
        Self(u16::try_from(sum).unwrap_or(Self::LAST.0))
    }
}

/// How a spell began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Begun {
    /// A first permit.
    New,
    /// The permit was extended.
    Extended,
    /// A permanent one followed a limited one.
    Converted,
    /// The permit goes on; what it says changed.
    Changed,
}

impl Begun {
    const ALL: [Self; 4] = [Self::New, Self::Extended, Self::Converted, Self::Changed];

    fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Extended => "extended",
            Self::Converted => "converted",
            Self::Changed => "changed",
        }
    }
}

/// That a spell was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// First day on which something else holds.
    pub on: DayNo,
    /// The permit was ended; otherwise another spell follows.
    pub ended: bool,
    /// The day the office wrote it down.
    pub told: DayNo,
}

/// One time in which a permit stood unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Its number.
    pub id: i64,
    /// ITAS or ITAP.
    pub kind: Kind,
    /// As on the card.
    pub sex: Sex,
    /// Has no last day; `last` is its report day.
    pub unlimited: bool,
    /// How it began.
    pub begun: Begun,
    /// First day.
    pub first: DayNo,
    /// Last day of the permit.
    pub last: DayNo,
    /// `None`: it goes on, or has run out.
    pub closed: Option<Closed>,
    /// What is not known of the day of birth counts as the first.
    pub birth: DayNo,
    /// A word of [`Terms`].
    pub nationality: u16,
    /// A word of [`Terms`]: code of the regency, a bar, the kecamatan.
    pub place: u16,
    /// A word of [`Terms`]: an index code.
    pub purpose: u16,
}

impl Spell {
    /// The last day on which it held, or will hold.
    pub fn held_until(&self) -> DayNo {
        let last = if self.unlimited {
            DayNo::LAST
        } else {
            self.last
        };
        match self.closed {
            Some(closed) => last.min(closed.on.plus(-1)),
            None => last,
        }
    }

    /// Whether it held on that day.
    pub fn holds(&self, on: DayNo) -> bool {
        self.first <= on && on <= self.held_until()
    }

    /// Whether the office knew on that day that something else follows or followed.
    pub fn is_settled(&self, on: DayNo) -> bool {
        self.closed.is_some_and(|closed| closed.told <= on)
    }
}

/// The words spells are counted by. Their numbers hold within one registry only.
#[derive(Debug, Default)]
pub struct Terms {
    words: Vec<String>,
}

impl Terms {
    /// Of words by their numbers, from 0, which is no word.
    pub fn new(words: Vec<String>) -> Self {
        Self { words }
    }

    /// The word of that number; empty when there is none.
    pub fn word(&self, number: u16) -> &str {
        self.words
            .get(usize::from(number))
            .map_or("", String::as_str)
    }

    /// One more than the highest number.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// A stay that ended longer ago is not gone on with: who comes again is new. UU 6/2011 Ps 78 counts 60 days.
const GAP_DAYS: i32 = 60;

/// Western Indonesian Time, ahead of UTC.
const WIB_S: i64 = 7 * 60 * 60;

impl Registry {
    /// The words of all spells.
    pub fn terms(&self) -> Result<Terms, Error> {
        let mut words = vec![String::new()];
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, word FROM terms ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: u16 = row.get("id")?;
            words.resize(usize::from(id), String::new());
            words.push(row.get("word")?);
        }
        Ok(Terms::new(words))
    }
}

/// A spell as its row says, with its permit.
struct Kept {
    spell: Spell,
    permit: i64,
    valid_from: DayNo,
}

const COLUMNS: &str = "id, permit, kind, nationality, sex, birth_date, place, purpose, valid_from, first_on, last_on, unlimited, begun, closed_on, closed_by, told_on";

impl Act<'_> {
    /// Writes what a permit now is, where that is another thing than what it was. Called with every change of a permit. Returns
    /// the spells a change began from.
    pub(super) fn keep_spell(
        &self,
        permit: i64,
        now: &Permit,
    ) -> Result<Option<SpellsBefore>, Error> {
        let today = self.day();
        let mut fresh = self.first_spell(permit, now)?;
        let before = self.last_spell(permit)?;
        let Some(before) = before else {
            self.follow_other(&mut fresh, now, today)?;
            self.write_spell(&fresh, now)?;
            return Ok(None);
        };
        let old = &before.spell;
        if now.index_code.is_empty() {
            fresh.spell.purpose = old.purpose;
        }
        if old.closed.is_none() && before.says(&fresh) {
            return Ok(None);
        }
        let began_from = self.spells_of(permit)?;
        let renewed = before.valid_from < fresh.valid_from;
        fresh.spell.first = if renewed {
            fresh.valid_from
        } else {
            today.max(fresh.valid_from)
        };
        fresh.spell.begun = if old.kind != fresh.spell.kind {
            Begun::Converted
        } else if renewed
            || old.last < fresh.spell.last
            || (!old.unlimited && fresh.spell.unlimited)
        {
            Begun::Extended
        } else {
            Begun::Changed
        };
        if fresh.spell.first <= old.first && old.closed.is_none() {
            self.put_right(&before, fresh, now)?;
            return Ok(Some(began_from));
        }
        if old.closed.is_none() {
            self.close_spell(&before, fresh.spell.first, false, today)?;
        }
        self.write_spell(&fresh, now)?;
        Ok(Some(began_from))
    }

    /// What was said wrongly is put right in its place: there was no other time.
    fn put_right(&self, wrong: &Kept, mut right: Kept, now: &Permit) -> Result<(), Error> {
        let old = &wrong.spell;
        right.spell.first = old.first.min(right.valid_from);
        if let Some(mut older) = self.spell_before(wrong.permit, old.id)? {
            let went_on = older.spell.closed.filter(|closed| !closed.ended);
            if went_on.is_some_and(|closed| closed.on == old.first) && older.says(&right) {
                // It never was another thing.
                self.drop_spell(old.id)?;
                older.spell.closed = None;
                return self.set_closed(&older);
            }
            if wrong.valid_from == right.valid_from {
                // Of the same validity: where the time before it ended, this one begins.
                right.spell.first = old.first;
            }
            if let Some(closed) = went_on.filter(|closed| right.spell.first < closed.on) {
                self.close_spell(&older, right.spell.first, false, closed.told)?;
            }
        }
        right.spell.begun = old.begun;
        right.spell.id = old.id;
        self.write_spell(&right, now)
    }

    /// What a permit says, as its first spell.
    fn first_spell(&self, permit: i64, now: &Permit) -> Result<Kept, Error> {
        let (last, unlimited) = match now.valid_until {
            ValidUntil::Day(day) => (day, false),
            ValidUntil::Unlimited { report_due } => (report_due, true),
        };
        let place = format!("{}|{}", now.address.region_code, now.address.district);
        Ok(Kept {
            spell: Spell {
                id: 0,
                kind: now.kind,
                sex: now.sex,
                unlimited,
                begun: Begun::New,
                first: DayNo::of(now.valid_from),
                last: DayNo::of(last),
                closed: None,
                birth: born(&birth(now)),
                nationality: self.term("nationality", now.nationality.row().code)?,
                place: self.term("place", &place)?,
                purpose: self.term("purpose", &now.index_code)?,
            },
            permit,
            valid_from: DayNo::of(now.valid_from),
        })
    }

    /// Closes the running spell of a permit that is ended: `on` is the first day it no longer holds. A change that was to
    /// hold from a later day on never came to be.
    pub(super) fn end_spell(&self, permit: i64, on: Date) -> Result<(), Error> {
        let on = DayNo::of(on);
        let sql = format!("SELECT {COLUMNS} FROM spells WHERE permit = ?1 ORDER BY id DESC");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let spells: Vec<Kept> = statement
            .query_map([permit], kept)?
            .collect::<Result<_, _>>()?;
        for (place, kept) in spells.iter().enumerate() {
            match kept.spell.closed {
                None => self.close_spell(kept, on, true, self.day())?,
                // Followed by another permit already.
                Some(_) if place == 0 => return Ok(()),
                Some(closed) if on < closed.on => {
                    self.close_spell(kept, on, true, closed.told)?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// A first spell of a permit may go on from another permit of the same person: it ends that one, and goes on with its
    /// purpose when it has none of its own. The person's permits are found first, whatever SQLite guesses: the spells of
    /// everybody are many.
    fn follow_other(&self, fresh: &mut Kept, now: &Permit, today: DayNo) -> Result<(), Error> {
        let columns = COLUMNS.replace(", ", ", s.");
        let sql = format!(
            "SELECT s.{columns} FROM permits p INDEXED BY permits_niora CROSS JOIN spells s ON s.permit = p.id \
             WHERE p.niora = :niora AND p.birth_date = :birth AND p.id <> :permit AND s.closed_on IS NULL ORDER BY s.id"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let others: Vec<Kept> = statement
            .query_map(
                named_params! {
                    ":niora": now.niora, ":birth": birth(now), ":permit": fresh.permit,
                },
                kept,
            )?
            .collect::<Result<_, _>>()?;
        if others.is_empty() && now.issue_seq.is_some_and(|number| 1 < number) {
            fresh.spell.begun = Begun::Extended;
        }
        for other in others {
            let old = other.spell;
            let follows = EndReason::by_successor(old.kind, fresh.spell.kind).is_some();
            if !follows || fresh.spell.first < old.first {
                continue;
            }
            if fresh.spell.first == old.first {
                // Put right under another number: the other never came to be.
                fresh.spell.begun = old.begun;
            } else if fresh.spell.first <= old.held_until().plus(GAP_DAYS) {
                fresh.spell.begun = if old.kind == fresh.spell.kind {
                    Begun::Extended
                } else {
                    Begun::Converted
                };
                if now.index_code.is_empty() {
                    fresh.spell.purpose = old.purpose;
                }
            }
            self.close_spell(&other, fresh.spell.first, false, today)?;
        }
        Ok(())
    }

    /// The day of this act in WIB.
    pub(super) fn day(&self) -> DayNo {
        let days = (self.by.at + WIB_S).div_euclid(24 * 60 * 60);
        let epoch = i64::from(DayNo::of(date(1970, 1, 1)).0);
        DayNo(u16::try_from((days + epoch).max(0)).unwrap_or(DayNo::LAST.0))
    }

    /// The number of a word; 0, which is no word, when there are more than a packed spell can tell apart.
    fn term(&self, what: &'static str, word: &str) -> Result<u16, Error> {
        let found: Option<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM terms WHERE what = ?1 AND word = ?2")?
            .query_row([what, word], |row| row.get("id"))
            .optional()?;
        if let Some(id) = found {
            return Ok(u16::try_from(id).unwrap_or(0));
        }
        let most: i64 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id), 0) AS most FROM terms")?
            .query_row([], |row| row.get("most"))?;
        if i64::from(u16::MAX) <= most {
            return self.term(what, "");
        }
        self.transaction
            .prepare_cached("INSERT INTO terms (what, word) VALUES (?1, ?2)")?
            .execute([what, word])?;
        Ok(u16::try_from(self.transaction.last_insert_rowid()).unwrap_or(0))
    }

    fn last_spell(&self, permit: i64) -> Result<Option<Kept>, Error> {
        let sql =
            format!("SELECT {COLUMNS} FROM spells WHERE permit = ?1 ORDER BY id DESC LIMIT 1");
        Ok(self
            .transaction
            .prepare_cached(&sql)?
            .query_row([permit], kept)
            .optional()?)
    }

    /// Adds it, or puts it in the place of the one whose number it has.
    fn write_spell(&self, kept: &Kept, now: &Permit) -> Result<(), Error> {
        let spell = &kept.spell;
        let id = (0 < spell.id).then_some(spell.id);
        let id: i64 = self
            .transaction
            .prepare_cached(
                "INSERT INTO spells (id, permit, kind, nationality, sex, birth_date, place, purpose, valid_from, first_on, last_on, unlimited, begun) \
                 VALUES (coalesce(:id, (SELECT coalesce(max(id), 0) + 1 FROM spells)), :permit, :kind, :nationality, :sex, :birth, :place, :purpose, \
                 :valid_from, :first, :last, :unlimited, :begun) \
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, nationality = excluded.nationality, sex = excluded.sex, \
                 birth_date = excluded.birth_date, place = excluded.place, purpose = excluded.purpose, valid_from = excluded.valid_from, \
                 first_on = excluded.first_on, last_on = excluded.last_on, unlimited = excluded.unlimited, begun = excluded.begun RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":id": id,
                    ":permit": kept.permit,
                    ":kind": kind(spell.kind),
                    ":nationality": spell.nationality,
                    ":sex": sex(spell.sex),
                    ":birth": birth(now),
                    ":place": spell.place,
                    ":purpose": spell.purpose,
                    ":valid_from": kept.valid_from.day().to_string(),
                    ":first": spell.first.day().to_string(),
                    ":last": spell.last.day().to_string(),
                    ":unlimited": spell.unlimited,
                    ":begun": spell.begun.id(),
                },
                |row| row.get("id"),
            )?;
        self.pack(&Spell { id, ..*spell })
    }

    fn close_spell(&self, kept: &Kept, on: DayNo, ended: bool, told: DayNo) -> Result<(), Error> {
        self.set_closed(&Kept {
            spell: Spell {
                closed: Some(Closed { on, ended, told }),
                ..kept.spell
            },
            ..*kept
        })
    }

    /// Writes whether and how a spell is closed.
    fn set_closed(&self, kept: &Kept) -> Result<(), Error> {
        let closed = kept.spell.closed;
        self.transaction
            .prepare_cached(
                "UPDATE spells SET closed_on = ?2, closed_by = ?3, told_on = ?4 WHERE id = ?1",
            )?
            .execute(params![
                kept.spell.id,
                closed.map(|closed| closed.on.day().to_string()),
                closed.map(|closed| if closed.ended { "ended" } else { "followed" }),
                closed.map(|closed| closed.told.day().to_string()),
            ])?;
        self.pack(&kept.spell)
    }
}

impl Kept {
    /// Whether the other says the same of the permit.
    fn says(&self, other: &Self) -> bool {
        let facts = |kept: &Self| {
            let Spell {
                kind,
                sex,
                unlimited,
                last,
                birth,
                nationality,
                place,
                purpose,
                ..
            } = kept.spell;
            let whose = (kind, sex, birth, nationality, place, purpose);
            (whose, kept.valid_from, last, unlimited)
        };
        facts(self) == facts(other)
    }
}

/// Day of birth of `YYYY-MM-DD` with `00` for what is unknown.
fn born(text: &str) -> DayNo {
    let whole = text.replace("-00", "-01");
    whole.parse().map_or(DayNo(0), DayNo::of)
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let day = |column: &'static str| -> rusqlite::Result<DayNo> {
        let text = row.get_ref(column)?.as_str()?;
        text.parse()
            .map(DayNo::of)
            .map_err(|_date| unreadable(column))
    };
    let closed = match row.get::<_, Option<String>>("closed_by")? {
        None => None,
        Some(by) => Some(Closed {
            on: day("closed_on")?,
            ended: by == "ended",
            told: day("told_on")?,
        }),
    };
    let begun = row.get_ref("begun")?.as_str()?;
    let spell = Spell {
        id: row.get("id")?,
        kind: read_kind(row)?,
        sex: match row.get_ref("sex")?.as_str()? {
            "M" => Sex::Male,
            "F" => Sex::Female,
            _ => Sex::Unspecified,
        },
        unlimited: row.get("unlimited")?,
        begun: Begun::ALL
            .into_iter()
            .find(|one| one.id() == begun)
            .ok_or_else(|| unreadable("begun"))?,
        first: day("first_on")?,
        last: day("last_on")?,
        closed,
        birth: born(row.get_ref("birth_date")?.as_str()?),
        nationality: row.get("nationality")?,
        place: row.get("place")?,
        purpose: row.get("purpose")?,
    };
    Ok(Kept {
        spell,
        permit: row.get("permit")?,
        valid_from: day("valid_from")?,
    })
}
