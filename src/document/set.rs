//! How a document is set: margins, rooms and types; usually those of every report, for one page a template's own.

use super::words::Style;
use crate::drawing::{Face, Ink};

/// Labels, heads, what is less than the matter.
pub(super) const PALE: Ink = Ink::Tint(68);

/// Lengths in millimetres, and types by what they are for.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    /// Left and right of the matter.
    pub(super) side: f32,
    pub(super) top: f32,
    pub(super) foot: f32,
    /// Side of the emblem.
    pub(super) emblem: f32,
    /// Between blocks.
    pub(super) gap: f32,
    /// Room for a hand and a stamp.
    pub(super) hand: f32,
    pub(super) above: Style,
    pub(super) office: Style,
    pub(super) small: Style,
    pub(super) title: Style,
    pub(super) subtitle: Style,
    pub(super) heading: Style,
    pub(super) label: Style,
    pub(super) value: Style,
    pub(super) body: Style,
    pub(super) signer: Style,
    pub(super) note: Style,
}

impl Set {
    /// Width of the matter on standing A4, in millimetres.
    pub fn matter(&self) -> f32 {
        210.0 - 2.0 * self.side
    }
}

impl Default for Set {
    fn default() -> Self {
        let regular = |size| Style::new(Face::Regular, size);
        Self {
            side: 21.0,
            top: 16.0,
            foot: 11.0,
            emblem: 18.0,
            gap: 3.4,
            hand: 21.0,
            above: Style::new(Face::Medium, 8.2).ink(PALE),
            office: Style::new(Face::Bold, 12.5).leading(1.3),
            small: regular(7.6).ink(PALE),
            title: Style::new(Face::Bold, 17.0).leading(1.2),
            subtitle: regular(10.5).ink(PALE),
            heading: Style::new(Face::SemiBold, 12.0).leading(1.3),
            label: regular(9.5).ink(PALE),
            value: Style::new(Face::Medium, 9.5),
            body: regular(9.5),
            signer: Style::new(Face::SemiBold, 9.5),
            note: regular(8.0).ink(PALE),
        }
    }
}
