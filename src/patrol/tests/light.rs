//! Lights by dated cases, and their words.

use super::{NOW, TODAY};
use crate::patrol::*;
use crate::rule::{Groups, PatrolKey, PatrolRules, Rulebook};
use crate::seal::{Claims, Status, StatusAt, Verdict};
use crate::text::{Lang, Text};
use jiff::civil::{Date, date};
use std::fmt::Write as _;

fn verdict(word: Word, status: &str, until: Date) -> Verdict {
    let reason = Verdict::REASONS.iter().find(|(_, known)| *known == word);
    // End of the last valid day in WIB.
    let days = date(1970, 1, 1).until(until).unwrap().get_days();
    Verdict {
        word,
        reason: reason.unwrap().0,
        claims: Some(Claims {
            legal_status: status.to_owned(),
            expires_at: (i64::from(days) + 1) * 86_400 - 7 * 3600,
            ..Claims::default()
        }),
        kid: None,
        status: Some(StatusAt {
            status: Status::Valid,
            as_of: NOW,
        }),
    }
}

struct Rules {
    numbers: PatrolRules,
    groups: Groups,
    book: Rulebook,
}

impl Rules {
    fn new() -> Self {
        Self {
            numbers: PatrolRules::bundled(),
            groups: Groups::bundled(),
            book: Rulebook::bundled(),
        }
    }

    fn lights(&self, verdict: &Verdict, facts: &Facts, today: Date) -> Vec<Light> {
        let rules = LightRules {
            numbers: &self.numbers,
            groups: &self.groups,
            book: &self.book,
        };
        lights(verdict, facts, today, rules)
    }
}

