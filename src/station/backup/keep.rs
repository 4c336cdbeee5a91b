//! Which backups are kept and when one is due: pure, days in the office's time.

use super::super::clock;
use super::BackupPlan;
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use std::collections::HashSet;

/// The day a period is known by.
type Period = fn(Date) -> Date;

/// Of backups by the moment they were made (Unix seconds), those the rule does not keep. The newest of a day counts for
/// its day, of a week (Monday first) for its week, of a month for its month; the newest of all is always kept, and so is
/// what was made in a future this clock does not know.
pub(super) fn surplus(plan: &BackupPlan, made: &[i64], today: Date) -> Vec<i64> {
    let mut newest_first: Vec<(i64, Date)> =
        made.iter().map(|&at| (at, clock::day_of(at))).collect();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    newest_first.dedup();
    let mut kept: HashSet<i64> = newest_first
        .iter()
        .filter(|(_, day)| *day > today)
        .map(|(at, _)| *at)
        .collect();
    kept.extend(newest_first.first().map(|(at, _)| *at));
    let rules: [(u16, Period); 3] = [
        (plan.daily, |day| day),
        (plan.weekly, monday),
        (plan.monthly, Date::first_of_month),
    ];
    for (most, period) in rules {
        let mut seen = HashSet::new();
        for (at, day) in &newest_first {
            if seen.len() >= usize::from(most) {
                break;
            }
            if seen.insert(period(*day)) {
                kept.insert(*at);
            }
        }
    }
    newest_first
        .into_iter()
        .map(|(at, _)| at)
        .filter(|at| !kept.contains(at))
        .rev()
        .collect()
}

fn monday(day: Date) -> Date {
    let after = day.weekday().to_monday_zero_offset();
    day.saturating_sub(i32::from(after).days())
}

/// Whether a backup is due at `now`, when the newest was made at `newest`: one a day, from the plan's hour on.
pub(super) fn is_due(plan: &BackupPlan, newest: Option<i64>, now: i64) -> bool {
    let today = clock::day_of(now);
    let hour = Time::constant(0, 0, 0, 0).saturating_add(i32::from(plan.hour.min(23)).hours());
    let slot = clock::at(today, hour);
    let slot = if now < slot {
        clock::at(today.saturating_sub(1.day()), hour)
    } else {
        slot
    };
    newest.is_none_or(|newest| newest < slot)
}
