//! Portraits of one person: a supervisor's word on a flawed one, and the earlier ones beside the new.

use super::session::refused;
use super::{EarlierPortrait, Error, Second, Secret, Station, judge};
use crate::office::{self, Deed};
use crate::permit::Draft;
use crate::registry::{self, CaseId};

/// Earlier portraits shown beside a new one.
const EARLIER: usize = 6;

impl Station {
    /// Proves a supervisor who is to accept something at the counter: another person, there and then, who reviews or decides.
    pub fn supervisor(&mut self, login: &str, password: &Secret) -> Result<Second, Error> {
        self.proven(login, password, office::may_accept)
    }

    /// A supervisor beside the counter accepts the portrait of a case as it is, with the reason. It holds for that very picture.
    pub fn accept_portrait(
        &mut self,
        case: CaseId,
        reason: &str,
        second: &Second,
    ) -> Result<(), Error> {
        let first = self.allow(Deed::EnterCase)?;
        let second = self.present(second.officer().id)?;
        office::may_accept(&first, &second).map_err(|refusal| refused(&refusal))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::new("reason-missing"));
        }
        let found = self.registry.case(case)?;
        let Some(portrait) = &found.portrait else {
            return Err(Error::new("draft-has-findings"));
        };
        let flaws = judge::flaws(portrait);
        if flaws.is_empty() {
            return Err(Error::new("portrait-flawless"));
        }
        let flaws = flaws.join(",");
        Ok(self.registry.act(self.by("portrait-accept"), |act| {
            act.accept_flaws(case, portrait, (&flaws, reason), second.id)?;
            act.note("second", second.login.as_str());
            Ok::<_, registry::Error>(())
        })?)
    }

    /// Portraits the office has of whom the draft seems to tell of, the newest first: the same permit, passport or NIORA, or the
    /// same name and day of birth. Whether it is the same person is the officer's to say; the look stands in the audit.
    pub fn earlier_portraits(&mut self, draft: &Draft) -> Result<Vec<EarlierPortrait>, Error> {
        self.allow(Deed::ReadRecords)?;
        let most = u32::try_from(EARLIER).unwrap_or(u32::MAX);
        let mut permits = judge::alike(self, draft)?;
        permits.sort_unstable();
        permits.dedup();
        let mut found: Vec<EarlierPortrait> = Vec::new();
        for permit_no in &permits {
            for one in self.registry.portraits_of(permit_no, most)? {
                // A card printed again shows the same picture.
                if !found.iter().any(|known| known.portrait == one.portrait) {
                    found.push(one);
                }
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.issued_at));
        found.truncate(EARLIER);
        let records: Vec<String> = found
            .iter()
            .map(|one| format!("permit:{}", one.permit_no))
            .collect();
        self.listed(
            "portrait-list",
            "earlier",
            records.iter().map(String::as_str),
        )?;
        Ok(found)
    }
}
