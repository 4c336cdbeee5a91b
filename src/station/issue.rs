//! From a draft to a finished card: judge, seal, lay out, print, decode back, record; and the card before and after that.

use super::press::{self, Paper};
use super::{Error, Issued, Judgement, NoPreview, Preview, Station, again, clock, file, judge};
use crate::card::{Content, Mark, Template};
use crate::drawing::Dpi;
use crate::mrz::PartialDate;
use crate::permit::{Draft, Kind, Permit, Severity};
use crate::portrait::Portrait;
use crate::registry::{DraftId, NewCard};
use crate::seal::{self, Claims, Seal, StatusRef};
use std::path::Path;

/// Places in the first status list. Half of it is kept free, so that a random place is soon found.
pub(super) const STATUS_PLACES: u64 = 1 << 20;
/// Another window of the office may take the same serial in the same moment; each try takes the next.
const TRIES: usize = 32;
/// Far above any template.
const TEMPLATE_BYTES: u64 = 256 * 1024;
/// Density of a preview.
const PREVIEW_DPI: Dpi = Dpi(300);

/// Where a draft comes from and its card goes.
#[derive(Clone, Copy)]
pub(super) enum Ways<'a> {
    /// From this draft in the registry, which is then done with; the caller keeps the PDF.
    From(Option<DraftId>),
    /// The PDF into this folder.
    Into(&'a Path),
}

pub(super) fn issue(
    station: &mut Station,
    draft: &Draft,
    portrait: &Portrait,
    template: Option<&str>,
    ways: Ways<'_>,
) -> Result<Issued, Error> {
    let (judgement, permit) = judge::judge(station, draft, Some(portrait), station.today())?;
    let Some(permit) = permit.filter(|_| judgement.passes) else {
        return Err(refused(&judgement));
    };
    let template = choose(template, permit.kind)?;
    let mut tries = 1;
    loop {
        match issue_once(station, &permit, portrait, &template, ways) {
            Err(error) if error.id == "serial-taken" && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
            Ok(issued) => {
                return Ok(Issued {
                    findings: judgement.findings,
                    ..issued
                });
            }
        }
    }
}

fn issue_once(
    station: &mut Station,
    permit: &Permit,
    portrait: &Portrait,
    template: &Template,
    ways: Ways<'_>,
) -> Result<Issued, Error> {
    let now = station.clock.now();
    let number = station.registry.serial_next()?;
    let serial = serial(number);
    let seal = sign(station, permit, &serial, now)?;
    let content = Content {
        permit,
        portrait: Some(portrait),
        modules: Some(&seal.modules),
        card_serial: Some(&serial),
        issuer: &station.settings.office,
        mark: if station.demo {
            Mark::Specimen
        } else {
            Mark::None
        },
        dpi: Dpi(station.settings.printer_dpi),
    };
    let paper = press::make(template, &content, &title(permit))?;
    station.press.decode_back(&paper, content.dpi, &seal.text)?;
    let fields = permit.to_draft();
    let look = again::keep(template, &station.settings.office)?;
    let card = NewCard {
        permit,
        fields: &fields,
        portrait: Some(portrait),
        serial: &serial,
        seal: &seal,
        look: Some(&look),
    };
    let mut waiting = None;
    station.registry.act("issue card", now, |act| {
        if act.take_serial()? != number {
            return Err(Error::new("serial-taken"));
        }
        act.record_card(&card)?;
        match ways {
            Ways::From(Some(draft)) => act.delete_draft(draft)?,
            Ways::From(None) => {}
            Ways::Into(folder) => {
                let path = folder.join(file_name(permit, &serial));
                waiting = Some(file::Waiting::write(
                    &path,
                    paper.pdf.bytes(),
                    file::Readers::Anyone,
                )?);
            }
        }
        Ok(())
    })?;
    waiting.map_or(Ok(()), |waiting| {
        waiting.place().map_err(|error| Error {
            id: "issued-not-written",
            ..error.with("serial", &serial)
        })
    })?;
    Ok(issued(station, permit, serial, seal, paper))
}

fn file_name(permit: &Permit, serial: &str) -> String {
    format!("{}-{serial}.pdf", permit.permit_no.as_str())
}

fn issued(
    station: &Station,
    permit: &Permit,
    card_serial: String,
    seal: Seal,
    paper: Paper,
) -> Issued {
    let status = seal.claims.status.unwrap_or(StatusRef {
        idx: 0,
        uri: String::new(),
    });
    Issued {
        file_name: file_name(permit, &card_serial),
        permit_no: permit.permit_no.clone(),
        card_serial,
        pdf: paper.pdf,
        specimen: station.demo,
        qr_text: seal.text,
        qr_version: seal.modules.version,
        qr_modules: seal.modules.side,
        module_mm: paper.card.module_mm,
        side_mm: paper.card.side_mm,
        kid: seal.kid.to_string(),
        issued_at: seal.claims.issued_at,
        expires_at: seal.claims.expires_at,
        status_idx: status.idx,
        status_uri: status.uri,
        findings: Vec::new(),
    }
}

/// The one place a serial comes from: the office's own series, until numbered blanks are kept in stock.
pub(super) fn serial(number: i64) -> String {
    format!("BKS{number:06}")
}

