//! What a check tells is kept, whatever happens next; and what a clock that is wrong may and may not change.

use super::*;

#[test]
fn a_check_is_noted_though_nobody_said_so() {
    let mut away = away();
    let evidence = Evidence::Text(away.text.clone());
    away.patrol.clock = Clock::Fixed(NOW + 60);
    let told = away.patrol.check(&evidence, &noted()).unwrap();
    assert!(away.patrol.log().is_empty());
    away.reopen(NOW + 70).unwrap();
    let ids = |patrol: &Patrol| patrol.log().iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(&away.patrol), [told.id]);
    assert!(away.patrol.photo(told.id).unwrap().is_some());
    away.reopen(NOW + 80).unwrap();
    assert_eq!(ids(&away.patrol), [told.id]);
    // The next card comes before the one that stands was noted; noting it then says the same again, and nothing else.
    away.patrol.clock = Clock::Fixed(NOW + 3600);
    let second = away.patrol.check(&evidence, &noted()).unwrap();
    let none = Evidence::Text(String::from("bukan segel"));
    let third = away.patrol.check(&none, &noted()).unwrap();
    assert_eq!(ids(&away.patrol), [told.id, second.id]);
    away.patrol.record(&second, &noted()).unwrap();
    let other = Noted {
        note: String::from("lain"),
        ..noted()
    };
    let late = away.patrol.record(&second, &other).map(|one| one.id);
    assert_eq!(late.unwrap_err().id, "patrol-noted");
    // A note that is too long is told, and the scan is kept all the same.
    let long = Noted {
        note: "a".repeat(3000),
        ..noted()
    };
    let refused = away.patrol.record(&third, &long).map(|one| one.id);
    assert_eq!(refused.unwrap_err().id, "patrol-bounds");
    away.patrol.record(&third, &other).unwrap();
    assert_eq!(away.patrol.log().last().unwrap().note, "lain");
    // Within minutes the card that was noted is the same one; its status has not changed.
    away.patrol.clock = Clock::Fixed(NOW + 3660);
    assert!(away.patrol.check(&evidence, &noted()).unwrap().is_again());
    away.reopen(NOW + 3700).unwrap();
    assert_eq!(ids(&away.patrol), [told.id, second.id, third.id]);
}

#[test]
fn a_clock_turned_back_makes_no_card_valid() {
    let mut away = away();
    away.scan(NOW + 2 * DAY);
    let evidence = Evidence::Text(away.text.clone());
    let judged = |away: &mut Away, at| {
        away.patrol.clock = Clock::Fixed(at);
        let checked = away.patrol.judge(&evidence, &Spot::default()).unwrap();
        (checked.verdict.word, checked.verdict.reason)
    };
    assert_eq!(judged(&mut away, NOW + DAY), (Word::Stale, "clock-behind"));
    assert_eq!(judged(&mut away, NOW + 2 * DAY - 200).0, Word::Valid);
    // A scan by a clock that ran ahead counts until the office gives out something newer.
    let path = away.extract(Level::Team, UNTIL).unwrap();
    away.patrol
        .import_extract(&path, &secret(WORD), &mut on)
        .unwrap();
    away.scan(NOW + 400 * DAY);
    away.patrol.clock = Clock::Fixed(NOW + 3 * DAY);
    assert_eq!(away.patrol.state().extract_unused, Some("patrol-ended"));
    away.reopen(NOW + 3 * DAY).unwrap();
    assert!(away.patrol.state().extract.is_some());
    away.station.clock = Clock::Fixed(NOW + 3 * DAY);
    let bundle = away.station.give_bundle(Some("laptop 1"), None).unwrap();
    away.patrol.import_bundle(&bundle.bytes).unwrap();
    assert_eq!(away.patrol.state().extract_unused, None);
    assert_eq!(judged(&mut away, NOW + 3 * DAY).0, Word::Valid);
}

#[test]
fn a_making_that_was_cut_off_is_begun_anew() {
    let away = away();
    let (root, bundle) = (away.station.root().der, away.patrol.bundle_file.clone());
    let dir = away.folder.path().to_owned();
    drop(away.patrol);
    let make = || {
        let files = (&root[..], &bundle[..]);
        let made = Patrol::create_by(&dir, "Laptop 1", &secret(WORD), files, Clock::Fixed(NOW));
        made.map(drop).map_err(|error| error.id)
    };
    assert_eq!(make(), Err("folder-not-empty"));
    fs::remove_file(dir.join("slots.toml")).unwrap();
    fs::write(dir.join("slots.toml.77.part"), "x").unwrap();
    fs::write(dir.join("catatan.txt"), "x").unwrap();
    assert_eq!(make(), Err("folder-not-empty"));
    fs::remove_file(dir.join("catatan.txt")).unwrap();
    assert_eq!(make(), Ok(()));
    // Scans are somebody's even where the slots are lost.
    fs::remove_file(dir.join("slots.toml")).unwrap();
    fs::write(dir.join("log.bin"), "x").unwrap();
    assert_eq!(make(), Err("folder-not-empty"));
}

#[test]
fn one_record_with_too_much_in_it_keeps_nobody_elses_from_the_patrol() {
    let mut draft = Draft::new(crate::permit::Kind::Itas);
    for field in [Field::Street, Field::Village, Field::Notes, Field::District] {
        *draft.edit(field) = "é\n\u{202E}".repeat(300);
    }
    let row = crate::registry::FieldRow {
        draft,
        portrait: None,
        serial: String::from("B00000001"),
        papers: Papers {
            rptka: Held::Is("jabatan ".repeat(100)),
            ..Papers::default()
        },
        principal_until: None,
        dependants: 0,
        cards: Vec::new(),
    };
    let entry = whereabouts::entry(row, Level::Immigration).unwrap();
    assert_eq!(entry.address.len(), 400);
    let bytes = entry.to_bytes(Level::Immigration).unwrap();
    assert!(crate::patrol::Entry::from_bytes(&bytes, Level::Immigration).unwrap() == entry);
}
