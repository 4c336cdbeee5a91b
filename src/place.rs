//! Where something is: coordinates, the kecamatan and industrial estates of the office's area, a schematic map, and the GPS receiver.
//!
//! All of it is pure but for [`Receiver`], which owns the thread that listens to a receiver. The map is schematic: it is made
//! from approximate centres and a rough outer boundary (`resources/regions`), and every drawing of it should say so.

mod area;
mod coordinate;
mod geometry;
mod gpsd;
mod map;
mod nmea;
mod picture;
mod receiver;
#[cfg(test)]
mod tests;

pub use area::{Area, AreaCode, AreaKind, Near, area, areas, nearest};
pub use coordinate::{Coordinate, Metres};
pub use map::{Cell, Km, Map, map};
pub use nmea::{Fix, Nmea, Quality, Report};
pub use picture::{Plan, PlanWords, picture};
pub use receiver::{Reading, Receiver, Source, State};

/// The kecamatan a point lies in by the schematic map; `None` outside the office's area.
pub fn district_at(at: Coordinate) -> Option<AreaCode> {
    map().cell_at(at).map(|cell| cell.area.code)
}