/// Signs with the signer of this quarter. Refuses when the clock stands before the registry's last act: times on seals and in
/// the registry would contradict each other.
fn sign(station: &mut Station, permit: &Permit, serial: &str, now: i64) -> Result<Seal, Error> {
    if now < station.registry.last_act()? {
        return Err(Error::new("clock-behind"));
    }
    station.next_signer(now)?;
    let signer = station
        .keys
        .signer(now)
        .ok_or_else(|| Error::new("signer-out-of-use"))?;
    let idx = loop {
        let idx = rand::random_range(0..STATUS_PLACES);
        if !station.registry.is_status_taken(idx)? {
            break idx;
        }
    };
    let claims = claims(
        permit,
        serial,
        now,
        idx,
        &station.settings.issuer_url,
        station.demo,
    );
    if signer.certificate.not_after < claims.expires_at {
        return Err(Error::new("signer-ends-early"));
    }
    seal::seal(&claims, signer).map_err(|error| match error {
        seal::Error::TooLong { characters } => {
            Error::new("seal-too-long").with("characters", characters)
        }
        seal::Error::OutOfUse { .. } => Error::new("signer-out-of-use").because(error),
        seal::Error::Key(_) | seal::Error::Alphabet { .. } => {
            Error::new("key-failed").because(error)
        }
    })
}

/// What the seal of a permit says.
pub(super) fn claims(
    permit: &Permit,
    serial: &str,
    issued_at: i64,
    idx: u64,
    issuer: &str,
    specimen: bool,
) -> Claims {
    let legal_status = [permit.kind.card_name(), permit.index_code.as_str()].join("/");
    Claims {
        issuer: String::from(issuer),
        expires_at: clock::end_of(permit.valid_until.card_expiry()),
        issued_at,
        status: Some(StatusRef {
            idx,
            uri: format!("{issuer}/s/1"),
        }),
        permit_no: String::from(permit.permit_no.as_str()),
        name: zone_name(permit),
        birth_date: birth_claim(permit.birth_date),
        sex: match permit.sex {
            crate::mrz::Sex::Male => 1,
            crate::mrz::Sex::Female => 2,
            crate::mrz::Sex::Unspecified => 3,
        },
        nationality: String::from(permit.nationality.row().code),
        region: permit.address.region_code.clone(),
        legal_status: if specimen {
            format!("SPECIMEN {legal_status}")
        } else {
            legal_status
        }
        .trim_end_matches('/')
        .to_owned(),
        country: String::from("IDN"),
        passport_no: permit.passport_no.clone(),
        niora: permit.niora.clone(),
        card_serial: String::from(serial),
    }
}

/// The name as a passport's zone has it: at most the 39 characters of ICAO 9303-4 4.2.2, so that any name fits the symbol.
fn zone_name(permit: &Permit) -> String {
    const ZONE_NAME: usize = 39;
    let whole = [permit.mrz_surname.as_str(), permit.mrz_given_names.as_str()].join(" ");
    whole
        .trim()
        .chars()
        .take(ZONE_NAME)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// `YYYYMMDD`, or nothing where day or month is unknown: claim 169/8 is a calendar date, and readers refuse another.
fn birth_claim(birth: PartialDate) -> String {
    match (birth.month, birth.day) {
        (Some(month), Some(day)) => format!("{:04}{month:02}{day:02}", birth.year),
        _ => String::new(),
    }
}

pub(super) fn preview(
    station: &Station,
    draft: &Draft,
    portrait: Option<&Portrait>,
) -> Result<Preview, NoPreview> {
    let Ok((permit, _)) = draft.check(station.today(), &station.reference.places) else {
        return Err(NoPreview::Draft);
    };
    let template = choose(None, permit.kind).map_err(NoPreview::Failed)?;
    let content = Content {
        permit: &permit,
        portrait,
        modules: None,
        card_serial: None,
        issuer: &station.settings.office,
        mark: if station.demo {
            Mark::Specimen
        } else {
            Mark::None
        },
        dpi: Dpi(station.settings.printer_dpi),
    };
    let card = crate::card::layout(&template, &content).map_err(NoPreview::Overflow)?;
    let pages = press::print(card, &title(&permit))
        .and_then(|paper| press::raster(&paper.pdf, PREVIEW_DPI))
        .map_err(NoPreview::Failed)?;
    let [front, back] = pages;
    Ok(Preview { front, back })
}

/// A bundled template by name, or a file; without a wish the one of the permit's kind. Refuses one of the other kind.
pub(super) fn choose(wish: Option<&str>, kind: Kind) -> Result<Template, Error> {
    let template = find(wish, kind)?;
    if template.kind() == kind {
        return Ok(template);
    }
    Err(Error::new("template-other-kind")
        .with("name", template.name())
        .with("kind", kind.card_name()))
}

fn find(wish: Option<&str>, kind: Kind) -> Result<Template, Error> {
    let own = match kind {
        Kind::Itas => "kitas",
        Kind::Itap => "kitap",
    };
    let name = wish.unwrap_or(own);
    if let Some(template) = Template::bundled(name) {
        return Ok(template);
    }
    let path = Path::new(name);
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Err(Error::new("template-unknown").with("name", name));
    }
    let bytes = file::read(path, TEMPLATE_BYTES)?;
    let wrong = |detail: String| {
        Error::new("template-wrong")
            .with("name", super::error::name(path))
            .because(detail)
    };
    let text = String::from_utf8(bytes).map_err(|_utf8| wrong(String::from("not UTF-8")))?;
    Template::parse(&text).map_err(|error| wrong(error.0))
}

pub(super) fn title(permit: &Permit) -> String {
    format!("{} {}", permit.kind.card_name(), permit.permit_no.as_str())
}

/// Names the fields and rules, not what stands in them.
pub(super) fn refused(judgement: &Judgement) -> Error {
    let hard = judgement
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Hard);
    let named: Vec<String> = hard
        .map(|finding| format!("{}: {}", finding.field.id(), finding.rule))
        .collect();
    Error::new("draft-has-findings")
        .with("count", named.len())
        .because(named.join(", "))
}
