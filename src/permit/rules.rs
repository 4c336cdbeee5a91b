//! The rules of form and agreement: stable ids and how grave each is; dated rules are room `rule`'s.

use super::Severity;

/// One rule. Its words are `finding-<id>`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
}

/// Declares each rule and puts it on the list of all.
macro_rules! rules {
    ($($name:ident = $severity:ident $id:literal;)*) => {
        $(pub(super) const $name: Rule = Rule { id: $id, severity: Severity::$severity };)*
        /// All rules.
        pub(super) const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    REQUIRED = Hard "required";
    CHARACTERS = Hard "characters";
    TOO_LONG = Hard "too-long";
    DATE_FORM = Hard "date-form";
    DATE_CALENDAR = Hard "date-calendar";

    MRZ_MISSING = Soft "mrz-missing";
    MRZ_LENGTH = Hard "mrz-length";
    MRZ_ALPHABET = Hard "mrz-alphabet";
    MRZ_NOT_PASSPORT = Hard "mrz-not-passport";
    MRZ_DIGIT_NUMBER = Soft "mrz-digit-number";
    MRZ_DIGIT_BIRTH = Soft "mrz-digit-birth";
    MRZ_DIGIT_EXPIRY = Soft "mrz-digit-expiry";
    MRZ_DIGIT_PERSONAL = Soft "mrz-digit-personal";
    MRZ_DIGIT_COMPOSITE = Soft "mrz-digit-composite";
    MRZ_OF_ANOTHER = Hard "mrz-of-another";
    MRZ_NAME_CUT = Soft "mrz-name-cut";
    MRZ_DIFFERS_NAME = Soft "mrz-differs-name";
    MRZ_DIFFERS_SEX = Soft "mrz-differs-sex";
    MRZ_DIFFERS_BIRTH = Soft "mrz-differs-birth";
    MRZ_DIFFERS_NATIONALITY = Soft "mrz-differs-nationality";
    MRZ_DIFFERS_NUMBER = Soft "mrz-differs-number";
    MRZ_DIFFERS_EXPIRY = Soft "mrz-differs-expiry";
    MRZ_DIFFERS_COUNTRY = Soft "mrz-differs-country";

    NAME_NO_LETTER = Hard "name-no-letter";
    NAME_NOT_WRITTEN = Hard "name-not-written";
    NAME_DIGITS = Soft "name-digits";
    NAME_NOT_LATIN = Soft "name-not-latin";
    SEX_FORM = Hard "sex-form";
    BIRTH_AFTER_TODAY = Hard "birth-after-today";
    BIRTH_TOO_OLD = Hard "birth-too-old";
    NATIONALITY_UNKNOWN = Hard "nationality-unknown";
    NATIONALITY_SPECIMEN = Hard "nationality-specimen";
    NATIONALITY_INDONESIAN = Hard "nationality-indonesian";
    CIVIL_STATUS_FORM = Hard "civil-status-form";
    NIK_FORM = Hard "nik-form";
    NIK_BIRTH_DIFFERS = Soft "nik-birth-differs";
    PASSPORT_NO_FORM = Hard "passport-no-form";
    PASSPORT_NO_LONG = Soft "passport-no-long";
    PASSPORT_EXPIRED = Hard "passport-expired";
    PASSPORT_COUNTRY_DIFFERS = Soft "passport-country-differs";

    PERMIT_NO_FORM = Hard "permit-no-form";
    PERMIT_NO_SHAPE = Soft "permit-no-shape";
    PERMIT_NO_KIND = Soft "permit-no-kind";
    INDEX_FORM = Hard "index-form";
    INDEX_MISSING = Soft "index-missing";
    NIORA_FORM = Hard "niora-form";
    NIORA_SHAPE = Soft "niora-shape";
    ISSUE_SEQ_FORM = Hard "issue-seq-form";
    VALIDITY_ORDER = Hard "validity-order";
    PERMIT_ENDED = Hard "permit-ended";
    UNLIMITED_ONLY_ITAP = Hard "unlimited-only-itap";
    REPORT_DUE_ORDER = Hard "report-due-order";
    REPORT_DUE_PAST = Hard "report-due-past";
    REPORT_DUE_UNUSED = Soft "report-due-unused";
    REENTRY_UNTIL_MISSING = Soft "reentry-until-missing";
    ENTRY_AFTER_TODAY = Hard "entry-after-today";
    ENTRY_BEFORE_BIRTH = Hard "entry-before-birth";
    ENTRY_MISSING = Soft "entry-missing";
    ISSUE_DATE_AFTER_TODAY = Hard "issue-date-after-today";
    ISSUE_DATE_LONG_PAST = Hard "issue-date-long-past";

    RT_RW_FORM = Hard "rt-rw-form";
    RT_RW_MISSING = Soft "rt-rw-missing";
    REGENCY_UNKNOWN = Hard "regency-unknown";
    PROVINCE_DIFFERS = Hard "province-differs";
    DISTRICT_NOT_IN_REGENCY = Hard "district-not-in-regency";
    VILLAGE_NOT_IN_DISTRICT = Hard "village-not-in-district";
    ADDRESS_OUTSIDE_BEKASI = Soft "address-outside-bekasi";
    POSTCODE_FORM = Hard "postcode-form";
    POSTCODE_DIFFERS = Soft "postcode-differs";
    GUARANTOR_NAME_MISSING = Hard "guarantor-name-missing";
    GUARANTOR_ID_FORM = Hard "guarantor-id-form";
    GUARANTOR_ID_LENGTH = Soft "guarantor-id-length";
}
