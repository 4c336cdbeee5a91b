//! The record of a stay permit: a `Draft` that may be wrong and a `Permit` that cannot be; no dated rules, no storage.

use crate::mrz::{self, Sex};
use jiff::civil::Date;
use std::collections::BTreeMap;

mod address;
mod check;
mod date;
mod end;
mod field;
mod gazetteer;
mod holder;
mod nationality;
mod number;
mod quiet;
mod rules;
mod stay;
mod write;
mod zone;

pub use end::EndReason;

#[cfg(test)]
mod tests;

/// Which right the permit gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// Limited stay (ITAS); its card is the KITAS.
    #[default]
    Itas,
    /// Permanent stay (ITAP); its card is the KITAP.
    Itap,
}

impl Kind {
    /// `KITAS` or `KITAP`.
    pub fn card_name(self) -> &'static str {
        match self {
            Self::Itas => "KITAS",
            Self::Itap => "KITAP",
        }
    }

    /// Text key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Itas => "kind-itas",
            Self::Itap => "kind-itap",
        }
    }
}

/// Every field a person fills in, in the order of the form. `id()` is stable: findings, drafts as TOML and columns use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The passport's machine-readable zone, pasted or from a reader.
    Mrz,
    /// Name as in the passport's visual zone.
    FullName,
    /// `L`, `P` or `X`; see `parse_sex`.
    Sex,
    /// Place of birth.
    BirthPlace,
    /// Date of birth; `00` for an unknown day or month.
    BirthDate,
    /// Nationality, by code or name.
    Nationality,
    /// Civil status; see `CivilStatus::id`.
    CivilStatus,
    /// Religion, where a form needs it.
    Religion,
    /// Population number, 16 digits.
    Nik,
    /// Passport number.
    PassportNo,
    /// Passport's last day.
    PassportExpiry,
    /// State that issued the passport, by code or name.
    PassportCountry,
    /// Permit number.
    PermitNo,
    /// Index code of the permit.
    IndexCode,
    /// Number of the foreigner across permits.
    Niora,
    /// How many times the permit has been issued.
    IssueSeq,
    /// First day of the permit.
    ValidFrom,
    /// Last day of the permit, or `-`.
    ValidUntil,
    /// Next report of an unlimited permit.
    ReportDue,
    /// Number of the re-entry permit.
    ReentryNo,
    /// Last day of the re-entry permit.
    ReentryUntil,
    /// Day of entry.
    EntryDate,
    /// Border post of entry.
    EntryPlace,
    /// Visa number.
    VisaNo,
    /// Street and number.
    Street,
    /// Neighbourhood numbers, `003/007`.
    RtRw,
    /// Kelurahan or desa.
    Village,
    /// Kecamatan.
    District,
    /// Kota or kabupaten.
    Regency,
    /// Province; the regency tells it when left empty.
    Province,
    /// Postcode, 5 digits.
    Postcode,
    /// Occupation or position.
    Occupation,
    /// Who vouches for the holder.
    GuarantorName,
    /// Address of the guarantor.
    GuarantorAddress,
    /// Business number (NIB) or population number (NIK) of the guarantor.
    GuarantorId,
    /// Place of issue.
    IssuePlace,
    /// Day of issue.
    IssueDate,
    /// Notes on the card.
    Notes,
    /// Not typed: findings about the picture stand here.
    Portrait,
}

impl Field {
    /// All typed fields in form order.
    #[rustfmt::skip]
    pub const ALL: [Self; 38] = [
        Self::Mrz, Self::FullName, Self::Sex, Self::BirthPlace, Self::BirthDate, Self::Nationality, Self::CivilStatus, Self::Religion, Self::Nik,
        Self::PassportNo, Self::PassportExpiry, Self::PassportCountry,
        Self::PermitNo, Self::IndexCode, Self::Niora, Self::IssueSeq, Self::ValidFrom, Self::ValidUntil, Self::ReportDue, Self::ReentryNo, Self::ReentryUntil,
        Self::EntryDate, Self::EntryPlace, Self::VisaNo,
        Self::Street, Self::RtRw, Self::Village, Self::District, Self::Regency, Self::Province, Self::Postcode,
        Self::Occupation, Self::GuarantorName, Self::GuarantorAddress, Self::GuarantorId,
        Self::IssuePlace, Self::IssueDate, Self::Notes,
    ];

