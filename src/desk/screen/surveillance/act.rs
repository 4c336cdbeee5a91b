//! The acts of surveillance, each a dialog: a log taken in, a bundle or an extract given out, an operation planned.

use crate::desk::context::DeskCtx;
use crate::desk::doing::{self, Stranger};
use crate::desk::format::{self, number};
use crate::desk::widget::choice::Line;
use crate::desk::widget::confirm::{Answer, Words};
use crate::desk::widget::form::{Entry, Form, Takes};
use crate::office::Deed;
use crate::patrol::{DeviceId, Level, Member, Plan};
use crate::place;
use crate::station::{Ask, Error, ExtractMade, LogMerged, Secret, outside};
use eframe::egui::{self, Key};
use jiff::ToSpan as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A patrol's log comes home.
    Merge,
    /// A trust bundle goes out.
    Bundle,
    /// A field extract goes out.
    Extract,
    /// An operation is planned.
    Plan,
}

/// All, in the order of a day's work.
pub const ALL: [Act; 4] = [Act::Merge, Act::Bundle, Act::Extract, Act::Plan];

/// What was done.
pub enum Done {
    Merged(LogMerged),
    Bundle(PathBuf, i64),
    Extract(PathBuf, ExtractMade),
    Planned(String),
}

impl Act {
    /// The deed it is.
    pub fn deed(self) -> Deed {
        match self {
            Self::Bundle => Deed::GiveTrust,
            Self::Extract => Deed::MakeExtract,
            Self::Merge | Self::Plan => Deed::KeepSightings,
        }
    }

    /// Its key.
    pub fn key(self) -> Key {
        match self {
            Self::Merge => Key::F5,
            Self::Bundle => Key::F7,
            Self::Extract => Key::F8,
            Self::Plan => Key::F9,
        }
    }

    /// Its key as it stands on the keyboard.
    pub fn key_words(self) -> &'static str {
        self.key().name()
    }

    /// Its words, as the button says them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Merge => "patroli-merge",
            Self::Bundle => "patroli-give-bundle",
            Self::Extract => "patroli-give-extract",
            Self::Plan => "patroli-plan",
        }
    }
}

impl Done {
    /// Says what came of it.
    pub fn tell(self, ctx: &mut DeskCtx<'_>) {
        let lang = ctx.text.lang();
        let words = match self {
            Self::Merged(merged) => {
                let (fresh, known) = (number(merged.fresh, lang), number(merged.known(), lang));
                let args = [
                    ("name", merged.name.as_str()),
                    ("fresh", &fresh),
                    ("known", &known),
                ];
                ctx.tw("patroli-merged", &args)
            }
            Self::Bundle(path, until) => {
                let (path, until) = (path.display().to_string(), format::day(until));
                ctx.tw(
                    "patroli-bundle-given",
                    &[("path", &path), ("until", &until)],
                )
            }
            Self::Extract(path, made) => {
                let path = path.display().to_string();
                let count = number(made.terms.count, lang);
                ctx.tw(
                    "patroli-extract-given",
                    &[("path", &path), ("count", &count)],
                )
            }
            Self::Planned(name) => ctx.tw("patroli-planned", &[("name", &name)]),
        };
        ctx.toasts.good(words);
    }
}

/// Takes a log in; `accept` names a laptop nobody knew.
pub fn merge(
    ctx: &DeskCtx<'_>,
    path: PathBuf,
    accept: Option<DeviceId>,
) -> Ask<Result<Done, Error>> {
    ctx.worker
        .ask(move |station| station.merge_log(&path, accept).map(Done::Merged))
}

/// An act whose dialog is open.
pub struct Acting {
    act: Act,
    form: Form,
    /// A laptop nobody knows.
    stranger: Option<Stranger>,
}

