//! What the registry knows beside a draft: the same permit, passport or person typed otherwise.

use super::*;
use crate::portrait::{
    self, Age, Assistant, Crop, Ground, Limits, Made, Source, Still, Study, accept_as,
};
use crate::text::{Lang, Text};

/// Rules found, with `!` where they block; the picture apart.
fn found(station: &mut Station, draft: &Draft) -> Vec<String> {
    let today = station.today();
    let findings = station.judge(draft, None, today).unwrap().findings;
    findings
        .into_iter()
        .filter(|one| one.field != Field::Portrait)
        .map(|one| match one.severity {
            Severity::Hard => format!("{}!", one.rule),
            Severity::Soft => one.rule,
        })
        .collect()
}

fn put(draft: &mut Draft, field: Field, text: &str) {
    *draft.edit(field) = String::from(text);
}

/// A draft of today with the number, passport, NIORA and birth of somebody known.
fn again(station: &mut Station) -> (Draft, Draft) {
    let row = all(station).remove(0);
    let known = station.record(&row.permit_no).unwrap().draft;
    let mut draft = station.example_draft(Kind::Itas);
    draft.edit(Field::Mrz).clear();
    for field in [
        Field::PermitNo,
        Field::PassportNo,
        Field::Niora,
        Field::BirthDate,
    ] {
        put(&mut draft, field, known.get(field));
    }
    (draft, known)
}

#[test]
fn a_permit_number_of_another_person_is_refused() {
    let folder = office();
    let mut station = open(&folder);
    let (same, _) = again(&mut station);
    let known = found(&mut station, &same);
    assert!(known.contains(&String::from("permit-known")), "{known:?}");
    assert!(!known.iter().any(|rule| rule.starts_with("permit-of")));
    for field in [Field::PassportNo, Field::Niora, Field::BirthDate] {
        let example = station.example_draft(Kind::Itas);
        let mut other = example.clone();
        put(&mut other, Field::PermitNo, same.get(Field::PermitNo));
        other.edit(Field::Mrz).clear();
        let rules = found(&mut station, &other);
        assert!(
            rules.contains(&String::from("permit-of-another!")),
            "{rules:?}"
        );
        assert!(!rules.contains(&String::from("permit-known")));
        let error = made(&mut station, &other, None).err().unwrap();
        assert_eq!(error.id, "draft-has-findings");
        // One of the three tells that it is the same person.
        put(&mut other, field, same.get(field));
        let rules = found(&mut station, &other);
        assert!(rules.contains(&String::from("permit-known")), "{rules:?}");
    }
}

#[test]
fn a_known_permit_is_known_with_and_without_its_hyphen() {
    let folder = office();
    let mut station = open(&folder);
    let (mut same, _) = again(&mut station);
    let other = match same.get(Field::PermitNo).split_once('-') {
        Some((body, tail)) => format!("{body}{tail}"),
        None => {
            let (body, tail) = same
                .get(Field::PermitNo)
                .split_at(same.get(Field::PermitNo).len() - 1);
            format!("{body}-{tail}")
        }
    };
    put(&mut same, Field::PermitNo, &other);
    let rules = found(&mut station, &same);
    assert!(
        rules.contains(&String::from("permit-no-otherwise!")),
        "{rules:?}"
    );
}

#[test]
fn numbers_and_dates_are_compared_however_they_are_typed() {
    let folder = office();
    let mut station = open(&folder);
    let (mut draft, known) = again(&mut station);
    put(&mut draft, Field::PermitNo, "2C21XX9999-Z");
    let spaced = |text: &str| format!(" {} {} ", &text[..2].to_lowercase(), &text[2..]);
    put(
        &mut draft,
        Field::PassportNo,
        &spaced(known.get(Field::PassportNo)),
    );
    put(&mut draft, Field::Niora, &spaced(known.get(Field::Niora)));
    let birth = known.get(Field::BirthDate).replace('-', "/");
    put(&mut draft, Field::BirthDate, &birth);
    let rules = found(&mut station, &draft);
    assert!(
        !rules.contains(&String::from("niora-of-another!")),
        "{rules:?}"
    );
    put(&mut draft, Field::BirthDate, "02/01/1971");
    let rules = found(&mut station, &draft);
    assert!(
        rules.contains(&String::from("niora-of-another!")),
        "{rules:?}"
    );
}

#[test]
fn what_is_odd_about_a_portrait_stands_among_the_findings() {
    let folder = office();
    let mut station = open(&folder);
    let draft = station.example_draft(Kind::Itas);
    let mut of = |portrait: &Portrait| -> Vec<String> {
        let today = station.today();
        let judged = station.judge(&draft, Some(portrait), today).unwrap();
        assert!(judged.passes, "{:?}", judged.findings);
        let findings = judged.findings.into_iter();
        findings
            .filter(|one| one.field == Field::Portrait)
            .map(|one| one.rule)
            .collect()
    };
    let accept = |still: &Still| portrait::accept(still, Crop::centred(still)).unwrap();
    assert_eq!(of(&accept(&portrait::drawn(3))), [""; 0]);
    let white = Still::from_rgb(600, 800, vec![255; 600 * 800 * 3]).unwrap();
    assert_eq!(
        of(&accept(&white)),
        ["portrait-sharpness", "portrait-exposure", "portrait-glare"]
    );
}

#[test]
fn each_check_of_a_portrait_has_words() {
    let (face, still) = (portrait::inspect(&portrait::drawn(3)), portrait::drawn(3));
    let demand = Limits::bundled().unwrap().demand(Age::Adult, Ground::White);
    let studied = Assistant::load().unwrap().study(&still, &demand).unwrap();
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        let rules = face
            .checks
            .iter()
            .chain(&studied.checks)
            .map(|check| format!("portrait-{}", check.id));
        let others = ["portrait-damaged", "portrait-no-face"].map(String::from);
        for rule in rules.chain(others) {
            assert!(
                text.find(&format!("finding-{rule}"), &[]).is_some(),
                "{rule}"
            );
        }
    }
}

#[test]
fn what_the_assistant_found_stays_with_the_portrait() {
    let still = portrait::drawn(3);
    let study = Study {
        faces: Vec::new(),
        crop: Crop::centred(&still),
        checks: Vec::new(),
    };
    let faceless = Made::new(Source::File, &still, &study);
    let portrait = accept_as(&still, &faceless).unwrap();
    for (is_demo, severity) in [(true, Severity::Soft), (false, Severity::Hard)] {
        let findings = super::super::judge::pictured(Some(&portrait), is_demo);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].rule, "portrait-no-face");
        assert_eq!(findings[0].severity, severity);
    }
    let flawed = Made {
        flaws: vec!["glare", "mouth"],
        ..faceless
    };
    let portrait = accept_as(&still, &flawed).unwrap();
    let findings = super::super::judge::pictured(Some(&portrait), false);
    let rules: Vec<_> = findings.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["portrait-glare", "portrait-mouth"]);
    assert!(findings.iter().all(|one| one.severity == Severity::Soft));
}
