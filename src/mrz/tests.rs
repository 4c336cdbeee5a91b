//! Zones: shapes of pasted text, centuries, and properties; ICAO's specimens stand in `tests/vectors/mrz`.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 23);
const LINE1: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const LINE2: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

fn specimen() -> String {
    format!("{LINE1}{LINE2}")
}

#[track_caller]
fn reads_as_specimen(text: &str) {
    let passport = read_td3(text, TODAY).expect(text);
    assert_eq!(passport.failed, [], "{text:?}");
    assert_eq!(passport.surname, "ERIKSSON");
    assert_eq!(passport.given_names, "ANNA MARIA");
    assert_eq!(passport.number, "L898902C3");
}

#[test]
fn any_shape_of_pasted_text_is_read() {
    let both = specimen();
    reads_as_specimen(&both);
    reads_as_specimen(&both.to_lowercase());
    reads_as_specimen(&format!("{LINE1}\r\n{LINE2}\r\n"));
    reads_as_specimen(&format!("  {LINE1}  \n\n\t{LINE2}\n"));
    reads_as_specimen(&both.replace('<', "‹"));
    reads_as_specimen(&both.replace('<', "«"));
    reads_as_specimen(&both.replace("<<", "«"));
    reads_as_specimen(&both.replace('<', " < "));
    reads_as_specimen(&format!("\u{2}{LINE1}\r{LINE2}\r\u{3}"));
    reads_as_specimen(&format!("]C1{both}XYZ"));
    reads_as_specimen(&format!("MRZ: {LINE1}\n{LINE2}\nScanned 12:30"));
    reads_as_specimen(&format!("PASSPORT\nUTOPIA\n{LINE1}\n{LINE2}"));
    reads_as_specimen(&format!("\u{FEFF}{LINE1}\u{200B}\n{LINE2}"));
}

#[test]
fn what_is_no_zone_says_why() {
    assert_eq!(read_td3("", TODAY), Err(NotTd3::Length { found: 0 }));
    assert_eq!(read_td3(LINE1, TODAY), Err(NotTd3::Length { found: 44 }));
    let visa = specimen().replacen('P', "V", 1);
    assert_eq!(read_td3(&visa, TODAY), Err(NotTd3::NotPassport));
    let marked = specimen().replacen('K', "?", 1);
    assert_eq!(read_td3(&marked, TODAY), Err(NotTd3::Alphabet { at: 9 }));
    let long = "P".repeat(5000);
    assert_eq!(read_td3(&long, TODAY), Err(NotTd3::Length { found: 4097 }));
}

#[track_caller]
fn fails(at: usize, character: char, expected: &[CheckDigit]) {
    let mut zone: Vec<char> = specimen().chars().collect();
    zone[at] = character;
    let zone: String = zone.into_iter().collect();
    assert_eq!(read_td3(&zone, TODAY).unwrap().failed, expected, "{zone}");
}

#[test]
fn every_check_digit_is_judged() {
    use CheckDigit as C;
    fails(44, 'M', &[C::DocumentNumber, C::Composite]);
    fails(44 + 9, '7', &[C::DocumentNumber, C::Composite]);
    fails(44 + 14, '8', &[C::BirthDate, C::Composite]);
    fails(44 + 26, '6', &[C::Expiry, C::Composite]);
    fails(44 + 28, 'Y', &[C::PersonalNumber, C::Composite]);
    fails(44 + 43, '<', &[C::Composite]);
    // Name and nationality are guarded by none.
    fails(6, 'X', &[]);
}

#[test]
fn an_empty_personal_number_has_0_or_a_filler_for_check_digit() {
    let passport = Passport {
        personal_number: String::new(),
        ..read_td3(&specimen(), TODAY).unwrap()
    };
    let [line1, line2] = passport.lines();
    assert_eq!(&line2[28..], "<<<<<<<<<<<<<<08");
    for digit in ["0", "<"] {
        let zone = format!("{line1}{}{digit}{}", &line2[..42], &line2[43..]);
        assert_eq!(read_td3(&zone, TODAY).unwrap().failed, []);
    }
}

