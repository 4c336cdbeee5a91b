//! Drafts as an office types them: dated rules by the cases of `tests/vectors/rule`, and both judgements together.

use jiff::civil::Date;
use loket::permit::{Draft, Field, Finding, Gazetteer, Kind, Severity};
use loket::rule::Rulebook;
use loket::text::{Lang, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Instant;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    base: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    kind: String,
    on: String,
    set: BTreeMap<String, String>,
    finds: Vec<String>,
}

impl Case {
    fn draft(&self, base: &BTreeMap<String, String>) -> Draft {
        let mut draft = Draft::new(match self.kind.as_str() {
            "itas" => Kind::Itas,
            "itap" => Kind::Itap,
            other => panic!("{other}"),
        });
        for (id, value) in base.iter().chain(&self.set) {
            *draft.edit(Field::parse(id).expect(id)) = value.clone();
        }
        draft
    }

    fn day(&self) -> Date {
        self.on.parse().unwrap()
    }
}

fn cases() -> Cases {
    toml::from_str(include_str!("../vectors/rule/cases.toml")).unwrap()
}

/// Rule ids, with `!` where they block.
fn marked(findings: &[Finding]) -> Vec<String> {
    let mark = |finding: &Finding| match finding.severity {
        Severity::Hard => format!("{}!", finding.rule),
        Severity::Soft => finding.rule.clone(),
    };
    findings.iter().map(mark).collect()
}

#[test]
fn each_case_is_judged_by_the_rules_of_its_day() {
    let (cases, book, places) = (cases(), Rulebook::bundled(), Gazetteer::bundled());
    for case in &cases.case {
        let draft = case.draft(&cases.base);
        let found = book.check(&draft, case.day());
        assert_eq!(marked(&found), case.finds, "{}", case.about);
        if let Err(found) = draft.check(case.day(), &places) {
            panic!("{}: {:?}", case.about, marked(&found));
        }
    }
}

#[test]
fn no_rule_is_told_twice() {
    let form: Vec<_> = loket::permit::rule_ids().collect();
    let dated: Vec<_> = loket::rule::rule_ids().collect();
    for (at, id) in form.iter().chain(&dated).enumerate() {
        let before = form.iter().chain(&dated).take(at);
        assert!(
            !before.into_iter().any(|other| other == id),
            "{id} stands twice"
        );
        let kebab = id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(kebab, "{id} is not in kebab case");
    }
    // Every dated rule has a case.
    let cases = cases();
    for id in dated {
        let finds = cases.case.iter().flat_map(|case| &case.finds);
        assert!(
            finds
                .into_iter()
                .any(|find| find.trim_end_matches('!') == id),
            "{id} has no case"
        );
    }
}

#[test]
fn findings_read_as_sentences_in_both_languages() {
    let (cases, book) = (cases(), Rulebook::bundled());
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        for case in &cases.case {
            for finding in book.check(&case.draft(&cases.base), case.day()) {
                let words = text.with(&finding.key(), &finding.text_args());
                assert!(
                    !words.contains(['{', '$']) && words.chars().count() <= 66,
                    "{words}"
                );
            }
        }
    }
}

#[test]
fn a_judgement_is_quick() {
    let started = Instant::now();
    let (cases, book, places) = (cases(), Rulebook::bundled(), Gazetteer::bundled());
    let loaded = started.elapsed();
    let draft = cases.case[0].draft(&cases.base);
    let day = cases.case[0].day();
    let started = Instant::now();
    let rounds = 200;
    for _ in 0..rounds {
        assert!(draft.check(day, &places).is_ok());
        assert!(book.check(&draft, day).is_empty());
    }
    // Figures, not a limit: a busy machine may not fail a build.
    println!(
        "rules and places {loaded:?}, judgement {:?}",
        started.elapsed() / rounds
    );
}
