//! From a permit back to the draft it came from.

use super::{CivilStatus, Draft, Field, Permit, ValidUntil, date, sex_id};

/// See `Permit::to_draft`.
pub(super) fn draft(permit: &Permit) -> Draft {
    let mut draft = Draft::new(permit.kind);
    let mut put = |field: Field, text: String| {
        if !text.is_empty() {
            *draft.edit(field) = text;
        }
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day| date::write(day);

    put(Field::Mrz, or_empty(&permit.passport_zone));
    put(Field::FullName, permit.full_name.clone());
    put(Field::Sex, sex_id(permit.sex).to_owned());
    put(Field::BirthPlace, permit.birth_place.clone());
    put(Field::BirthDate, date::write_partial(permit.birth_date));
    put(Field::Nationality, permit.nationality.row().code.to_owned());
    put(
        Field::CivilStatus,
        permit.civil_status.map_or("", CivilStatus::id).to_owned(),
    );
    put(Field::Religion, or_empty(&permit.religion));
    put(Field::Nik, or_empty(&permit.nik));
    put(Field::PassportNo, permit.passport_no.clone());
    put(Field::PassportExpiry, day(permit.passport_expiry));
    put(
        Field::PassportCountry,
        permit.passport_country.row().code.to_owned(),
    );
    put(Field::PermitNo, permit.permit_no.as_str().to_owned());
    put(Field::IndexCode, permit.index_code.clone());
    put(Field::Niora, or_empty(&permit.niora));
    put(
        Field::IssueSeq,
        permit
            .issue_seq
            .map_or_else(String::new, |number| number.to_string()),
    );
    put(Field::ValidFrom, day(permit.valid_from));
    match permit.valid_until {
        ValidUntil::Day(until) => put(Field::ValidUntil, day(until)),
        ValidUntil::Unlimited { report_due } => {
            put(Field::ValidUntil, "-".to_owned());
            put(Field::ReportDue, day(report_due));
        }
    }
    put(Field::ReentryNo, or_empty(&permit.reentry_no));
    put(
        Field::ReentryUntil,
        permit.reentry_until.map_or_else(String::new, day),
    );
    put(
        Field::EntryDate,
        permit.entry_date.map_or_else(String::new, day),
    );
    put(Field::EntryPlace, or_empty(&permit.entry_place));
    put(Field::VisaNo, or_empty(&permit.visa_no));
    put(Field::Street, permit.address.street.clone());
    put(Field::RtRw, or_empty(&permit.address.rt_rw));
    put(Field::Village, permit.address.village.clone());
    put(Field::District, permit.address.district.clone());
    put(Field::Regency, permit.address.regency.clone());
    put(Field::Province, permit.address.province.clone());
    put(Field::Postcode, or_empty(&permit.address.postcode));
    put(Field::Occupation, permit.occupation.clone());
    if let Some(guarantor) = &permit.guarantor {
        put(Field::GuarantorName, guarantor.name.clone());
        put(Field::GuarantorAddress, or_empty(&guarantor.address));
        put(Field::GuarantorId, or_empty(&guarantor.id));
    }
    put(Field::IssuePlace, permit.issue_place.clone());
    put(Field::IssueDate, day(permit.issue_date));
    put(Field::Notes, or_empty(&permit.notes));
    draft
}
