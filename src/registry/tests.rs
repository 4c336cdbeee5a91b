//! The registry through its door.
