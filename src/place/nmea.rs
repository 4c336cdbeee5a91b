//! NMEA 0183 as receivers speak it: lines out of a stream of bytes, their checksum, and the fix in GGA, RMC and GLL.

use super::Coordinate;

/// A position as a receiver tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    /// Where.
    pub at: Coordinate,
    /// How it was found.
    pub quality: Quality,
    /// Satellites used, where it is told.
    pub satellites: Option<u8>,
    /// Second of the day, UTC, by the satellites' clock.
    pub utc_s: Option<u32>,
}

/// How a position was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// Played by a simulator or typed in: no evidence of where the receiver is.
    Simulated,
    /// Reckoned on from an older position.
    Estimated,
    /// By satellites.
    Satellites,
    /// By satellites with corrections.
    Corrected,
}

impl Quality {
    /// Stable word in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Simulated => "simulated",
            Self::Estimated => "estimated",
            Self::Satellites => "satellites",
            Self::Corrected => "corrected",
        }
    }
}

/// What one whole line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// A position.
    Fix(Fix),
    /// The receiver is well but does not know where it is.
    NoFix,
    /// Something else; the line is whole.
    Other,
}

/// Takes a stream apart into lines. Holds one line at most, whatever comes.
#[derive(Debug, Default)]
pub struct Nmea {
    line: Vec<u8>,
    /// The line in hand began with `$`.
    begun: bool,
}

/// The standard allows 82 characters; some receivers go beyond.
const LONGEST: usize = 160;

impl Nmea {
    /// What the next bytes of the stream complete, in their order. Lines without a right checksum are passed over.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Report> {
        let mut told = Vec::new();
        for &byte in bytes {
            match byte {
                b'$' => {
                    self.line.clear();
                    self.begun = true;
                }
                b'\r' | b'\n' => {
                    if self.begun {
                        told.extend(sentence(&self.line));
                    }
                    self.begun = false;
                }
                _ if self.begun && self.line.len() < LONGEST => self.line.push(byte),
                _ => self.begun = false,
            }
        }
        told
    }
}

/// One line between `$` and its end: `GPGGA,…*47`.
fn sentence(line: &[u8]) -> Option<Report> {
    let line = std::str::from_utf8(line).ok()?;
    let (body, sum) = line.rsplit_once('*')?;
    let told = u8::from_str_radix(sum.get(..2)?, 16).ok()?;
    if sum.len() != 2 || told != body.bytes().fold(0, |sum, byte| sum ^ byte) {
        return None;
    }
    let mut fields = body.split(',');
    let name = fields.next()?;
    // Talker, two letters (GP, GN, GL, GA, GB, …), then the sentence; a maker's own begin with P.
    let kind = name.get(2..).filter(|_| name.len() == 5)?;
    let fields: Vec<&str> = fields.collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or("");
    let fix = |first: usize, quality: Option<Quality>, satellites: &str, time: &str| {
        let fix = quality.and_then(|quality| {
            Some(Fix {
                at: position(
                    field(first),
                    field(first + 1),
                    field(first + 2),
                    field(first + 3),
                )?,
                quality,
                satellites: satellites.parse().ok(),
                utc_s: second_of_day(time),
            })
        });
        fix.map_or(Report::NoFix, Report::Fix)
    };
    let is_good = |status: &str| status == "A";
    Some(match kind {
        "GGA" => fix(1, by_number(field(5)), field(6), field(0)),
        "RMC" if is_good(field(1)) => fix(2, by_mode(field(11)), "", field(0)),
        "GLL" if is_good(field(5)) => fix(0, by_mode(field(6)), "", field(4)),
        "RMC" | "GLL" => Report::NoFix,
        _ => Report::Other,
    })
}

/// Quality as GGA tells it.
fn by_number(quality: &str) -> Option<Quality> {
    match quality {
        "1" => Some(Quality::Satellites),
        "2" | "3" | "4" | "5" | "9" => Some(Quality::Corrected),
        "6" => Some(Quality::Estimated),
        "7" | "8" => Some(Quality::Simulated),
        _ => None,
    }
}

/// Mode as RMC and GLL tell it; receivers before version 2.3 do not.
fn by_mode(mode: &str) -> Option<Quality> {
    match mode {
        "" | "A" => Some(Quality::Satellites),
        "D" | "F" | "P" | "R" => Some(Quality::Corrected),
        "E" => Some(Quality::Estimated),
        "M" | "S" => Some(Quality::Simulated),
        _ => None,
    }
}

fn position(lat: &str, north: &str, lon: &str, east: &str) -> Option<Coordinate> {
    let sign = |side: &str, plus: &str, minus: &str| match side {
        _ if side == plus => Some(1),
        _ if side == minus => Some(-1),
        _ => None,
    };
    let lat = angle(lat)? * sign(north, "N", "S")?;
    let lon = angle(lon)? * sign(east, "E", "W")?;
    Coordinate::new(lat, lon)
}

/// `dddmm.mmmm` as microdegrees.
fn angle(text: &str) -> Option<i32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() < 3 || 5 < whole.len() || !digits(whole) || !digits(part) {
        return None;
    }
    let (degrees, minutes) = whole.split_at(whole.len() - 2);
    let micro: i64 = format!("{part:0<6}").get(..6)?.parse().ok()?;
    let minutes = minutes.parse::<i64>().ok()? * 1_000_000 + micro;
    if 60_000_000 <= minutes {
        return None;
    }
    let degrees = degrees.parse::<i64>().ok()? * 1_000_000;
    i32::try_from(degrees + (minutes + 30) / 60).ok()
}

/// `hhmmss.ss`.
fn second_of_day(text: &str) -> Option<u32> {
    let two = |at: usize| {
        let text = text.get(at..at + 2)?;
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse::<u32>().ok())?
    };
    let (hour, minute, second) = (two(0)?, two(2)?, two(4)?);
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}
