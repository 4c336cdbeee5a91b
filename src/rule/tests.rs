//! The rule file and its engine; dated cases stand in `tests/vectors/rule/cases.toml`.

use super::file::Days;
use super::*;
use crate::permit::{Field, Severity};
use crate::text::{Lang, Text};
use jiff::civil::date;
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../resources/rules/stay.toml");

fn row(lines: &str) -> String {
    format!(
        "format = 1\n[[rule]]\nkey = \"max-issues\"\nkind = \"itas\"\nvalue = 6\nverified = true\n{lines}"
    )
}

#[test]
fn the_shipped_file_is_whole() {
    let book = Rulebook::parse(SHIPPED).unwrap();
    assert_eq!(book.rows.len(), 20);
    assert_eq!(Rulebook::bundled().rows.len(), book.rows.len());
    assert_eq!(Rulebook::bundled().indices.len(), book.indices.len());
}

#[test]
fn rows_of_a_key_follow_each_other_without_a_gap() {
    let book = Rulebook::bundled();
    for row in &book.rows {
        let followers = book.rows.iter().filter(|other| {
            other.key == row.key && other.kind == row.kind && other.days.from > row.days.from
        });
        let next = followers.map(|other| other.days.from).min();
        if let Some(next) = next {
            assert_eq!(
                row.days.to.unwrap().tomorrow().unwrap(),
                next,
                "{:?}",
                row.key
            );
        }
    }
}

#[test]
fn the_series_of_indices_change_with_2024() {
    let book = Rulebook::bundled();
    let codes = |day| -> Vec<String> {
        book.indices(Kind::Itas, day)
            .into_iter()
            .map(|index| index.code)
            .collect()
    };
    assert_eq!(codes(date(2023, 12, 31)).len(), 9);
    assert!(
        codes(date(2023, 12, 31))
            .iter()
            .all(|code| code.starts_with('C'))
    );
    assert!(
        codes(date(2024, 1, 1))
            .iter()
            .all(|code| code.starts_with('E'))
    );
    assert!(codes(date(2024, 1, 1)).is_sorted());
    assert!(book.indices(Kind::Itap, date(2026, 1, 1)).is_empty());
    for (code, needed) in [("C317", false), ("C312", true)] {
        let indices = book.indices(Kind::Itas, date(2018, 3, 28));
        assert_eq!(
            indices
                .iter()
                .find(|index| index.code == code)
                .unwrap()
                .needs_guarantor,
            needed
        );
    }
}

#[track_caller]
fn refused(toml: &str, word: &str) {
    let error = Rulebook::parse(toml).unwrap_err().to_string();
    assert!(error.contains(word), "{error}");
}

#[test]
fn a_bad_file_is_refused_and_says_where() {
    assert!(Rulebook::parse(&row("from = \"2014-01-01\"\nsource = \"s\"")).is_ok());
    refused("", "format");
    refused("format = 2", "format 2");
    refused("format = 1\nwhat = 3", "what");
    refused("format = 1\n[[rule]]\nkey = \"max-isues\"", "max-isues");
    refused(&row("from = \"2014-01-01\"\nsource = \" \""), "no source");
    refused(&row("from = \"2014-13-01\"\nsource = \"s\""), "2014-13-01");
    refused(
        &row("from = \"2014-01-01\"\nto = \"2013-01-01\"\nsource = \"s\""),
        "ends before",
    );
    refused("format = 1\n[[rule", "line 2");
    for value in ["0", "-1", "1201", "2000000000"] {
        let toml = row("from = \"2014-01-01\"\nsource = \"s\"");
        let toml = toml.replace("value = 6", &format!("value = {value}"));
        refused(&toml, "between 1 and 1200");
    }
    let twice = row("from = \"2014-01-01\"\nsource = \"s\"");
    let (_, second) = twice.split_once('\n').unwrap();
    refused(&format!("{twice}\n{second}"), "share a day");
}

#[test]
fn days_include_both_ends() {
    let days = Days {
        from: date(2024, 1, 1),
        to: Some(date(2024, 1, 31)),
    };
    assert!(days.contain(date(2024, 1, 1)) && days.contain(date(2024, 1, 31)));
    assert!(!days.contain(date(2023, 12, 31)) && !days.contain(date(2024, 2, 1)));
}