/// A worker whose papers are all in order.
pub(super) fn worker() -> Facts {
    Facts {
        valid_from: Some(date(2025, 9, 1)),
        report_due: Held::None,
        passport_until: Held::Is(date(2030, 1, 1)),
        reentry_until: Held::Is(date(2026, 8, 31)),
        sktt_on: Held::Is(date(2025, 9, 9)),
        address_on: Held::Is(date(2025, 9, 9)),
        district: Held::Is(String::from("Cibitung")),
        position: Held::Is(String::from("Quality Engineer")),
        rptka: Held::Is(String::from("QUALITY-ENGINEER")),
        guarantor: Held::Is(String::from("PT CONTOH")),
        guarantor_until: Held::Is(date(2026, 12, 31)),
        principal: Held::None,
        dependants: Some(2),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, one case after the other")]
fn lights_by_dated_cases() {
    let rules = Rules::new();
    let mut table = String::new();
    let mut case = |name: &str, word, status: &str, until: Date, facts: Facts, today: Date| {
        writeln!(table, "{name}").unwrap();
        for light in rules.lights(&verdict(word, status, until), &facts, today) {
            let args: Vec<String> = light
                .args
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            writeln!(
                table,
                "  {:<10} {:<7} {:<22} {}",
                light.paper.id(),
                light.color.id(),
                light.reason,
                args.join(" ")
            )
            .unwrap();
        }
    };
    let end = date(2026, 8, 31);
    let itas = "KITAS/C312";
    case(
        "the seal alone",
        Word::Valid,
        itas,
        end,
        Facts::default(),
        TODAY,
    );
    case(
        "a worker, all in order",
        Word::Valid,
        "SPECIMEN KITAS/C312",
        end,
        worker(),
        TODAY,
    );
    case(
        "a month before the end",
        Word::Valid,
        itas,
        end,
        worker(),
        date(2026, 8, 2),
    );
    case("the last day", Word::Valid, itas, end, worker(), end);
    case(
        "11 days over",
        Word::Expired,
        itas,
        end,
        worker(),
        date(2026, 9, 11),
    );
    case("revoked", Word::Revoked, itas, end, worker(), TODAY);
    case("superseded", Word::Superseded, itas, end, worker(), TODAY);
    case("suspended", Word::Suspended, itas, end, worker(), TODAY);
    case("status too old", Word::Stale, itas, end, worker(), TODAY);
    case("forged", Word::Forged, itas, end, worker(), TODAY);
    let fresh = |sktt_on| Facts {
        valid_from: Some(date(2026, 6, 20)),
        sktt_on,
        ..worker()
    };
    case(
        "SKTT, day 11",
        Word::Valid,
        itas,
        date(2027, 6, 19),
        fresh(Held::None),
        TODAY,
    );
    case(
        "SKTT, day 14",
        Word::Valid,
        itas,
        date(2027, 6, 19),
        fresh(Held::None),
        date(2026, 7, 4),
    );
    case(
        "SKTT, day 15",
        Word::Valid,
        itas,
        date(2027, 6, 19),
        fresh(Held::None),
        date(2026, 7, 5),
    );
    case(
        "SKTT nobody told",
        Word::Valid,
        itas,
        date(2027, 6, 19),
        fresh(Held::Untold),
        TODAY,
    );
    let wrong = Facts {
        passport_until: Held::Is(date(2026, 6, 30)),
        reentry_until: Held::Is(date(2026, 6, 30)),
        address_on: Held::Is(date(2025, 6, 30)),
        rptka: Held::Is(String::from("Operator")),
        guarantor_until: Held::Is(date(2026, 6, 30)),
        ..worker()
    };
    case(
        "all gone wrong",
        Word::Valid,
        itas,
        date(2027, 1, 1),
        wrong,
        TODAY,
    );
    let missing = Facts {
        passport_until: Held::Is(date(2026, 8, 1)),
        reentry_until: Held::None,
        sktt_on: Held::Untold,
        address_on: Held::None,
        rptka: Held::None,
        guarantor: Held::None,
        dependants: Some(0),
        ..worker()
    };
    case(
        "much missing",
        Word::Valid,
        itas,
        date(2027, 1, 1),
        missing,
        TODAY,
    );
    let spouse = |principal| Facts {
        position: Held::Is(String::from("Ikut suami")),
        principal,
        dependants: Some(0),
        ..worker()
    };
    let followed = |until| {
        spouse(Held::Is(Principal {
            permit_no: String::from("2C21XX0001-A"),
            until,
        }))
    };
    case(
        "a wife, nobody told",
        Word::Valid,
        "KITAS/E31B",
        end,
        spouse(Held::Untold),
        TODAY,
    );
    case(
        "a wife, linked",
        Word::Valid,
        "KITAS/E31B",
        end,
        followed(end),
        TODAY,
    );
    case(
        "a wife, outlasting",
        Word::Valid,
        "KITAS/E31B",
        end,
        followed(date(2026, 8, 1)),
        TODAY,
    );
    case(
        "a wife, left behind",
        Word::Valid,
        "KITAS/E31B",
        end,
        followed(date(2026, 6, 1)),
        TODAY,
    );
    let itap = |report_due| Facts {
        report_due,
        reentry_until: Held::Is(date(2027, 3, 1)),
        ..worker()
    };
    case(
        "ITAP, limited",
        Word::Valid,
        "KITAP/",
        date(2027, 3, 1),
        itap(Held::None),
        TODAY,
    );
    case(
        "ITAP, report in time",
        Word::Valid,
        "KITAP/",
        date(2027, 3, 1),
        itap(Held::Is(date(2027, 3, 1))),
        TODAY,
    );
    case(
        "ITAP, report soon",
        Word::Valid,
        "KITAP/",
        date(2027, 3, 1),
        itap(Held::Is(date(2027, 3, 1))),
        date(2027, 1, 1),
    );
    case(
        "ITAP, report late",
        Word::Expired,
        "KITAP/",
        date(2027, 3, 1),
        itap(Held::Is(date(2027, 3, 1))),
        date(2027, 3, 11),
    );
    insta::assert_snapshot!("lights", table);
}

#[test]
fn what_nobody_told_is_never_green() {
    let rules = Rules::new();
    for status in ["KITAS/C312", "KITAS/E31A", "KITAP/", "KITAS/"] {
        let valid = verdict(Word::Valid, status, date(2027, 1, 1));
        for light in rules.lights(&valid, &Facts::default(), TODAY) {
            let proven = light.paper == Paper::Permit;
            assert_eq!(light.color == Color::Green, proven, "{light:?}");
        }
    }
}

#[test]
fn every_light_and_hint_has_its_words() {
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        let keys = Light::REASONS
            .iter()
            .map(|reason| format!("light-{reason}"));
        let papers = Paper::ALL
            .iter()
            .map(|paper| format!("paper-{}", paper.id()));
        let colors = Color::ALL
            .iter()
            .map(|color| format!("light-color-{}", color.id()));
        let hints = ["again", "too-far", "two-serials"].map(|id| format!("hint-{id}"));
        for key in keys.chain(papers).chain(colors).chain(hints) {
            assert!(text.find(&key, &[]).is_some(), "{key}");
        }
    }
    let due = Light {
        paper: Paper::Sktt,
        color: Color::Amber,
        reason: "sktt-due",
        args: vec![("day", String::from("11")), ("of", String::from("14"))],
    };
    let words = Text::new(Lang::Id).with(&due.key(), &due.text_args());
    assert_eq!(words, "SKTT belum dilaporkan, hari ke-11 dari 14");
}

#[test]
fn numbers_have_their_days() {
    let rules = PatrolRules::parse(include_str!("../../../resources/rules/patrol.toml")).unwrap();
    let charge = |day| {
        rules.number(
            PatrolKey::OverstayRupiahADay,
            crate::permit::Kind::Itas,
            day,
        )
    };
    assert_eq!(charge(date(2019, 5, 2)), Some((300_000, true)));
    assert_eq!(charge(date(2019, 5, 3)), Some((1_000_000, true)));
    let kind = crate::permit::Kind::Itap;
    assert_eq!(rules.number(PatrolKey::SkttDays, kind, TODAY), None);
    let twice = "format = 1\n".to_owned()
        + &"[[number]]\nkey = \"sktt-days\"\nvalue = 14\nfrom = \"2011-05-05\"\nsource = \"x\"\nverified = true\n".repeat(2);
    assert!(
        PatrolRules::parse(&twice)
            .unwrap_err()
            .0
            .contains("share a day")
    );
}
