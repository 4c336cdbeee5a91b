//! The passport's zone beside what was typed: fills the form, and finds where they differ.

use super::check::Check;
use super::rules::{self, Rule};
use super::{Draft, Field, Nationality, date, sex_id};
use crate::mrz::{self, CheckDigit, NotTd3, PartialDate, Passport, Sex};
use jiff::civil::Date;

/// See `Draft::fill_from`.
pub(super) fn fill(draft: &mut Draft, passport: &Passport) -> Vec<Field> {
    let holds = |digit| !passport.failed.contains(&digit);
    let name = match (passport.given_names.as_str(), passport.surname.as_str()) {
        ("", surname) => surname.to_owned(),
        (given_names, "") => given_names.to_owned(),
        (given_names, surname) => format!("{given_names} {surname}"),
    };
    let number = holds(CheckDigit::DocumentNumber).then(|| passport.number.clone());
    let birth = passport.birth.filter(|_| holds(CheckDigit::BirthDate));
    let expiry = passport.expiry.filter(|_| holds(CheckDigit::Expiry));
    let told = [
        (Field::FullName, Some(name)),
        (Field::Sex, passport.sex.map(|sex| sex_id(sex).to_owned())),
        (Field::BirthDate, birth.map(date::write_partial)),
        (Field::Nationality, Some(passport.nationality.clone())),
        (Field::PassportNo, number),
        (Field::PassportExpiry, expiry.map(date::write)),
        (Field::PassportCountry, Some(passport.issuer.clone())),
    ];
    let mut filled = Vec::new();
    for (field, value) in told {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            continue;
        };
        if draft.get(field).trim().is_empty() {
            *draft.edit(field) = value;
            filled.push(field);
        }
    }
    filled
}

/// Reads the zone typed, if any; findings say what is wrong with it.
pub(super) fn read(check: &mut Check<'_>) -> Option<Passport> {
    let text = check.draft.get(Field::Mrz);
    if text.trim().is_empty() {
        check.add(rules::MRZ_MISSING, Field::Mrz);
        return None;
    }
    match mrz::read_td3(text, check.today) {
        Ok(passport) => {
            for digit in &passport.failed {
                check.add(digit_rule(*digit), Field::Mrz);
            }
            if passport.name_may_be_cut {
                check.add(rules::MRZ_NAME_CUT, Field::Mrz);
            }
            Some(passport)
        }
        Err(NotTd3::Length { found }) => {
            check.add_with(
                rules::MRZ_LENGTH,
                Field::Mrz,
                vec![("found", found.to_string())],
            );
            None
        }
        Err(NotTd3::Alphabet { at }) => {
            check.add_with(
                rules::MRZ_ALPHABET,
                Field::Mrz,
                vec![("at", at.to_string())],
            );
            None
        }
        Err(NotTd3::NotPassport) => {
            check.add(rules::MRZ_NOT_PASSPORT, Field::Mrz);
            None
        }
    }
}

fn digit_rule(digit: CheckDigit) -> Rule {
    match digit {
        CheckDigit::DocumentNumber => rules::MRZ_DIGIT_NUMBER,
        CheckDigit::BirthDate => rules::MRZ_DIGIT_BIRTH,
        CheckDigit::Expiry => rules::MRZ_DIGIT_EXPIRY,
        CheckDigit::PersonalNumber => rules::MRZ_DIGIT_PERSONAL,
        CheckDigit::Composite => rules::MRZ_DIGIT_COMPOSITE,
    }
}

/// Surname and given names of a zone whose check digits all hold and that has the name `typed`; a single name is the surname.
pub(super) fn names(passport: &Passport, typed: &str) -> Option<(String, String)> {
    if !passport.failed.is_empty() || !is_same_name(typed, passport) {
        return None;
    }
    let surname = mrz::transliterate(&passport.surname);
    let given_names = mrz::transliterate(&passport.given_names);
    match (surname.is_empty(), given_names.is_empty()) {
        (true, true) => None,
        (true, false) => Some((given_names, surname)),
        (false, _) => Some((surname, given_names)),
    }
}

/// What was typed, as far as its form holds.
pub(super) struct Typed<'a> {
    pub(super) full_name: Option<&'a str>,
    pub(super) sex: Option<Sex>,
    pub(super) birth_date: Option<PartialDate>,
    pub(super) nationality: Option<Nationality>,
    pub(super) passport_no: Option<&'a str>,
    pub(super) passport_expiry: Option<Date>,
    pub(super) passport_country: Option<Nationality>,
}

