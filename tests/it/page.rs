//! The permit's A4 page by its template: the bundled one as a file makes the same page, another makes another, and one that
//! would lose or shrink something is refused with what is wrong in it.

use loket::drawing::Dpi;
use loket::office::Duty;
use loket::permit::PermitNo;
use loket::print::{self, Pdf};
use loket::station::{Crowd, Query, Station};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const BUNDLED: &str = include_str!("../../resources/pages/permit.toml");

struct Office {
    station: Station,
    permit: PermitNo,
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let crowd = Crowd {
            people: 1,
            approved: 0,
        };
        let dir = folder.path().join("office");
        let mut station = Station::create_demo(&dir, crowd, 7, &mut |_, _| ()).unwrap();
        station.act_as(Duty::Print).unwrap();
        let query = Query {
            limit: 1,
            ..Query::default()
        };
        let found = station.search(&query).unwrap();
        let permit = found.rows[0].permit_no.clone();
        Self {
            station,
            permit,
            folder,
        }
    }

    fn file(&self, toml: &str) -> PathBuf {
        let path = self.folder.path().join("lembar.toml");
        fs::write(&path, toml).unwrap();
        path
    }

    /// What is wrong with the bundled template when that part of it is another.
    fn refused(&mut self, old: &str, new: &str) -> (&'static str, String) {
        assert!(BUNDLED.contains(old), "{old}");
        let path = self.file(&BUNDLED.replacen(old, new, 1));
        let made = self.station.page(&self.permit, Some(&path));
        let error = made.err().unwrap_or_else(|| panic!("taken: {new}"));
        (error.id, error.detail)
    }
}

fn pixels(pdf: &Pdf) -> Vec<u8> {
    print::proof(pdf, Dpi(50), 2)
        .unwrap()
        .remove(0)
        .rgba
        .to_vec()
}

#[test]
fn the_page_is_what_its_template_says() {
    let mut office = Office::new();
    let usual = office.station.page(&office.permit, None).unwrap();
    let path = office.file(BUNDLED);
    let same = office.station.page(&office.permit, Some(&path)).unwrap();
    assert!(pixels(&usual) == pixels(&same));
    // Another order, another face: another page, whose code still reads, or it would not be let go.
    let other = BUNDLED
        .replace(
            "\"permit_no\", \"index_code\"",
            "\"index_code\", \"permit_no\"",
        )
        .replace("face = \"medium\", pt = 9.5", "face = \"mono\", pt = 8.5");
    let path = office.file(&other);
    let changed = office.station.page(&office.permit, Some(&path)).unwrap();
    assert!(pixels(&usual) != pixels(&changed));
}

#[test]
fn a_template_that_loses_something_is_refused_with_what_is_wrong() {
    let mut office = Office::new();
    for (old, new, told) in [
        ("name = \"permit\"", "name = \"Permit\"", "name: wants"),
        ("side = 21.0", "side = 21.0\nlid = 1", "unknown field `lid`"),
        (
            "pt = 9.5, least_pt = 5.5",
            "pt = 9.5, least_pt = 4.0",
            "style value: type wants 5.5",
        ),
        (
            "pt = 8.0, tint = 68",
            "pt = 5.0, tint = 68",
            "style note: type wants 5.5",
        ),
        (
            "face = \"bold\", pt = 17.0",
            "face = \"comic\", pt = 17.0",
            "no face named comic",
        ),
        ("tint = 70", "tint = 20", "style serial: tint"),
        ("dots = 7", "dots = 3", "dots: wants 4 to 12"),
        ("\"niora\"", "\"shoe_size\"", "no field shoe_size"),
        ("\"page-home\"", "\"page-hom\"", "no text page-hom"),
        ("kind = \"signature\"", "kind = \"stamp\"", "line "),
        (
            "kind = \"heading\"\ntext = \"page-stay\"",
            "kind = \"facts\"\nfields = []",
            "wants at least one",
        ),
    ] {
        let (id, what) = office.refused(old, new);
        assert!(
            id == "page-template" && what.contains(told),
            "{told}: {id} {what}"
        );
    }
    let whole = BUNDLED.find("[[block]]\nkind = \"holder\"").unwrap();
    let next = BUNDLED[whole + 9..].find("[[block]]").unwrap() + whole + 9;
    let (id, what) = office.refused(&BUNDLED[whole..next], "");
    assert!(
        id == "page-template" && what.contains("exactly one block"),
        "{what}"
    );

    // What the file alone does not tell is told by the page: which text, and by how much.
    for (old, new, told) in [
        (
            "pt = 9.5, least_pt = 5.5",
            "pt = 24.0, least_pt = 24.0",
            "Nama",
        ),
        ("portrait = [36.0, 48.0]", "portrait = [130.0, 48.0]", "QR"),
        ("row = 10.4", "row = 40.0", "Paspor"),
    ] {
        let (id, what) = office.refused(old, new);
        assert!(id == "page-field-overflow", "{told}: {id} {what}");
    }
    assert_eq!(
        office.refused("hand = 21.0", "hand = 100.0").0,
        "page-overflow"
    );
}
