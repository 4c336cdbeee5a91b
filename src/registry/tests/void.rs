//! Cards that come to nothing: the permit says again what its valid card says, and the figures forget that time.

use super::*;
use crate::office::{BlankEvent, BlankState};
use crate::permit::{EndReason, ValidUntil};
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

const DAY: i64 = 24 * 60 * 60;

/// Two permits of one person, one of another, and cards made for them one a day.
struct Press {
    bench: Bench,
    registry: Registry,
    /// Serial, permit, what it shows; those that are not void.
    cards: Vec<(String, usize, Permit)>,
    made: u32,
}

impl Press {
    fn new() -> Self {
        let bench = Bench::new();
        let registry = bench.with(&[]);
        Self {
            bench,
            registry,
            cards: Vec::new(),
            made: 0,
        }
    }

    /// One of the ways a permit can be told: as at first, with another passport, extended, extended and told otherwise.
    fn permit(&self, which: usize, how: u32) -> Permit {
        let number = u32::try_from(which).unwrap() + 1;
        let mut permit = self.bench.permit(number, "KIM MINSU", "M12345678");
        if which < 2 {
            permit.niora = Some(String::from("IM1XX000001"));
            permit.valid_from += (6 * i64::try_from(which).unwrap()).months();
        }
        if how % 2 == 1 {
            permit.passport_no = String::from("M87654321");
        }
        if 2 <= how {
            permit.index_code = String::from("E25");
            permit.valid_from += 1.year();
        }
        permit.valid_until = ValidUntil::Day(permit.valid_from + 1.year());
        permit
    }

    fn by(&self, act: &'static str) -> By {
        by(act, NOW + i64::from(self.made) * DAY)
    }

    fn print(&mut self, which: usize, permit: Permit) -> Result<(), Error> {
        self.made += 1;
        let serial = format!("BKS{:06}", self.made);
        let seal = seal(u64::from(self.made), &serial);
        let fields = permit.to_draft();
        let card = NewCard {
            permit: &permit,
            fields: &fields,
            portrait: None,
            serial: &serial,
            seal: &seal,
            look: &Look::new(String::from("template"), String::from("issuer"), None),
        };
        self.registry
            .act(self.by("issue"), |act| act.record_card(&card))?;
        self.cards.push((serial, which, permit));
        Ok(())
    }

    fn void(&mut self, place: usize) {
        let (serial, ..) = self.cards.remove(place);
        let by = self.by("card-spoil");
        let places = &self.bench.places;
        self.registry
            .act(by, |act| {
                act.void_card(&serial, &|fields, _| {
                    fields.check(date(2026, 11, 20), places).ok().map(|it| it.0)
                })?;
                act.move_blank(&serial, BlankEvent::Spoil, &Move::default())
                    .map(drop)
            })
            .unwrap();
    }

    /// Columns of a permit, and the serial of its newest card.
    fn told(&self, permit: &Permit) -> (String, String, String, String, String) {
        let sql = "SELECT p.passport_no, p.index_code, p.valid_from, p.valid_until, coalesce(c.serial, '') FROM permits p \
                   LEFT JOIN cards c ON c.id = p.newest_card WHERE p.permit_no = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        };
        let found = self
            .registry
            .connection
            .query_row(sql, [permit.permit_no.as_str()], read);
        found.unwrap()
    }

