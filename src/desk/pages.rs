//! A long list in pages: asked for as they come into sight, never the whole, and let go again when far away.

use crate::desk::context::settled;
use crate::station::{Ask, Error};
use std::collections::BTreeMap;

/// Rows of one page.
pub const PAGE: u32 = 100;

/// Pages kept at most.
const KEPT: usize = 12;

/// A page on its way.
type Asked<T> = Ask<Result<(Vec<T>, u64), Error>>;

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Nothing is known yet.
    Waiting,
    /// There are rows, or it is known that there are none.
    Ready,
    /// It could not be read; it is read anew when asked to.
    Failed,
}

/// A list in pages.
pub struct Pages<T> {
    pages: BTreeMap<usize, Vec<T>>,
    total: usize,
    asking: Option<(usize, Asked<T>)>,
    wanted: Option<usize>,
    /// Rows known are of a question before this one.
    stale: bool,
    stand: Stand,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self {
            pages: BTreeMap::new(),
            total: 0,
            asking: None,
            wanted: Some(0),
            stale: true,
            stand: Stand::Waiting,
        }
    }
}

impl<T: Send + 'static> Pages<T> {
    /// Asks anew from the begin, also when a page is on its way; what is known stays on screen until then.
    pub fn again(&mut self) {
        self.asking = None;
        self.wanted = Some(0);
        self.stale = true;
        if self.stand == Stand::Failed {
            self.stand = Stand::Waiting;
        }
    }

    /// Takes in an answer and asks what is wanted: `ask` gets the rows to skip. What failed is returned once.
    pub fn poll(&mut self, ask: impl FnOnce(u32) -> Asked<T>) -> Option<Error> {
        let mut failed = None;
        if let Some((page, asked)) = self.asking.take() {
            let mut slot = Some(asked);
            match settled(&mut slot) {
                Some(Ok((rows, total))) => self.keep(page, rows, total),
                Some(Err(error)) => {
                    self.wanted = None;
                    self.stand = Stand::Failed;
                    failed = Some(error);
                }
                None => self.asking = slot.map(|asked| (page, asked)),
            }
        }
        if let Some(page) = self.wanted.take_if(|_| self.asking.is_none()) {
            let skipped = u32::try_from(page).unwrap_or(u32::MAX).saturating_mul(PAGE);
            self.asking = Some((page, ask(skipped)));
        }
        failed
    }

    fn keep(&mut self, page: usize, rows: Vec<T>, total: u64) {
        if std::mem::take(&mut self.stale) {
            self.pages.clear();
        }
        self.total = usize::try_from(total).unwrap_or(usize::MAX);
        self.stand = Stand::Ready;
        self.pages.insert(page, rows);
        while self.pages.len() > KEPT {
            let far = self
                .pages
                .keys()
                .copied()
                .max_by_key(|other| other.abs_diff(page));
            let Some(far) = far else { break };
            self.pages.remove(&far);
        }
    }

    /// A row; one that is not known yet is asked for.
    pub fn row(&mut self, index: usize) -> Option<&T> {
        let size = PAGE as usize;
        let (page, at) = (index / size, index % size);
        if !self.pages.contains_key(&page) && self.stand == Stand::Ready {
            let asked = self
                .asking
                .as_ref()
                .is_some_and(|(asked, _)| *asked == page);
            if !asked && !self.stale {
                self.wanted = Some(page);
            }
        }
        self.pages.get(&page)?.get(at)
    }

    /// A row that is known.
    pub fn known(&self, index: usize) -> Option<&T> {
        let size = PAGE as usize;
        self.pages.get(&(index / size))?.get(index % size)
    }

    /// How many rows there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// What is shown answers the newest question.
    pub fn is_fresh(&self) -> bool {
        !self.stale
    }

    /// Where it stands.
    pub fn stand(&self) -> Stand {
        self.stand
    }
}
