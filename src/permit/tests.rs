//! Drafts, permits, places: what is accepted and what is found.

use super::*;
use crate::text::{Lang, Text};
use jiff::civil::date;
use std::sync::LazyLock;

mod properties;
mod zones;

const TODAY: Date = date(2026, 11, 23);
static PLACES: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::bundled);

/// A zone whose name, number, birth, sex, nationality and expiry are those of `sound`.
fn zone() -> mrz::Passport {
    mrz::Passport {
        document_code: "P".into(),
        issuer: "KOR".into(),
        surname: "KIM".into(),
        given_names: "MIN SU".into(),
        name_may_be_cut: false,
        number: "M12345678".into(),
        nationality: "KOR".into(),
        birth: mrz::PartialDate::new(1985, Some(3), Some(17)),
        sex: Some(Sex::Male),
        expiry: Some(date(2031, 5, 6)),
        personal_number: String::new(),
        failed: vec![],
    }
}

/// A complete draft without any finding.
fn sound(kind: Kind) -> Draft {
    let mut draft = Draft::new(kind);
    let mut put = |field, text: &str| *draft.edit(field) = text.to_owned();
    put(Field::Mrz, &zone().lines().join("\n"));
    put(Field::FullName, "Kim Min-su");
    put(Field::Sex, "L");
    put(Field::BirthPlace, "Busan");
    put(Field::BirthDate, "17-03-1985");
    put(Field::Nationality, "KOR");
    put(Field::CivilStatus, "kawin");
    put(Field::PassportNo, "M12345678");
    put(Field::PassportExpiry, "06-05-2031");
    put(Field::PassportCountry, "KOR");
    put(Field::IndexCode, "E23");
    put(Field::IssueSeq, "1");
    put(Field::ValidFrom, "01-11-2026");
    put(Field::EntryDate, "20-10-2026");
    put(Field::Street, "Jl. Kemakmuran No. 12");
    put(Field::RtRw, "003/007");
    put(Field::Village, "Margajaya");
    put(Field::District, "Bekasi Selatan");
    put(Field::Regency, "Kota Bekasi");
    put(Field::Postcode, "17141");
    put(Field::Occupation, "Manajer Produksi");
    put(Field::GuarantorName, "PT Contoh Sejahtera");
    put(Field::GuarantorId, "8120012345678");
    put(Field::IssuePlace, "Bekasi");
    put(Field::IssueDate, "23-11-2026");
    match kind {
        Kind::Itas => {
            put(Field::PermitNo, "2C21XX0001-A");
            put(Field::ValidUntil, "31-10-2027");
        }
        Kind::Itap => {
            put(Field::PermitNo, "2D21XX0001-A");
            put(Field::ValidUntil, "-");
            put(Field::ReportDue, "31-10-2031");
        }
    }
    draft
}

fn rules_of(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect()
}

