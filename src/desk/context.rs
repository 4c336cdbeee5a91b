//! What every screen is handed: the worker, the words, the toasts, and what is known of the office; nothing of another screen.

use crate::desk::Start;
use crate::desk::toast::Toasts;
use crate::desk::widget::field::{Mood, Remark};
use crate::office::{self, CaseState, Deed, Officer, StepRule};
use crate::permit::{Field, Finding, Kind, Nationality, PermitNo, Severity};
use crate::station::{Ask, CaseId, Error, QueueCount, Reference, Settings, Worker};
use crate::text::{Lang, Text};
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// The office as the desk knows it while it is open.
pub struct Session {
    pub settings: Settings,
    pub today: Date,
    pub demo: bool,
    pub dir: PathBuf,
    /// Where PDFs of cards go.
    pub out: PathBuf,
    pub start: Start,
    /// Who is at the desk.
    pub officer: Officer,
    /// How many cases wait where, for the rail and Beranda; as of `now`.
    pub queues: Vec<QueueCount>,
    /// Unix seconds, when the queues were last counted.
    pub now: i64,
    /// An act has moved a case or a card: the queues are to be counted again.
    pub moved: bool,
    /// Applications that were left and have been saved since the office was opened.
    pub parted: u64,
    /// Ctrl Enter was pressed in this frame: the screen's main act. Taken before a focused button sees the Enter in it.
    pub next: bool,
    /// The camera takes the picture itself once all is well with it.
    pub auto_photo: bool,
    /// The office's words as typed in the settings and not kept yet; they outlive a look at another screen.
    pub typed: Option<Settings>,
    /// Settings on their way to the file.
    pub saving: Option<Ask<Result<(), Error>>>,
}

impl Session {
    /// The officer's duties allow `deed`. It decides what is offered; the station decides what is done.
    pub fn may(&self, deed: Deed) -> bool {
        let mine = |rule: &StepRule| self.officer.duties.contains(&rule.duty);
        let idle = deed == Deed::DoStep && !self.settings.steps.iter().any(mine);
        !idle && office::may(&self.officer, deed).is_ok()
    }

    /// Cases that stand in one of `states`, and since when the oldest does.
    pub fn waiting(&self, states: &[CaseState]) -> (u64, Option<i64>) {
        let queues = || {
            let here = |queue: &&QueueCount| states.contains(&queue.state) && queue.count > 0;
            self.queues.iter().filter(here)
        };
        let count = queues().map(|queue| queue.count).sum();
        (count, queues().map(|queue| queue.oldest_at).min())
    }
}

/// What a screen may use. Five fields, at most six.
pub struct DeskCtx<'a> {
    pub worker: &'a Worker,
    pub reference: &'a Arc<Reference>,
    pub text: &'a Text,
    pub toasts: &'a mut Toasts,
    pub session: &'a mut Session,
}

/// Where a screen sends the person next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Go {
    Stay,
    To(Place),
    /// The record of a permit.
    Record(PermitNo),
    /// The list of permits whose last day needs somebody's attention.
    Permits(Due),
}

/// Why the last day of a permit needs attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It comes within 30 days.
    Soon,
    /// It has passed, and nothing has been said since.
    Over,
}

/// A place in the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Home,
    Applications,
    /// An empty application.
    New(Kind),
    /// A saved one.
    Draft(CaseId),
    /// Cases that wait for approval.
    Approval,
    /// Approved cases, blanks, and what came of each card.
    Press,
    /// Finished cards, to be scanned back and given to their holders.
    HandOver,
    Registry,
    Verify,
    /// Where cards were seen, operations, bundles out there.
    Surveillance,
    /// The office's figures.
    Report,
    /// The stock of blanks.
    Blanks,
    /// The audit.
    Audit,
    /// Lists of people in and out.
    Lists,
    Backups,
    /// Accounts; one's own for everybody.
    Officers,
    Settings,
}

impl Place {
    /// The line of the rail it belongs to.
    pub fn root(self) -> Self {
        match self {
            Self::New(_) | Self::Draft(_) | Self::Applications => Self::Applications,
            Self::Home
            | Self::Approval
            | Self::Press
            | Self::HandOver
            | Self::Registry
            | Self::Verify
            | Self::Surveillance
            | Self::Report
            | Self::Blanks
            | Self::Audit
            | Self::Lists
            | Self::Backups
            | Self::Officers
            | Self::Settings => self,
        }
    }
}

impl DeskCtx<'_> {
    /// The words of `key`.
    pub fn t(&self, key: &str) -> String {
        self.text.get(key)
    }

    /// The words of `key` with arguments.
    pub fn tw(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.text.with(key, args)
    }

    /// The words of `key`; where there are none, `plain` stands for itself.
    pub fn t_or(&self, key: &str, plain: &str) -> String {
        let words = self.text.get(key);
        if words == key {
            plain.to_owned()
        } else {
            words
        }
    }

    /// An act of the audit in words.
    pub fn act(&self, act: &str) -> String {
        self.t_or(&format!("act-{act}"), act)
    }

    /// What an entry of the audit is about, in words: `case:12` is `Permohonan 12`.
    pub fn about(&self, record: &str) -> String {
        let (kind, name) = record.split_once(':').unwrap_or((record, ""));
        let word = self.t_or(&format!("records-of-{kind}"), kind);
        format!("{word} {name}").trim_end().to_owned()
    }

    /// The label of a field.
    pub fn label(&self, field: Field) -> String {
        self.text
            .get(&format!("field-{}", field.id().replace('_', "-")))
    }

    /// Writes the settings as they now stand; the shell tells when that fails.
    pub fn save_settings(&mut self) {
        let settings = self.session.settings.clone();
        self.session.saving = Some(
            self.worker
                .ask(move |station| station.save_settings(settings)),
        );
    }

    /// The words of a finding.
    pub fn words(&self, finding: &Finding) -> String {
        let args: Vec<(&str, &str)> = finding
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.text.with(&format!("finding-{}", finding.rule), &args)
    }

    /// A finding as it stands under its field.
    pub fn remark(&self, finding: &Finding) -> Remark {
        let mood = match finding.severity {
            Severity::Hard => Mood::Wrong,
            Severity::Soft => Mood::Warned,
        };
        Remark {
            mood,
            text: self.words(finding),
        }
    }

    /// Name of the language now shown is Indonesian.
    pub fn indonesian(&self) -> bool {
        self.text.lang() == Lang::Id
    }

    /// Name of the nation with that code in the language now shown; a code unknown here stands for itself.
    pub fn nation(&self, code: &str) -> String {
        nation(self.text, code)
    }
}

/// Name of the nation with that code in the language of `text`; a code unknown here stands for itself.
pub fn nation(text: &Text, code: &str) -> String {
    let Some(nationality) = Nationality::parse(code) else {
        return code.to_owned();
    };
    let row = nationality.row();
    let name = match text.lang() {
        Lang::Id => row.name_id,
        Lang::En => row.name_en,
    };
    name.to_owned()
}

/// The answer of a question that may itself fail, once it is there; the slot is then empty again.
pub fn settled<T: Send + 'static>(
    slot: &mut Option<Ask<Result<T, Error>>>,
) -> Option<Result<T, Error>> {
    let answer = slot.as_mut()?.take()?;
    *slot = None;
    Some(answer.and_then(|inner| inner))
}

/// The answer of a question that cannot fail by itself, once it is there; the slot is then empty again.
pub fn answered<T: Send + 'static>(slot: &mut Option<Ask<T>>) -> Option<Result<T, Error>> {
    let answer = slot.as_mut()?.take()?;
    *slot = None;
    Some(answer)
}
