//! What a printer's queue says of the cards of a run that it has taken.

use crate::run::Failure;
use crate::show::Teller;
use loket::station::{Heard, JobState, RunId, Stand, Station, spooler};
use serde::Serialize;

/// One sending, as other programs read it.
#[derive(Serialize)]
pub struct SendingJson<'a> {
    part: u32,
    job: i32,
    sent_at: i64,
    card_serials: &'a [String],
    state: Option<&'static str>,
    troubles: Vec<&'static str>,
}

/// What the printer says of the run; true when it was asked and did not answer.
pub fn ask(station: &mut Station, id: RunId) -> Result<(Vec<Heard>, bool), Failure> {
    match spooler(station.dir()).and_then(|spooler| station.ask_printer(id, &spooler)) {
        Ok(heard) => Ok((heard, false)),
        Err(error) if error.id.starts_with("printer-") => Ok((Vec::new(), true)),
        Err(error) => Err(error.into()),
    }
}

/// What a printer has handed on whole is nothing to tell of.
pub fn lines(stand: &Stand<'_>, teller: &Teller) -> Vec<String> {
    let text = teller.words();
    let state = match stand.state {
        Some(JobState::Done) => return Vec::new(),
        Some(state) => text.get(&format!("sending-{}", state.id())),
        None => text.get("sending-unasked"),
    };
    let (job, cards) = (
        stand.sending.job.to_string(),
        stand.sending.serials.join(", "),
    );
    let args = [("job", job.as_str()), ("cards", &cards), ("state", &state)];
    let mut lines = vec![text.with("sending-row", &args)];
    for trouble in stand.troubles {
        let trouble = text.get(&format!("printer-trouble-{}", trouble.id()));
        lines.push(text.with("sending-trouble", &[("trouble", &trouble)]));
    }
    match stand.state {
        Some(JobState::Held) if stand.troubles.is_empty() => {
            lines.push(text.get("sending-held-advice"));
        }
        Some(JobState::Cancelled | JobState::Failed) => {
            lines.push(text.get("sending-lost-advice"));
        }
        Some(_) | None => {}
    }
    lines
}

/// For other programs.
pub fn json<'a>(stand: &Stand<'a>) -> SendingJson<'a> {
    SendingJson {
        part: stand.sending.part,
        job: stand.sending.job,
        sent_at: stand.sending.sent_at,
        card_serials: &stand.sending.serials,
        state: stand.state.map(JobState::id),
        troubles: stand.troubles.iter().map(|trouble| trouble.id()).collect(),
    }
}
