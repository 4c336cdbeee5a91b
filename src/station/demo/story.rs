//! What happened in a demo office: officers engaged, boxes of blanks received, and each resident's case from counter to
//! hand-over, every act under its officer's name and in the order of time.

#[cfg(test)]
mod tests;
mod waiting;

use super::{Crowd, Maker, Resident, Wanted, look, random_place};
use crate::office::{
    BlankEvent, BlankRange, BlankSerial, CaseEvent, Duty, Login, Officer, OfficerId,
};
use crate::permit::{Field, Kind, PermitNo};
use crate::registry::{self, Act, By, CaseId, Look, Move, NewCard, Registry, approval_digest};
use crate::station::people::life::Ending;
use crate::station::{Error, clock};
use jiff::civil::{Date, Time};
use std::collections::{HashMap, HashSet};

const DAY_S: i64 = 24 * 60 * 60;
const HOUR_S: i64 = 60 * 60;
/// Steps written in one transaction: few enough that the progress moves, and for a large office many enough that each page
/// of an index is written seldom.
const BATCH: usize = 1_000;
const LARGE_BATCH: usize = 16_000;
/// Steps of a large office.
const LARGE: usize = 100_000;
/// From so many people on, and below so many, residents have histories.
const FEW: u32 = 20;
const MANY: u32 = 100_000;
/// Blanks in a box.
const BOX: u32 = 500;
/// One blank in so many is spoiled.
const SPOILED_EVERY: u32 = 40;
const SPOILED: &str = "pita macet";

/// The officers of a demo office by what they do. All have the password `contoh`.
pub(super) struct Officers {
    pub(super) counter: OfficerId,
    pub(super) head: OfficerId,
    pub(super) print: OfficerId,
    pub(super) blanks: OfficerId,
    pub(super) hand_over: OfficerId,
}

/// Login, name, NIP, duties.
pub(in crate::station) const CAST: [(&str, &str, &str, &[Duty]); 8] = [
    (
        "petugas",
        "RINA CONTOH",
        "199203042015032001",
        &[Duty::Counter],
    ),
    (
        "kepala",
        "BAMBANG CONTOH",
        "197508171999031002",
        &[Duty::Reviewer, Duty::Head],
    ),
    ("cetak", "DEWI CONTOH", "199411212018012003", &[Duty::Print]),
    (
        "blangko",
        "AGUS CONTOH",
        "198802052010121004",
        &[Duty::Blanks],
    ),
    (
        "serah",
        "SITI CONTOH",
        "199607302019022005",
        &[Duty::HandOver],
    ),
    (
        "patroli",
        "YUSUF CONTOH",
        "199012122014021006",
        &[Duty::Patrol],
    ),
    (
        "auditor",
        "MARIA CONTOH",
        "198105092006042007",
        &[Duty::Auditor],
    ),
    (
        "admin",
        "HENDRA CONTOH",
        "199309182016011008",
        &[Duty::Admin],
    ),
];

/// Makes the officers, before anything else happened.
pub(super) fn engage(registry: &mut Registry, seed: u64, at: i64) -> Result<Officers, Error> {
    let program = |act| By {
        officer: OfficerId::PROGRAM,
        act,
        at,
    };
    let mut ids = HashMap::new();
    registry.act(program("office-new"), |act| {
        act.put_meta("demo", "1")?;
        act.put_meta("seed", &seed.to_string())?;
        for (login, name, nip, duties) in CAST {
            act.next(program("officer-add"))?;
            let login = Login::parse(login).ok_or(registry::Error::NotFound("login"))?;
            let officer = Officer {
                id: OfficerId::PROGRAM,
                login,
                name: name.to_owned(),
                nip: nip.to_owned(),
                duties: duties.to_vec(),
                active: true,
                must_change: false,
            };
            let id = act.add_officer(&officer)?;
            ids.extend(duties.iter().map(|duty| (*duty, id)));
        }
        Ok::<_, registry::Error>(())
    })?;
    let of = |duty: Duty| {
        ids.get(&duty)
            .copied()
            .ok_or_else(|| Error::new("internal"))
    };
    Ok(Officers {
        counter: of(Duty::Counter)?,
        head: of(Duty::Head)?,
        print: of(Duty::Print)?,
        blanks: of(Duty::Blanks)?,
        hand_over: of(Duty::HandOver)?,
    })
}

