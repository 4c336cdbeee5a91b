//! Taking a list over: in parts, each one transaction that also remembers how far the list has come.

use super::check::{self, Judged, Seen};
use super::{How, Import, Report, RowReport, mapping, report};
use crate::office::Deed;
use crate::registry::{self, Act, By};
use crate::station::{Error, Station};
use sha2::{Digest as _, Sha256};
use std::ops::ControlFlow;

/// Told rows done and rows in all after each part; `Break` stops.
pub(super) type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// Rows of one part: so many are judged and written before the next look at `progress`.
const PART: usize = if cfg!(test) { 8 } else { 250 };

/// Why a transaction that took all rows was given up.
enum GivenUp {
    Stopped,
    Failed(registry::Error),
}

impl From<registry::Error> for GivenUp {
    fn from(error: registry::Error) -> Self {
        Self::Failed(error)
    }
}

/// See [`Station::import`].
pub(super) fn run(
    station: &mut Station,
    import: &Import,
    how: How,
    progress: &mut Progress<'_>,
) -> Result<Report, Error> {
    station.allow(Deed::ImportRecords)?;
    match how {
        How::DryRun => judge_all(station, import, progress).map(|(report, _)| report),
        How::Passing => passing(station, import, progress),
        How::AllOrNothing => all_or_nothing(station, import, progress),
    }
}

fn judge_part(
    station: &Station,
    import: &Import,
    from: usize,
    seen: &mut Seen,
) -> Result<Vec<Judged>, Error> {
    let rows = import.sheet.rows().skip(import.first + from).take(PART);
    rows.map(|row| check::judge(station, import, &row, seen))
        .collect()
}

fn judge_all(
    station: &Station,
    import: &Import,
    progress: &mut Progress<'_>,
) -> Result<(Report, Vec<Judged>), Error> {
    let of = import.len();
    let mut report = Report {
        rows: of,
        ..Report::default()
    };
    let mut judged = Vec::new();
    let mut seen = Seen::default();
    let mut done = 0;
    while done < of {
        for row in judge_part(station, import, done, &mut seen)? {
            done += 1;
            report.count(row.number, row.findings.clone(), row.permit.is_some());
            judged.push(row);
        }
        if progress(done, of).is_break() {
            report.stopped = done < of;
            break;
        }
    }
    Ok((report, judged))
}

/// What tells this list from others: the file and how it is understood.
fn identity(import: &Import) -> ([u8; 32], [u8; 32]) {
    let mapping = mapping::canonical(&import.mapping);
    (import.digest, Sha256::digest(mapping).into())
}

fn passing(
    station: &mut Station,
    import: &Import,
    progress: &mut Progress<'_>,
) -> Result<Report, Error> {
    let of = import.len();
    let (file, mapping) = identity(import);
    let begun = station.registry.import(&file, &mapping)?;
    let (id, mut done) = match begun {
        Some(begun) => (begun.id, (begun.rows_done as usize).min(of)),
        None => {
            let begin = station.by("import-begin");
            let begun = station.registry.act(begin, |act| {
                let id = act.begin_import(&file, &mapping)?;
                act.note("rows", of.to_string());
                Ok::<_, registry::Error>(id)
            });
            (begun?, 0)
        }
    };
    let mut report = Report {
        rows: of,
        before: done,
        ..Report::default()
    };
    for (row, findings) in station.registry.refusals(id)? {
        report.refused += 1;
        let findings = report::from_json(&findings);
        report.lines.push(RowReport { row, findings });
    }
    let mut seen = Seen::default();
    while done < of {
        let mut part = judge_part(station, import, done, &mut seen)?;
        take_part(station, id, done, &mut part)?;
        done += part.len();
        for row in part {
            report.count(row.number, row.findings, row.permit.is_some());
        }
        if progress(done, of).is_break() {
            report.stopped = done < of;
            break;
        }
    }
    Ok(report)
}

/// One part, one transaction: its permits, its refusals, and how far the list has come.
fn take_part(
    station: &mut Station,
    id: i64,
    done: usize,
    part: &mut [Judged],
) -> Result<(), Error> {
    let by = station.by("permit-take-over");
    let end = station.by("import-part");
    loop {
        let any = part.iter().any(|row| row.permit.is_some());
        let taken = station.registry.act(if any { by } else { end }, |act| {
            take(act, by, part)?;
            if any {
                act.next(end)?;
            }
            let refused = part.iter().filter(|row| row.permit.is_none());
            for row in refused {
                act.keep_refusal(id, row.number, &report::to_json(&row.findings))?;
            }
            act.about(format!("import:{id}"));
            act.note("from", (done + 1).to_string());
            act.note("rows", part.len().to_string());
            act.import_came_to(id, to_u32(done + part.len()))
        });
        match taken {
            Err(registry::Error::Taken("permit")) => {
                // Another desk has entered one of them since they were judged. Each such row goes, the others are tried again.
                let mut found = false;
                for row in part.iter_mut() {
                    let Some(permit) = &row.permit else { continue };
                    if station.registry.knows_permit(&permit.permit_no)? {
                        row.permit = None;
                        row.findings.insert(0, check::written_meanwhile());
                        found = true;
                    }
                }
                if !found {
                    return Err(registry::Error::Taken("permit").into());
                }
            }
            other => return Ok(other?),
        }
    }
}

/// Rows of a list; the limits of reading keep them below.
fn to_u32(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// Each permit with its own entry in the audit.
fn take(act: &mut Act<'_>, by: By, part: &[Judged]) -> Result<(), registry::Error> {
    let mut first = true;
    for row in part {
        let Some(permit) = &row.permit else { continue };
        if !first {
            act.next(by)?;
        }
        first = false;
        act.about(format!("permit:{}", permit.permit_no.as_str()));
        act.note("row", row.number.to_string());
        act.take_over_permit(permit)?;
    }
    Ok(())
}

fn all_or_nothing(
    station: &mut Station,
    import: &Import,
    progress: &mut Progress<'_>,
) -> Result<Report, Error> {
    let (file, mapping) = identity(import);
    let of = import.len();
    if let Some(begun) = station.registry.import(&file, &mapping)?
        && begun.rows_done >= to_u32(of)
    {
        return Ok(Report {
            rows: of,
            before: of,
            ..Report::default()
        });
    }
    let (mut report, judged) = judge_all(station, import, &mut |done, of| progress(done, 2 * of))?;
    if report.stopped || report.refused > 0 {
        report.passed = 0;
        report.odd = 0;
        return Ok(report);
    }
    let by = station.by("permit-take-over");
    let end = station.by("import-part");
    let taken = station.registry.act(by, |act| {
        for (part, rows) in judged.chunks(PART).enumerate() {
            if part > 0 {
                act.next(by)?;
            }
            take(act, by, rows)?;
            let done = of + (part * PART + rows.len()).min(of);
            if progress(done, 2 * of).is_break() && done < 2 * of {
                return Err(GivenUp::Stopped);
            }
        }
        act.next(end)?;
        let id = act.begin_import(&file, &mapping)?;
        act.about(format!("import:{id}"));
        act.note("rows", of.to_string());
        act.import_came_to(id, to_u32(of))?;
        Ok(())
    });
    match taken {
        Ok(()) => Ok(report),
        Err(GivenUp::Failed(error)) => Err(error.into()),
        Err(GivenUp::Stopped) => Ok(Report {
            passed: 0,
            odd: 0,
            stopped: true,
            ..report
        }),
    }
}