    /// Stable id in snake case, e.g. `full_name`; the text key of its label is `field-full-name`.
    pub fn id(self) -> &'static str {
        field::id(self)
    }

    /// The field of that id.
    pub fn parse(id: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter().chain([Self::Portrait]);
        all.find(|field| field.id() == id)
    }

    /// Text key of its label, e.g. `field-full-name`.
    pub fn key(self) -> String {
        format!("field-{}", self.id().replace('_', "-"))
    }
}

/// A permit as typed: any text in any field. Dates are typed `DD-MM-YYYY` (also `YYYY-MM-DD`); an unlimited ITAP has
/// `valid_until` = `-` and a `report_due`; a partial birth date is `00-00-1985` or `00-03-1985`; places are names.
///
/// Two drafts are equal when the same stands in each field; `Debug` tells no person's data.
#[derive(Clone, Default)]
pub struct Draft {
    /// Which permit it is for.
    pub kind: Kind,
    values: BTreeMap<Field, String>,
}

impl Draft {
    /// An empty draft of that kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            values: BTreeMap::new(),
        }
    }

    /// What stands in `field`; empty when nothing was typed.
    pub fn get(&self, field: Field) -> &str {
        self.values.get(&field).map_or("", String::as_str)
    }

    /// The text of `field` to edit in place.
    pub fn edit(&mut self, field: Field) -> &mut String {
        self.values.entry(field).or_default()
    }

    /// The date typed in `field`, where it is one.
    pub fn date(&self, field: Field) -> Option<Date> {
        date::read(self.get(field)).ok()
    }

    /// The date of birth, as far as it is known.
    pub fn birth(&self) -> Option<mrz::PartialDate> {
        date::read_partial(self.get(Field::BirthDate)).ok()
    }

    /// What stands in `field` as a permit keeps numbers: upper case without blanks.
    pub fn number(&self, field: Field) -> String {
        number::compact(self.get(field))
    }

    /// Fills what a passport's zone tells and is still empty; returns the fields filled. What a failing check digit guards
    /// is left for a person to type.
    pub fn fill_from(&mut self, passport: &mrz::Passport) -> Vec<Field> {
        zone::fill(self, passport)
    }

    /// Judges form and agreement of all fields on the day `today`. `Ok` carries soft findings only. Findings stand in the
    /// order of the form. Dated rules are `rule::Rulebook::check`'s.
    pub fn check(
        &self,
        today: Date,
        places: &Gazetteer,
    ) -> Result<(Permit, Vec<Finding>), Vec<Finding>> {
        check::check(self, today, places)
    }
}

/// A permit whose every field holds; made only by `Draft::check`. Its `Debug` tells no person's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Permit {
    /// Which right it gives.
    pub kind: Kind,
    /// Its number.
    pub permit_no: PermitNo,
    /// Number of the foreigner across permits.
    pub niora: Option<String>,
    /// 1..n, printed in Roman numerals.
    pub issue_seq: Option<u8>,
    /// As in the passport's visual zone.
    pub full_name: String,
    /// Surname in A-Z as the card's and the seal's name: from the passport's zone where there is one, all its check digits
    /// hold, and its name is the one typed. Without a zone nobody knows which part of a name is the surname, so the whole name stands here.
    pub mrz_surname: String,
    /// Given names in A-Z; empty without a zone, and for single-name holders.
    pub mrz_given_names: String,
    /// The passport's zone as it was typed.
    pub passport_zone: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Place of birth.
    pub birth_place: String,
    /// Date of birth, known as far as the passport knows it.
    pub birth_date: mrz::PartialDate,
    /// Nationality.
    pub nationality: Nationality,
    /// Index code; empty for an ITAP whose office has none.
    pub index_code: String,
    /// First day.
    pub valid_from: Date,
    /// Last day, or none.
    pub valid_until: ValidUntil,
    /// Passport number.
    pub passport_no: String,
    /// Passport's last day.
    pub passport_expiry: Date,
    /// State that issued the passport.
    pub passport_country: Nationality,
    /// Residence.
    pub address: Address,
    /// Occupation or position.
    pub occupation: String,
    /// Who vouches for the holder; some indices need none.
    pub guarantor: Option<Guarantor>,
    /// Number of the re-entry permit.
    pub reentry_no: Option<String>,
    /// Last day of the re-entry permit.
    pub reentry_until: Option<Date>,
    /// Population number.
    pub nik: Option<String>,
    /// Civil status.
    pub civil_status: Option<CivilStatus>,
    /// Religion; never in the seal.
    pub religion: Option<String>,
    /// Day of entry.
    pub entry_date: Option<Date>,
    /// Border post of entry.
    pub entry_place: Option<String>,
    /// Visa number.
    pub visa_no: Option<String>,
    /// Place of issue.
    pub issue_place: String,
    /// Day of issue.
    pub issue_date: Date,
    /// Notes on the card.
    pub notes: Option<String>,
}