    /// Every row a card can change but its own, as text.
    fn rows(&self, sql: &str) -> Vec<String> {
        let mut statement = self.registry.connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells = (0..columns).map(|column| format!("{:?}", row.get_ref(column).unwrap()));
            Ok(cells.collect::<Vec<_>>().join(" "))
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    fn spells(&self) -> Vec<String> {
        self.rows("SELECT * FROM spells ORDER BY id")
    }

    fn permits(&self) -> Vec<String> {
        self.rows("SELECT * FROM permits WHERE newest_card IN (SELECT id FROM cards WHERE superseded_at IS NULL) ORDER BY id")
    }

    /// Each permit says what its newest valid card says, and has one that is not superseded.
    fn check(&self) {
        for which in 0..3 {
            let Some((serial, _, permit)) = self.cards.iter().rev().find(|card| card.1 == which)
            else {
                continue;
            };
            let expected = (
                permit.passport_no.clone(),
                permit.index_code.clone(),
                permit.valid_from.to_string(),
                permit.valid_until.card_expiry().to_string(),
                serial.clone(),
            );
            assert_eq!(self.told(permit), expected);
        }
        let twice = self.rows(
            "WITH held AS (SELECT id, permit, first_on, min(last_on, coalesce(date(closed_on, '-1 day'), last_on)) AS until FROM spells) \
             SELECT a.id, b.id FROM held a JOIN held b ON a.permit = b.permit AND a.id < b.id \
             WHERE a.first_on <= a.until AND b.first_on <= b.until AND a.first_on <= b.until AND b.first_on <= a.until",
        );
        assert_eq!(twice, [] as [String; 0], "nobody holds a permit twice");
        let valid = self.rows("SELECT serial FROM cards WHERE superseded_at IS NULL");
        let held = (0..3).filter(|which| self.cards.iter().any(|card| card.1 == *which));
        assert_eq!(valid.len(), held.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn a_permit_always_says_what_its_newest_valid_card_says(
        steps in prop::collection::vec((0..3_usize, 0..4_u32, any::<bool>(), 0..8_usize), 1..9),
    ) {
        let mut press = Press::new();
        for (which, how, prints, place) in steps {
            if prints || press.cards.is_empty() {
                let permit = press.permit(which, how);
                let before = (press.permits(), press.spells());
                if press.print(which, permit.clone()).is_err() {
                    // It has ended: another of the same person followed it.
                    continue;
                }
                press.check();
                // What is printed and comes to nothing leaves no trace.
                press.void(press.cards.len() - 1);
                press.check();
                prop_assert_eq!((press.permits(), press.spells()), before);
                press.print(which, permit).unwrap();
            } else {
                let place = place % press.cards.len();
                press.void(place);
            }
            press.check();
        }
        let proof = press.registry.audit_check(&mut |_, _| true).unwrap();
        prop_assert!(proof.is_whole(), "{:?}", proof.breaks);
    }
}

#[test]
fn a_permit_ended_by_one_that_came_to_nothing_stands_again() {
    let mut press = Press::new();
    press.print(0, press.permit(0, 0)).unwrap();
    let before = (press.permits(), press.spells());
    press.print(1, press.permit(1, 0)).unwrap();
    let ended = press.rows("SELECT ended_by FROM permits WHERE ended_on IS NOT NULL");
    assert_eq!(ended.len(), 1);
    press.void(1);
    assert_eq!((press.permits(), press.spells()), before);
    // One the head of office had ended stays ended.
    let no = press.permit(0, 0).permit_no;
    press
        .registry
        .act(press.by("permit-end"), |act| {
            act.end_permit(&no, EndReason::LeftForGood, date(2027, 5, 18))
        })
        .unwrap();
    let before = (press.permits(), press.spells());
    press.print(1, press.permit(1, 0)).unwrap();
    press.void(1);
    assert_eq!((press.permits(), press.spells()), before);
}

#[test]
fn a_permit_taken_over_is_again_what_it_was_taken_over_as() {
    let mut press = Press::new();
    let permit = press.permit(0, 0);
    press
        .registry
        .act(by("permit-take-over", NOW), |act| {
            act.take_over_permit(&permit)
        })
        .unwrap();
    let sql = "SELECT * FROM permits";
    let before = (press.rows(sql), press.spells());
    press.print(0, press.permit(0, 3)).unwrap();
    assert_ne!(before.0, press.rows(sql));
    press.void(0);
    assert_eq!((press.rows(sql), press.spells()), before);
    let found = press.registry.permit(&permit.permit_no).unwrap();
    assert!(found.draft == permit.to_draft());
    let state = press.registry.blank("BKS000001").unwrap().unwrap().state;
    assert_eq!(state, BlankState::Spoiled);
}
