//! One file a screen; each draws itself from what it is handed and says where to go next.

pub mod applications;
pub mod capture;
pub mod home;
pub mod intake;
pub mod registry;
pub mod review;
pub mod settings;
pub mod verify;
