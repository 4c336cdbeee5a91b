//! The figures of the README: times whole acts and prints them; it never fails a build.
//!
//! `cargo bench --locked`; with `-- search DIR` or `-- desk DIR` those of the search or the desk alone, over an office that is
//! there, and with `-- seal` those of the seal and its readers alone.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod desk;
mod list;
mod seal;
mod search;
mod station;
mod trust;

use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let of = |part: &str| {
        let at = args.iter().position(|arg| arg == part)?;
        Some(Path::new(args.get(at + 1).map_or("", String::as_str)))
    };
    if let Some(dir) = of("search") {
        return tell(search::of(dir));
    }
    if let Some(dir) = of("desk") {
        return tell(desk::figures(dir));
    }
    let seals = seal::figures().into_iter();
    let mut rows: Vec<(String, f64, &'static str)> = seals
        .map(|(name, value, unit)| (name.to_owned(), value, unit))
        .collect();
    rows.extend(trust::figures());
    if of("seal").is_none() {
        rows.extend(station::figures());
    }
    tell(rows);
}

fn tell(rows: Vec<(String, f64, &'static str)>) {
    for (name, value, unit) in rows {
        println!("{name:<72} {value:>12.3} {unit}");
    }
}
