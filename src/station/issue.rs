//! From a draft to a finished card: judge, seal, lay out, print, decode back, record; and the card before and after that.

use super::cases::Proof;
use super::press::{self, Paper};
use super::{
    Error, Issued, Judgement, NoPreview, Preview, Station, again, batch, clock, file, judge,
};
use crate::card::{Content, Mark, Template};
use crate::drawing::Dpi;
use crate::mrz::PartialDate;
use crate::office::{BlankEvent, CaseEvent};
use crate::permit::{Draft, Kind, Permit, Severity};
use crate::portrait::Portrait;
use crate::registry::{
    self, CaseId, CaseRecord, Move, NewCard, NewRun, RunId, RunTarget, approval_digest,
};
use crate::seal::{self, Claims, Seal, Signer, StatusRef};
use std::collections::HashSet;
use std::path::Path;

/// Places in the first status list. Half of it is kept free, so that a random place is soon found.
pub(super) const STATUS_PLACES: u64 = 1 << 21;
/// Far above any template.
const TEMPLATE_BYTES: u64 = 256 * 1024;
/// Density of a preview.
const PREVIEW_DPI: Dpi = Dpi(300);

/// An approved case on its way to a card.
pub(super) struct Papers<'a> {
    pub(super) case: CaseId,
    pub(super) permit: &'a Permit,
    pub(super) portrait: &'a Portrait,
    pub(super) template: Option<&'a str>,
}

/// The permit of a case by today's rules; refused when a finding blocks.
pub(super) fn judged(station: &Station, case: &CaseRecord) -> Result<(Permit, Judgement), Error> {
    let (judgement, permit) = judge::judge(
        station,
        &case.draft,
        case.portrait.as_ref(),
        station.today(),
    )?;
    match permit.filter(|_| judgement.passes) {
        Some(permit) => Ok((permit, judgement)),
        None => Err(refused(&judgement)),
    }
}

/// What an approval of this card covers.
pub(super) fn digest(
    station: &Station,
    permit: &Permit,
    portrait: &Portrait,
    template: Option<&str>,
) -> Result<[u8; 32], Error> {
    let template = choose(template, permit.kind)?;
    let look = again::keep(&template, &station.settings.office)?;
    Ok(approval_digest(&permit.to_draft(), portrait, &look)?)
}

/// The exact card but for its seal, and what an approval of it would cover.
pub(super) fn proof(
    station: &Station,
    permit: &Permit,
    portrait: &Portrait,
    template: Option<&str>,
) -> Result<Proof, Error> {
    let preview = lay_out(
        station,
        permit,
        Some(portrait),
        &choose(template, permit.kind)?,
    )
    .map_err(|why| match why {
        NoPreview::Draft => Error::new("internal"),
        NoPreview::Overflow(overflows) => Error::overflow(&overflows),
        NoPreview::Failed(error) => error,
    })?;
    let digest = digest(station, permit, portrait, template)?;
    Ok(Proof { preview, digest })
}

pub(super) fn issue(
    station: &mut Station,
    papers: &Papers<'_>,
    out: Option<&Path>,
) -> Result<Issued, Error> {
    let (permit, portrait) = (papers.permit, papers.portrait);
    let template = choose(papers.template, permit.kind)?;
    let by = station.by("card-issue");
    let serial = station
        .registry
        .next_blank(station.officer.id)?
        .ok_or_else(|| Error::new("no-blanks"))?;
    let seal = sign(station, permit, &serial, by.at)?;
    let content = Content {
        permit,
        portrait: Some(portrait),
        modules: Some(&seal.modules),
        card_serial: Some(&serial),
        issuer: &station.settings.office,
        mark: mark(station),
        dpi: Dpi(station.settings.printer_dpi),
        least_dots: 0,
    };
    let paper = press::make(&template, &content, &title(permit))?;
    station.press.decode_back(&paper, content.dpi, &seal.text)?;
    let fields = permit.to_draft();
    let look = again::keep(&template, &station.settings.office)?;
    let card = NewCard {
        permit,
        fields: &fields,
        portrait: Some(portrait),
        serial: &serial,
        seal: &seal,
        look: &look,
    };
    let one = NewRun {
        paper: String::from(batch::paper::ID1),
        split: 1,
        target: RunTarget::Files,
        template: papers.template.map(String::from),
        start: 0,
        empty: Vec::new(),
    };
    let mut waiting = None;
    let run = station.registry.act(by, |act| {
        let run = act.add_run(&one, &[papers.case])?;
        record(act, (run, 1), papers.case, &card, (1, 1))?;
        if let Some(folder) = out {
            let path = folder.join(file_name(permit, &serial));
            waiting = Some(file::Waiting::write(
                &path,
                paper.pdf.bytes(),
                file::Readers::Owner,
            )?);
        }
        Ok::<_, Error>(run)
    })?;
    waiting.map_or(Ok(()), |waiting| {
        waiting.place().map_err(|error| Error {
            id: "issued-not-written",
            ..error.with("serial", &serial)
        })
    })?;
    batch::left(
        station,
        run,
        &batch::Part::of(1, &paper.pdf, vec![serial.clone()]),
    )?;
    Ok(issued(station, permit, (run, serial), seal, paper))
}

