//! What a template may show of a card's content, by name, as text the way an office writes it.

use jiff::civil::Date;

use super::Content;
use crate::mrz::{PartialDate, Sex};
use crate::permit::{Address, ValidUntil};

/// A name a template may use, and the text it stands for; empty: nothing to show.
type Named = (&'static str, fn(&Content<'_>) -> String);

/// Everything a template may name in `value`, `aside` and `if`.
const VALUES: [Named; 36] = [
    ("address", |card| address(&card.permit.address)),
    ("address_flat", |card| {
        address(&card.permit.address).replace('\n', " ")
    }),
    ("birth", |card| {
        join(
            ", ",
            [
                upper(&card.permit.birth_place),
                partial(card.permit.birth_date),
            ],
        )
    }),
    ("birth_date", |card| partial(card.permit.birth_date)),
    ("birth_place", |card| upper(&card.permit.birth_place)),
    ("card_serial", |card| {
        card.card_serial.unwrap_or_default().to_owned()
    }),
    ("full_name", |card| upper(&card.permit.full_name)),
    ("guarantor", |card| {
        card.permit
            .guarantor
            .as_ref()
            .map_or_else(String::new, |guarantor| upper(&guarantor.name))
    }),
    ("header", |card| card.issuer.header.clone()),
    ("index_code", |card| card.permit.index_code.clone()),
    ("issue_seq", |card| {
        card.permit.issue_seq.map_or_else(String::new, roman)
    }),
    ("issued", |card| {
        join(
            ", ",
            [
                upper(&card.permit.issue_place),
                date(card.permit.issue_date),
            ],
        )
    }),
    ("limited", |card| when(!is_unlimited(card))),
    ("nationality", |card| {
        upper(card.permit.nationality.row().name_id)
    }),
    ("nationality_en", |card| {
        card.permit.nationality.row().name_en.to_owned()
    }),
    ("nik", |card| card.permit.nik.clone().unwrap_or_default()),
    ("niora", |card| {
        card.permit.niora.clone().unwrap_or_default()
    }),
    ("notes", |card| {
        card.permit.notes.clone().unwrap_or_default()
    }),
    ("occupation", |card| upper(&card.permit.occupation)),
    ("office", |card| card.issuer.office.clone()),
    ("passport_country", |card| {
        card.permit.passport_country.row().code.to_owned()
    }),
    ("passport_expiry", |card| date(card.permit.passport_expiry)),
    ("passport_no", |card| card.permit.passport_no.clone()),
    ("permit_no", |card| {
        card.permit.permit_no.as_str().to_owned()
    }),
    ("reentry_no", |card| {
        card.permit.reentry_no.clone().unwrap_or_default()
    }),
    ("reentry_until", |card| {
        card.permit.reentry_until.map_or_else(String::new, date)
    }),
    ("report_due", |card| match card.permit.valid_until {
        ValidUntil::Day(_) => String::new(),
        ValidUntil::Unlimited { report_due } => date(report_due),
    }),
    ("sex", |card| sex(card.permit.sex).to_owned()),
    ("signatory_name", |card| card.issuer.signatory_name.clone()),
    ("signatory_nip", |card| {
        match card.issuer.signatory_nip.as_str() {
            "" => String::new(),
            nip => format!("NIP {nip}"),
        }
    }),
    ("signatory_title", |card| {
        card.issuer.signatory_title.clone()
    }),
    ("unlimited", |card| when(is_unlimited(card))),
    ("valid_from", |card| date(card.permit.valid_from)),
    ("valid_until", |card| match card.permit.valid_until {
        ValidUntil::Day(day) => date(day),
        ValidUntil::Unlimited { .. } => "TIDAK TERBATAS".to_owned(),
    }),
    ("valid_until_en", |card| match card.permit.valid_until {
        ValidUntil::Day(_) => String::new(),
        ValidUntil::Unlimited { .. } => "UNLIMITED".to_owned(),
    }),
    ("visa_no", |card| {
        card.permit.visa_no.clone().unwrap_or_default()
    }),
];

/// One of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value(usize);

impl Value {
    /// By its name in a template.
    pub(super) fn parse(name: &str) -> Option<Self> {
        VALUES
            .iter()
            .position(|(known, _)| *known == name)
            .map(Self)
    }

    /// Its text for a card.
    pub(super) fn text(self, card: &Content<'_>) -> String {
        VALUES
            .get(self.0)
            .map_or_else(String::new, |(_, text)| text(card))
    }
}

fn is_unlimited(card: &Content<'_>) -> bool {
    matches!(card.permit.valid_until, ValidUntil::Unlimited { .. })
}

fn when(holds: bool) -> String {
    if holds {
        "yes".to_owned()
    } else {
        String::new()
    }
}

fn upper(text: &str) -> String {
    text.to_uppercase()
}

fn join<const N: usize>(between: &str, parts: [String; N]) -> String {
    let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(between)
}

/// `02-11-2026`
fn date(date: Date) -> String {
    format!("{:02}-{:02}-{:04}", date.day(), date.month(), date.year())
}

/// `12-03-1985`, `--03-1985` or `1985`, by what is known.
fn partial(date: PartialDate) -> String {
    match (date.day, date.month) {
        (Some(day), Some(month)) => format!("{day:02}-{month:02}-{:04}", date.year),
        (None, Some(month)) => format!("--{month:02}-{:04}", date.year),
        (Some(_) | None, None) => format!("{:04}", date.year),
    }
}

/// Indonesian, then English letter; X where the passport has it.
fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "L / M",
        Sex::Female => "P / F",
        Sex::Unspecified => "X",
    }
}

/// Three lines, each ending in a comma but the last: street with RT/RW, village and district, regency with postcode.
fn address(address: &Address) -> String {
    let rt_rw = address
        .rt_rw
        .as_ref()
        .map_or_else(String::new, |rt_rw| format!("RT/RW {rt_rw}"));
    join(
        ",\n",
        [
            join(" ", [upper(&address.street), rt_rw]),
            join(", ", [upper(&address.village), upper(&address.district)]),
            join(
                " ",
                [
                    upper(&address.regency),
                    address.postcode.clone().unwrap_or_default(),
                ],
            ),
        ],
    )
}

/// 1 to 255.
fn roman(number: u8) -> String {
    const SIGNS: [(u8, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}
