//! The clock and the office's days: Western Indonesian Time (WIB, UTC+7), which knows no summer time.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

/// Western Indonesian Time.
const WIB: Offset = Offset::constant(7);

/// Where the time comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clock {
    /// The machine.
    System,
    /// A test: Unix seconds.
    #[cfg(test)]
    Fixed(i64),
}

impl Clock {
    /// Unix seconds.
    pub(super) fn now(self) -> i64 {
        match self {
            Self::System => Timestamp::now().as_second(),
            #[cfg(test)]
            Self::Fixed(now) => now,
        }
    }
}

/// The day in WIB that second lies in.
pub(super) fn day_of(unix_s: i64) -> Date {
    let moment = Timestamp::from_second(unix_s).unwrap_or(Timestamp::MAX);
    WIB.to_datetime(moment).date()
}

/// Day and time in WIB of that second.
pub(super) fn moment(unix_s: i64) -> DateTime {
    WIB.to_datetime(Timestamp::from_second(unix_s).unwrap_or(Timestamp::MAX))
}

/// First second of a day in WIB, Unix seconds.
pub(super) fn start_of(day: Date) -> i64 {
    at(day, Time::midnight())
}

/// The second a day in WIB is over, Unix seconds: first of the next.
pub(super) fn end_of(day: Date) -> i64 {
    start_of(day.saturating_add(1.day()))
}

/// A moment of a day in WIB, Unix seconds.
pub(super) fn at(day: Date, time: Time) -> i64 {
    WIB.to_timestamp(day.to_datetime(time))
        .unwrap_or(Timestamp::MAX)
        .as_second()
}
