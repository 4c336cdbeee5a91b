//! Round trips, arbitrary bytes, lights by dated cases, hints.
