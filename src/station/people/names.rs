//! The lists invented people are put together from, `resources/demo/names.toml`.

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesFile {
    pub(super) jobs: JobsFile,
    pub(super) guarantors: GuarantorsFile,
    pub(super) streets: StreetsFile,
    pub(super) nation: Vec<NationFile>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JobsFile {
    pub(super) work: Vec<String>,
    pub(super) invest: Vec<String>,
    pub(super) study: Vec<String>,
    pub(super) family: Vec<String>,
    pub(super) child: Vec<String>,
    pub(super) retire: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuarantorsFile {
    pub(super) companies: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) people: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StreetsFile {
    pub(super) names: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NationFile {
    pub(super) code: String,
    pub(super) weight: u32,
    pub(super) surname_first: bool,
    pub(super) passport: String,
    pub(super) surnames: Vec<String>,
    pub(super) male: Vec<String>,
    pub(super) female: Vec<String>,
    pub(super) cities: Vec<String>,
}

impl NamesFile {
    /// The lists shipped with the program. A test reads them, so that they are never the empty ones in earnest.
    pub(super) fn bundled() -> Self {
        toml::from_str(include_str!("../../../resources/demo/names.toml")).unwrap_or_default()
    }
}
