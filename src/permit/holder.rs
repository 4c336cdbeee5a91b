//! Who the holder is: name, birth, nationality, papers.

use super::check::Check;
use super::{CivilStatus, Field, Nationality, date, nationality, number, rules, zone};
use crate::mrz::{self, PartialDate, Passport, Sex};
use jiff::civil::Date;

/// Nobody is older.
const OLDEST_YEARS: i16 = 120;

/// The holder's part of a permit.
pub(super) struct Holder {
    pub(super) full_name: String,
    pub(super) mrz_surname: String,
    pub(super) mrz_given_names: String,
    pub(super) passport_zone: Option<String>,
    pub(super) sex: Sex,
    pub(super) birth_place: String,
    pub(super) birth_date: PartialDate,
    pub(super) nationality: Nationality,
    pub(super) civil_status: Option<CivilStatus>,
    pub(super) religion: Option<String>,
    pub(super) nik: Option<String>,
    pub(super) passport_no: String,
    pub(super) passport_expiry: Date,
    pub(super) passport_country: Nationality,
}

/// Judges the holder's fields; `None` only with a hard finding.
pub(super) fn check(check: &mut Check<'_>) -> Option<Holder> {
    let passport = zone::read(check);
    let (full_name, letters) = name(check, passport.as_ref()).unzip();
    let sex_typed = check.required(Field::Sex, 20);
    let sex = sex_typed.as_deref().and_then(sex);
    if sex.is_none() && sex_typed.is_some() {
        check.add(rules::SEX_FORM, Field::Sex);
    }
    let birth_place = check.required(Field::BirthPlace, 60);
    let birth_date = birth(check);
    let nationality = country(check, Field::Nationality);
    let civil_status = civil(check);
    let religion = check.text(Field::Religion, 30);
    let nik = nik(check, birth_date, sex);
    let passport_no = passport_no(check);
    let passport_expiry = check.required_date(Field::PassportExpiry);
    if passport_expiry.is_some_and(|day| day <= check.today) {
        check.add(rules::PASSPORT_EXPIRED, Field::PassportExpiry);
    }
    let passport_country = country(check, Field::PassportCountry);
    if let (Some(nationality), Some(issuer)) = (nationality, passport_country) {
        let code = nationality.row().code;
        let same = nationality::state(code) == nationality::state(issuer.row().code);
        if !same && !nationality::is_stateless(code) {
            check.add(rules::PASSPORT_COUNTRY_DIFFERS, Field::PassportCountry);
        }
    }
    if let Some(passport) = &passport {
        let typed = zone::Typed {
            full_name: full_name.as_deref(),
            sex,
            birth_date,
            nationality,
            passport_no: passport_no.as_deref(),
            passport_expiry,
            passport_country,
        };
        zone::compare(check, passport, &typed);
    }
    let (mrz_surname, mrz_given_names) = letters?;
    let typed_zone = check.draft.get(Field::Mrz).trim();
    Some(Holder {
        full_name: full_name?,
        mrz_surname,
        mrz_given_names,
        passport_zone: (!typed_zone.is_empty()).then(|| typed_zone.to_owned()),
        sex: sex?,
        birth_place: birth_place?,
        birth_date: birth_date?,
        nationality: nationality?,
        civil_status,
        religion,
        nik,
        passport_no: passport_no?,
        passport_expiry: passport_expiry?,
        passport_country: passport_country?,
    })
}

/// Name as typed, and surname and given names in A-Z.
fn name(check: &mut Check<'_>, passport: Option<&Passport>) -> Option<(String, (String, String))> {
    let name = check.required(Field::FullName, 80)?;
    if !name.chars().any(char::is_alphabetic) {
        check.add(rules::NAME_NO_LETTER, Field::FullName);
        return None;
    }
    if name.chars().any(char::is_numeric) {
        check.add(rules::NAME_DIGITS, Field::FullName);
    }
    let latin = |c: char| matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
    if name.chars().any(|c| c.is_alphabetic() && !latin(c)) {
        check.add(rules::NAME_NOT_LATIN, Field::FullName);
    }
    let letters = match passport.and_then(|passport| zone::names(passport, &name)) {
        Some(names) => names,
        None => (mrz::transliterate(&name), String::new()),
    };
    if letters.0.is_empty() {
        check.add(rules::NAME_NOT_WRITTEN, Field::FullName);
        return None;
    }
    Some((name, letters))
}

