//! What the office asks of a photo of one person; the looking itself is the portrait room's.

use super::Station;
use crate::permit::Draft;
use crate::portrait::{self, Age, Demand, Ground, Limits, Still};
use jiff::civil::Date;

/// The day on which the file of a photo says that it was taken.
pub fn photo_taken(file: &[u8]) -> Option<Date> {
    let [year, month, day] = Still::taken(file)?;
    let small = |number: u16| i8::try_from(number).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

impl Station {
    /// What a portrait of the draft's person must be today: the ranges of their age, before a ground of that colour.
    ///
    /// Without a date of birth it is an adult.
    pub fn portrait_demand(
        &self,
        draft: &Draft,
        ground: Ground,
    ) -> Result<Demand, portrait::Error> {
        let limits = Limits::bundled()?;
        let today = self.today();
        let age = draft.birth().map_or(Age::Adult, |birth| {
            // What is not known of the date makes nobody a child.
            let (month, day) = (birth.month.unwrap_or(1), birth.day.unwrap_or(1));
            let before_birthday = (today.month(), today.day()) < (month, day);
            let years =
                i32::from(today.year()) - i32::from(birth.year) - i32::from(before_birthday);
            limits.age(u32::try_from(years).unwrap_or(0))
        });
        Ok(limits.demand(age, ground))
    }
}
