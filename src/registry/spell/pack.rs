//! Spells packed tight: so many to a row, each in as many bytes; made from the spells' own rows and compared with them.

use super::{Begun, COLUMNS, Closed, DayNo, Spell, kept};
use crate::mrz::Sex;
use crate::permit::Kind;
use crate::registry::read::unreadable;
use crate::registry::{Act, Error, Registry};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Bytes of one packed spell.
const SLOT_BYTES: usize = 18;
/// Spells of one row of packs: together they fill a page of the file, and no more.
const SLOTS: usize = 200;

impl Registry {
    /// Hands over every spell, oldest first.
    pub fn spells(&self, mut each: impl FnMut(&Spell)) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT page, slots FROM spell_packs ORDER BY page")?;
        let mut pages = statement.query([])?;
        while let Some(row) = pages.next()? {
            let page: i64 = row.get("page")?;
            let slots = row
                .get_ref("slots")?
                .as_blob()
                .map_err(|_type| unreadable("slots"))?;
            let first = page * i64::try_from(SLOTS).unwrap_or(i64::MAX);
            for (id, slot) in (first..).zip(slots.as_chunks::<SLOT_BYTES>().0) {
                // Numbers begin at 1; an empty place is that of a spell that was taken back.
                if 0 < id && *slot != [0; SLOT_BYTES] {
                    each(&unpack(id, slot));
                }
            }
        }
        Ok(())
    }
}

impl Act<'_> {
    /// Writes a spell into its pack.
    pub(super) fn pack(&self, spell: &Spell) -> Result<(), Error> {
        let (page, place) = place_of(spell.id);
        let mut slots: Vec<u8> = self
            .transaction
            .prepare_cached("SELECT slots FROM spell_packs WHERE page = ?1")?
            .query_row([page], |row| row.get("slots"))
            .optional()?
            .unwrap_or_default();
        let (from, to) = (place * SLOT_BYTES, (place + 1) * SLOT_BYTES);
        if slots.len() < to {
            slots.resize(to, 0);
        }
        if let Some(slot) = slots.get_mut(from..to) {
            slot.copy_from_slice(&packed(spell));
        }
        self.transaction
            .prepare_cached("INSERT INTO spell_packs (page, slots) VALUES (?1, ?2) ON CONFLICT (page) DO UPDATE SET slots = excluded.slots")?
            .execute(params![page, slots])?;
        Ok(())
    }
}

impl Act<'_> {
    /// Takes a spell out of its pack.
    pub(super) fn unpack_slot(&self, id: i64) -> Result<(), Error> {
        let (page, place) = place_of(id);
        let mut slots: Vec<u8> = self
            .transaction
            .prepare_cached("SELECT slots FROM spell_packs WHERE page = ?1")?
            .query_row([page], |row| row.get("slots"))
            .optional()?
            .unwrap_or_default();
        if let Some(slot) = slots.get_mut(place * SLOT_BYTES..(place + 1) * SLOT_BYTES) {
            slot.fill(0);
        }
        // A pack ends with its last spell.
        while slots
            .last_chunk::<SLOT_BYTES>()
            .is_some_and(|slot| *slot == [0; SLOT_BYTES])
        {
            slots.truncate(slots.len() - SLOT_BYTES);
        }
        if slots.is_empty() {
            self.transaction
                .prepare_cached("DELETE FROM spell_packs WHERE page = ?1")?
                .execute([page])?;
            return Ok(());
        }
        self.transaction
            .prepare_cached("UPDATE spell_packs SET slots = ?2 WHERE page = ?1")?
            .execute(params![page, slots])?;
        Ok(())
    }
}

/// Row of packs and place in it.
fn place_of(id: i64) -> (i64, usize) {
    let slots = i64::try_from(SLOTS).unwrap_or(i64::MAX);
    (
        id.div_euclid(slots),
        usize::try_from(id.rem_euclid(slots)).unwrap_or(0),
    )
}

/// `NONE` where a spell is not closed.
const NONE: u16 = u16::MAX;
const ITAP: u8 = 1;
const UNLIMITED: u8 = 2;
const ENDED: u8 = 4;