/// One step of one case. Ordered by time; the steps of a case follow each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    at: i64,
    rank: u32,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Submit,
    Approve,
    Print,
    HandOver,
    End,
}

/// How the office ended a permit.
struct Ended {
    permit_no: PermitNo,
    ending: Ending,
}

/// All that happened.
struct Plan {
    /// Every card by the time it was made; a step's rank is its place here.
    wanted: Vec<Wanted>,
    /// A step that ends a permit has its place here.
    ended: Vec<Ended>,
    /// In the order of time.
    moments: Vec<Moment>,
    /// Of those cards the last of each resident.
    last: HashSet<u32>,
}

/// Everything that happened, and what waits now.
pub(super) fn tell(
    registry: &mut Registry,
    maker: &Maker<'_>,
    officers: &Officers,
    Crowd { people, approved }: Crowd,
    progress: &mut dyn FnMut(u32, u32),
) -> Result<(), Error> {
    progress(0, people);
    let Plan {
        wanted,
        ended,
        moments,
        last,
    } = plan(maker, people);
    let looks = [
        look(Kind::Itas, maker.settings)?,
        look(Kind::Itap, maker.settings)?,
    ];
    let mut story = Story {
        officers,
        looks: &looks,
        ended,
        last,
        waiting: HashMap::new(),
        received: 0,
        now: maker.now,
    };
    let mut done = 0;
    for batch in moments.chunks(if moments.len() < LARGE {
        BATCH
    } else {
        LARGE_BATCH
    }) {
        let begun: Vec<(u32, &Wanted)> = batch
            .iter()
            .filter(|moment| moment.step == Step::Submit)
            .filter_map(|moment| {
                Some((moment.rank, wanted.get(usize::try_from(moment.rank).ok()?)?))
            })
            .collect();
        let (ranks, asked): (Vec<u32>, Vec<&Wanted>) = begun.into_iter().unzip();
        let made = maker.make_all(&asked)?;
        let opening = By {
            officer: officers.counter,
            act: "shift-begin",
            at: batch.first().map_or(maker.now, |first| first.at),
        };
        registry.act(opening, |act| {
            story
                .waiting
                .extend(ranks.into_iter().zip(made).map(|(rank, resident)| {
                    (
                        rank,
                        Waiting {
                            resident,
                            case: None,
                        },
                    )
                }));
            batch
                .iter()
                .try_for_each(|moment| story.step(act, moment, &mut done))
        })?;
        progress(done, people);
    }
    progress(people, people);
    waiting::applicants(registry, maker, officers, people, &mut story)?;
    let numbers: Vec<u32> = (people..people.saturating_add(approved)).collect();
    for some in numbers.chunks(BATCH) {
        waiting::queue_up(registry, (maker, officers), some, &mut story)?;
    }
    Ok(())
}

/// Every card by the time it was made, every end, and every step in the order of time. A handful of people are there to try
/// one's hand on, a large office is for measuring: there everybody has one card, and nothing ended.
fn plan(maker: &Maker<'_>, people: u32) -> Plan {
    let told = (FEW..MANY).contains(&people);
    let mut order: Vec<(i64, u32, usize, bool)> = Vec::new();
    let mut plan = Plan {
        wanted: Vec::new(),
        ended: Vec::new(),
        moments: Vec::new(),
        last: HashSet::new(),
    };
    for number in 0..people {
        let chapters = maker.people.chapters(number);
        let last = chapters.len().saturating_sub(1);
        let first = if told { 0 } else { last };
        order.extend(
            chapters
                .iter()
                .enumerate()
                .skip(first)
                .map(|(card, chapter)| {
                    let at = minute(chapter.issued_on, number).min(maker.now);
                    (at, number, card, card == last)
                }),
        );
        if told {
            plan.end(maker, number);
        }
    }
    order.sort_unstable();
    let mut places = HashSet::new();
    for (rank, (issued_at, number, card, is_last)) in (0_u32..).zip(order) {
        plan.issue(rank, issued_at, maker.now);
        if is_last {
            plan.last.insert(rank);
        }
        plan.wanted.push(Wanted {
            number,
            card,
            serial: serial(number_of(rank)),
            issued_at,
            place: random_place(&mut places),
        });
    }
    plan.moments.sort_unstable();
    plan
}