impl Permit {
    /// The draft this permit came from, field by field; `check` of it gives this permit again.
    pub fn to_draft(&self) -> Draft {
        write::draft(self)
    }
}

/// A permit number: 8 to 16 of A-Z 0-9, then at most a hyphen and two letters. Entered, never invented.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PermitNo(String);

impl PermitNo {
    /// Parses, upper-casing and trimming.
    pub fn parse(text: &str) -> Option<Self> {
        number::permit_no(text).map(Self)
    }

    /// As printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number with and without a hyphen before its last letters, this one among them: offices write both.
    pub fn spellings(&self) -> Vec<Self> {
        number::spellings(&self.0).into_iter().map(Self).collect()
    }
}

/// When the right ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidUntil {
    /// Last valid day.
    Day(Date),
    /// Unlimited ITAP; the holder reports by that day (UU 6/2011 Ps 59).
    Unlimited {
        /// Next report.
        report_due: Date,
    },
}

impl ValidUntil {
    /// The day a card and its seal must lapse at the latest: the last valid day, or the report day.
    pub fn card_expiry(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Unlimited { report_due } => report_due,
        }
    }
}

/// A nationality of ICAO 9303-3 section 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nationality(&'static NationalityRow);

/// One row of the code table.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NationalityRow {
    /// Alpha-3, or `D`.
    pub code: &'static str,
    /// Indonesian name, capitalised as in a sentence.
    pub name_id: &'static str,
    /// English name.
    pub name_en: &'static str,
}

impl Nationality {
    /// By code (`KOR`, `D`, also `DEU`) or by name in either language, any case. Knows `IDN` and `UTO` too, which
    /// `Draft::check` refuses.
    pub fn parse(text: &str) -> Option<Self> {
        nationality::find(text).map(Self)
    }

    /// Its row.
    pub fn row(self) -> &'static NationalityRow {
        self.0
    }

    /// A stateless person, a refugee, or somebody whose nationality is not told.
    pub fn is_stateless(self) -> bool {
        nationality::is_stateless(self.0.code)
    }

    /// All codes a permit may have, sorted by Indonesian name, for a list to choose from.
    pub fn all() -> impl Iterator<Item = Self> {
        nationality::by_name().map(Self)
    }
}

/// A residence, down to the village. Areas are spelled as the gazetteer does.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// `003/007`
    pub rt_rw: Option<String>,
    /// Kelurahan or desa.
    pub village: String,
    /// Kecamatan.
    pub district: String,
    /// e.g. `Kota Bekasi`
    pub regency: String,
    /// e.g. `Jawa Barat`
    pub province: String,
    /// 5 digits.
    pub postcode: Option<String>,
    /// Province and regency code, e.g. `32.75`; the seal carries it.
    pub region_code: String,
}

/// Who vouches for the holder.
#[derive(Clone, PartialEq, Eq)]
pub struct Guarantor {
    /// Company or person.
    pub name: String,
    /// Its address.
    pub address: Option<String>,
    /// NIB (13 digits) or NIK (16).
    pub id: Option<String>,
}

/// Civil status of the population record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CivilStatus {
    /// Kawin.
    Married,
    /// Belum kawin.
    Single,
    /// Cerai hidup.
    Divorced,
    /// Cerai mati.
    Widowed,
}

impl CivilStatus {
    /// All, in the order of a list to choose from.
    pub const ALL: [Self; 4] = [Self::Single, Self::Married, Self::Divorced, Self::Widowed];

