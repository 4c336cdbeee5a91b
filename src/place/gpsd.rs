//! What gpsd says: JSON, one object a line; of it the reports of time, position and velocity.

use super::{Coordinate, Fix, Quality, Report};
use serde::Deserialize;

/// What gpsd must be told before it tells anything.
pub(super) const WATCH: &[u8] = b"?WATCH={\"enable\":true,\"json\":true};\n";

/// Takes a stream apart into lines. Holds one line at most, whatever comes.
#[derive(Debug, Default)]
pub(super) struct Gpsd {
    line: Vec<u8>,
    /// The line in hand is too long to be one of gpsd's.
    spilt: bool,
}

/// gpsd's own limit is 10 kB a line.
const LONGEST: usize = 16 * 1024;

#[derive(Deserialize)]
struct SaidWire {
    class: String,
    mode: Option<u8>,
    status: Option<u8>,
    lat: Option<f64>,
    lon: Option<f64>,
    time: Option<String>,
}

impl Gpsd {
    /// What the next bytes of the stream complete, in their order. What is no object of gpsd's is passed over.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Report> {
        let mut told = Vec::new();
        for &byte in bytes {
            if byte == b'\n' {
                if !self.spilt {
                    told.extend(said(&self.line));
                }
                self.line.clear();
                self.spilt = false;
            } else if self.line.len() < LONGEST {
                self.line.push(byte);
            } else {
                self.spilt = true;
            }
        }
        told
    }
}

fn said(line: &[u8]) -> Option<Report> {
    let said: SaidWire = serde_json::from_slice(line).ok()?;
    if said.class != "TPV" {
        return Some(Report::Other);
    }
    // Mode 2 is a fix in the plane, 3 one with height.
    let known = said.mode.is_some_and(|mode| 2 <= mode);
    let at = said.lat.zip(said.lon).filter(|_| known);
    let at = at.and_then(|(lat, lon)| Coordinate::from_degrees(lat, lon));
    Some(at.map_or(Report::NoFix, |at| {
        Report::Fix(Fix {
            at,
            quality: match said.status {
                Some(2 | 3 | 4 | 7 | 9) => Quality::Corrected,
                Some(5 | 6) => Quality::Estimated,
                Some(8) => Quality::Simulated,
                Some(_) | None => Quality::Satellites,
            },
            satellites: None,
            utc_s: said.time.as_deref().and_then(second_of_day),
        })
    }))
}

/// Of `2026-11-23T07:15:00.000Z`.
fn second_of_day(time: &str) -> Option<u32> {
    let at: jiff::Timestamp = time.parse().ok()?;
    u32::try_from(at.as_second().rem_euclid(24 * 60 * 60)).ok()
}
