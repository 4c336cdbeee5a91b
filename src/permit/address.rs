//! Where the holder lives and who vouches for the holder.

use super::check::Check;
use super::gazetteer::Area;
use super::{Address, Field, Gazetteer, Guarantor, number, rules};

/// Beginnings of the postcodes of Kota Bekasi and Kabupaten Bekasi.
const POSTCODES: [(&str, &[&str]); 2] = [
    ("32.75", &["171", "174"]),
    ("32.16", &["173", "175", "176", "177", "178"]),
];

/// Judges the address; `None` only with a hard finding.
pub(super) fn check(check: &mut Check<'_>) -> Option<Address> {
    let places: &Gazetteer = check.places;
    let street = check.required(Field::Street, 120);
    let rt_rw = rt_rw(check);
    let village = check.required(Field::Village, 60);
    let district = check.required(Field::District, 60);
    let regency = check.required(Field::Regency, 60);
    let province = check.text(Field::Province, 60);
    let postcode = check
        .text(Field::Postcode, 20)
        .map(|text| number::compact(&text));
    let postcode_holds = postcode
        .as_deref()
        .is_none_or(|code| code.len() == 5 && number::is_digits(code));
    if !postcode_holds {
        check.add(rules::POSTCODE_FORM, Field::Postcode);
    }

    let regency = regency?;
    let Some(area) = places.regency(&regency) else {
        check.add(rules::REGENCY_UNKNOWN, Field::Regency);
        return None;
    };
    let own_province = places.province_of(area)?;
    if province.is_some_and(|province| !own_province.is_called(&province)) {
        let args = vec![("province", own_province.name.to_owned())];
        check.add_with(rules::PROVINCE_DIFFERS, Field::Province, args);
    }
    let (district, village) = if area.is_own() {
        if let Some(postcode) = postcode.as_deref().filter(|_| postcode_holds) {
            let own = POSTCODES
                .iter()
                .filter(|(code, _)| *code == area.code)
                .flat_map(|(_, starts)| starts.iter());
            if !own.into_iter().any(|start| postcode.starts_with(start)) {
                check.add(rules::POSTCODE_DIFFERS, Field::Postcode);
            }
        }
        listed(check, area, district?, village?)
    } else {
        check.add(rules::ADDRESS_OUTSIDE_BEKASI, Field::Regency);
        (district?, village?)
    };
    Some(Address {
        street: street?,
        rt_rw,
        village,
        district,
        regency: area.name.to_owned(),
        province: own_province.name.to_owned(),
        postcode,
        region_code: area.code.to_owned(),
    })
}

/// District and village as the lists of the office's own area spell them.
fn listed(
    check: &mut Check<'_>,
    regency: &Area,
    district: String,
    village: String,
) -> (String, String) {
    let places = check.places;
    let Some(area) = places.district(regency, &district) else {
        let args = vec![("regency", regency.name.to_owned())];
        check.add_with(rules::DISTRICT_NOT_IN_REGENCY, Field::District, args);
        return (district, village);
    };
    let Some(place) = places.village(area, &village) else {
        let args = vec![("district", area.name.to_owned())];
        check.add_with(rules::VILLAGE_NOT_IN_DISTRICT, Field::Village, args);
        return (area.name.to_owned(), village);
    };
    (area.name.to_owned(), place.name.to_owned())
}

fn rt_rw(check: &mut Check<'_>) -> Option<String> {
    let Some(text) = check.text(Field::RtRw, 20) else {
        check.add(rules::RT_RW_MISSING, Field::RtRw);
        return None;
    };
    let rt_rw = number::rt_rw(&text);
    if rt_rw.is_none() {
        check.add(rules::RT_RW_FORM, Field::RtRw);
    }
    rt_rw
}

/// Judges the guarantor; whether one is needed is a dated rule.
pub(super) fn guarantor(check: &mut Check<'_>) -> Option<Guarantor> {
    let name = check.text(Field::GuarantorName, 80);
    let address = check.text(Field::GuarantorAddress, 160);
    let id = check
        .text(Field::GuarantorId, 40)
        .map(|text| number::compact(&text));
    if let Some(id) = &id {
        if !number::is_digits(id) || id.len() > 20 {
            check.add(rules::GUARANTOR_ID_FORM, Field::GuarantorId);
        } else if id.len() != 13 && id.len() != 16 {
            check.add(rules::GUARANTOR_ID_LENGTH, Field::GuarantorId);
        }
    }
    if name.is_none() && (address.is_some() || id.is_some()) {
        check.add(rules::GUARANTOR_NAME_MISSING, Field::GuarantorName);
    }
    Some(Guarantor {
        name: name?,
        address,
        id,
    })
}
