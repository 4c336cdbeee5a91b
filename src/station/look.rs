//! Looks at people: which list an officer saw is told to the audit as numbers alone. One record's own look is its verb's.
//!
//! A look is one list of the same people shown to one officer, however often it is drawn, paged or read again. What is
//! found while somebody types is no look yet; it becomes one when the list stands still, or a row of it is opened.

use super::{Error, Query, Station};
use crate::office::Deed;
use crate::registry::{self, Filter, Found, hex};
use sha2::{Digest as _, Sha256};

impl Station {
    /// Most rows of one search: who wants more takes a list out, which is another deed.
    pub const SEARCHED: u32 = 1_000;

    /// Permits that hold every word and pass the filter, in the order asked for; slips in a word are forgiven. The look
    /// stands in the audit.
    pub fn search(&mut self, query: &Query) -> Result<Found, Error> {
        let found = self.glimpse(query)?;
        self.searched(query, found.total)?;
        Ok(found)
    }

    /// The same for who is still typing; the caller tells [`Station::searched`] once the list stands still.
    pub fn glimpse(&mut self, query: &Query) -> Result<Found, Error> {
        self.allow(Deed::ReadRecords)?;
        let query = Query {
            limit: query.limit.min(Self::SEARCHED),
            ..query.clone()
        };
        Ok(self.registry.search(&query, self.today())?)
    }

    /// Tells the audit of a search that was looked at: how many words, which filters, how many permits, and a digest by
    /// which a search that is suspected can be compared, by the office's key alone; never the words.
    pub fn searched(&mut self, query: &Query, found: u64) -> Result<(), Error> {
        self.allow(Deed::ReadRecords)?;
        let words = query.words.split_whitespace().count();
        let asked = format!("{:?} {:?}", query.words.trim(), query.filter);
        let seen = self.master.digest("query", asked.as_bytes());
        let filters = filters(&query.filter);
        self.looked(
            "permit-search",
            seen,
            &[
                ("words", words.to_string()),
                ("filters", filters.join(", ")),
                ("found", found.to_string()),
                ("query_digest", hex(&seen)),
            ],
        )
    }

    /// Tells the audit that these records were listed; nothing when it has been told of the same ones before, or there are
    /// none.
    pub(super) fn listed<'a>(
        &mut self,
        act: &'static str,
        list: &'static str,
        records: impl Iterator<Item = &'a str>,
    ) -> Result<(), Error> {
        let mut seen = Sha256::new();
        let mut count = 0_u64;
        for record in records {
            count += 1;
            seen.update(record.as_bytes());
            seen.update([0]);
        }
        if count == 0 {
            return Ok(());
        }
        seen.update(list.as_bytes());
        let notes = [("list", list.to_owned()), ("count", count.to_string())];
        self.looked(act, seen.finalize().into(), &notes)
    }

    /// One entry a look: the same one again by the same officer tells nothing new.
    pub(super) fn looked(
        &mut self,
        act: &'static str,
        seen: [u8; 32],
        notes: &[(&'static str, String)],
    ) -> Result<(), Error> {
        let look = (self.officer.id, act, seen);
        if self.looks.contains(&look) {
            return Ok(());
        }
        self.registry.act(self.by(act), |act| {
            for (name, value) in notes {
                act.note(name, value.as_str());
            }
            Ok::<_, registry::Error>(())
        })?;
        self.looks.insert(look);
        Ok(())
    }
}

/// Which filters are set; their values may tell of a person.
fn filters(filter: &Filter) -> Vec<&'static str> {
    [
        ("state", filter.state.is_some()),
        ("kind", filter.kind.is_some()),
        ("nationality", filter.nationality.is_some()),
        ("district", filter.district.is_some()),
        ("region", filter.region.is_some()),
        ("expiry", filter.expiry.is_some()),
        ("indices", !filter.indices.is_empty()),
    ]
    .into_iter()
    .filter_map(|(name, set)| set.then_some(name))
    .collect()
}
