//! Figures of the station.

/// Name, value, unit.
pub fn figures() -> Vec<(String, f64, &'static str)> {
    Vec::new()
}