impl Acting {
    /// Opens the dialog.
    pub fn new(ctx: &DeskCtx<'_>, act: Act) -> Self {
        let code = |key: &'static str, words: &str| Entry::new(key, ctx.t(words), Takes::Code);
        let words = |key: &'static str, words: &str| Entry::new(key, ctx.t(words), Takes::Words);
        let out = |name: &str| ctx.session.out.join(name).display().to_string();
        let today = ctx.session.today;
        let entries = match act {
            Act::Merge => vec![code("path", "patroli-merge-path").hint(ctx.t("desk-path-hint"))],
            Act::Bundle => vec![
                words("to", "patroli-give-to").hint(ctx.t("patroli-give-to-hint")),
                code("path", "patroli-export-path").filled(out("paket-kepercayaan.loket")),
            ],
            Act::Extract => {
                let levels = Level::ALL.map(|level| Line {
                    value: level.number().to_string(),
                    words: ctx.t(match level {
                        Level::Team => "patroli-level-team",
                        Level::Immigration => "patroli-level-immigration",
                    }),
                });
                let until = today.saturating_add(7.days());
                vec![
                    words("to", "patroli-give-to").hint(ctx.t("patroli-give-to-hint")),
                    Entry::new("level", ctx.t("patroli-level"), Takes::OneOf(levels.into()))
                        .filled("1"),
                    code("until", "patroli-give-until").filled(format::date(until)),
                    Entry::new(
                        "passphrase",
                        ctx.t("patroli-extract-passphrase"),
                        Takes::Secret,
                    ),
                    Entry::new("again", ctx.t("patroli-passphrase-again"), Takes::Secret),
                    code("path", "patroli-export-path").filled(out("salinan-lapangan.loket")),
                ]
            }
            Act::Plan => {
                let areas = place::areas().iter().map(|area| Line {
                    value: area.name.to_owned(),
                    words: area.regency.to_owned(),
                });
                vec![
                    words("name", "patroli-operation-name"),
                    code("from", "patroli-plan-from").filled(format::date(today)),
                    code("until", "patroli-plan-until").filled(format::date(today)),
                    Entry::new(
                        "area",
                        ctx.t("patroli-plan-area"),
                        Takes::OneOf(areas.collect()),
                    )
                    .hint(ctx.t("desk-hint-choose")),
                    words("more", "patroli-plan-more")
                        .hint(ctx.t("patroli-plan-several"))
                        .optional(),
                    words("team", "patroli-plan-team").hint(ctx.t("patroli-plan-team-hint")),
                    words("expected", "patroli-plan-expected")
                        .hint(ctx.t("patroli-plan-several"))
                        .optional(),
                ]
            }
        };
        Self {
            act,
            form: Form::new(entries),
            stranger: None,
        }
    }

    /// The dialog of a log that was dropped.
    pub fn merging(ctx: &DeskCtx<'_>, path: &Path) -> Self {
        let label = ctx.t("patroli-merge-path");
        let entry = Entry::new("path", label, Takes::Code).filled(path.display().to_string());
        Self {
            act: Act::Merge,
            form: Form::new(vec![entry]),
            stranger: None,
        }
    }

    fn stranger_ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Option<Answer> {
        let stranger = self.stranger.as_ref()?;
        // The fingerprint alone on its line, before the name: whoever wrote the log chose the name.
        let text = [
            ctx.t("patroli-stranger-text"),
            stranger.fingerprint.clone(),
            ctx.tw("patroli-stranger-name", &[("name", &stranger.name)]),
        ];
        let words = Words {
            title: &ctx.t("patroli-stranger-title"),
            text: &text.join("\n\n"),
            yes: &ctx.t("patroli-stranger-yes"),
            no: &ctx.t("desk-cancel"),
            destroys: false,
        };
        Some(self.form.ask(egui_ctx, "stranger", &words))
    }

    fn plan(&self, ctx: &DeskCtx<'_>) -> Result<Plan, String> {
        let day = |key: &str| {
            let day = format::whole_day(self.form.value(key));
            day.ok_or_else(|| ctx.t("patroli-date-wrong"))
        };
        let area = |name: &str| {
            let found = place::areas()
                .iter()
                .find(|area| area.name.eq_ignore_ascii_case(name));
            found
                .map(|area| area.code.as_str().to_owned())
                .ok_or_else(|| ctx.tw("patroli-area-wrong", &[("name", name)]))
        };
        let mut areas = vec![area(self.form.value("area"))?];
        for name in several(self.form.value("more")) {
            areas.push(area(&name)?);
        }
        let team = several(self.form.value("team")).into_iter().map(|member| {
            let (name, agency) = member.split_once(',').unwrap_or((&member, ""));
            Member {
                name: name.trim().to_owned(),
                agency: agency.trim().to_owned(),
            }
        });
        Ok(Plan {
            name: self.form.value("name").to_owned(),
            from: day("from")?,
            until: day("until")?,
            areas,
            team: team.collect(),
            expected: several(self.form.value("expected")),
        })
    }
}

