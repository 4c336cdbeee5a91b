//! A card made once more, as it looked when it was issued: its template and the office on it are kept with the card.

use super::{Error, Judgement, Station, clock, issue, press};
use crate::card::{Content, Issuer, Mark, Template};
use crate::drawing::Dpi;
use crate::permit::PermitNo;
use crate::print::Pdf;
use crate::registry::Look;
use crate::seal;
use serde::{Deserialize, Serialize};

/// The office on a card as the registry keeps it, TOML; the emblem is kept beside it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerKept {
    header: String,
    office: String,
    signatory_title: String,
    signatory_name: String,
    signatory_nip: String,
}

/// What the registry keeps of a card's look.
pub(super) fn keep(template: &Template, issuer: &Issuer) -> Result<Look, Error> {
    let kept = IssuerKept {
        header: issuer.header.clone(),
        office: issuer.office.clone(),
        signatory_title: issuer.signatory_title.clone(),
        signatory_name: issuer.signatory_name.clone(),
        signatory_nip: issuer.signatory_nip.clone(),
    };
    let kept = toml::to_string(&kept).map_err(|error| Error::new("internal").because(error))?;
    Ok(Look::new(
        String::from(template.source()),
        kept,
        issuer.emblem.clone(),
    ))
}

pub(super) fn shown(look: &Look) -> Result<(Template, Issuer), Error> {
    let torn = |what: &str| Error::new("registry-torn").because(what);
    let template = Template::parse(&look.template).map_err(|error| torn(&error.0))?;
    let kept: IssuerKept = toml::from_str(&look.issuer).map_err(|error| torn(error.message()))?;
    let issuer = Issuer {
        header: kept.header,
        office: kept.office,
        signatory_title: kept.signatory_title,
        signatory_name: kept.signatory_name,
        signatory_nip: kept.signatory_nip,
        emblem: look.emblem.clone(),
    };
    Ok((template, issuer))
}

pub(super) fn card_again(station: &mut Station, permit_no: &PermitNo) -> Result<Pdf, Error> {
    paper_again(station, permit_no).map(|(paper, _)| paper.pdf)
}

/// The card and its serial.
pub(super) fn paper_again(
    station: &mut Station,
    permit_no: &PermitNo,
) -> Result<(press::Paper, String), Error> {
    let record = station.registry.permit(permit_no)?;
    let serial = station.registry.present_serial(permit_no.as_str())?;
    let card = record
        .cards
        .iter()
        .find(|card| serial.as_ref() == Some(&card.serial))
        .ok_or_else(|| Error::new("permit-without-card"))?;
    let blank = station.registry.blank(&card.serial)?;
    if blank.is_some_and(|blank| blank.state.is_void()) {
        return Err(Error::new("card-void").with("serial", &card.serial));
    }
    // As judged on the day it was issued: a passport may have ended since.
    let day = clock::day_of(card.issued_at);
    let (permit, _) = record
        .draft
        .check(day, &station.reference.places)
        .map_err(|findings| {
            issue::refused(&Judgement {
                findings,
                passes: false,
            })
        })?;
    // A permit taken over from elsewhere has no card yet: today's look is the nearest.
    let (template, issuer) = match record.look {
        Some(look) => shown(&look)?,
        None => (
            issue::choose(None, permit.kind)?,
            station.settings.office.clone(),
        ),
    };
    let modules =
        seal::modules(&card.seal_text).map_err(|error| Error::new("internal").because(error))?;
    let content = Content {
        permit: &permit,
        portrait: record.portrait.as_ref(),
        modules: Some(&modules),
        card_serial: Some(&card.serial),
        issuer: &issuer,
        mark: Mark::Proof,
        dpi: Dpi(station.settings.printer_dpi),
        least_dots: 0,
    };
    let paper = press::make(&template, &content, &issue::title(&permit))?;
    station
        .press
        .decode_back(&paper, content.dpi, &card.seal_text)?;
    Ok((paper, card.serial.clone()))
}
