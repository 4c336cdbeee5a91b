//! Colours for a press: sRGB to the inks of its printing condition, by the profile that the file then carries.

use std::sync::OnceLock;

use moxcms::{ColorProfile, Layout, RenderingIntent, Transform8BitExecutor, TransformOptions};
use std::sync::Arc;

/// Coated stock printed to FOGRA39; how it was made stands in `resources/colour/README.md`.
pub(super) const PROFILE: &[u8] = include_bytes!("../../resources/colour/cmyk.icc");
/// Its printing condition in the registry of characterisations at www.color.org.
pub(super) const CONDITION: &str = "FOGRA39";

/// From sRGB to the press's inks.
#[derive(Clone)]
pub(super) struct Press {
    transform: Arc<Transform8BitExecutor>,
}

impl Press {
    /// The bundled condition; none if the profile cannot be used, which a test excludes.
    pub(super) fn bundled() -> Option<Self> {
        static PRESS: OnceLock<Option<Press>> = OnceLock::new();
        PRESS.get_or_init(Self::read).clone()
    }

    fn read() -> Option<Self> {
        let inks = ColorProfile::new_from_slice(PROFILE).ok()?;
        let options = TransformOptions {
            rendering_intent: RenderingIntent::Perceptual,
            ..TransformOptions::default()
        };
        let transform = ColorProfile::new_srgb()
            .create_transform_8bit(Layout::Rgb, &inks, Layout::Rgba, options)
            .ok()?;
        Some(Self { transform })
    }

    /// One colour. White is bare stock, whatever the profile's tables round it to.
    pub(super) fn ink(&self, rgb: [u8; 3]) -> [u8; 4] {
        let mut inks = [0; 4];
        if rgb != [u8::MAX; 3] {
            self.transform.transform(&rgb, &mut inks).ok(); // lengths match, which is all it asks
        }
        inks
    }

    /// A picture's pixels.
    pub(super) fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let mut inks = vec![0; rgb.len() / 3 * 4];
        self.transform.transform(rgb, &mut inks).ok(); // lengths match, which is all it asks
        inks
    }
}
