//! The acts on blanks, each a dialog that asks what it needs and names what it is about.

use crate::desk::context::DeskCtx;
use crate::desk::format::number;
use crate::desk::toast::words_of;
use crate::desk::widget::choice::Line;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::desk::widget::{Tone, note};
use crate::office::{self, BlankRange, BlankSerial, BlankState, Deed, Officer, StockError};
use crate::station::{Error, Lot, Secret, Station, StockCount};
use eframe::egui::{self, Key, Ui};

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Receive,
    Issue,
    TakeBack,
    Spoil,
    Destroy,
    Lose,
}

/// All, in the order of a blank's way.
pub const ALL: [Act; 6] = [
    Act::Receive,
    Act::Issue,
    Act::TakeBack,
    Act::Spoil,
    Act::Destroy,
    Act::Lose,
];

impl Act {
    /// The deed it is.
    pub fn deed(self) -> Deed {
        match self {
            Self::Spoil => Deed::SpoilBlank,
            Self::Receive | Self::Issue | Self::TakeBack | Self::Destroy | Self::Lose => {
                Deed::KeepBlanks
            }
        }
    }

    /// Its key.
    pub fn key(self) -> Key {
        match self {
            Self::Receive => Key::F5,
            Self::Issue => Key::F6,
            Self::TakeBack => Key::F7,
            Self::Spoil => Key::F8,
            Self::Destroy => Key::F9,
            Self::Lose => Key::F10,
        }
    }

    /// Its key as it stands on the keyboard.
    pub fn key_words(self) -> &'static str {
        self.key().name()
    }

    /// Its words, as the button says them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Receive => "custody-receive",
            Self::Issue => "custody-issue",
            Self::TakeBack => "custody-take-back",
            Self::Spoil => "custody-spoil",
            Self::Destroy => "custody-destroy",
            Self::Lose => "custody-lose",
        }
    }
}

/// What an act came to.
pub struct Moved {
    /// How many blanks it moved.
    pub count: u64,
    /// First and last of those that can be taken back as if nothing had been.
    pub undo: Option<(String, String)>,
}

impl Moved {
    fn all(count: u64) -> Self {
        Self { count, undo: None }
    }

    /// Blanks given to an operator: they come back with one act when they follow each other without a gap.
    fn issued(serials: &[String]) -> Self {
        let count = u64::try_from(serials.len()).unwrap_or(u64::MAX);
        let ends = serials.first().zip(serials.last());
        let undo = ends.filter(|(first, last)| {
            Station::blank_range(first, last).is_ok_and(|range| u64::from(range.count()) == count)
        });
        Self {
            count,
            undo: undo.map(|(first, last)| (first.clone(), last.clone())),
        }
    }
}

/// An act, to be asked of the station.
type Asked = Box<dyn FnOnce(&mut Station) -> Result<Moved, Error> + Send>;

/// What came of a frame.
pub enum Said {
    /// It stays.
    Open,
    /// It goes; nothing is done.
    Away,
    /// This is to be done.
    Go(Asked),
}

/// An act whose dialog is open.
pub struct Acting {
    act: Act,
    pub form: Form,
}

