//! What a scan should make an officer think about: the same card again, too far away too soon, two cards of one permit.

use super::{Fix, Sighting, is_genuine};
use crate::permit::Kind;
use crate::rule::{PatrolKey, PatrolRules};
use jiff::civil::Date;

/// One hint. Its words are the text key `hint-<id>` with `args`. It accuses nobody: receivers and clocks err.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// `again`: judged the same within minutes, no new sighting. `too-far`: farther from the last place than one travels
    /// meanwhile. `two-serials`: another card of the same permit was seen.
    pub id: &'static str,
    /// Fill the words.
    pub args: Vec<(&'static str, String)>,
}

impl Hint {
    /// Text key of its words.
    pub fn key(&self) -> String {
        format!("hint-{}", self.id)
    }
}

/// What the sightings before say about a new one, at most one hint of each kind; `before` in any order. What an unproven seal
/// says of itself is no ground to wonder about a proven one, nor about itself.
pub fn hints<'a>(
    before: impl Iterator<Item = &'a Sighting> + Clone,
    new: &Sighting,
    rules: &PatrolRules,
    today: Date,
) -> Vec<Hint> {
    let number = |key| {
        let number = rules.number(key, Kind::Itas, today);
        number.and_then(|(value, _)| u32::try_from(value).ok())
    };
    let mut found = Vec::new();
    let others = before.filter(|other| other.id != new.id);
    let same_card = others
        .clone()
        .filter(|other| !new.card_serial.is_empty() && other.card_serial == new.card_serial);
    // A twin that is forged, or the card itself once it was revoked, is judged otherwise: that is news.
    let same_scan = same_card
        .clone()
        .filter(|other| other.word == new.word && other.permit_no == new.permit_no);
    let window_s = number(PatrolKey::SameScanMinutes).map_or(0, |minutes| i64::from(minutes) * 60);
    let nearest = same_scan.map(|other| other.at.abs_diff(new.at)).min();
    if let Some(gap_s) =
        nearest.filter(|gap_s| i64::try_from(*gap_s).is_ok_and(|gap| gap < window_s))
    {
        found.push(Hint {
            id: "again",
            args: vec![("minutes", (gap_s / 60).to_string())],
        });
    }
    if !is_genuine(new.word) {
        return found;
    }
    let proven = |other: &&Sighting| is_genuine(other.word);
    if let Some(limit) = number(PatrolKey::TravelKmAnHour) {
        let too_far = same_card
            .filter(proven)
            .filter_map(|other| {
                let km = distance_km(other.spot.fix?, new.spot.fix?);
                let hours = seconds(other.at.abs_diff(new.at)) / 3600.0;
                (f64::from(limit) * hours < km).then_some((other, km))
            })
            .min_by_key(|(other, _)| other.at.abs_diff(new.at));
        if let Some((other, km)) = too_far {
            let minutes = other.at.abs_diff(new.at) / 60;
            found.push(Hint {
                id: "too-far",
                args: vec![("km", format!("{km:.0}")), ("minutes", minutes.to_string())],
            });
        }
    }
    let other_card = others
        .filter(proven)
        .filter(|other| !new.permit_no.is_empty() && other.permit_no == new.permit_no)
        .filter(|other| !other.card_serial.is_empty() && !new.card_serial.is_empty())
        .find(|other| other.card_serial != new.card_serial);
    if let Some(other) = other_card {
        found.push(Hint {
            id: "two-serials",
            args: vec![("serial", other.card_serial.clone())],
        });
    }
    found
}

/// Whole seconds as a number to reckon with; a scan log spans years, not ages.
fn seconds(gap_s: u64) -> f64 {
    f64::from(u32::try_from(gap_s).unwrap_or(u32::MAX))
}

/// Least distance on the sphere between two fixes, what each may err taken off.
fn distance_km(one: Fix, other: Fix) -> f64 {
    /// Mean radius of the earth.
    const RADIUS_KM: f64 = 6371.0;
    let radians = |e6: i32| (f64::from(e6) / 1e6).to_radians();
    let (lat, other_lat) = (radians(one.latitude_e6), radians(other.latitude_e6));
    let half_lat = (other_lat - lat) / 2.0;
    let half_lon = (radians(other.longitude_e6) - radians(one.longitude_e6)) / 2.0;
    let haversine = half_lat.sin().powi(2) + lat.cos() * other_lat.cos() * half_lon.sin().powi(2);
    let km = 2.0 * RADIUS_KM * haversine.sqrt().min(1.0).asin();
    let errs_m = [one, other]
        .iter()
        .map(|fix| f64::from(fix.accuracy_m.unwrap_or(0)))
        .sum::<f64>();
    (km - errs_m / 1000.0).max(0.0)
}