#[track_caller]
fn born(text: &str, expected: Option<(i16, Option<i8>, Option<i8>)>) {
    let expected = expected.map(|(year, month, day)| PartialDate { year, month, day });
    assert_eq!(field::read_birth(text, TODAY), expected, "{text}");
}

#[test]
fn a_birth_is_never_after_today() {
    born("740812", Some((1974, Some(8), Some(12))));
    born("261123", Some((2026, Some(11), Some(23))));
    born("261124", Some((1926, Some(11), Some(24))));
    born("270101", Some((1927, Some(1), Some(1))));
    born("85<<<<", Some((1985, None, None)));
    born("850000", Some((1985, None, None)));
    born("8503<<", Some((1985, Some(3), None)));
    born("26<<<<", Some((2026, None, None)));
    born("2612<<", Some((1926, Some(12), None)));
    born("85<<03", None);
    born("851301", None);
    born("850230", None);
    born("000229", Some((2000, Some(2), Some(29))));
    born("<<<<<<", None);
    born("8A0101", None);
}

#[test]
fn an_expiry_is_in_the_nearest_century() {
    let read = |text| field::read_expiry(text, TODAY);
    assert_eq!(read("120415"), Some(date(2012, 4, 15)));
    assert_eq!(read("360101"), Some(date(2036, 1, 1)));
    assert_eq!(read("991231"), Some(date(1999, 12, 31)));
    assert_eq!(
        field::read_expiry("050101", date(1998, 1, 1)),
        Some(date(2005, 1, 1))
    );
    assert_eq!(read("<<<<<<"), None);
    assert_eq!(read("3013<<"), None);
}

#[track_caller]
fn named(surname: &str, given: &str, expected: &str) {
    assert_eq!(field::name(surname, given, 30), expected);
}

#[test]
fn a_name_too_long_keeps_a_letter_of_the_given_name_and_ends_in_a_letter() {
    named(
        "Nilavadhanananda",
        "Chayapa Dejthamrong Krasuang",
        "NILAVADHANANANDA<<CHAYAPA<DEJT",
    );
    named(
        "Papandropoulous",
        "Jonathon Alec",
        "PAPANDROPOULOUS<<JONATHON<ALEC",
    );
    named(
        "Papandropoulous",
        "Jonathon Alex B",
        "PAPANDROPOULOUS<<JONATHON<ALEX",
    );
    // The cut would end in a filler, so an earlier word gives a letter.
    named(
        "Papandropoulous",
        "Jonathon Ale Bo",
        "PAPANDROPOULOU<<JONATHON<ALE<B",
    );
}

