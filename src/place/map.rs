//! The schematic map: the office's area cut into one cell a kecamatan.

use super::area::coordinate;
use super::geometry::{self, Point};
use super::{Area, AreaKind, Coordinate, areas};
use std::sync::LazyLock;

/// Kilometres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Km(pub f32);

/// Kota and Kabupaten Bekasi, schematic; see the room's own words.
#[derive(Debug)]
pub struct Map {
    /// The outer boundary, once round.
    pub outline: Vec<Coordinate>,
    /// One a kecamatan, in the order of [`areas`].
    pub cells: Vec<Cell>,
    /// From the western to the eastern end.
    pub width: Km,
    /// From the northern to the southern end.
    pub height: Km,
    north_west: Point,
}

/// A kecamatan on the map.
#[derive(Debug)]
pub struct Cell {
    /// Which.
    pub area: &'static Area,
    /// Once round; need not be convex.
    pub ring: Vec<Coordinate>,
    /// The same as triangles, for painters that fill nothing else.
    pub triangles: Vec<[Coordinate; 3]>,
}

/// Kilometres a degree of latitude.
const KM_A_DEGREE: f64 = 111.195;
/// In the middle of the area; over so small a one, it may stand for all of it.
const MIDDLE_LAT_DEG: f64 = -6.25;

/// Kilometres east and north of where the equator meets the meridian of Greenwich.
fn plane(at: Coordinate) -> Point {
    let squeeze = MIDDLE_LAT_DEG.to_radians().cos();
    (
        at.lon_deg() * KM_A_DEGREE * squeeze,
        at.lat_deg() * KM_A_DEGREE,
    )
}

fn globe(at: Point) -> Option<Coordinate> {
    let squeeze = MIDDLE_LAT_DEG.to_radians().cos();
    Coordinate::from_degrees(at.1 / KM_A_DEGREE, at.0 / KM_A_DEGREE / squeeze)
}

static MAP: LazyLock<Map> = LazyLock::new(|| {
    let outline: Vec<Coordinate> = include_str!("../../resources/regions/boundary.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (lat, lon) = line.split_once(',')?;
            coordinate(lat, lon)
        })
        .collect();
    make(outline)
});

/// The map of the office's area, made once.
pub fn map() -> &'static Map {
    &MAP
}

fn make(outline: Vec<Coordinate>) -> Map {
    let ring: Vec<Point> = outline.iter().copied().map(plane).collect();
    let districts: Vec<&Area> = areas()
        .iter()
        .filter(|area| area.code.kind() == AreaKind::District)
        .collect();
    let centres: Vec<Point> = districts.iter().map(|area| plane(area.centre)).collect();
    let cells = districts
        .iter()
        .zip(geometry::cells(&ring, &centres))
        .map(|(area, cell)| Cell {
            area,
            ring: cell.iter().copied().filter_map(globe).collect(),
            triangles: geometry::triangles(&cell)
                .into_iter()
                .filter_map(|[a, b, c]| Some([globe(a)?, globe(b)?, globe(c)?]))
                .collect(),
        })
        .collect();
    let ends = |part: fn(&Point) -> f64| {
        ring.iter()
            .map(part)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
                (low.min(at), high.max(at))
            })
    };
    let ((west, east), (south, north)) = (ends(|at| at.0), ends(|at| at.1));
    Map {
        outline,
        cells,
        width: km(east - west),
        height: km(north - south),
        north_west: (west, north),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a few dozen kilometres, to be drawn"
)]
fn km(length: f64) -> Km {
    Km(length as f32)
}

impl Map {
    /// Where a point stands: kilometres east and south of the north-western corner; beyond the edges for what lies outside.
    pub fn place(&self, at: Coordinate) -> (Km, Km) {
        let (x, y) = plane(at);
        (km(x - self.north_west.0), km(self.north_west.1 - y))
    }

    /// The kecamatan a point lies in by this map; `None` outside.
    pub fn cell_at(&self, at: Coordinate) -> Option<&Cell> {
        let within = |ring: &[Coordinate]| {
            let ring: Vec<Point> = ring.iter().copied().map(plane).collect();
            geometry::contains(&ring, plane(at))
        };
        self.cells.iter().find(|cell| within(&cell.ring))
    }
}

#[cfg(test)]
pub(super) fn area_km2(ring: &[Coordinate]) -> f64 {
    let ring: Vec<Point> = ring.iter().copied().map(plane).collect();
    geometry::area(&ring).abs()
}
