//! A printer as the office knows it: resolution, reach, flip, and how it is put right; a file for each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calibrate::Correction;
use super::plan::{Flip, Margins, Side};
use super::spool::{Duplex, Ticket};
use super::{Error, Page};
use crate::drawing::{Dpi, Drawing, Mm, Rect, Size};

/// Version of the file.
const VERSION: u32 = 1;
/// Resolutions that are printers'.
const LEAST_DPI: u16 = 100;
const MOST_DPI: u16 = 4800;

/// What a printer is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name at the system.
    pub printer: String,
    /// Its resolution: a code's modules are whole dots of it.
    pub dpi: Dpi,
    /// Dots a module, where the template's own count reads badly on this printer.
    pub dots_a_module: Option<u16>,
    /// What it leaves white.
    pub unprintable: Margins,
    /// How far over the card's edge its driver wants art; 0 for none.
    pub over_edge: Mm,
    /// Prints both sides by itself.
    pub duplex: bool,
    /// Over which edge it turns a card or sheet.
    pub flip: Flip,
    /// Pure black goes to a resin panel of its own: text, codes and zone are said in the black its driver looks for.
    pub resin_black: bool,
    /// Options its driver wants, e.g. `Ribbon` and `YMCKO`.
    pub options: BTreeMap<String, String>,
    /// By tray and side, as read from a ruler page.
    pub corrections: Vec<Calibrated>,
}

/// One tray and side put right.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// As the office calls the tray; empty for the only one.
    pub tray: String,
    /// Which side.
    pub side: Side,
    /// What puts it right.
    pub correction: Correction,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    version: u32,
    printer: String,
    dpi: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    dots_a_module: Option<u16>,
    /// Left, top, right, bottom.
    unprintable_mm: [f32; 4],
    over_edge_mm: f32,
    duplex: bool,
    flip: String,
    resin_black: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    options: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    calibrated: Vec<CalibratedFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalibratedFile {
    tray: String,
    side: String,
    x_mm: f64,
    y_mm: f64,
    scale_x: f64,
    scale_y: f64,
    skew_deg: f64,
}

fn refused(what: impl Into<String>) -> Error {
    Error::Profile(what.into())
}

impl Profile {
    /// A printer nobody has described: 300 dots, turned like a page of a card, nothing put right.
    pub fn new(printer: &str) -> Self {
        Self {
            printer: printer.to_owned(),
            dpi: Dpi(300),
            dots_a_module: None,
            unprintable: Margins::default(),
            over_edge: Mm(0.0),
            duplex: true,
            flip: Flip::Short,
            resin_black: true,
            options: BTreeMap::new(),
            corrections: Vec::new(),
        }
    }

