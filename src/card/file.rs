//! A template file as written: TOML tables and their keys; judged in `template`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateFile {
    /// Stable name.
    pub(super) name: String,
    /// `kitas` or `kitap`: of which permits it makes cards.
    pub(super) kind: String,
    /// Dots of a 300 dpi printer a QR module takes.
    pub(super) dots_per_module: u8,
    /// `#RRGGBB` by name.
    pub(super) colour: BTreeMap<String, String>,
    /// Type by name.
    pub(super) style: BTreeMap<String, StyleFile>,
    /// Lines along which the specimen mark runs, by side.
    pub(super) specimen: SpecimenFile,
    /// Portrait side, painted in order.
    pub(super) front: Vec<Spanned<ElementFile>>,
    /// QR side, painted in order.
    pub(super) back: Vec<Spanned<ElementFile>>,
}

/// Type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StyleFile {
    /// `regular`, `italic`, `medium`, `semibold`, `bold`, `mono`, `mono-bold`.
    pub(super) face: String,
    /// Size.
    pub(super) pt: f32,
    /// Size it may shrink to; the size itself if absent.
    pub(super) least_pt: Option<f32>,
    /// Baseline to baseline in parts of the size.
    pub(super) leading: Option<f32>,
    /// Thousandths of the size between letters.
    pub(super) tracking: Option<i16>,
    /// A colour's name.
    pub(super) ink: Option<String>,
}

/// Where the specimen mark runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecimenFile {
    /// Baseline on the front: from x, y to x, y.
    pub(super) front: [f32; 4],
    /// Baseline on the back.
    pub(super) back: [f32; 4],
}

/// One element. Which keys it needs depends on its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ElementFile {
    /// The draft field's id where it shows one, so that an overflow names the field; unique on its side, save for
    /// alternatives with different `if`.
    pub(super) id: String,
    /// `area`, `rule`, `waves`, `emblem`, `portrait`, `signature`, `text`, `field`, `qr`, `mrz`.
    pub(super) kind: String,
    /// Top left corner; for text the left end of its baseline.
    pub(super) at: [f32; 2],
    /// Width and height.
    pub(super) size: Option<[f32; 2]>,
    /// Width of text or rule.
    pub(super) width: Option<f32>,
    /// Most lines of text; 1 if absent.
    pub(super) lines: Option<usize>,
    /// Room above the baseline; the capitals' height if absent.
    pub(super) rise: Option<f32>,
    /// Room below the baseline; none if absent.
    pub(super) drop: Option<f32>,
    /// Of the value.
    pub(super) style: Option<String>,
    /// Of the value that follows in the same line.
    pub(super) aside_style: Option<String>,
    /// `left`, `centre`, `right`.
    pub(super) align: Option<String>,
    /// Indonesian and English label.
    pub(super) label: Option<[String; 2]>,
    /// Baseline of the label above that of the value.
    pub(super) label_rise: Option<f32>,
    /// Fixed words.
    pub(super) text: Option<String>,
    /// Name of what to show.
    pub(super) value: Option<String>,
    /// Name of what follows it, smaller, where there is room.
    pub(super) aside: Option<String>,
    /// Fixed words that follow it, smaller, where there is room.
    pub(super) aside_text: Option<String>,
    /// Shown only if this value is not empty; with `!`, only if it is.
    #[serde(rename = "if")]
    pub(super) condition: Option<String>,
    /// A colour's name.
    pub(super) ink: Option<String>,
    /// Of corners.
    pub(super) radius: Option<f32>,
}
