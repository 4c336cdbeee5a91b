//! Coordinates of WGS 84 in whole microdegrees, and distances.

use std::fmt;

/// A point on the earth, WGS 84, to a millionth of a degree (about a hand's breadth).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coordinate {
    lat_udeg: i32,
    lon_udeg: i32,
}

/// Whole metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Metres(pub u32);

/// Microdegrees of a degree.
const A_DEGREE: f64 = 1e6;
/// Mean radius of the earth.
const EARTH_M: f64 = 6_371_008.8;

impl Coordinate {
    /// From microdegrees, north and east positive; `None` beyond the poles or half the earth round.
    pub const fn new(lat_udeg: i32, lon_udeg: i32) -> Option<Self> {
        if lat_udeg.unsigned_abs() <= 90_000_000 && lon_udeg.unsigned_abs() <= 180_000_000 {
            Some(Self { lat_udeg, lon_udeg })
        } else {
            None
        }
    }

    /// From degrees, north and east positive; `None` for what is no place, and for no number.
    pub fn from_degrees(lat: f64, lon: f64) -> Option<Self> {
        if lat.is_nan() || lon.is_nan() {
            return None;
        }
        Self::new(microdegrees(lat), microdegrees(lon))
    }

    /// Reads what [`Coordinate`] shows and what people paste: `-6.3011, 107.0905`, the latitude first.
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once([',', ';'])?;
        let number = |text: &str| {
            let text = text.trim();
            // Only plain decimals: no `inf`, no exponents.
            let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
            (text.chars().all(plain) && text.len() < 24).then(|| text.parse::<f64>().ok())?
        };
        Self::from_degrees(number(lat)?, number(lon)?)
    }

    /// Microdegrees north.
    pub const fn lat_udeg(self) -> i32 {
        self.lat_udeg
    }

    /// Microdegrees east.
    pub const fn lon_udeg(self) -> i32 {
        self.lon_udeg
    }

    /// Degrees north.
    pub fn lat_deg(self) -> f64 {
        f64::from(self.lat_udeg) / A_DEGREE
    }

    /// Degrees east.
    pub fn lon_deg(self) -> f64 {
        f64::from(self.lon_udeg) / A_DEGREE
    }

    /// Distance along the ground, as on a sphere.
    pub fn distance(self, other: Self) -> Metres {
        let (lat, other_lat) = (self.lat_deg().to_radians(), other.lat_deg().to_radians());
        let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
        let (lon, other_lon) = (self.lon_deg().to_radians(), other.lon_deg().to_radians());
        let chord = half(lat, other_lat) + lat.cos() * other_lat.cos() * half(lon, other_lon);
        let metres = 2.0 * EARTH_M * chord.clamp(0.0, 1.0).sqrt().asin();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and at most half the earth round"
        )]
        let metres = metres.round() as u32;
        Metres(metres)
    }
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}, {:.6}", self.lat_deg(), self.lon_deg())
    }
}

/// Rounded; far out values stay far out.
fn microdegrees(degrees: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "`as` saturates, and so far out is no place"
    )]
    let whole = (degrees * A_DEGREE).round() as i32;
    whole
}
