//! The integration tests: one binary, a module a theme.

mod mrz;
mod seal;
mod tidy;
