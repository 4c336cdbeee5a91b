//! Kecamatan of Kota and Kabupaten Bekasi and the industrial estates in them, each with about its middle.

use super::{Coordinate, Metres};
use std::fmt;
use std::sync::LazyLock;

/// A kecamatan or an industrial estate of the office's area.
#[derive(Debug, PartialEq, Eq)]
pub struct Area {
    /// Of the ministry of home affairs for a kecamatan, e.g. `32.16.07`; our own for an estate, e.g. `KI-MM2100`.
    pub code: AreaCode,
    /// As lists show it.
    pub name: &'static str,
    /// Kota or Kabupaten.
    pub regency: &'static str,
    /// About the middle; schematic.
    pub centre: Coordinate,
}

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AreaKind {
    /// A kecamatan.
    District,
    /// An industrial estate.
    Estate,
}

/// Code of an area that is listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AreaCode(&'static str);

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl AreaCode {
    /// The listed area of that code.
    pub fn parse(code: &str) -> Option<Self> {
        area(code).map(|area| area.code)
    }

    /// As files and the command line write it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Kecamatan or estate.
    pub fn kind(self) -> AreaKind {
        if self.0.starts_with(ESTATE) {
            AreaKind::Estate
        } else {
            AreaKind::District
        }
    }

    /// The area itself.
    pub fn area(self) -> Option<&'static Area> {
        area(self.0)
    }

    /// The kecamatan it is or lies in.
    pub fn district(self) -> Self {
        let estate = ESTATES.iter().find(|(code, ..)| *code == self.0);
        estate.map_or(self, |(_, district, ..)| Self(district))
    }
}

/// What lies nearest to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The kecamatan whose middle is nearest.
    pub district: &'static Area,
    /// The estate whose middle is nearest, when it is near enough to be meant.
    pub estate: Option<&'static Area>,
}

/// Codes of estates begin so; no code of the ministry does.
const ESTATE: &str = "KI-";
/// An estate is a few kilometres across.
const ESTATE_REACH: Metres = Metres(2_500);
/// So far outside, a kecamatan is not meant any more.
const DISTRICT_REACH: Metres = Metres(15_000);

const NAMES: &str = include_str!("../../resources/regions/districts.csv");
const CENTRES: &str = include_str!("../../resources/regions/centres.csv");

/// Code, kecamatan, name, middle.
static ESTATES: LazyLock<Vec<(&'static str, &'static str, &'static str, Coordinate)>> =
    LazyLock::new(|| {
        let rows = include_str!("../../resources/regions/estates.csv")
            .lines()
            .skip(1);
        rows.filter_map(|line| {
            let mut cells = line.split(',');
            let (code, name, district) = (cells.next()?, cells.next()?, cells.next()?);
            let at = coordinate(cells.next()?, cells.next()?)?;
            Some((code, district, name, at))
        })
        .collect()
    });

/// Kecamatan of the Kota, of the Kabupaten, then the estates, each by name.
static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let names = || {
        NAMES
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
    };
    let mut districts: Vec<Area> = CENTRES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (code, at) = line.split_once(',')?;
            let (lat, lon) = at.split_once(',')?;
            let name = names().find(|(known, _)| *known == code)?.1;
            Some(Area {
                code: AreaCode(code),
                name,
                regency: regency(code),
                centre: coordinate(lat, lon)?,
            })
        })
        .collect();
    districts.sort_by_key(|area| (!area.code.0.starts_with(KOTA), area.name));
    let mut estates: Vec<Area> = ESTATES
        .iter()
        .map(|&(code, district, name, centre)| Area {
            code: AreaCode(code),
            name,
            regency: regency(district),
            centre,
        })
        .collect();
    estates.sort_by_key(|area| area.name.to_lowercase());
    districts.into_iter().chain(estates).collect()
});

const KOTA: &str = "32.75";

fn regency(code: &str) -> &'static str {
    if code.starts_with(KOTA) {
        "Kota Bekasi"
    } else {
        "Kabupaten Bekasi"
    }
}

/// Two cells of a file of ours.
pub(super) fn coordinate(lat: &str, lon: &str) -> Option<Coordinate> {
    Coordinate::from_degrees(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
}

/// Every area, in the order lists show them: kecamatan of the Kota, of the Kabupaten, estates.
pub fn areas() -> &'static [Area] {
    &AREAS
}

/// The area of that code.
pub fn area(code: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.code.0 == code)
}

/// What lies nearest to a point; `None` far from the office's area.
pub fn nearest(at: Coordinate) -> Option<Near> {
    let of = |kind: AreaKind, reach: Metres| {
        AREAS
            .iter()
            .filter(|area| area.code.kind() == kind)
            .map(|area| (area.centre.distance(at), area))
            .filter(|(distance, _)| *distance <= reach)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, area)| area)
    };
    Some(Near {
        district: of(AreaKind::District, DISTRICT_REACH)?,
        estate: of(AreaKind::Estate, ESTATE_REACH),
    })
}
