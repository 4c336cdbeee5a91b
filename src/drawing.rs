//! Units and the display list: text, pictures, shapes and QR modules at places in millimetres; no card, no PDF.

use std::sync::Arc;

/// Millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Mm(pub f32);

/// Dots an inch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dpi(pub u16);

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub width: Mm,
    pub height: Mm,
}

/// One page side: what stands where, painted in order. Origin top left, y down.
#[derive(Clone)]
pub struct Drawing {
    pub size: Size,
    pub items: Vec<Item>,
}

/// One painted thing (owner of this room completes the list).
#[derive(Clone)]
pub enum Item {
    /// A JPEG, passed through to the PDF unchanged.
    Jpeg {
        file: Arc<[u8]>,
    },
}