#[test]
fn an_unverified_rule_only_warns() {
    let mut draft = Draft::new(Kind::Itas);
    *draft.edit(Field::IssueSeq) = "7".into();
    let of = |verified: &str| {
        let toml =
            row("from = \"2014-01-01\"\nsource = \"s\"").replace("verified = true", verified);
        let found = Rulebook::parse(&toml)
            .unwrap()
            .check(&draft, date(2026, 11, 23));
        found
            .into_iter()
            .find(|finding| finding.rule == "issues-too-many")
            .unwrap()
            .severity
    };
    assert_eq!(of("verified = true"), Severity::Hard);
    assert_eq!(of("verified = false"), Severity::Soft);
}

#[test]
fn every_rule_has_words_in_both_languages() {
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        for id in rule_ids() {
            assert!(
                text.find(&format!("finding-{id}"), &[]).is_some(),
                "finding-{id} has no words"
            );
        }
    }
}

#[test]
fn what_is_not_a_date_is_left_to_the_form() {
    let book = Rulebook::bundled();
    let mut draft = Draft::new(Kind::Itap);
    for field in Field::ALL {
        *draft.edit(field) = "?".into();
    }
    let found = book.check(&draft, date(2026, 11, 23));
    assert!(found.is_empty(), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_draft_is_judged_with_known_rules_in_order(
        values in prop::collection::vec("(01-01-(1850|1999|2026|2199)|[0-9]{1,3}|E31A|XXA|-|\\PC{0,8})?", 38),
        year in 1..9999_i16,
    ) {
        for kind in [Kind::Itas, Kind::Itap] {
            let mut draft = Draft::new(kind);
            for (field, value) in Field::ALL.into_iter().zip(&values) {
                *draft.edit(field) = value.clone();
            }
            let found = Rulebook::bundled().check(&draft, Date::new(year, 2, 28).unwrap());
            prop_assert!(found.iter().all(|finding| rule_ids().any(|id| id == finding.rule)));
            prop_assert!(found.is_sorted_by_key(|finding| finding.field));
        }
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in "\\PC{0,80}") {
        Rulebook::parse(&text).ok();
        Rulebook::parse(&format!("{SHIPPED}{text}")).ok();
    }
}

const SHIPPED_GROUPS: &str = include_str!("../../resources/rules/groups.toml");

#[test]
fn every_index_shipped_counts_as_a_group_on_each_of_its_days() {
    let groups = Groups::parse(SHIPPED_GROUPS).unwrap();
    for index in &Rulebook::bundled().indices {
        let own: Vec<_> = groups
            .rows
            .iter()
            .filter(|row| row.code == index.code)
            .collect();
        assert!(!own.is_empty(), "{} counts as nothing", index.code);
        assert!(
            own.iter().any(|row| row.days.from <= index.days.from),
            "{}",
            index.code
        );
    }
    for (code, group) in [
        ("E23", Group::Worker),
        ("C312", Group::Worker),
        ("E31A", Group::CitizenSpouse),
        ("E31B", Group::Dependant),
        ("E30A", Group::Student),
        ("E28A", Group::Other),
        ("", Group::Other),
        ("Z9", Group::Other),
    ] {
        assert_eq!(
            Groups::bundled().of(code, date(2026, 11, 23)),
            group,
            "{code}"
        );
    }
}

#[test]
fn a_code_counts_as_its_row_of_the_day_says() {
    let of = |group: &str, days: &str| {
        format!(
            "[[group]]\ncode = \"E23\"\ngroup = \"{group}\"\n{days}\nsource = \"s\"\nverified = true\n"
        )
    };
    let old = of("other", "from = \"2020-01-01\"\nto = \"2020-12-31\"");
    let new = of("worker", "from = \"2021-01-01\"");
    let groups = Groups::parse(&format!("format = 1\n{old}{new}")).unwrap();
    assert_eq!(groups.of("E23", date(2020, 12, 31)), Group::Other);
    assert_eq!(groups.of("e23", date(2021, 1, 1)), Group::Worker);
    assert_eq!(groups.of("E23", date(2019, 1, 1)), Group::Worker);
    for wrong in [
        format!("format = 1\n{new}{new}"),
        format!("format = 2\n{new}"),
        format!("format = 1\n{}", of("workers", "from = \"2021-01-01\"")),
    ] {
        assert!(Groups::parse(&wrong).is_err(), "{wrong}");
    }
}
