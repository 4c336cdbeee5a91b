//! What a run is printed on: the sheet it was planned for, kept as it was then, and how its parts fill sheets.

use crate::drawing::Size;
use crate::print::{self, Flip, Plan, Taken};
use crate::registry::{NewRun, RunTarget};
use crate::station::printer::failed;
use crate::station::{Error, Station, file};
use std::path::{Path, PathBuf};

/// Card by card, front and back in turn, for a card printer.
pub(in crate::station) const ID1: &str = "id1";
/// Most cards in one file: its pages are in memory together.
const MOST_SPLIT: u32 = 1_000;
/// Far above any sheet's file.
const PLAN_BYTES: u64 = 64 * 1024;

/// A paper's name, and the edge it is turned over where that is not the sheet's own: `a4@short`.
fn parted(paper: &str) -> (&str, Option<Flip>) {
    match paper.rsplit_once('@') {
        Some((paper, "long")) => (paper, Some(Flip::Long)),
        Some((paper, "short")) => (paper, Some(Flip::Short)),
        Some(_) | None => (paper, None),
    }
}

/// The text of a sheet's own file is kept in place of its path: it may be changed or gone before the run is done.
fn is_text(paper: &str) -> bool {
    paper.contains('\n')
}

/// A bundled sheet by name, a file, or a file's text; `None` for card by card.
pub(in crate::station) fn plan_of(paper: &str) -> Result<Option<Plan>, Error> {
    let (paper, flip) = parted(paper);
    if paper == ID1 {
        return Ok(None);
    }
    let plan = match Plan::bundled(paper) {
        Some(plan) => plan,
        None if is_text(paper) => Plan::parse(paper).map_err(|error| unfit("", &error))?,
        None => {
            let text = text_of(paper)?;
            let name = Path::new(paper).file_name().unwrap_or_default();
            Plan::parse(&text).map_err(|error| unfit(&name.to_string_lossy(), &error))?
        }
    };
    Ok(Some(match flip {
        Some(flip) => Plan { flip, ..plan },
        None => plan,
    }))
}

fn text_of(path: &str) -> Result<String, Error> {
    let path = Path::new(path);
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Err(Error::new("run-paper").with("name", path.display()));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    String::from_utf8(file::read(path, PLAN_BYTES)?)
        .map_err(|_utf8| Error::new("run-sheet").with("name", name))
}

/// What people call a run's paper.
pub fn paper_name(how: &NewRun) -> String {
    let (paper, _) = parted(&how.paper);
    match plan_of(paper) {
        Ok(Some(plan)) if is_text(paper) => plan.name,
        Ok(_) | Err(_) => paper.to_owned(),
    }
}

fn unfit(name: &str, error: &print::Error) -> Error {
    Error::new("run-sheet").with("name", name).because(error)
}

/// What of a run's first sheet is used already.
pub(super) fn taken(how: &NewRun) -> Taken {
    let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    Taken {
        start: whole(how.start),
        empty: how.empty.iter().copied().map(whole).collect(),
    }
}

/// Cards in a part: as many whole sheets as `split` allows, but for the first part, which also fills up what is left of a
/// sheet that was begun before.
pub(super) fn cards_in(plan: Option<&Plan>, taken: &Taken, (part, split): (u32, u32)) -> u32 {
    let Some(plan) = plan.filter(|_| part == 1) else {
        return split;
    };
    let whole = free_on(plan);
    let sheets = print::impose(whole, plan, taken).unwrap_or_default();
    let first = sheets.first().map_or(whole, |sheet| sheet.slots.len());
    let lost = u32::try_from(whole.saturating_sub(first)).unwrap_or(0);
    split.saturating_sub(lost).max(1)
}

/// Positions of a sheet that are used at all.
fn free_on(plan: &Plan) -> usize {
    plan.positions().saturating_sub(plan.unused.len()).max(1)
}

impl Station {
    /// A run as it can be made and made again: a part holds whole sheets, and what it needs of files is kept with it.
    pub(in crate::station) fn fitted(&self, how: &NewRun) -> Result<NewRun, Error> {
        if how.split == 0 || MOST_SPLIT < how.split {
            return Err(Error::new("run-split").with("most", MOST_SPLIT));
        }
        let template = how.template.as_ref().map(|template| {
            let path = Path::new(template);
            let far = path.extension().is_some() && !path.is_absolute();
            let whole = far.then(|| std::path::absolute(path).ok()).flatten();
            whole.map_or_else(
                || template.clone(),
                |whole: PathBuf| whole.to_string_lossy().into_owned(),
            )
        });
        let how = NewRun {
            template,
            ..how.clone()
        };
        let Some(plan) = self.sheet_of(&how)? else {
            return Ok(how);
        };
        // Refuses positions the sheet has not.
        print::impose(1, &plan, &taken(&how)).map_err(|error| unfit(&plan.name, &error))?;
        let free = u32::try_from(free_on(&plan)).unwrap_or(1);
        let (paper, edge) = parted(&how.paper);
        let kept = match (Plan::bundled(paper), edge) {
            (Some(_), _) => how.paper.clone(),
            (None, None) => text_of(paper)?,
            (None, Some(Flip::Long)) => text_of(paper)? + "@long",
            (None, Some(Flip::Short)) => text_of(paper)? + "@short",
        };
        Ok(NewRun {
            split: (how.split / free).max(1) * free,
            paper: kept,
            ..how
        })
    }

    /// The sheet of a run, with what its printer leaves white; `None` for card by card.
    pub(super) fn sheet_of(&self, how: &NewRun) -> Result<Option<Plan>, Error> {
        let Some(plan) = plan_of(&how.paper)? else {
            return Ok(None);
        };
        Ok(Some(match &how.target {
            RunTarget::Files => plan,
            RunTarget::Printer(name) => {
                let margins = self.profile(name)?.unprintable;
                plan.on_printer(margins).map_err(failed)?
            }
        }))
    }
}

/// Size of what a run is printed on, and whether it is turned over its short edge.
pub(in crate::station) fn paper_of(how: &NewRun) -> Result<(Size, bool), Error> {
    Ok(match plan_of(&how.paper)? {
        Some(plan) => (plan.paper, plan.flip == Flip::Short),
        None => (Size::ID1, false),
    })
}
