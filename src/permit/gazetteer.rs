//! The areas of Indonesia, from `resources/regions/*.csv`: codes of the ministry of home affairs, names, and who lies in whom.

use super::Gazetteer;

/// Kota Bekasi, Kabupaten Bekasi: the office's own area, in the order its lists show them.
pub(super) const BEKASI: [&str; 2] = ["32.75", "32.16"];

/// One area. Its code begins with the code of the area it lies in.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// `name` as `fold` writes it.
    folded: String,
}

impl Area {
    /// Whether `name` is its name, in any case and with or without blanks.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.folded == fold(name)
    }

    /// Whether districts and villages of the area are listed.
    pub(super) fn is_own(&self) -> bool {
        BEKASI.contains(&self.code)
    }

    /// `fold`ed without `Kota` or `Kabupaten`.
    fn bare(&self) -> &str {
        let folded = self.folded.as_str();
        let rest = folded
            .strip_prefix("kabupaten")
            .or_else(|| folded.strip_prefix("kota"));
        let rest = rest.unwrap_or(folded);
        rest.strip_prefix("administrasi").unwrap_or(rest)
    }
}

impl Gazetteer {
    /// Code and name of each regency of the office's own area, whose districts are listed.
    pub fn own(&self) -> Vec<(&'static str, &'static str)> {
        let own = self.regencies.iter().filter(|area| area.is_own());
        own.map(|area| (area.code, area.name)).collect()
    }
}

/// See `Gazetteer::bundled`.
pub(super) fn bundled() -> Gazetteer {
    let mut regencies = areas(include_str!("../../resources/regions/regencies.csv"));
    regencies.sort_by_key(|area| {
        let own = BEKASI.iter().position(|code| *code == area.code);
        (own.unwrap_or(BEKASI.len()), area.name)
    });
    Gazetteer {
        provinces: areas(include_str!("../../resources/regions/provinces.csv")),
        regencies,
        districts: areas(include_str!("../../resources/regions/districts.csv")),
        villages: areas(include_str!("../../resources/regions/villages.csv")),
    }
}

/// Lines `code,name` after a heading.
fn areas(csv: &'static str) -> Vec<Area> {
    let rows = csv.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.map(|(code, name)| Area {
        code,
        name,
        folded: fold(name),
    })
    .collect()
}

/// Lower case, letters and digits alone, the usual short forms written out.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split([' ', '.', '\u{A0}']) {
        let start = folded.len();
        folded.extend(
            word.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase),
        );
        let long = match folded.get(start..) {
            Some("kab") => "kabupaten",
            Some("adm") => "administrasi",
            Some("di") => "daerahistimewa",
            Some("diy") => "daerahistimewayogyakarta",
            Some(_) | None => continue,
        };
        folded.truncate(start);
        folded.push_str(long);
    }
    folded
}

/// Names of the areas that lie in `parent`.
pub(super) fn names(areas: &[Area], parent: &Area) -> Vec<&'static str> {
    areas
        .iter()
        .filter(|area| lies_in(area, parent))
        .map(|area| area.name)
        .collect()
}

/// The area of that name which lies in `parent`.
fn called<'a>(areas: &'a [Area], parent: &Area, name: &str) -> Option<&'a Area> {
    let folded = fold(name);
    areas
        .iter()
        .find(|area| area.folded == folded && lies_in(area, parent))
}

fn lies_in(area: &Area, parent: &Area) -> bool {
    let rest = area.code.strip_prefix(parent.code);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

impl Gazetteer {
    /// A regency or city by its whole name, or without `Kota` or `Kabupaten` where only one is called so.
    pub(super) fn regency(&self, name: &str) -> Option<&Area> {
        let folded = fold(name);
        if let Some(area) = self.regencies.iter().find(|area| area.folded == folded) {
            return Some(area);
        }
        // `Kota Jakarta Pusat` is in full `Kota Administrasi Jakarta Pusat`.
        let city = folded.strip_prefix("kota").filter(|rest| !rest.is_empty());
        let mut called = self.regencies.iter().filter(|area| match city {
            Some(rest) => area.folded.starts_with("kota") && area.bare() == rest,
            None => area.bare() == folded,
        });
        let first = called.next()?;
        called.next().is_none().then_some(first)
    }

    /// The province of a regency.
    pub(super) fn province_of(&self, regency: &Area) -> Option<&Area> {
        let code = regency.code.split('.').next()?;
        self.provinces.iter().find(|area| area.code == code)
    }

    /// A district of the regency.
    pub(super) fn district(&self, regency: &Area, name: &str) -> Option<&Area> {
        called(&self.districts, regency, name)
    }

    /// A village of the district.
    pub(super) fn village(&self, district: &Area, name: &str) -> Option<&Area> {
        called(&self.villages, district, name)
    }
}