/// Records a card that has been sealed onto a blank: card, seal, case, run and blank go on together.
pub(super) fn record(
    act: &mut registry::Act<'_>,
    in_run: (RunId, u32),
    case: CaseId,
    card: &NewCard<'_>,
    in_part: (u32, u32),
) -> Result<(), registry::Error> {
    act.move_blank(card.serial, BlankEvent::Assign, &Move::default())?;
    act.record_card(card)?;
    act.move_case(case, CaseEvent::Produce, None)?;
    act.tie_case(case, card.serial)?;
    act.intend_card(in_run, card.serial, in_part)?;
    act.about(format!("card:{}", card.serial));
    act.note("permit", card.permit.permit_no.as_str());
    act.note("case", case.0.to_string());
    act.note("run", in_run.0.0.to_string());
    Ok(())
}

pub(super) fn mark(station: &Station) -> Mark {
    if station.demo {
        Mark::Specimen
    } else {
        Mark::None
    }
}

fn file_name(permit: &Permit, serial: &str) -> String {
    format!("{}-{serial}.pdf", permit.permit_no.as_str())
}

fn issued(
    station: &Station,
    permit: &Permit,
    (run, card_serial): (RunId, String),
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
        run,
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

fn sign(station: &mut Station, permit: &Permit, serial: &str, now: i64) -> Result<Seal, Error> {
    let signer = signer(station, now)?;
    let idx = free_place(station, &HashSet::new())?;
    let claims = claims(
        permit,
        serial,
        now,
        idx,
        &station.settings.issuer_url,
        station.demo,
    );
    sealed(&claims, &signer)
}

/// The signer of this quarter. Refuses when the clock stands before the registry's last act: times on seals and in the
/// registry would contradict each other.
pub(super) fn signer(station: &mut Station, now: i64) -> Result<Signer, Error> {
    if now < station.registry.last_act()? {
        return Err(Error::new("clock-behind"));
    }
    station.next_signer(now)?;
    let signer = station
        .keys
        .signer(now)
        .ok_or_else(|| Error::new("signer-out-of-use"))?
        .clone();
    station.told_of(signer.certificate.kid)?;
    Ok(signer)
}

/// A random place in the status list that no card has, nor one of `taken`.
pub(super) fn free_place(station: &Station, taken: &HashSet<u64>) -> Result<u64, Error> {
    loop {
        let idx = rand::random_range(0..STATUS_PLACES);
        if !taken.contains(&idx) && !station.registry.is_status_taken(idx)? {
            return Ok(idx);
        }
    }
}

/// Seals; a permit that outlives the signer's certificate is refused.
pub(super) fn sealed(claims: &Claims, signer: &Signer) -> Result<Seal, Error> {
    if signer.certificate.not_after < claims.expires_at {
        return Err(Error::new("signer-ends-early"));
    }
    seal::seal(claims, signer).map_err(|error| match error {
        seal::Error::TooLong { characters } => {
            Error::new("seal-too-long").with("characters", characters)
        }
        seal::Error::OutOfUse { .. } => Error::new("signer-out-of-use").because(error),
        seal::Error::Device(_) => Error::new("signer-device").because(error),
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
    lay_out(station, &permit, portrait, &template)
}

fn lay_out(
    station: &Station,
    permit: &Permit,
    portrait: Option<&Portrait>,
    template: &Template,
) -> Result<Preview, NoPreview> {
    let content = Content {
        permit,
        portrait,
        modules: None,
        card_serial: None,
        issuer: &station.settings.office,
        mark: mark(station),
        dpi: Dpi(station.settings.printer_dpi),
        least_dots: 0,
    };
    let card = crate::card::layout(template, &content).map_err(NoPreview::Overflow)?;
    let pages = press::print(card, &title(permit))
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