/// See `permit::parse_sex`.
pub(super) fn sex(text: &str) -> Option<Sex> {
    match text.trim().to_uppercase().as_str() {
        "L" | "LAKI-LAKI" | "LAKI LAKI" | "PRIA" | "M" | "MALE" => Some(Sex::Male),
        "P" | "PEREMPUAN" | "WANITA" | "F" | "FEMALE" => Some(Sex::Female),
        "X" | "<" => Some(Sex::Unspecified),
        _ => None,
    }
}

/// A date of birth, partly known or whole, of somebody who may be alive.
fn birth(check: &mut Check<'_>) -> Option<PartialDate> {
    let text = check.required(Field::BirthDate, 20)?;
    let birth = check.known(Field::BirthDate, date::read_partial(&text))?;
    if birth.earliest()? > check.today {
        check.add(rules::BIRTH_AFTER_TODAY, Field::BirthDate);
    } else if birth.year < check.today.year() - OLDEST_YEARS {
        check.add(rules::BIRTH_TOO_OLD, Field::BirthDate);
    }
    Some(birth)
}

/// A nationality or issuing state by code or name.
fn country(check: &mut Check<'_>, field: Field) -> Option<Nationality> {
    let text = check.required(field, 80)?;
    let Some(country) = Nationality::parse(&text) else {
        check.add(rules::NATIONALITY_UNKNOWN, field);
        return None;
    };
    if country.row().code == nationality::UTOPIA {
        check.add(rules::NATIONALITY_SPECIMEN, field);
    }
    // Indonesia does issue travel papers to foreigners who have none.
    if country.row().code == nationality::INDONESIA && field == Field::Nationality {
        check.add(rules::NATIONALITY_INDONESIAN, field);
    }
    Some(country)
}

fn civil(check: &mut Check<'_>) -> Option<CivilStatus> {
    let text = check.text(Field::CivilStatus, 30)?;
    let status = civil_status(&text);
    if status.is_none() {
        check.add(rules::CIVIL_STATUS_FORM, Field::CivilStatus);
    }
    status
}

/// See `CivilStatus::parse`.
pub(super) fn civil_status(text: &str) -> Option<CivilStatus> {
    match text.trim().to_lowercase().as_str() {
        "kawin" | "menikah" | "married" => Some(CivilStatus::Married),
        "belum kawin" | "belum menikah" | "lajang" | "single" => Some(CivilStatus::Single),
        "cerai hidup" | "divorced" => Some(CivilStatus::Divorced),
        "cerai mati" | "widowed" => Some(CivilStatus::Widowed),
        _ => None,
    }
}

/// A population number; one that tells another birth or sex than the form is odd.
fn nik(check: &mut Check<'_>, birth: Option<PartialDate>, sex: Option<Sex>) -> Option<String> {
    let nik = number::compact(&check.text(Field::Nik, 40)?);
    if nik.len() != 16 || !number::is_digits(&nik) {
        check.add(rules::NIK_FORM, Field::Nik);
        return Some(nik);
    }
    let told = number::nik_birth(&nik)?;
    if let (Some(birth), Some(sex)) = (birth, sex) {
        let day = birth.day.is_none_or(|day| day == told.day);
        let month = birth.month.is_none_or(|month| month == told.month);
        let year = birth.year.rem_euclid(100) == told.year;
        let same_sex = match sex {
            Sex::Male => !told.is_woman,
            Sex::Female => told.is_woman,
            Sex::Unspecified => true,
        };
        if !(day && month && year && same_sex) {
            check.add(rules::NIK_BIRTH_DIFFERS, Field::Nik);
        }
    }
    Some(nik)
}

/// 5 to 9 characters; up to 15 with a warning.
fn passport_no(check: &mut Check<'_>) -> Option<String> {
    let passport_no = number::compact(&check.required(Field::PassportNo, 40)?);
    if !number::is_plain(&passport_no) || !(5..=15).contains(&passport_no.len()) {
        check.add(rules::PASSPORT_NO_FORM, Field::PassportNo);
    } else if passport_no.len() > 9 {
        check.add(rules::PASSPORT_NO_LONG, Field::PassportNo);
    }
    Some(passport_no)
}
