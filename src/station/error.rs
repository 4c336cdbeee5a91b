//! A failed act and how the rooms' own errors become one: an id for the words, arguments, technical detail.

use crate::card::Overflow;
use crate::office::StockError;
use crate::patrol;
use crate::registry;
use crate::shop;
use crate::table;
use crate::text::Text;
use crate::token;
use std::io;
use std::path::Path;

/// A failed act. Text keys `error-<id>` with `args` and `advice-<id>` (the latter may be missing).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{id}")]
pub struct Error {
    /// Stable, kebab case.
    pub id: &'static str,
    /// Fill the words; no personal data.
    pub args: Vec<(&'static str, String)>,
    /// Technical words to copy; no personal data.
    pub detail: String,
}

impl Error {
    pub(super) fn new(id: &'static str) -> Self {
        Self {
            id,
            args: Vec::new(),
            detail: String::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// What it says under a name.
    pub fn arg(&self, name: &str) -> Option<&str> {
        let mut args = self.args.iter();
        let (_, value) = args.find(|(known, _)| *known == name)?;
        Some(value)
    }

    pub(super) fn because(mut self, detail: impl ToString) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// What happened and what to do, in words; the advice may be empty.
    pub fn words(&self, text: &Text) -> (String, String) {
        let worded: Vec<String> = self
            .args
            .iter()
            .map(|(name, value)| self.worded(text, name, value))
            .collect();
        let names = self.args.iter().map(|(name, _)| *name);
        let args: Vec<(&str, &str)> = names.zip(worded.iter().map(String::as_str)).collect();
        let advice = text.find(&format!("advice-{}", self.id), &args);
        (
            text.with(&format!("error-{}", self.id), &args),
            advice.unwrap_or_default(),
        )
    }

    /// An id among the arguments as people say it; anything else as it is.
    fn worded(&self, text: &Text, name: &str, value: &str) -> String {
        let family = match (self.id, name) {
            (_, "duty") | ("duties-clash", "one" | "other") => "duty-",
            ("blank-out-of-turn", "state") => "blank-state-",
            ("printer-trouble", "trouble") => "printer-trouble-",
            ("printer-reading", "misread") => "printer-misread-",
            (_, "step") => "step-",
            _ => return value.to_owned(),
        };
        let found = text.find(&format!("{family}{value}"), &[]);
        found.unwrap_or_else(|| value.to_owned())
    }

    /// A file that could not be read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::new("file-unreadable")
            .with("name", name(path))
            .because(error.kind())
    }

    /// A file or folder that could not be written.
    pub(super) fn writing(path: &Path, error: &io::Error) -> Self {
        let full = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        );
        let id = if full { "disk-full" } else { "not-writable" };
        Self::new(id).with("name", name(path)).because(error.kind())
    }