#[test]
fn a_single_name_is_the_primary_identifier() {
    named("Sukarno", "", "SUKARNO<<<<<<<<<<<<<<<<<<<<<<<");
    named("", "Sukarno", "SUKARNO<<<<<<<<<<<<<<<<<<<<<<<");
    named("", "", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
    named("O", "", "O<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
}

#[test]
fn no_person_stands_in_debug() {
    let passport = read_td3(&specimen(), TODAY).unwrap();
    assert_eq!(format!("{passport:?}"), "Passport { failed: [], .. }");
}

fn person() -> impl Strategy<Value = (String, String)> {
    (
        "[A-Z]{1,20}( [A-Z]{1,14}){0,5}",
        "([A-Z]{1,14}( [A-Z]{1,14}){0,4})?",
    )
}

fn birth() -> impl Strategy<Value = PartialDate> {
    (
        1930..2026_i16,
        prop::option::of(1..=12_i8),
        prop::option::of(1..=28_i8),
    )
        .prop_map(|(year, month, day)| PartialDate {
            year,
            month,
            day: month.and(day),
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        read_td3(&text, TODAY).ok();
        transliterate(&text);
    }

    #[test]
    fn arbitrary_zones_never_panic(zone in "P[A-Z0-9<]{87}", lines in prop::array::uniform3("[ACI<0-9A-Z]{30}")) {
        prop_assert!(read_td3(&zone, TODAY).is_ok());
        judge_td1(&lines);
    }

    #[test]
    fn transliteration_is_letters_and_single_blanks(name in "\\PC{0,40}") {
        let text = transliterate(&name);
        prop_assert!(text.chars().all(|c| c.is_ascii_uppercase() || c == ' '), "{text}");
        prop_assert!(!text.contains("  ") && text.trim() == text);
        prop_assert_eq!(transliterate(&text), text);
    }

    #[test]
    fn a_name_fills_its_field(name in person(), width in prop::sample::select(vec![30_usize, 39])) {
        let (surname, given) = name;
        let text = field::name(&surname, &given, width);
        prop_assert_eq!(text.len(), width);
        let (primary, secondary) = field::read_name(&text);
        prop_assert!(!primary.is_empty());
        // Whoever has a given name keeps at least its first letter.
        prop_assert_eq!(given.chars().next(), secondary.chars().next());
        prop_assert_eq!(surname.chars().next(), primary.chars().next());
        if surname.len() + 2 + given.len() <= width {
            prop_assert_eq!(primary, surname);
            prop_assert_eq!(secondary, given);
        }
    }

    #[test]
    fn a_passport_is_read_back_as_written(
        name in ("[A-Z]{1,15}( [A-Z]{1,4})?", "([A-Z]{1,12}( [A-Z]{1,4})?)?"),
        number in "[A-Z0-9]{5,9}",
        birth in birth(),
        days in 0..20_000_i32,
        personal in "[A-Z0-9]{0,14}",
        sex in prop::sample::select(vec![Sex::Male, Sex::Female, Sex::Unspecified]),
    ) {
        let passport = Passport {
            document_code: "P".into(),
            issuer: "D".into(),
            surname: name.0,
            given_names: name.1,
            name_may_be_cut: false,
            number,
            nationality: "KOR".into(),
            birth: Some(birth),
            sex: Some(sex),
            expiry: date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).ok(),
            personal_number: personal,
            failed: vec![],
        };
        let read = read_td3(&passport.lines().concat(), TODAY);
        prop_assert!(read.as_ref() == Ok(&passport), "{:?}", passport.lines());
    }

    #[test]
    fn a_card_is_judged_right_as_written(
        number in "[A-Z0-9]{1,12}-?[A-Z0-9]{1,7}",
        optional1 in "[A-Z0-9]{0,15}",
        optional2 in "[A-Z0-9]{0,14}",
        name in person(),
        birth in birth(),
        bent in 0..60_usize,
    ) {
        let lines = Td1 {
            document_code: "IR",
            issuer: "IDN",
            number: &number,
            optional1: &optional1,
            birth,
            sex: Sex::Unspecified,
            expiry: date(2031, 5, 6),
            nationality: "D",
            optional2: &optional2,
            surname: &name.0,
            given_names: &name.1,
        }
        .lines();
        prop_assert_eq!(judge_td1(&lines), Some(vec![]), "{:?}", lines);
        // A digit changed in a guarded place is noticed.
        let mut bytes = lines.concat().into_bytes();
        let guarded = (5..30).contains(&bent) || (30..37).contains(&bent) || (38..45).contains(&bent);
        if guarded && bytes[bent].is_ascii_digit() {
            bytes[bent] = if bytes[bent] == b'9' { b'0' } else { bytes[bent] + 1 };
            let text = String::from_utf8(bytes).unwrap();
            let bent = [text[..30].to_owned(), text[30..60].to_owned(), text[60..].to_owned()];
            prop_assert_ne!(judge_td1(&bent), Some(vec![]));
        }
    }
}