fn findings(draft: &Draft) -> Vec<Finding> {
    match draft.check(TODAY, &PLACES) {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

#[track_caller]
fn permit(draft: &Draft) -> Permit {
    match draft.check(TODAY, &PLACES) {
        Ok((permit, _)) => permit,
        Err(findings) => panic!("{findings:?}"),
    }
}

/// The draft of `sound` with `text` in `field` gives exactly these rules, all at `field`, and passes unless one is hard.
#[track_caller]
fn check(field: Field, text: &str, expected: &[&str]) {
    check_at(
        field,
        text,
        &expected
            .iter()
            .map(|rule| (field, *rule))
            .collect::<Vec<_>>(),
    );
}

#[track_caller]
fn check_at(field: Field, text: &str, expected: &[(Field, &str)]) {
    let mut draft = sound(Kind::Itas);
    *draft.edit(field) = text.to_owned();
    // The zone is judged in tests of its own.
    if field != Field::Mrz {
        draft.edit(Field::Mrz).clear();
    }
    let found = findings(&draft);
    let found_at: Vec<_> = found
        .iter()
        .map(|finding| (finding.field, finding.rule.as_str()))
        .filter(|(_, rule)| *rule != "mrz-missing")
        .collect();
    assert_eq!(found_at, expected, "{field:?} {text:?}");
    let hard = found
        .iter()
        .any(|finding| finding.severity == Severity::Hard);
    assert_eq!(draft.check(TODAY, &PLACES).is_err(), hard);
}

#[test]
fn a_sound_draft_has_no_finding() {
    for kind in [Kind::Itas, Kind::Itap] {
        let (permit, findings) = sound(kind).check(TODAY, &PLACES).unwrap();
        assert_eq!(rules_of(&findings), [""; 0]);
        assert_eq!(permit.mrz_surname, "KIM");
        assert_eq!(permit.mrz_given_names, "MIN SU");
        assert_eq!(permit.address.region_code, "32.75");
        assert_eq!(permit.address.province, "Jawa Barat");
    }
}

#[test]
fn an_empty_draft_names_what_is_missing() {
    let found = findings(&Draft::new(Kind::Itas));
    let missing: Vec<_> = found
        .iter()
        .filter(|f| f.rule == "required")
        .map(|f| f.field.id())
        .collect();
    assert_eq!(
        missing.join(" "),
        "full_name sex birth_place birth_date nationality passport_no passport_expiry passport_country permit_no \
         index_code valid_from valid_until street village district regency occupation issue_place issue_date"
    );
}

#[test]
fn names() {
    check(Field::FullName, "A", &[]);
    check(Field::FullName, "Sukhdev", &[]);
    check(Field::FullName, "D’Angelo, Jean-Luc", &[]);
    check(Field::FullName, "Louis 14", &["name-digits"]);
    check(Field::FullName, "Иванов Иван", &["name-not-latin"]);
    check(
        Field::FullName,
        "金民洙",
        &["name-not-latin", "name-not-written"],
    );
    check(Field::FullName, "---", &["name-no-letter"]);
    check(Field::FullName, "  ", &["required"]);
    check(Field::FullName, &"Abcdefghi ".repeat(8), &[]);
    check(Field::FullName, &"Abcdefghi ".repeat(9), &["too-long"]);
    check(Field::FullName, "Kim\u{202E}Min", &["characters"]);
    check(Field::FullName, "Kim\u{0}Min", &["characters"]);
}

#[test]
fn sexes() {
    for text in ["L", "l", "M", "laki-laki", "Male"] {
        assert_eq!(parse_sex(text), Some(Sex::Male), "{text}");
    }
    for text in ["P", "p", "F", "perempuan", "Female"] {
        assert_eq!(parse_sex(text), Some(Sex::Female), "{text}");
    }
    assert_eq!(parse_sex("x"), Some(Sex::Unspecified));
    check(Field::Sex, "K", &["sex-form"]);
    check(Field::Sex, "", &["required"]);
}

#[test]
fn dates() {
    for text in [
        "17-03-1985",
        "1985-03-17",
        "17/3/1985",
        "17.03.1985",
        "17 03 1985",
        "17031985",
        " 17-03-1985 ",
    ] {
        check(Field::BirthDate, text, &[]);
    }
    check(Field::BirthDate, "00-00-1985", &[]);
    check(Field::BirthDate, "00-03-1985", &[]);
    check(Field::BirthDate, "17-00-1985", &["date-calendar"]);
    check(Field::BirthDate, "31-02-1985", &["date-calendar"]);
    check(Field::BirthDate, "17-03-85", &["date-form"]);
    check(Field::BirthDate, "17 Maret 1985", &["date-form"]);
    check_at(
        Field::BirthDate,
        "24-11-2026",
        &[
            (Field::BirthDate, "birth-after-today"),
            (Field::EntryDate, "entry-before-birth"),
        ],
    );
    check(Field::BirthDate, "00-00-2026", &[]);
    check(Field::BirthDate, "01-01-1905", &["birth-too-old"]);
    check(Field::PassportExpiry, "00-05-2031", &["date-calendar"]);
    assert_eq!(date_text(date(2026, 3, 7)), "07-03-2026");
}

#[test]
fn nationalities() {
    check_at(
        Field::Nationality,
        "JPN",
        &[(Field::PassportCountry, "passport-country-differs")],
    );
    check(Field::Nationality, "Korea Selatan", &[]);
    check(Field::Nationality, "south korea", &[]);
    check(Field::Nationality, "XXA", &[]);
    check(Field::Nationality, "Atlantis", &["nationality-unknown"]);
    check_at(
        Field::Nationality,
        "UTO",
        &[
            (Field::Nationality, "nationality-specimen"),
            (Field::PassportCountry, "passport-country-differs"),
        ],
    );
    check_at(
        Field::Nationality,
        "idn",
        &[
            (Field::Nationality, "nationality-indonesian"),
            (Field::PassportCountry, "passport-country-differs"),
        ],
    );
    for text in ["D", "d", "DEU", "Jerman", "Germany"] {
        assert_eq!(Nationality::parse(text).unwrap().row().code, "D");
    }
    assert_eq!(Nationality::parse(""), None);
    assert_eq!(Nationality::parse("RRT").unwrap().row().code, "CHN");
    let all: Vec<_> = Nationality::all()
        .map(|nationality| nationality.row())
        .collect();
    assert_eq!(all.len(), 274);
    assert!(all.is_sorted_by_key(|row| row.name_id));
    assert!(
        all.iter()
            .all(|row| (row.code.len() == 3 || row.code == "D") && !row.name_en.is_empty())
    );
    assert!(!all.iter().any(|row| row.code == "IDN" || row.code == "UTO"));
}

#[test]
fn papers() {
    check(Field::Nik, "3275011703850001", &[]);
    check(Field::Nik, "3275015703850001", &["nik-birth-differs"]);
    check(Field::Nik, "32750117038500", &["nik-form"]);
    check(Field::PassportNo, "m1234 5678", &[]);
    check(Field::PassportNo, "M123", &["passport-no-form"]);
    check(Field::PassportNo, "M12-45678", &["passport-no-form"]);
    check(Field::PassportNo, "M1234567890", &["passport-no-long"]);
    check(Field::PassportExpiry, "23-11-2026", &["passport-expired"]);
    check(Field::CivilStatus, "duda", &["civil-status-form"]);
    check(Field::CivilStatus, "Belum Kawin", &[]);
}

#[test]
fn permit_numbers() {
    check(Field::PermitNo, "2c21xx0001-a", &[]);
    check(Field::PermitNo, "2D21XX0001-A", &["permit-no-kind"]);
    check(Field::PermitNo, "BKS000000012", &["permit-no-shape"]);
    check(Field::PermitNo, "2C21", &["permit-no-form"]);
    check(Field::PermitNo, "2C21XX0001-ABC", &["permit-no-form"]);
    check(Field::PermitNo, "2C21XX0001-A-B", &["permit-no-form"]);
    check(Field::Niora, "IM1AB12345", &[]);
    check(Field::Niora, "IM1", &["niora-shape"]);
    check(Field::Niora, "IM1/12345", &["niora-form"]);
    check(Field::IssueSeq, "0", &["issue-seq-form"]);
    check(Field::IssueSeq, "II", &["issue-seq-form"]);
    check(Field::IndexCode, "c312", &[]);
    check(Field::IndexCode, "312", &["index-form"]);
    check(Field::IndexCode, "", &["required"]);
}

#[test]
fn a_number_is_the_same_with_and_without_its_hyphen() {
    let spellings = |number: &str| -> Vec<String> {
        let number = PermitNo::parse(number).unwrap();
        let all = number.spellings();
        assert!(all.contains(&number));
        all.iter().map(|one| one.as_str().to_owned()).collect()
    };
    let both = ["2C21XX0001A", "2C21XX0001-A"];
    assert_eq!(spellings(both[0]), both);
    assert_eq!(spellings(both[1]), both);
    let three = ["2C21XX0001AB", "2C21XX0001A-B", "2C21XX0001-AB"];
    assert_eq!(spellings("2C21XX0001-AB"), three);
    assert_eq!(spellings("BKS000000012"), ["BKS000000012"]);
    assert_eq!(spellings("1234567890123456-A"), ["1234567890123456-A"]);
}

#[test]
fn validity() {
    check(Field::ValidUntil, "31-10-2026", &["validity-order"]);
    check(Field::ValidUntil, "01-11-2026", &["permit-ended"]);
    check_at(
        Field::ValidUntil,
        "-",
        &[
            (Field::ValidUntil, "unlimited-only-itap"),
            (Field::ReportDue, "required"),
        ],
    );
    check(Field::ReportDue, "31-10-2031", &["report-due-unused"]);
    check_at(
        Field::ReentryNo,
        "R-1",
        &[(Field::ReentryUntil, "reentry-until-missing")],
    );
    check(Field::EntryDate, "24-11-2026", &["entry-after-today"]);
    check(Field::EntryDate, "20-10-1984", &["entry-before-birth"]);
    check(Field::EntryDate, "", &["entry-missing"]);
    check(Field::IssueDate, "24-11-2026", &["issue-date-after-today"]);
    check(Field::IssueDate, "24-10-2026", &[]);
    check(Field::IssueDate, "23-10-2026", &["issue-date-long-past"]);
    let mut itap = sound(Kind::Itap);
    *itap.edit(Field::ReportDue) = "01-11-2026".into();
    assert_eq!(rules_of(&findings(&itap)), ["report-due-order"]);
    *itap.edit(Field::ReportDue) = "31-10-2031".into();
    itap.edit(Field::IndexCode).clear();
    assert_eq!(rules_of(&findings(&itap)), ["index-missing"]);
    assert_eq!(permit(&itap).valid_until.card_expiry(), date(2031, 10, 31));
}

#[test]
fn no_card_is_made_that_has_run_out_or_is_of_another_day() {
    let refused = |kind, values: &[(Field, &str)], rule: &str| {
        let mut draft = sound(kind);
        for (field, value) in values {
            *draft.edit(*field) = (*value).into();
        }
        let found = draft.check(TODAY, &PLACES).unwrap_err();
        let hard = found
            .iter()
            .find(|finding| finding.severity == Severity::Hard);
        assert_eq!(hard.unwrap().rule, rule);
    };
    for (day, rule) in [
        ("24-11-2026", "issue-date-after-today"),
        ("23-10-2026", "issue-date-long-past"),
    ] {
        refused(Kind::Itas, &[(Field::IssueDate, day)], rule);
    }
    let ended = [
        (Field::ValidFrom, "01-11-2020"),
        (Field::ValidUntil, "22-11-2026"),
    ];
    refused(Kind::Itas, &ended, "permit-ended");
    refused(
        Kind::Itap,
        &[(Field::ReportDue, "22-11-2026")],
        "report-due-past",
    );
    // The last day is a day of the permit.
    let mut last = sound(Kind::Itap);
    *last.edit(Field::ReportDue) = "23-11-2026".into();
    assert_eq!(rules_of(&findings(&last)), [""; 0]);
}

#[test]
fn addresses() {
    check(Field::RtRw, "3/7", &[]);
    check(Field::RtRw, "RT 3 RW 7", &[]);
    check(Field::RtRw, "RT.003/RW.007", &[]);
    check(Field::RtRw, "3", &["rt-rw-form"]);
    check(Field::RtRw, "tiga", &["rt-rw-form"]);
    check(Field::RtRw, "", &["rt-rw-missing"]);
    check(Field::Village, "margajaya", &[]);
    check(Field::Village, "Marga Jaya", &[]);
    check(Field::Village, "Bintara", &["village-not-in-district"]);
    check(Field::District, "Cibitung", &["district-not-in-regency"]);
    check(Field::Regency, "Atlantis", &["regency-unknown"]);
    check(Field::Regency, "Bekasi", &["regency-unknown"]);
    check(Field::Regency, "Karawang", &["address-outside-bekasi"]);
    check(Field::Regency, "Jakarta Pusat", &["address-outside-bekasi"]);
    check(
        Field::Regency,
        "Kota Jakarta Pusat",
        &["address-outside-bekasi"],
    );
    check_at(
        Field::Regency,
        "Kab. Bekasi",
        &[
            (Field::District, "district-not-in-regency"),
            (Field::Postcode, "postcode-differs"),
        ],
    );
    check(Field::Province, "jawa barat", &[]);
    check(Field::Province, "Jawa Tengah", &["province-differs"]);
    check(Field::Postcode, "1714", &["postcode-form"]);
    check(Field::Postcode, "40115", &["postcode-differs"]);
    check(Field::GuarantorId, "12345", &["guarantor-id-length"]);
    check(Field::GuarantorId, "81200123A5678", &["guarantor-id-form"]);
    check(Field::GuarantorName, "", &["guarantor-name-missing"]);
}

#[test]
fn places_are_all_there() {
    assert_eq!(PLACES.provinces.len(), 38);
    assert_eq!(PLACES.regencies().len(), 514);
    assert_eq!(PLACES.regencies()[..2], ["Kota Bekasi", "Kabupaten Bekasi"]);
    for (regency, districts, villages) in [("Kota Bekasi", 12, 56), ("Kabupaten Bekasi", 23, 187)] {
        let all = PLACES.districts(regency);
        assert_eq!(all.len(), districts);
        let count: usize = all
            .iter()
            .map(|district| PLACES.villages(regency, district).len())
            .sum();
        assert_eq!(count, villages);
    }
    assert_eq!(PLACES.province("Kota Bekasi"), Some("Jawa Barat"));
    assert_eq!(
        PLACES.province("kota administrasi jakarta pusat"),
        Some("DKI Jakarta")
    );
    assert!(PLACES.districts("Kabupaten Karawang").is_empty());
    // Spellings of older lists.
    for district in [
        "Medan Satria",
        "Bantar Gebang",
        "Pondok Gede",
        "Mustika Jaya",
        "Pondok Melati",
    ] {
        assert!(
            !PLACES.villages("Kota Bekasi", district).is_empty(),
            "{district}"
        );
    }
    let yogyakarta = PLACES.regency("Kota Yogyakarta").unwrap();
    let province = PLACES.province_of(yogyakarta).unwrap();
    assert!(
        [
            "DI Yogyakarta",
            "D.I. Yogyakarta",
            "Daerah Istimewa Yogyakarta"
        ]
        .iter()
        .any(|name| province.is_called(name))
    );
}

#[test]
fn a_permit_has_the_names_of_the_lists() {
    let mut draft = sound(Kind::Itas);
    *draft.edit(Field::District) = "medan satria".into();
    *draft.edit(Field::Village) = "PEJUANG".into();
    *draft.edit(Field::RtRw) = "3/7".into();
    *draft.edit(Field::Sex) = "m".into();
    let address = permit(&draft).address;
    assert_eq!(address.district, "Medansatria");
    assert_eq!(address.village, "Pejuang");
    assert_eq!(address.rt_rw.as_deref(), Some("003/007"));
}

#[test]
fn fields_are_known_by_their_ids() {
    for field in Field::ALL.into_iter().chain([Field::Portrait]) {
        assert_eq!(Field::parse(field.id()), Some(field));
    }
    assert!(Field::ALL.is_sorted());
    assert_eq!(Field::parse("nama"), None);
}

#[test]
fn no_person_stands_in_debug() {
    let draft = sound(Kind::Itas);
    assert_eq!(
        format!("{draft:?} {:?}", permit(&draft)),
        "Draft { kind: Itas, .. } Permit { kind: Itas, .. }"
    );
}

#[test]
fn everything_has_words_in_both_languages() {
    for lang in [Lang::Id, Lang::En] {
        let text = Text::new(lang);
        let mut keys: Vec<String> = rule_ids().map(|id| format!("finding-{id}")).collect();
        keys.extend(
            Field::ALL
                .into_iter()
                .chain([Field::Portrait])
                .map(Field::key),
        );
        keys.extend([Kind::Itas, Kind::Itap].map(|kind| kind.key().to_owned()));
        keys.extend(CivilStatus::ALL.map(|status| status.key().to_owned()));
        keys.extend([Sex::Male, Sex::Female, Sex::Unspecified].map(|sex| sex_key(sex).to_owned()));
        keys.extend([Severity::Hard, Severity::Soft].map(|severity| severity.key().to_owned()));
        for key in keys {
            assert!(text.find(&key, &[]).is_some(), "{key} has no words");
        }
    }
}