    /// Reads a profile's file.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let file: ProfileFile = toml::from_str(toml).map_err(|error| refused(error.message()))?;
        if file.version != VERSION {
            return Err(refused("of another version"));
        }
        if !(LEAST_DPI..=MOST_DPI).contains(&file.dpi) || file.dots_a_module == Some(0) {
            return Err(refused("no resolution of a printer"));
        }
        let mut lengths = file.unprintable_mm.iter().chain([&file.over_edge_mm]);
        if !lengths.all(|length| (0.0..=50.0).contains(length)) {
            return Err(refused("a length is not 0 to 50 mm"));
        }
        let [left, top, right, bottom] = file.unprintable_mm.map(Mm);
        let corrections = file.calibrated.into_iter().map(|calibrated| {
            let side = match calibrated.side.as_str() {
                "front" => Side::Front,
                "back" => Side::Back,
                _ => return Err(refused("a side is neither front nor back")),
            };
            let correction = Correction {
                x_mm: calibrated.x_mm,
                y_mm: calibrated.y_mm,
                scale_x: calibrated.scale_x,
                scale_y: calibrated.scale_y,
                skew_deg: calibrated.skew_deg,
            };
            Ok(Calibrated {
                tray: calibrated.tray,
                side,
                correction: correction.judged()?,
            })
        });
        Ok(Self {
            printer: file.printer,
            dpi: Dpi(file.dpi),
            dots_a_module: file.dots_a_module,
            unprintable: Margins {
                left,
                top,
                right,
                bottom,
            },
            over_edge: Mm(file.over_edge_mm),
            duplex: file.duplex,
            flip: match file.flip.as_str() {
                "long" => Flip::Long,
                "short" => Flip::Short,
                _ => return Err(refused("the flip is neither long nor short")),
            },
            resin_black: file.resin_black,
            options: file.options,
            corrections: corrections.collect::<Result<_, _>>()?,
        })
    }

    /// The file that [`Profile::parse`] reads.
    pub fn to_toml(&self) -> Result<String, Error> {
        let Margins {
            left,
            top,
            right,
            bottom,
        } = self.unprintable;
        let calibrated = self.corrections.iter().map(|of| CalibratedFile {
            tray: of.tray.clone(),
            side: match of.side {
                Side::Front => "front",
                Side::Back => "back",
            }
            .to_owned(),
            x_mm: of.correction.x_mm,
            y_mm: of.correction.y_mm,
            scale_x: of.correction.scale_x,
            scale_y: of.correction.scale_y,
            skew_deg: of.correction.skew_deg,
        });
        let file = ProfileFile {
            version: VERSION,
            printer: self.printer.clone(),
            dpi: self.dpi.0,
            dots_a_module: self.dots_a_module,
            unprintable_mm: [left.0, top.0, right.0, bottom.0],
            over_edge_mm: self.over_edge.0,
            duplex: self.duplex,
            flip: match self.flip {
                Flip::Long => "long",
                Flip::Short => "short",
            }
            .to_owned(),
            resin_black: self.resin_black,
            options: self.options.clone(),
            calibrated: calibrated.collect(),
        };
        toml::to_string(&file).map_err(|error| refused(error.to_string()))
    }

    /// What puts that tray and side right; nothing if it was never measured.
    pub fn correction(&self, tray: &str, side: Side) -> Correction {
        let mut known = self.corrections.iter();
        known
            .find(|of| of.tray == tray && of.side == side)
            .map_or(Correction::NONE, |of| of.correction)
    }

    /// Keeps what was measured in place of what was known of that tray and side.
    pub fn calibrate(&mut self, tray: &str, side: Side, correction: Correction) {
        self.corrections
            .retain(|of| of.tray != tray || of.side != side);
        self.corrections.push(Calibrated {
            tray: tray.to_owned(),
            side,
            correction,
        });
    }

    /// Both sides of a card as this printer wants them: art over the edge by whole dots, the back turned for its flip,
    /// everything put right.
    pub fn card(&self, front: &Drawing, back: &Drawing, tray: &str) -> [Page; 2] {
        let over = self.over();
        let lies = front.size.width.0 >= front.size.height.0;
        let front = Page::with_bleed(front, over);
        let mut back = Page::with_bleed(back, over);
        // A lying card turned over its long edge stands on its head.
        if lies == (self.flip == Flip::Long) {
            back = back.half_turned();
        }
        self.corrected([front, back], tray)
    }

    /// Size of the pages that [`Profile::card`] makes of a card.
    pub fn page(&self, card: Size) -> Size {
        let Rect { width, height, .. } = card.rect().grown(self.over());
        Size { width, height }
    }

    fn over(&self) -> Mm {
        let dot = self.dpi.dot().0;
        Mm((self.over_edge.0 / dot).round() * dot)
    }

    /// The tray that is meant where nobody names one: the only one, or the first that was measured.
    pub fn usual_tray(&self) -> &str {
        let trays = || self.corrections.iter().map(|of| of.tray.as_str());
        let nameless = trays().any(str::is_empty);
        trays().next().filter(|_| !nameless).unwrap_or_default()
    }

    /// A front and its back put right for that tray.
    pub fn corrected(&self, pages: [Page; 2], tray: &str) -> [Page; 2] {
        let [front, back] = pages;
        [(front, Side::Front), (back, Side::Back)].map(|(page, side)| {
            let by = self.correction(tray, side).map(page.size);
            page.corrected(by)
        })
    }

    /// How a file goes to it: both sides over the edge `flip` names where it turns paper.
    pub fn ticket(&self, title: &str, size: Size, flip: Flip) -> Ticket {
        let options = self.options.iter();
        Ticket {
            title: title.to_owned(),
            size,
            sides: if self.duplex {
                Duplex::Both(flip)
            } else {
                Duplex::Off
            },
            dpi: self.dpi,
            options: options
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_comes_back_from_its_file() {
        let mut profile = Profile::new("kartu");
        profile.unprintable.top = Mm(1.5);
        profile.over_edge = Mm(1.0);
        profile.flip = Flip::Long;
        profile
            .options
            .insert("Ribbon".to_owned(), "YMCKO".to_owned());
        let correction = Correction {
            x_mm: 0.3,
            y_mm: -0.2,
            scale_x: 1.002,
            scale_y: 0.999,
            skew_deg: 0.05,
        };
        profile.calibrate("atas", Side::Back, correction);
        assert_eq!(
            Profile::parse(&profile.to_toml().unwrap()),
            Ok(profile.clone())
        );
        assert_eq!(profile.correction("atas", Side::Front), Correction::NONE);
        assert_eq!(profile.usual_tray(), "atas");
        for (from, to) in [
            ("version = 1", "version = 2"),
            ("dpi = 300", "dpi = 0"),
            ("\"back\"", "\"left\""),
            ("x_mm = 0.3", "x_mm = 30"),
            ("1.5", "-1"),
        ] {
            let file = profile.to_toml().unwrap().replace(from, to);
            assert!(Profile::parse(&file).is_err(), "{to}");
        }
    }

    #[test]
    fn a_card_is_as_its_printer_wants_it() {
        let drawing = Drawing::new(Size::ID1);
        let mut profile = Profile::new("kartu");
        let [front, back] = profile.card(&drawing, &drawing, "");
        assert_eq!((front.size, back.size), (Size::ID1, Size::ID1));
        let upright = back.warp;
        profile.flip = Flip::Long;
        profile.over_edge = Mm(1.0);
        let [front, back] = profile.card(&drawing, &drawing, "");
        assert!((front.trim.x.0 - 1.016).abs() < 0.001, "whole dots");
        assert_eq!(front.size, profile.page(Size::ID1));
        assert_eq!(upright, super::super::Affine::IDENTITY);
        assert!(back.warp.a < 0.0 && back.warp.d < 0.0, "half a turn");
    }
}
