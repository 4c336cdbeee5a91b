//! The integration tests: one binary, a module a theme.

mod camera;
mod mrz;
mod portrait;
mod seal;
mod tidy;