impl Plan {
    /// The steps of a card's case.
    fn issue(&mut self, rank: u32, issued_at: i64, now: i64) {
        let days = i64::from(rank % 4);
        let submit = issued_at - (1 + days) * DAY_S;
        let approve = issued_at - days * DAY_S - 2 * HOUR_S;
        let hand_over = issued_at + i64::from(rank % 3) * DAY_S + HOUR_S;
        let steps = [
            (submit, Step::Submit),
            (approve, Step::Approve),
            (issued_at, Step::Print),
            (hand_over, Step::HandOver),
        ];
        let done = steps.into_iter().filter(|(at, _)| *at <= now);
        self.moments
            .extend(done.map(|(at, step)| Moment { at, rank, step }));
    }

    /// The end of a resident's permit, when it has ended by now.
    fn end(&mut self, maker: &Maker<'_>, number: u32) {
        let Some(ending) = maker.people.ending(number) else {
            return;
        };
        let at = minute(ending.on, number) + HOUR_S;
        let draft = maker.people.person(number).draft;
        let Some(permit_no) = PermitNo::parse(draft.get(Field::PermitNo)) else {
            return;
        };
        if let (true, Ok(rank)) = (at <= maker.now, u32::try_from(self.ended.len())) {
            self.ended.push(Ended { permit_no, ending });
            let step = Step::End;
            self.moments.push(Moment { at, rank, step });
        }
    }
}

/// In office hours, a different minute each.
fn minute(day: Date, number: u32) -> i64 {
    let minute = i8::try_from(number % 60).unwrap_or(0);
    let hour = i8::try_from(8 + number / 60 % 8).unwrap_or(8);
    clock::at(day, Time::constant(hour, minute, 0, 0))
}

/// Number of the serial of the card of that rank: each so many-th blank before it was spoiled.
fn number_of(rank: u32) -> u32 {
    rank + 1 + rank / SPOILED_EVERY
}

/// Nine characters, as a card's machine-readable zone has room for (ICAO 9303-5 4.2.2); when a series is full, the next.
fn serial(number: u32) -> String {
    /// Whole boxes.
    const SERIES: u32 = 999_500;
    let (series, number) = ((number - 1) / SERIES, (number - 1) % SERIES + 1);
    let letter = if series == 0 { 'S' } else { 'T' };
    format!("BK{letter}{number:06}")
}

struct Waiting {
    resident: Resident,
    case: Option<CaseId>,
}

struct Story<'a> {
    officers: &'a Officers,
    looks: &'a [Look; 2],
    ended: Vec<Ended>,
    last: HashSet<u32>,
    /// By rank: submitted and not handed over.
    waiting: HashMap<u32, Waiting>,
    /// Highest number of a blank received.
    received: u32,
    now: i64,
}