/// Finds where the form differs from the zone; what a failing check digit guards is not compared.
pub(super) fn compare(check: &mut Check<'_>, passport: &Passport, typed: &Typed<'_>) {
    let holds = |digit| !passport.failed.contains(&digit);
    let is = |nationality: Nationality, code: &str| Nationality::parse(code) == Some(nationality);
    let name = typed
        .full_name
        .is_none_or(|name| is_same_name(name, passport));
    let sex = typed.sex.is_none_or(|sex| passport.sex == Some(sex));
    let birth = typed
        .birth_date
        .is_none_or(|birth| passport.birth == Some(birth));
    let nationality = typed
        .nationality
        .is_none_or(|typed| is(typed, &passport.nationality));
    let number = typed
        .passport_no
        .is_none_or(|number| number == passport.number);
    let expiry = typed
        .passport_expiry
        .is_none_or(|expiry| passport.expiry == Some(expiry));
    let country = typed
        .passport_country
        .is_none_or(|typed| is(typed, &passport.issuer));
    if passport.failed.is_empty() && is_of_another(passport, typed) {
        check.add(rules::MRZ_OF_ANOTHER, Field::Mrz);
    }
    let judged = [
        (name, rules::MRZ_DIFFERS_NAME, Field::FullName),
        (sex, rules::MRZ_DIFFERS_SEX, Field::Sex),
        (
            birth || !holds(CheckDigit::BirthDate),
            rules::MRZ_DIFFERS_BIRTH,
            Field::BirthDate,
        ),
        (
            nationality,
            rules::MRZ_DIFFERS_NATIONALITY,
            Field::Nationality,
        ),
        (
            number || !holds(CheckDigit::DocumentNumber),
            rules::MRZ_DIFFERS_NUMBER,
            Field::PassportNo,
        ),
        (
            expiry || !holds(CheckDigit::Expiry),
            rules::MRZ_DIFFERS_EXPIRY,
            Field::PassportExpiry,
        ),
        (country, rules::MRZ_DIFFERS_COUNTRY, Field::PassportCountry),
    ];
    for (same, rule, field) in judged {
        if !same {
            check.add(rule, field);
        }
    }
}

/// Whether a zone read without fault is another passport's: its number or what it knows of the birth is not what was typed.
fn is_of_another(passport: &Passport, typed: &Typed<'_>) -> bool {
    // A number of more than nine characters stands cut in a zone.
    let number = typed.passport_no.is_some_and(|number| {
        number != passport.number && !(number.len() > 9 && number.starts_with(&passport.number))
    });
    // A zone has no century.
    let birth = passport.birth.zip(typed.birth_date);
    let birth = birth.is_some_and(|(zone, typed)| {
        let year = zone.year.rem_euclid(100) == typed.year.rem_euclid(100);
        let zone = PartialDate {
            year: typed.year,
            ..zone
        };
        !(year && date::may_be_same(zone, typed))
    });
    number || birth
}

/// Whether a name as typed may be the zone's: same words in any order, or the same letters, or each of the zone's words the
/// beginning of one typed when the zone may have cut them. States choose how to write umlauts.
fn is_same_name(typed: &str, passport: &Passport) -> bool {
    let zone = format!("{} {}", passport.given_names, passport.surname);
    let turned = format!("{} {}", passport.surname, passport.given_names);
    let writings = [
        mrz::transliterate(typed),
        mrz::transliterate(&without_marks(typed)),
    ];
    writings.iter().any(|typed| {
        let same_letters = letters(typed) == letters(&zone) || letters(typed) == letters(&turned);
        same_letters
            || sorted(typed) == sorted(&zone)
            || (passport.name_may_be_cut && each_begins(sorted(&zone), sorted(typed)))
    })
}

/// Umlauts and rings set aside where section 6 would write two letters.
fn without_marks(name: &str) -> String {
    let plain = |c| match c {
        'Ä' | 'ä' | 'Å' | 'å' => 'A',
        'Ö' | 'ö' | 'Ø' | 'ø' => 'O',
        'Ü' | 'ü' => 'U',
        other => other,
    };
    name.chars().map(plain).collect()
}

fn letters(name: &str) -> String {
    name.replace(' ', "")
}

fn sorted(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    words.sort_unstable();
    words
}

/// Whether each word of `cut` begins a word of `whole`, no word twice.
fn each_begins(cut: Vec<&str>, mut whole: Vec<&str>) -> bool {
    cut.into_iter().all(|word| {
        let at = whole.iter().position(|full| full.starts_with(word));
        at.map(|at| whole.remove(at)).is_some()
    })
}
