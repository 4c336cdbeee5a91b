//! The figures of the README: times whole acts and prints them; it never fails a build.
//!
//! `cargo bench --locked`; `cargo bench --locked -- search DIR` takes those of the search alone, over an office that is there.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod desk;
mod list;
mod seal;
mod search;
mod station;
mod trust;

fn main() {
    let mut rows: Vec<(String, f64, &'static str)> = Vec::new();
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "search") {
        let dir = args.get(at + 1).map_or("", String::as_str);
        tell(search::of(dir.as_ref()));
        return;
    }
    for (name, value, unit) in seal::figures() {
        rows.push((name.to_owned(), value, unit));
    }
    rows.extend(trust::figures());
    rows.extend(station::figures());
    tell(rows);
}

fn tell(rows: Vec<(String, f64, &'static str)>) {
    for (name, value, unit) in rows {
        println!("{name:<72} {value:>12.3} {unit}");
    }
}
