//! Loket: the card-issuance station of an immigration office.

pub mod camera;
pub mod card;
pub mod desk;
pub mod drawing;
pub mod mrz;
pub mod permit;
pub mod portrait;
pub mod print;
pub mod registry;
pub mod rule;
pub mod seal;
pub mod station;
pub mod text;
