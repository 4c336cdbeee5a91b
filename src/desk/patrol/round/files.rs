//! What is brought to an open patrol and what it takes home: bundles, extracts, cards as files, the log for the office.

use super::{Round, Taken};
use crate::desk::context::settled;
use crate::desk::dialog::chosen;
use crate::desk::format;
use crate::desk::patrol::panel::Panel;
use crate::station::Evidence;
use crate::station::supply::{self, Supply};
use std::path::PathBuf;

impl Round {
    pub(super) fn poll_files(&mut self) {
        if let Some(path) = chosen(&mut self.dialog) {
            self.bring(path);
        }
        match settled(&mut self.bringing) {
            Some(Ok(supply)) => self.take(supply),
            Some(Err(error)) => self.toasts.error(&self.text, &error),
            None => {}
        }
        match settled(&mut self.taking) {
            Some(Ok(taken)) => self.tell(taken),
            Some(Err(error)) => {
                if let Panel::Extract(asked) = &mut self.panel {
                    asked.form.fail(&self.text, &error);
                } else {
                    self.toasts.error(&self.text, &error);
                }
            }
            None => {}
        }
        match settled(&mut self.exporting) {
            Some(Ok((path, count))) => {
                let args = [
                    ("path", path.display().to_string()),
                    ("count", format::number(count, self.text.lang())),
                ];
                let args: Vec<(&str, &str)> = args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                self.panel = Panel::Exported(self.text.with("patroli-export-done", &args));
            }
            Some(Err(error)) => {
                if let Panel::Export(form) = &mut self.panel {
                    form.fail(&self.text, &error);
                } else {
                    self.toasts.error(&self.text, &error);
                }
            }
            None => {}
        }
    }

    fn tell(&mut self, taken: Taken) {
        let (state, words) = match taken {
            Taken::Bundle(state) => {
                let until = format::day(state.bundle_until);
                let words = self.text.with("patroli-bundle-taken", &[("until", &until)]);
                (state, words)
            }
            Taken::Extract(terms, state) => {
                self.panel = Panel::None;
                let args = [
                    ("count", format::number(terms.count, self.text.lang())),
                    ("until", format::date(terms.until)),
                ];
                let args: Vec<(&str, &str)> = args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                (state, self.text.with("patroli-extract-taken", &args))
            }
        };
        self.toasts.good(words);
        if let Some(look) = &mut self.look {
            look.state = state;
        }
    }

    /// Looks at a file that was dropped, chosen or named.
    pub(super) fn bring(&mut self, path: PathBuf) {
        self.toasts.forget_errors();
        self.bringing = Some(self.worker.press(move || supply::look(&path)));
    }

    fn take(&mut self, supply: Supply) {
        let bytes = match supply {
            Supply::Card(bytes) => return self.check(Evidence::File(bytes)),
            Supply::Extract(path) => {
                self.panel = Panel::extract(&self.text, path);
                return;
            }
            Supply::Bundle(found) => found.bytes,
            Supply::Difference(bytes) => bytes,
        };
        self.taking = Some(self.worker.ask(move |patrol| {
            patrol.import_bundle(&bytes)?;
            Ok(Taken::Bundle(patrol.state()))
        }));
    }
}
