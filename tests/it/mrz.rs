//! Zones against the vectors of `tests/vectors/mrz`, ICAO's specimens among them.

use jiff::civil::{Date, date};
use loket::mrz::{PartialDate, Passport, Sex, Td1, judge_td1, read_td3, transliterate};
use serde::Deserialize;

const TODAY: Date = date(2026, 11, 23);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cards {
    card: Vec<Card>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    about: String,
    document_code: String,
    issuer: String,
    number: String,
    #[serde(default)]
    optional1: String,
    birth: String,
    sex: String,
    expiry: String,
    nationality: String,
    #[serde(default)]
    optional2: String,
    surname: String,
    given_names: String,
    lines: [String; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passports {
    passport: Vec<PassportCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PassportCase {
    about: String,
    line1: String,
    line2: String,
    issuer: String,
    surname: String,
    given_names: String,
    number: String,
    nationality: String,
    birth: String,
    sex: String,
    expiry: String,
    personal_number: String,
    cut: bool,
    failed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    transliterate: Vec<(String, String)>,
    fields: Vec<(String, String, String, String)>,
}

/// `1985`, `1985-03` or `1985-03-17`.
fn partial(text: &str) -> PartialDate {
    let mut parts = text.split('-');
    let year = parts.next().unwrap().parse().unwrap();
    let mut part = || parts.next().map(|part| part.parse().unwrap());
    PartialDate::new(year, part(), part()).unwrap()
}

fn sex(text: &str) -> Sex {
    match text {
        "M" => Sex::Male,
        "F" => Sex::Female,
        "X" => Sex::Unspecified,
        other => panic!("{other}"),
    }
}

#[test]
fn cards_are_written_as_the_vectors_have_them() {
    let cards: Cards = toml::from_str(include_str!("../vectors/mrz/td1.toml")).unwrap();
    for card in cards.card {
        let lines = Td1 {
            document_code: &card.document_code,
            issuer: &card.issuer,
            number: &card.number,
            optional1: &card.optional1,
            birth: partial(&card.birth),
            sex: sex(&card.sex),
            expiry: card.expiry.parse().unwrap(),
            nationality: &card.nationality,
            optional2: &card.optional2,
            surname: &card.surname,
            given_names: &card.given_names,
        }
        .lines();
        assert_eq!(lines, card.lines, "{}", card.about);
        assert_eq!(judge_td1(&lines), Some(vec![]), "{}", card.about);
    }
}

#[test]
fn passports_are_read_as_the_vectors_have_them() {
    let cases: Passports = toml::from_str(include_str!("../vectors/mrz/td3.toml")).unwrap();
    for case in cases.passport {
        let about = &case.about;
        let read = read_td3(&format!("{}\r\n{}", case.line1, case.line2), TODAY).expect(about);
        assert_eq!(read.document_code, "P", "{about}");
        assert_eq!(read.issuer, case.issuer, "{about}");
        assert_eq!(read.surname, case.surname, "{about}");
        assert_eq!(read.given_names, case.given_names, "{about}");
        assert_eq!(read.number, case.number, "{about}");
        assert_eq!(read.nationality, case.nationality, "{about}");
        assert_eq!(read.birth, Some(partial(&case.birth)), "{about}");
        assert_eq!(read.sex, Some(sex(&case.sex)), "{about}");
        assert_eq!(read.expiry, Some(case.expiry.parse().unwrap()), "{about}");
        assert_eq!(read.personal_number, case.personal_number, "{about}");
        assert_eq!(read.name_may_be_cut, case.cut, "{about}");
        let failed: Vec<_> = read
            .failed
            .iter()
            .map(|digit| format!("{digit:?}"))
            .collect();
        assert_eq!(failed, case.failed, "{about}");
    }
}

#[test]
fn names_are_written_as_icao_has_them() {
    let names: Names = toml::from_str(include_str!("../vectors/mrz/names.toml")).unwrap();
    for (name, expected) in names.transliterate {
        assert_eq!(transliterate(&name), expected, "{name}");
    }
    for (surname, given_names, width, expected) in names.fields {
        let passport = Passport {
            document_code: "P".into(),
            issuer: "UTO".into(),
            surname: surname.clone(),
            given_names: given_names.clone(),
            name_may_be_cut: false,
            number: "L898902C3".into(),
            nationality: "UTO".into(),
            birth: None,
            sex: None,
            expiry: None,
            personal_number: String::new(),
            failed: vec![],
        };
        let td1 = Td1 {
            document_code: "I",
            issuer: "UTO",
            number: "D23145890",
            optional1: "",
            birth: partial("1974-08-12"),
            sex: Sex::Female,
            expiry: date(2012, 4, 15),
            nationality: "UTO",
            optional2: "",
            surname: &surname,
            given_names: &given_names,
        };
        let field = match width.as_str() {
            "39" => passport.lines()[0][5..].to_owned(),
            _ => td1.lines()[2].clone(),
        };
        assert_eq!(field, expected, "{surname}, {given_names}");
    }
}