impl doing::Acting for Acting {
    type Done = Done;

    fn form(&mut self) -> &mut Form {
        &mut self.form
    }

    fn ui(&mut self, egui_ctx: &egui::Context, ctx: &DeskCtx<'_>) -> Answer {
        if let Some(answer) = self.stranger_ui(egui_ctx, ctx) {
            return answer;
        }
        let (text, yes) = match self.act {
            Act::Merge => ("patroli-merge-text", "patroli-merge-yes"),
            Act::Bundle => ("patroli-give-bundle-text", "patroli-export-yes"),
            Act::Extract => ("patroli-give-extract-text", "patroli-export-yes"),
            Act::Plan => ("patroli-plan-text", "patroli-keep"),
        };
        let title = ctx.t(self.act.words());
        let words = Words {
            // A button that opens more ends in dots; the dialog it opens does not.
            title: title.trim_end_matches('…'),
            text: &ctx.t(text),
            yes: &ctx.t(yes),
            no: &ctx.t("desk-cancel"),
            destroys: false,
        };
        self.form.ask(egui_ctx, "surveillance", &words)
    }

    fn ask(&self, ctx: &DeskCtx<'_>) -> Result<Ask<Result<Done, Error>>, String> {
        if let Some(stranger) = &self.stranger {
            return Ok(merge(
                ctx,
                stranger.path.clone(),
                DeviceId::parse(&stranger.fingerprint),
            ));
        }
        let value = |key: &str| self.form.value(key).to_owned();
        let path = PathBuf::from(value("path"));
        let wrong_date = || ctx.t("patroli-date-wrong");
        match self.act {
            Act::Merge => Ok(merge(ctx, path, None)),
            Act::Bundle => {
                let to = value("to");
                Ok(ctx.worker.ask(move |station| {
                    let file = station.give_bundle(Some(&to), None)?;
                    let path = outside::keep(&path, &file.bytes)?;
                    Ok(Done::Bundle(path, file.next_update))
                }))
            }
            Act::Extract => {
                let level = value("level").parse().ok().and_then(Level::parse);
                let level = level.ok_or_else(|| ctx.t("patroli-level-wrong"))?;
                let until = format::whole_day(&value("until")).ok_or_else(wrong_date)?;
                if self.form.value("passphrase") != self.form.value("again") {
                    return Err(ctx.t("patroli-passphrase-differs"));
                }
                let passphrase = Secret::new(self.form.secret("passphrase"));
                let to = value("to");
                Ok(ctx.worker.ask(move |station| {
                    if let Some(folder) = path.parent() {
                        outside::make_folder(folder)?;
                    }
                    let path = outside::free_name(&path);
                    let go_on = &mut |_, _| ControlFlow::Continue(());
                    let made =
                        station.make_extract(&path, (level, until, &to), &passphrase, go_on)?;
                    Ok(Done::Extract(path, made))
                }))
            }
            Act::Plan => {
                let plan = self.plan(ctx)?;
                Ok(ctx.worker.ask(move |station| {
                    let made = station.new_operation(&plan)?;
                    Ok(Done::Planned(made.plan.name))
                }))
            }
        }
    }

    /// A laptop nobody knows yet: its fingerprint is to be compared before its log is taken.
    fn stranger(before: Option<&Self>, error: &Error) -> Option<Self> {
        if error.id != "log-device-unknown" {
            return None;
        }
        let stranger = Stranger::of(before?.form.value("path"), error)?;
        Some(Self {
            act: Act::Merge,
            form: Form::default(),
            stranger: Some(stranger),
        })
    }
}

/// Parts between semicolons.
fn several(text: &str) -> Vec<String> {
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
