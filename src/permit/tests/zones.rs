//! The passport's zone beside what is typed.

use super::*;

#[track_caller]
fn zone_finds(change: impl Fn(&mut mrz::Passport), expected: &[(Field, &str)]) {
    let mut passport = zone();
    change(&mut passport);
    let mut draft = sound(Kind::Itas);
    *draft.edit(Field::Mrz) = passport.lines().join("\r\n");
    let found = findings(&draft);
    let found: Vec<_> = found
        .iter()
        .map(|finding| (finding.field, finding.rule.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_typed_is_compared_with_the_zone() {
    zone_finds(|_| {}, &[]);
    zone_finds(
        |zone| zone.surname = "PARK".into(),
        &[(Field::FullName, "mrz-differs-name")],
    );
    zone_finds(|zone| zone.given_names = "MINSU".into(), &[]);
    zone_finds(
        |zone| zone.sex = Some(Sex::Female),
        &[(Field::Sex, "mrz-differs-sex")],
    );
    zone_finds(
        |zone| zone.birth = mrz::PartialDate::new(1985, Some(3), None),
        &[(Field::BirthDate, "mrz-differs-birth")],
    );
    zone_finds(
        |zone| zone.birth = mrz::PartialDate::new(1985, Some(4), None),
        &[
            (Field::Mrz, "mrz-of-another"),
            (Field::BirthDate, "mrz-differs-birth"),
        ],
    );
    zone_finds(
        |zone| zone.nationality = "PRK".into(),
        &[(Field::Nationality, "mrz-differs-nationality")],
    );
    zone_finds(
        |zone| zone.number = "M12345679".into(),
        &[
            (Field::Mrz, "mrz-of-another"),
            (Field::PassportNo, "mrz-differs-number"),
        ],
    );
    zone_finds(
        |zone| zone.expiry = Some(date(2031, 5, 7)),
        &[(Field::PassportExpiry, "mrz-differs-expiry")],
    );
    zone_finds(
        |zone| zone.issuer = "JPN".into(),
        &[(Field::PassportCountry, "mrz-differs-country")],
    );
}

#[test]
fn a_zone_that_is_wrong_is_found() {
    check(Field::Mrz, "P<KOR", &["mrz-length"]);
    check(
        Field::Mrz,
        &zone().lines().concat().replacen('K', "*", 1),
        &["mrz-alphabet"],
    );
    check(
        Field::Mrz,
        &zone().lines().concat().replacen('P', "V", 1),
        &["mrz-not-passport"],
    );
    let mut draft = sound(Kind::Itas);
    *draft.edit(Field::Mrz) = zone().lines().concat().replace("M12345678", "M12345687");
    assert_eq!(
        rules_of(&findings(&draft)),
        ["mrz-digit-number", "mrz-digit-composite"]
    );
    // A zone with a failing digit gives the card no name.
    assert_eq!(permit(&draft).mrz_surname, "KIM MIN SU");
    draft.edit(Field::Mrz).clear();
    assert_eq!(rules_of(&findings(&draft)), ["mrz-missing"]);
    assert_eq!(permit(&draft).mrz_surname, "KIM MIN SU");
    assert_eq!(permit(&draft).mrz_given_names, "");
}

#[test]
fn the_zone_of_another_passport_gives_no_name() {
    let mut draft = sound(Kind::Itas);
    let mut other = zone();
    other.surname = "WONG".into();
    other.given_names = "AZLAN".into();
    *draft.edit(Field::Mrz) = other.lines().join("\n");
    assert_eq!(rules_of(&findings(&draft)), ["mrz-differs-name"]);
    let card = permit(&draft);
    assert_eq!(
        (card.mrz_surname.as_str(), card.mrz_given_names.as_str()),
        ("KIM MIN SU", "")
    );
    other.number = "A98765432".into();
    other.birth = mrz::PartialDate::new(1990, Some(1), Some(2));
    *draft.edit(Field::Mrz) = other.lines().join("\n");
    assert_eq!(
        rules_of(&findings(&draft)),
        [
            "mrz-of-another",
            "mrz-differs-name",
            "mrz-differs-birth",
            "mrz-differs-number"
        ]
    );
    assert!(draft.check(TODAY, &PLACES).is_err());
    // A number too long for the zone stands there cut.
    let mut draft = sound(Kind::Itas);
    *draft.edit(Field::PassportNo) = "M123456789".into();
    assert!(draft.check(TODAY, &PLACES).is_ok());
}

#[track_caller]
fn same_name(typed: &str, surname: &str, given_names: &str, expected: bool) {
    let mut passport = zone();
    passport.surname = surname.into();
    passport.given_names = given_names.into();
    passport = mrz::read_td3(&passport.lines().concat(), TODAY).unwrap();
    let mut draft = sound(Kind::Itas);
    *draft.edit(Field::Mrz) = passport.lines().concat();
    *draft.edit(Field::FullName) = typed.into();
    let differs = findings(&draft)
        .iter()
        .any(|finding| finding.rule == "mrz-differs-name");
    assert_eq!(!differs, expected, "{typed}");
}

#[test]
fn a_name_is_the_same_however_it_is_written() {
    same_name("Jana Müller", "Mueller", "Jana", true);
    same_name("Jana Müller", "Muller", "Jana", true);
    same_name("MÜLLER, Jana", "Mueller", "Jana", true);
    same_name("Sinead O’Connor", "OConnor", "Sinead", true);
    same_name("Sinead O’Connor", "O Connor", "Sinead", true);
    same_name("Sukhdev", "Sukhdev", "", true);
    same_name("Jana Muller", "Miller", "Jana", false);
    same_name(
        "Chayapa Dejthamrong Krasuang Nilavadhanananda",
        "Nilavadhanananda",
        "Chayapa Dejthamrong Krasuang",
        true,
    );
}

#[test]
fn a_zone_fills_what_is_empty() {
    let mut draft = Draft::new(Kind::Itas);
    *draft.edit(Field::FullName) = "Kim Min-su".into();
    let filled = draft.fill_from(&zone());
    assert!(!filled.contains(&Field::FullName));
    assert_eq!(filled.len(), 6);
    assert_eq!(draft.get(Field::FullName), "Kim Min-su");
    assert_eq!(draft.get(Field::BirthDate), "17-03-1985");
    assert_eq!(draft.get(Field::Sex), "L");
    assert_eq!(draft.get(Field::PassportExpiry), "06-05-2031");
    assert_eq!(draft.date(Field::PassportExpiry), Some(date(2031, 5, 6)));
    let mut doubtful = zone();
    doubtful.failed = vec![mrz::CheckDigit::DocumentNumber];
    let mut draft = Draft::new(Kind::Itas);
    assert!(!draft.fill_from(&doubtful).contains(&Field::PassportNo));
    assert_eq!(draft.get(Field::FullName), "MIN SU KIM");
}