impl Acting {
    /// Opens the dialog.
    pub fn new(ctx: &DeskCtx<'_>, act: Act, officers: &[Officer]) -> Self {
        let code = |key: &'static str, words: &str| {
            Entry::new(key, ctx.t(words), Takes::Code).hint(ctx.t("custody-serial-hint"))
        };
        let words = |key: &'static str, words: &str| Entry::new(key, ctx.t(words), Takes::Words);
        let both = || [code("first", "custody-first"), code("last", "custody-last")];
        let people = |key: &'static str, label: &str, deed: Deed| {
            let lines = officers
                .iter()
                .filter(|officer| office::may(officer, deed).is_ok())
                .filter(|officer| deed != Deed::Witness || officer.id != ctx.session.officer.id);
            let lines = lines.map(|officer| Line {
                value: officer.login.as_str().to_owned(),
                words: officer.name.clone(),
            });
            Entry::new(key, ctx.t(label), Takes::OneOf(lines.collect()))
                .hint(ctx.t("desk-hint-choose"))
        };
        let entries = match act {
            Act::Receive => {
                let [first, last] = both();
                vec![first, last, words("note", "custody-note")]
            }
            Act::Issue => vec![
                people("operator", "custody-operator", Deed::PrintCard),
                Entry::new("count", ctx.t("custody-count"), Takes::Code),
            ],
            Act::TakeBack => both().into(),
            Act::Spoil => vec![
                code("first", "custody-serial"),
                words("reason", "custody-reason"),
                people("second", "custody-second", Deed::Witness),
                Entry::new("password", ctx.t("custody-second-password"), Takes::Secret),
            ],
            Act::Destroy => vec![
                words("report", "custody-report-number"),
                words("witnesses", "custody-witnesses").hint(ctx.t("custody-witnesses-hint")),
            ],
            Act::Lose => {
                let [first, last] = both();
                vec![first, last, words("report", "custody-report-number")]
            }
        };
        Self {
            act,
            form: Form::new(entries),
        }
    }

    /// Opens the dialog that takes these blanks back.
    pub fn take_back(ctx: &DeskCtx<'_>, (first, last): &(String, String)) -> Self {
        let mut acting = Self::new(ctx, Act::TakeBack, &[]);
        acting.form.fill("first", first);
        acting.form.fill("last", last);
        acting
    }

    /// Whoever pastes both ends into the first box means a range.
    fn split_range(&mut self) {
        let typed = self.form.value("first").to_owned();
        // A serial may hold hyphens itself: the one between two serials of a series is meant.
        let mut halves = typed.match_indices(['-', '–']).map(|(at, hyphen)| {
            let (first, last) = typed.split_at(at);
            (first.trim(), last.trim_start_matches(hyphen).trim())
        });
        let ends = halves.find(|(first, last)| Station::blank_range(first, last).is_ok());
        if let Some((first, last)) = ends
            && self.form.entries.iter().any(|entry| entry.key == "last")
        {
            self.form.fill("first", first);
            self.form.fill("last", last);
        }
    }

    /// What stands in the boxes so far: how many blanks that are, or what is wrong with it; `None` while too little is typed.
    fn checked(&self, ctx: &DeskCtx<'_>, stock: &[StockCount]) -> Option<(Tone, String)> {
        let lang = ctx.text.lang();
        let wrong = |error: &Error| (Tone::Error, words_of(ctx.text, error).0);
        if self.act == Act::Issue {
            let here = stock
                .iter()
                .filter(|count| count.state == BlankState::Stock);
            let here: u64 = here.map(|count| count.count).sum();
            let wanted = self.form.value("count").replace('.', "");
            let wanted: Option<u64> = wanted.parse().ok();
            let tone = if wanted.is_some_and(|wanted| here < wanted) {
                Tone::Error
            } else {
                Tone::Calm
            };
            let here = number(here, lang);
            return Some((tone, ctx.tw("custody-issue-left", &[("count", &here)])));
        }
        let (first, last) = (self.form.value("first"), self.form.value("last"));
        if first.is_empty() || last.is_empty() {
            return None;
        }
        let range = match Station::blank_range(first, last) {
            Ok(range) => range,
            Err(error) => return Some(wrong(&error)),
        };
        if self.act == Act::Receive
            && let Err(stock) = range.follows(highest(&range, stock))
        {
            let id = match stock {
                StockError::Overlap => "blanks-overlap",
                StockError::Gap => "blanks-gap",
                StockError::OtherSeries => "blanks-other-series",
                StockError::Backwards => "blanks-backwards",
                StockError::TooMany => "blanks-too-many",
            };
            let error = Error {
                id,
                args: Vec::new(),
                detail: String::new(),
            };
            return Some(wrong(&error));
        }
        let count = number(range.count().into(), lang);
        let args = [("count", count.as_str()), ("name", &self.named())];
        Some((Tone::Good, ctx.tw("custody-range", &args)))
    }

    /// Key of the words for what was done, with how many.
    pub fn done(&self) -> &'static str {
        match self.act {
            Act::Receive => "custody-received",
            Act::Issue => "custody-issued",
            Act::TakeBack => "custody-taken-back",
            Act::Spoil => "custody-was-spoiled",
            Act::Destroy => "custody-destroyed",
            Act::Lose => "custody-lost",
        }
    }

    /// Draws it.
    pub fn ui(
        &mut self,
        egui_ctx: &egui::Context,
        ctx: &DeskCtx<'_>,
        (officers, stock): (&[Officer], &[StockCount]),
    ) -> Said {
        self.split_range();
        let checked = self.checked(ctx, stock);
        let (title, text, yes) = match self.act {
            Act::Receive => (
                "custody-receive-title",
                "custody-receive-text",
                "custody-receive-yes",
            ),
            Act::Issue => (
                "custody-issue-title",
                "custody-issue-text",
                "custody-issue-yes",
            ),
            Act::TakeBack => (
                "custody-take-back-title",
                "custody-take-back-text",
                "custody-take-back-yes",
            ),
            Act::Spoil => (
                "custody-spoil-title",
                "custody-spoil-text",
                "custody-spoil-yes",
            ),
            Act::Destroy => (
                "custody-destroy-title",
                "custody-destroy-text",
                "custody-destroy-yes",
            ),
            Act::Lose => (
                "custody-lose-title",
                "custody-lose-text",
                "custody-lose-yes",
            ),
        };
        let named = self.named();
        let (title, text, yes) = (ctx.t(title), ctx.t(text), ctx.tw(yes, &[("name", &named)]));
        let no = ctx.t("desk-cancel");
        let words = Words {
            title: &title,
            text: &text,
            yes: &yes,
            no: &no,
            destroys: matches!(self.act, Act::Spoil | Act::Destroy | Act::Lose),
        };
        let told = |ui: &mut Ui| {
            if let Some((tone, words)) = &checked {
                ui.add_space(2.0);
                note(ui, *tone, words);
            }
        };
        match self.form.ask_with(egui_ctx, "blanks", &words, told) {
            Answer::Open => Said::Open,
            Answer::No => Said::Away,
            Answer::Yes => match self.asked(ctx, officers) {
                Ok(asked) => Said::Go(asked),
                Err(error) => {
                    self.form.failed = error;
                    Said::Open
                }
            },
        }
    }

    /// What it is about: the serials as typed.
    fn named(&self) -> String {
        let tidy = |text: &str| {
            BlankSerial::parse(text).map_or_else(|| text.to_owned(), |serial| serial.to_string())
        };
        let (first, last) = (
            tidy(self.form.value("first")),
            tidy(self.form.value("last")),
        );
        if last.is_empty() || first == last {
            first
        } else {
            format!("{first} – {last}")
        }
    }

    fn asked(&self, ctx: &DeskCtx<'_>, officers: &[Officer]) -> Result<Asked, String> {
        let value = |key: &str| self.form.value(key).to_owned();
        let (first, last) = (value("first"), value("last"));
        Ok(match self.act {
            Act::Receive => {
                let note = value("note");
                Box::new(move |station| {
                    let range = Station::blank_range(&first, &last)?;
                    station.receive_blanks(&range, &note)?;
                    Ok(Moved::all(range.count().into()))
                })
            }
            Act::Issue => {
                let login = value("operator");
                let operator = officers
                    .iter()
                    .find(|officer| officer.login.as_str() == login)
                    .cloned();
                let operator = operator.ok_or_else(|| ctx.t("custody-operator-unknown"))?;
                let count = value("count").replace('.', "").parse();
                let count = count.map_err(|_digits| ctx.t("custody-count-wrong"))?;
                Box::new(move |station| {
                    let serials = station.issue_blanks(&Lot::Next(count), &operator)?;
                    Ok(Moved::issued(&serials))
                })
            }
            Act::TakeBack => Box::new(move |station| {
                let range = Station::blank_range(&first, &last)?;
                station.take_back_blanks(&range)?;
                Ok(Moved::all(range.count().into()))
            }),
            Act::Spoil => {
                let (reason, login) = (value("reason"), value("second"));
                let password = Secret::new(self.form.secret("password"));
                Box::new(move |station| {
                    let range = Station::blank_range(&first, &first)?;
                    let second = station.second(&login, &password)?;
                    station.spoil_blank(range.first(), &reason, &second)?;
                    Ok(Moved::all(1))
                })
            }
            Act::Destroy => {
                let report = value("report");
                let witnesses: Vec<String> = value("witnesses")
                    .split([',', ';'])
                    .map(str::to_owned)
                    .collect();
                Box::new(move |station| {
                    let count = station.destroy_blanks(None, &report, &witnesses)?;
                    Ok(Moved::all(count))
                })
            }
            Act::Lose => {
                let report = value("report");
                Box::new(move |station| {
                    let range = Station::blank_range(&first, &last)?;
                    station.lose_blanks(&range, &report)?;
                    Ok(Moved::all(range.count().into()))
                })
            }
        })
    }
}

/// The highest number ever received of a range's series: none of them leaves the books.
fn highest(range: &BlankRange, stock: &[StockCount]) -> Option<u32> {
    let first = range.first().to_string();
    let ends = stock.iter().filter_map(|count| {
        // Two ends of one series make a range; those of another do not.
        let both = Station::blank_range(&first, &count.last)
            .or_else(|_backwards| Station::blank_range(&count.last, &first));
        both.ok()?;
        Some(BlankSerial::parse(&count.last)?.number())
    });
    ends.max()
}