    /// Text that does not fit: names the first element, counts all.
    pub(super) fn overflow(overflows: &[Overflow]) -> Self {
        let Some(first) = overflows.first() else {
            return Self::new("internal");
        };
        let detail: Vec<String> = overflows
            .iter()
            .map(|one| format!("{} +{} mm/100", one.element, one.by_mm_hundredths))
            .collect();
        let error = match first.missing {
            Some(letter) => Self::new("overflow-glyph").with("letter", letter),
            None => Self::new("overflow").with("by", tenths(first.by_mm_hundredths)),
        };
        error
            .with("element", &first.element)
            .with("count", overflows.len())
            .because(detail.join(", "))
    }
}

/// The name alone: where a person keeps files is theirs.
pub(super) fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Hundredths of a millimetre as millimetres with one decimal, rounded up: never "0.0 mm too wide".
fn tenths(hundredths: u32) -> String {
    let tenths = hundredths.div_ceil(10);
    format!("{}.{}", tenths / 10, tenths % 10)
}

impl From<registry::Error> for Error {
    fn from(error: registry::Error) -> Self {
        let id = match &error {
            registry::Error::Missing => "registry-missing",
            registry::Error::Foreign => "registry-foreign",
            registry::Error::Newer { .. } => "registry-newer",
            registry::Error::Torn(_) | registry::Error::Row(_) => "registry-torn",
            registry::Error::Busy => "registry-busy",
            registry::Error::Full(_) => "disk-full",
            registry::Error::NotWritable(_) => "registry-closed",
            registry::Error::NotFound("permit") => "permit-not-found",
            registry::Error::NotFound("case") => "case-not-found",
            registry::Error::NotFound("blank") => "blank-not-found",
            registry::Error::NotFound("operation") => "operation-not-found",
            registry::Error::NotFound("run") => "run-not-found",
            registry::Error::Unfit("day") => "end-day",
            registry::Error::Unfit(_) => "end-reason",
            registry::Error::Ended => "permit-ended",
            registry::Error::MarkOutOfTurn(_) => "status-out-of-turn",
            registry::Error::OutOfTurn(_) => "case-out-of-turn",
            registry::Error::BlankOutOfTurn(_) => "blank-out-of-turn",
            registry::Error::Stock(stock) => match stock {
                StockError::OtherSeries => "blanks-other-series",
                StockError::Backwards => "blanks-backwards",
                StockError::TooMany => "blanks-too-many",
                StockError::Overlap => "blanks-overlap",
                StockError::Gap => "blanks-gap",
            },
            registry::Error::Key => "registry-key",
            registry::Error::Stopped => "stopped",
            registry::Error::Taken("serial") => "serial-taken",
            registry::Error::Taken("permit") => "permit-of-another",
            registry::Error::Taken("report") => "report-taken",
            registry::Error::Taken("run") => "run-taken",
            registry::Error::Taken("shop") => "shop-name-taken",
            registry::Error::Taken("job") => "job-taken",
            registry::Error::Taken("job-over") => "return-again",
            registry::Error::Taken("operation") => "operation-closed",
            registry::Error::Taken("key") => "key-revoked",
            registry::Error::NotFound(_)
            | registry::Error::Taken(_)
            | registry::Error::Other(_) => "registry-failed",
        };
        let plain = Self::new(id).because(&error);
        let plain = if let registry::Error::OutOfTurn(state) = &error {
            plain.with("state", state.id())
        } else if let registry::Error::BlankOutOfTurn(state) = &error {
            plain.with("state", state.id())
        } else if let registry::Error::MarkOutOfTurn(mark) = &error {
            plain.with("mark", mark.id())
        } else {
            plain
        };
        if id == "disk-full" {
            plain.with("name", "registry.db")
        } else {
            plain
        }
    }
}

impl From<table::Error> for Error {
    fn from(error: table::Error) -> Self {
        let plain = Self::new(error.id()).because(&error);
        error
            .text_args()
            .into_iter()
            .fold(plain, |plain, (name, value)| plain.with(name, value))
    }
}

impl From<patrol::Error> for Error {
    fn from(error: patrol::Error) -> Self {
        let id = match &error {
            patrol::Error::Form(_) => "patrol-form",
            patrol::Error::Bounds(_) => "patrol-bounds",
            patrol::Error::Version(_) => "patrol-version",
            patrol::Error::Kind => "patrol-kind",
            patrol::Error::Key => "patrol-key",
            patrol::Error::Altered => "patrol-altered",
            patrol::Error::Foreign => "patrol-foreign",
            patrol::Error::Ended(_) => "patrol-ended",
            patrol::Error::Early => "patrol-early",
            patrol::Error::Cost => "patrol-cost",
            patrol::Error::Recipient => "patrol-recipient",
            patrol::Error::Sign(_) => "key-failed",
            patrol::Error::Stream(io::ErrorKind::StorageFull) => "disk-full",
            patrol::Error::Stream(_) => "patrol-stream",
            patrol::Error::Stopped => "stopped",
        };
        let plain = Self::new(id).because(&error);
        if let patrol::Error::Ended(day) = error {
            plain.with("date", crate::permit::date_text(day))
        } else if id == "disk-full" {
            plain.with("name", "?")
        } else {
            plain
        }
    }
}

impl From<shop::Error> for Error {
    fn from(error: shop::Error) -> Self {
        let id = match &error {
            shop::Error::Foreign | shop::Error::Wire(patrol::Error::Foreign) => "parcel-foreign",
            shop::Error::Wire(patrol::Error::Form(_) | patrol::Error::Bounds(_)) => "parcel-form",
            shop::Error::Wire(patrol::Error::Version(_)) => "parcel-version",
            shop::Error::Wire(patrol::Error::Kind) => "parcel-kind",
            shop::Error::Wire(patrol::Error::Key) => "parcel-key",
            shop::Error::Wire(patrol::Error::Altered) => "parcel-altered",
            shop::Error::Wire(patrol::Error::Cost) => "parcel-cost",
            shop::Error::Wire(other) => return other.clone().into(),
        };
        Self::new(id).because(&error)
    }
}

impl From<token::Error> for Error {
    fn from(error: token::Error) -> Self {
        Self::new(error.id()).because(&error)
    }
}