    /// As it stands in a draft, e.g. `belum kawin`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Married => "kawin",
            Self::Single => "belum kawin",
            Self::Divorced => "cerai hidup",
            Self::Widowed => "cerai mati",
        }
    }

    /// Text key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Married => "civil-married",
            Self::Single => "civil-single",
            Self::Divorced => "civil-divorced",
            Self::Widowed => "civil-widowed",
        }
    }

    /// By `id` or the English word, any case.
    pub fn parse(text: &str) -> Option<Self> {
        holder::civil_status(text)
    }
}

/// `L` laki-laki, `P` perempuan, `X`; also `M` male and `F` female, and the words, any case.
pub fn parse_sex(text: &str) -> Option<Sex> {
    holder::sex(text)
}

/// As it stands in a draft: `L`, `P` or `X`.
pub fn sex_id(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "L",
        Sex::Female => "P",
        Sex::Unspecified => "X",
    }
}

/// Text key of its name.
pub fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "sex-male",
        Sex::Female => "sex-female",
        Sex::Unspecified => "sex-unspecified",
    }
}

/// `DD-MM-YYYY`, as a draft and a card have it.
pub fn date_text(day: Date) -> String {
    date::write(day)
}

/// `DD-MM-YYYY` with `00` for what is unknown.
pub fn partial_date_text(day: mrz::PartialDate) -> String {
    date::write_partial(day)
}

/// Reads `DD-MM-YYYY` or `YYYY-MM-DD`, `00` for what is unknown.
pub fn parse_partial_date(text: &str) -> Option<mrz::PartialDate> {
    date::read_partial(text).ok()
}

/// Whether two dates agree in all that both know.
pub fn may_be_same_date(one: mrz::PartialDate, other: mrz::PartialDate) -> bool {
    date::may_be_same(one, other)
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks.
    Hard,
    /// Warns; an officer may go on.
    Soft,
}

impl Severity {
    /// Text key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hard => "severity-hard",
            Self::Soft => "severity-soft",
        }
    }
}

/// Something wrong or odd about one field. Its words are the text key `finding-<rule>` with `args`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable id, kebab case, e.g. `passport-ends-first`.
    pub rule: String,
    /// Where it stands.
    pub field: Field,
    /// How grave it is.
    pub severity: Severity,
    /// Arguments of its text; never a person's data beyond what the field itself shows.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    /// Text key of its words.
    pub fn key(&self) -> String {
        format!("finding-{}", self.rule)
    }

    /// Its arguments as `Text::with` takes them.
    pub fn text_args(&self) -> Vec<(&str, &str)> {
        self.args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
}

/// Ids of all rules of `Draft::check`; each has words under `finding-<id>`.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    rules::ALL.iter().map(|rule| rule.id)
}

/// The areas of Indonesia an address may name: Kota and Kabupaten Bekasi in full, elsewhere province and regency.
/// Names are known in any case and with or without blanks: `Medan Satria` is `Medansatria`.
#[derive(Debug)]
pub struct Gazetteer {
    provinces: Vec<gazetteer::Area>,
    regencies: Vec<gazetteer::Area>,
    districts: Vec<gazetteer::Area>,
    villages: Vec<gazetteer::Area>,
}

impl Gazetteer {
    /// Parses the embedded lists (`resources/regions/`).
    pub fn bundled() -> Self {
        gazetteer::bundled()
    }

    /// Names of the regencies and cities: Kota Bekasi, Kabupaten Bekasi, then all others by name.
    pub fn regencies(&self) -> Vec<&str> {
        self.regencies.iter().map(|area| area.name).collect()
    }

    /// The province a regency lies in.
    pub fn province(&self, regency: &str) -> Option<&str> {
        Some(self.province_of(self.regency(regency)?)?.name)
    }

    /// Districts (kecamatan) of a regency; empty when not listed.
    pub fn districts(&self, regency: &str) -> Vec<&str> {
        let regency = self.regency(regency);
        regency.map_or(vec![], |regency| gazetteer::names(&self.districts, regency))
    }

    /// Villages (kelurahan, desa) of a district; empty when not listed.
    pub fn villages(&self, regency: &str, district: &str) -> Vec<&str> {
        let district = self
            .regency(regency)
            .and_then(|regency| self.district(regency, district));
        district.map_or(vec![], |district| {
            gazetteer::names(&self.villages, district)
        })
    }
}
