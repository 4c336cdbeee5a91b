//! The end of a permit, as the head of office says it.

use super::{Error, Station};
use crate::office::Deed;
use crate::permit::{EndReason, PermitNo};
use jiff::civil::Date;

impl Station {
    /// Ends a permit for its legal reason: from `day` on it does not hold, and its card reads as revoked. `day` is not in the
    /// future and lies within the permit's validity.
    pub fn end_permit(
        &mut self,
        permit_no: &PermitNo,
        reason: EndReason,
        day: Date,
    ) -> Result<(), Error> {
        self.allow(Deed::EndPermit)?;
        if self.today() < day {
            return Err(Error::new("end-day"));
        }
        Ok(self.registry.act(self.by("permit-end"), |act| {
            act.end_permit(permit_no, reason, day)
        })?)
    }
}
