//! The figures of the README: times whole acts and prints them; it never fails a build.
//!
//! `cargo bench --locked`; with `-- search DIR` or `-- desk DIR` those of the search or the desk alone, over an office that is
//! there, with `-- list DIR` those of lists kept in an empty folder, with `-- seal` those of the seal and its readers alone, with
//! `-- print` those of imposition alone, and with `-- portrait DIR` those of the portrait assistant with its accuracy over a folder of photographs.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod desk;
mod list;
mod portrait;
mod print;
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
    if let Some(dir) = of("list") {
        return tell(list::figures(dir));
    }
    if let Some(dir) = of("desk") {
        return tell(desk::figures(dir));
    }
    if of("proof").is_some() {
        return tell(desk::proofs());
    }
    if let Some(folder) = of("portrait") {
        return tell(portrait::figures(Some(folder)));
    }
    if of("print").is_some() {
        return tell(print::figures());
    }
    let seals = seal::figures().into_iter();
    let mut rows: Vec<(String, f64, &'static str)> = seals
        .map(|(name, value, unit)| (name.to_owned(), value, unit))
        .collect();
    rows.extend(trust::figures());
    if of("seal").is_none() {
        rows.extend(print::figures());
        rows.extend(station::figures());
        rows.extend(portrait::figures(None));
    }
    tell(rows);
}

fn tell(rows: Vec<(String, f64, &'static str)>) {
    for (name, value, unit) in rows {
        println!("{name:<72} {value:>12.3} {unit}");
    }
}
