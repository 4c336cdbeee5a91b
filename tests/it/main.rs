//! The integration tests: one binary, a module a theme.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that fails says where; helpers are not marked as tests"
)]

mod assistant;
mod baddays;
mod camera;
mod card;
mod cli;
mod degrade;
mod desk;
mod desk_press;
mod desk_records;
mod desk_shops;
mod files;
mod kill;
mod kill_press;
mod kill_run;
mod list;
mod mrz;
mod oddphotos;
mod office;
mod page;
mod patrol;
mod portrait;
mod qr;
mod queue;
mod record;
mod scan;
mod seal;
mod seal_laws;
mod secrecy;
mod stock;
mod tidy;
mod token;
mod trust;
mod window;
