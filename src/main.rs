//! The desk.
fn main(){}
