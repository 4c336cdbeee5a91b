//! The integration tests: one binary, a module a theme.

mod camera;
mod card;
mod cli;
mod degrade;
mod mrz;
mod portrait;
mod qr;
mod record;
mod scan;
mod seal;
mod seal_laws;
mod tidy;
