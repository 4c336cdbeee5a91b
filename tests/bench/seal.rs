//! Figures of the seal.

/// Name, value, unit.
pub fn figures() -> Vec<(&'static str, f64, &'static str)> {
    Vec::new()
}
