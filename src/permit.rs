//! The record of a stay permit: a `Draft` that may be wrong and a `Permit` that cannot be; no dated rules, no storage.

use crate::mrz;
use jiff::civil::Date;

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
}

/// Every field a person fills in, in the order of the form. `id()` is stable: findings, drafts as TOML and columns use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Mrz,
    FullName,
    Sex,
    BirthPlace,
    BirthDate,
    Nationality,
    CivilStatus,
    Religion,
    Nik,
    PassportNo,
    PassportExpiry,
    PassportCountry,
    PermitNo,
    IndexCode,
    Niora,
    IssueSeq,
    ValidFrom,
    ValidUntil,
    ReportDue,
    ReentryNo,
    ReentryUntil,
    EntryDate,
    EntryPlace,
    VisaNo,
    Street,
    RtRw,
    Village,
    District,
    Regency,
    Province,
    Postcode,
    Occupation,
    GuarantorName,
    GuarantorAddress,
    GuarantorId,
    IssuePlace,
    IssueDate,
    Notes,
    /// Not typed: findings about the picture stand here.
    Portrait,
}

impl Field {
    /// All typed fields in form order.
    pub const ALL: [Self; 38] = [
        Self::Mrz,
        Self::FullName,
        Self::Sex,
        Self::BirthPlace,
        Self::BirthDate,
        Self::Nationality,
        Self::CivilStatus,
        Self::Religion,
        Self::Nik,
        Self::PassportNo,
        Self::PassportExpiry,
        Self::PassportCountry,
        Self::PermitNo,
        Self::IndexCode,
        Self::Niora,
        Self::IssueSeq,
        Self::ValidFrom,
        Self::ValidUntil,
        Self::ReportDue,
        Self::ReentryNo,
        Self::ReentryUntil,
        Self::EntryDate,
        Self::EntryPlace,
        Self::VisaNo,
        Self::Street,
        Self::RtRw,
        Self::Village,
        Self::District,
        Self::Regency,
        Self::Province,
        Self::Postcode,
        Self::Occupation,
        Self::GuarantorName,
        Self::GuarantorAddress,
        Self::GuarantorId,
        Self::IssuePlace,
        Self::IssueDate,
        Self::Notes,
    ];

    /// Stable id in snake case, e.g. `full_name`; the text key of its label is `field-full-name`.
    pub fn id(self) -> &'static str {
        todo!("permit")
    }

    /// The field of that id.
    pub fn parse(_id: &str) -> Option<Self> {
        todo!("permit")
    }
}

/// A permit as typed: any text in any field. Dates are typed `DD-MM-YYYY` (also `YYYY-MM-DD`); an unlimited ITAP has
/// `valid_until` = `-` and a `report_due`; a partial birth date is `00-00-1985` or `00-03-1985`; places are names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    pub kind: Kind,
    values: std::collections::BTreeMap<Field, String>,
}

impl Draft {
    /// An empty draft of that kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            values: std::collections::BTreeMap::new(),
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

    /// Fills what a passport's zone tells and is still empty; returns the fields filled.
    pub fn fill_from(&mut self, _passport: &mrz::Passport) -> Vec<Field> {
        todo!("permit")
    }

    /// Judges form and agreement of all fields on the day `today`. `Ok` carries soft findings only.
    pub fn check(
        &self,
        _today: Date,
        _places: &Gazetteer,
    ) -> Result<(Permit, Vec<Finding>), Vec<Finding>> {
        todo!("permit")
    }
}

/// A permit whose every field holds; made only by `Draft::check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    pub kind: Kind,
    pub permit_no: PermitNo,
    pub niora: Option<String>,
    /// 1..n, printed in Roman numerals.
    pub issue_seq: Option<u8>,
    pub full_name: String,
    /// Surname and given names in A-Z as the card's and the seal's name; from the passport's zone where there is one.
    pub mrz_surname: String,
    pub mrz_given_names: String,
    pub sex: mrz::Sex,
    pub birth_place: String,
    pub birth_date: mrz::PartialDate,
    pub nationality: Nationality,
    pub index_code: String,
    pub valid_from: Date,
    pub valid_until: ValidUntil,
    pub passport_no: String,
    pub passport_expiry: Date,
    pub passport_country: Nationality,
    pub address: Address,
    pub occupation: String,
    pub guarantor: Option<Guarantor>,
    pub reentry_no: Option<String>,
    pub reentry_until: Option<Date>,
    pub nik: Option<String>,
    pub civil_status: Option<CivilStatus>,
    pub religion: Option<String>,
    pub entry_date: Option<Date>,
    pub entry_place: Option<String>,
    pub visa_no: Option<String>,
    pub issue_place: String,
    pub issue_date: Date,
    pub notes: Option<String>,
}

impl Permit {
    /// The draft this permit came from, field by field; `check` of it gives this permit again.
    pub fn to_draft(&self) -> Draft {
        todo!("permit")
    }
}

/// A permit number: 8 to 16 of A-Z 0-9, then at most a hyphen and two letters. Entered, never invented.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PermitNo(String);

impl PermitNo {
    /// Parses, upper-casing and trimming.
    pub fn parse(_text: &str) -> Option<Self> {
        todo!("permit")
    }

    /// As printed.
    pub fn as_str(&self) -> &str {
        &self.0
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
    /// By code (`KOR`, `D`), any case.
    pub fn parse(_code: &str) -> Option<Self> {
        todo!("permit")
    }

    /// Its row.
    pub fn row(self) -> &'static NationalityRow {
        self.0
    }

    /// All codes, sorted by Indonesian name, for a list to choose from.
    pub fn all() -> impl Iterator<Item = Self> {
        [].into_iter()
    }
}

/// A residence, down to the village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub street: String,
    /// `003/007`
    pub rt_rw: Option<String>,
    pub village: String,
    pub district: String,
    pub regency: String,
    pub province: String,
    pub postcode: Option<String>,
    /// Province and regency code, e.g. `32.75`; the seal carries it.
    pub region_code: String,
}

/// Who vouches for the holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarantor {
    pub name: String,
    pub address: Option<String>,
    /// NIB (13 digits) or NIK (16).
    pub id: Option<String>,
}

/// Civil status of the population record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CivilStatus {
    Married,
    Single,
    Divorced,
    Widowed,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks.
    Hard,
    /// Warns; an officer may go on.
    Soft,
}

/// Something wrong or odd about one field. Its words are the text key `finding-<rule>` with `args`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable id, kebab case, e.g. `passport-ends-first`.
    pub rule: String,
    pub field: Field,
    pub severity: Severity,
    /// Arguments of its text; never a person's data beyond what the field itself shows.
    pub args: Vec<(&'static str, String)>,
}

/// The areas of Indonesia an address may name: Kota and Kabupaten Bekasi in full, elsewhere province and regency.
#[derive(Debug)]
pub struct Gazetteer {}

impl Gazetteer {
    /// Parses the embedded lists (`resources/regions/`).
    pub fn bundled() -> Self {
        todo!("permit")
    }

    /// Names of the regencies and cities: Kota Bekasi, Kabupaten Bekasi, then all others by name.
    pub fn regencies(&self) -> Vec<&str> {
        todo!("permit")
    }

    /// Districts (kecamatan) of a regency; empty when not listed.
    pub fn districts(&self, _regency: &str) -> Vec<&str> {
        todo!("permit")
    }

    /// Villages (kelurahan, desa) of a district; empty when not listed.
    pub fn villages(&self, _regency: &str, _district: &str) -> Vec<&str> {
        todo!("permit")
    }
}