fn packed(spell: &Spell) -> [u8; SLOT_BYTES] {
    let mut flags = 0;
    if spell.kind == Kind::Itap {
        flags |= ITAP;
    }
    if spell.unlimited {
        flags |= UNLIMITED;
    }
    if spell.closed.is_some_and(|closed| closed.ended) {
        flags |= ENDED;
    }
    let sex = match spell.sex {
        Sex::Male => 0,
        Sex::Female => 1,
        Sex::Unspecified => 2,
    };
    let begun = match spell.begun {
        Begun::New => 0,
        Begun::Extended => 4,
        Begun::Converted => 8,
        Begun::Changed => 12,
    };
    let [first, last, birth] =
        [spell.first, spell.last, spell.birth].map(|day| day.0.to_le_bytes());
    let closed = spell
        .closed
        .map_or(NONE, |closed| closed.on.0)
        .to_le_bytes();
    let told = spell
        .closed
        .map_or(NONE, |closed| closed.told.0)
        .to_le_bytes();
    let [nationality, place, purpose] =
        [spell.nationality, spell.place, spell.purpose].map(u16::to_le_bytes);
    [
        first[0],
        first[1],
        last[0],
        last[1],
        closed[0],
        closed[1],
        told[0],
        told[1],
        birth[0],
        birth[1],
        nationality[0],
        nationality[1],
        place[0],
        place[1],
        purpose[0],
        purpose[1],
        flags,
        sex | begun,
    ]
}

fn unpack(id: i64, slot: &[u8; SLOT_BYTES]) -> Spell {
    let [
        f0,
        f1,
        l0,
        l1,
        c0,
        c1,
        t0,
        t1,
        b0,
        b1,
        n0,
        n1,
        p0,
        p1,
        u0,
        u1,
        flags,
        how,
    ] = *slot;
    let word = |low, high| u16::from_le_bytes([low, high]);
    let closed = (word(c0, c1) != NONE).then(|| Closed {
        on: DayNo(word(c0, c1)),
        ended: flags & ENDED != 0,
        told: DayNo(word(t0, t1)),
    });
    Spell {
        id,
        kind: if flags & ITAP == 0 {
            Kind::Itas
        } else {
            Kind::Itap
        },
        sex: match how & 3 {
            0 => Sex::Male,
            1 => Sex::Female,
            _ => Sex::Unspecified,
        },
        unlimited: flags & UNLIMITED != 0,
        begun: match how & 12 {
            0 => Begun::New,
            4 => Begun::Extended,
            8 => Begun::Converted,
            _ => Begun::Changed,
        },
        first: DayNo(word(f0, f1)),
        last: DayNo(word(l0, l1)),
        closed,
        birth: DayNo(word(b0, b1)),
        nationality: word(n0, n1),
        place: word(p0, p1),
        purpose: word(u0, u1),
    }
}

/// Packs that are not what the spells say, by number: what is packed is made from them and must be the same.
pub(in crate::registry) fn unlike(connection: &Connection) -> Result<Vec<i64>, Error> {
    let mut find = connection.prepare("SELECT slots FROM spell_packs WHERE page = ?1")?;
    let mut wrong = Vec::new();
    let mut compare = |page: i64, made: &[u8]| -> Result<(), Error> {
        let found: Option<Vec<u8>> = find.query_row([page], |row| row.get("slots")).optional()?;
        if found.unwrap_or_default() != made {
            wrong.push(page);
        }
        Ok(())
    };
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM spells ORDER BY id"))?;
    let mut rows = statement.query([])?;
    let (mut page, mut made) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let spell = kept(row)?.spell;
        let (of, place) = place_of(spell.id);
        if of != page {
            compare(page, &made)?;
            (page, made) = (of, Vec::new());
        }
        made.resize((place + 1) * SLOT_BYTES, 0);
        if let Some(slot) = made.get_mut(place * SLOT_BYTES..) {
            slot.copy_from_slice(&packed(&spell));
        }
    }
    compare(page, &made)?;
    let mut beyond = connection.prepare("SELECT page FROM spell_packs WHERE ?1 < page")?;
    let more = beyond.query_map([page], |row| row.get("page"))?;
    wrong.extend(more.collect::<Result<Vec<i64>, _>>()?);
    Ok(wrong)
}
