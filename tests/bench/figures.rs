//! The figures of the README: times whole acts and prints them; it never fails a build.
//!
//! `cargo bench --locked`

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod desk;
mod list;
mod seal;
mod search;
mod station;

fn main() {
    let mut rows: Vec<(String, f64, &'static str)> = Vec::new();
    for (name, value, unit) in seal::figures() {
        rows.push((name.to_owned(), value, unit));
    }
    rows.extend(station::figures());
    for (name, value, unit) in rows {
        println!("{name:<72} {value:>12.3} {unit}");
    }
}