impl Story<'_> {
    fn look(&self, kind: Kind) -> &Look {
        let [kitas, kitap] = self.looks;
        match kind {
            Kind::Itas => kitas,
            Kind::Itap => kitap,
        }
    }

    fn step(
        &mut self,
        act: &mut Act<'_>,
        moment: &Moment,
        done: &mut u32,
    ) -> Result<(), registry::Error> {
        let by = |officer, act| By {
            officer,
            act,
            at: moment.at,
        };
        let missing = || registry::Error::NotFound("resident");
        if moment.step == Step::Print {
            self.supply(act, moment)?;
        }
        if moment.step == Step::End {
            let rank = usize::try_from(moment.rank).unwrap_or(usize::MAX);
            let ended = self.ended.get(rank).ok_or_else(missing)?;
            act.next(by(self.officers.head, "permit-end"))?;
            return act.end_permit(&ended.permit_no, ended.ending.reason, ended.ending.on);
        }
        let waiting = self.waiting.get(&moment.rank).ok_or_else(missing)?;
        let resident = &waiting.resident;
        match moment.step {
            Step::Submit => {
                act.next(by(self.officers.counter, "case-submit"))?;
                let id =
                    act.save_case(None, &resident.permit.to_draft(), Some(&resident.portrait))?;
                act.move_case(id, CaseEvent::Submit, None)?;
                if let Some(waiting) = self.waiting.get_mut(&moment.rank) {
                    waiting.case = Some(id);
                }
            }
            Step::Approve => {
                act.next(by(self.officers.head, "case-approve"))?;
                let digest = approval_digest(
                    &resident.permit.to_draft(),
                    &resident.portrait,
                    self.look(resident.permit.kind),
                )?;
                let id = waiting.case.ok_or_else(missing)?;
                act.move_case(id, CaseEvent::Approve, None)?;
                act.keep_approval(id, &digest)?;
            }
            Step::Print => {
                act.next(by(self.officers.print, "card-issue"))?;
                self.print(act, waiting.case.ok_or_else(missing)?, resident)?;
                act.next(by(self.officers.print, "card-good"))?;
                act.about(format!("card:{}", resident.serial));
                act.move_blank(&resident.serial, BlankEvent::Good, &Move::default())?;
                *done += u32::from(self.last.contains(&moment.rank));
            }
            Step::HandOver => {
                act.next(by(self.officers.hand_over, "card-check"))?;
                let id = waiting.case.ok_or_else(missing)?;
                act.move_blank(&resident.serial, BlankEvent::Check, &Move::default())?;
                act.move_case(id, CaseEvent::Check, None)?;
                act.next(by(self.officers.hand_over, "card-hand-over"))?;
                act.move_blank(&resident.serial, BlankEvent::HandOver, &Move::default())?;
                act.move_case(id, CaseEvent::HandOver, None)?;
                self.waiting.remove(&moment.rank);
            }
            Step::End => {}
        }
        Ok(())
    }

    fn print(
        &self,
        act: &mut Act<'_>,
        case: CaseId,
        resident: &Resident,
    ) -> Result<(), registry::Error> {
        act.move_blank(&resident.serial, BlankEvent::Assign, &Move::default())?;
        act.record_card(&NewCard {
            permit: &resident.permit,
            fields: &resident.permit.to_draft(),
            portrait: Some(&resident.portrait),
            serial: &resident.serial,
            seal: &resident.seal,
            look: self.look(resident.permit.kind),
        })?;
        act.move_case(case, CaseEvent::Produce, None)?;
        act.tie_case(case, &resident.serial)?;
        act.about(format!("card:{}", resident.serial));
        act.note("permit", resident.permit.permit_no.as_str());
        Ok(())
    }

    /// A box is received and given to the operator before the last one is used up; spoiled blanks are told as they happen.
    fn supply(&mut self, act: &mut Act<'_>, moment: &Moment) -> Result<(), registry::Error> {
        let number = number_of(moment.rank);
        while self.received <= number {
            self.supply_box(act, moment.at)?;
        }
        if moment.rank.is_multiple_of(SPOILED_EVERY) && 0 < moment.rank {
            let spoiled = serial(number - 1);
            act.next(By {
                officer: self.officers.print,
                act: "blank-spoil",
                at: moment.at,
            })?;
            act.about(format!("blank:{spoiled}"));
            act.note("reason", SPOILED);
            let with = Move {
                second: Some(self.officers.head),
                note: Some(SPOILED),
                ..Move::default()
            };
            act.move_blank(&spoiled, BlankEvent::Spoil, &with)?;
        }
        Ok(())
    }

    /// A box is received and given to the operator.
    fn supply_box(&mut self, act: &mut Act<'_>, at: i64) -> Result<(), registry::Error> {
        self.receive(act, at)?;
        let first = self.received - BOX + 1;
        act.next(By {
            officer: self.officers.blanks,
            act: "blank-issue",
            at,
        })?;
        act.about(format!("blank:{}", serial(first)));
        act.note("count", BOX.to_string());
        let with = Move {
            operator: Some(self.officers.print),
            ..Move::default()
        };
        for number in first..=self.received {
            act.move_blank(&serial(number), BlankEvent::Issue, &with)?;
        }
        Ok(())
    }

    fn receive(&mut self, act: &mut Act<'_>, at: i64) -> Result<(), registry::Error> {
        let stock =
            |serial: String| BlankSerial::parse(&serial).ok_or(registry::Error::NotFound("blank"));
        let (first, last) = (self.received + 1, self.received + BOX);
        let range = BlankRange::new(stock(serial(first))?, &stock(serial(last))?)
            .map_err(registry::Error::Stock)?;
        act.next(By {
            officer: self.officers.blanks,
            act: "blank-receive",
            at,
        })?;
        act.about(format!("blank:{}", serial(first)));
        act.receive_blanks(&range, &format!("BA-{:04}/CONTOH", last / BOX))?;
        self.received = last;
        Ok(())
    }
}
