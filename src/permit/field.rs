//! The stable ids of fields.

use super::Field;

/// Snake case of the field's name.
pub(super) fn id(field: Field) -> &'static str {
    match field {
        Field::Mrz => "mrz",
        Field::FullName => "full_name",
        Field::Sex => "sex",
        Field::BirthPlace => "birth_place",
        Field::BirthDate => "birth_date",
        Field::Nationality => "nationality",
        Field::CivilStatus => "civil_status",
        Field::Religion => "religion",
        Field::Nik => "nik",
        Field::PassportNo => "passport_no",
        Field::PassportExpiry => "passport_expiry",
        Field::PassportCountry => "passport_country",
        Field::PermitNo => "permit_no",
        Field::IndexCode => "index_code",
        Field::Niora => "niora",
        Field::IssueSeq => "issue_seq",
        Field::ValidFrom => "valid_from",
        Field::ValidUntil => "valid_until",
        Field::ReportDue => "report_due",
        Field::ReentryNo => "reentry_no",
        Field::ReentryUntil => "reentry_until",
        Field::EntryDate => "entry_date",
        Field::EntryPlace => "entry_place",
        Field::VisaNo => "visa_no",
        Field::Street => "street",
        Field::RtRw => "rt_rw",
        Field::Village => "village",
        Field::District => "district",
        Field::Regency => "regency",
        Field::Province => "province",
        Field::Postcode => "postcode",
        Field::Occupation => "occupation",
        Field::GuarantorName => "guarantor_name",
        Field::GuarantorAddress => "guarantor_address",
        Field::GuarantorId => "guarantor_id",
        Field::IssuePlace => "issue_place",
        Field::IssueDate => "issue_date",
        Field::Notes => "notes",
        Field::Portrait => "portrait",
    }
}
