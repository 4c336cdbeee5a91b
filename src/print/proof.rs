//! PDF to pixels with hayro; hostile files end in an error.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_syntax;
use hayro::hayro_syntax::page::{Page, Pages};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use super::{Error, Luma, Raster};
use crate::drawing::{Dpi, Mm, Size};

/// Largest file read.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Largest page rasterised of any file: A3+ at 300 dpi.
const MAX_PIXELS: f64 = 22_500_000.0;
/// Largest page rasterised for a printer: A4 at 600 dpi. One at a time, it takes 140 MB.
const MAX_PRINTED: f64 = 36_000_000.0;
/// Longest side rasterised.
const MAX_SIDE: f64 = 20_000.0;

/// The first pages as pixels, as many of them as there are.
pub(super) fn raster(file: &Arc<[u8]>, dpi: Dpi, most: usize) -> Result<Vec<Raster>, Error> {
    careful(file, |pages| {
        let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
        let pages = pages.iter().take(most);
        pages
            .map(|page| render_page(page, (&cache, &settings), dpi, MAX_PIXELS).map(raster_of))
            .collect()
    })
}

/// The brightness of one page.
pub(super) fn luma(file: &Arc<[u8]>, dpi: Dpi, page: usize) -> Result<Option<Luma>, Error> {
    careful(file, |pages| {
        let Some(page) = pages.get(page) else {
            return Ok(None);
        };
        let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
        let pixmap = render_page(page, (&cache, &settings), dpi, MAX_PIXELS)?;
        Ok(Some(Luma {
            width_px: pixmap.width().into(),
            height_px: pixmap.height().into(),
            luma: super::luma(pixmap.data_as_u8_slice()),
        }))
    })
}

/// Every page, each let go before the next.
pub(super) fn each<E: From<Error>>(
    file: &Arc<[u8]>,
    dpi: Dpi,
    most: usize,
    each: &mut dyn FnMut(Raster) -> Result<(), E>,
) -> Result<(), E> {
    careful(file, |pages| {
        if most < pages.len() {
            return Err(unreadable("too many pages").into());
        }
        let settings = InterpreterSettings::default();
        for page in pages.iter() {
            // A cache of all pages would hold every portrait of the file.
            let cache = RenderCache::new();
            let pixmap = render_page(page, (&cache, &settings), dpi, MAX_PRINTED)?;
            each(raster_of(pixmap))?;
        }
        Ok(())
    })
}

/// That density, or the largest whole part of it at which such a page is no larger than may be.
pub(super) fn dpi_for(size: Size, wanted: Dpi) -> Dpi {
    /// Fewer dots than this part of the wanted are never needed for a sheet.
    const MOST_PARTS: u16 = 8;
    let fits = |dpi: &u16| {
        let side = |length: Mm| (f64::from(length.0) / 25.4 * f64::from(*dpi)).ceil();
        side(size.width) * side(size.height) <= MAX_PRINTED
    };
    let mut parts = (1..MOST_PARTS).map(|part| wanted.0 / part);
    Dpi(parts.find(fits).unwrap_or(wanted.0 / MOST_PARTS))
}

/// The reader is careful, but it is not ours: a panic inside it is the file's fault.
fn careful<T, E: From<Error>>(
    file: &Arc<[u8]>,
    read: impl FnOnce(&Pages<'_>) -> Result<T, E>,
) -> Result<T, E> {
    if MAX_BYTES < file.len() {
        return Err(unreadable("larger than 64 MiB").into());
    }
    let whole = || {
        let pdf = hayro_syntax::Pdf::new(Arc::new(Arc::clone(file))).map_err(|error| {
            let what = match error {
                hayro_syntax::LoadPdfError::Decryption(_) => "locked by a password",
                hayro_syntax::LoadPdfError::Invalid => "no PDF, or damaged",
            };
            unreadable(what)
        })?;
        let pages = pdf.pages();
        if pages.is_empty() {
            return Err(unreadable("no pages").into());
        }
        read(pages)
    };
    catch_unwind(AssertUnwindSafe(whole))
        .unwrap_or_else(|_| Err(unreadable("the reader gave up").into()))
}

fn unreadable(what: &str) -> Error {
    Error::Unreadable(what.to_owned())
}

fn render_page<'a>(
    page: &'a Page<'a>,
    (cache, settings): (&RenderCache<'a>, &InterpreterSettings),
    dpi: Dpi,
    most_pixels: f64,
) -> Result<Pixmap, Error> {
    let scale = f64::from(dpi.0) / 72.0;
    let (width, height) = page.render_dimensions();
    let (width, height) = (
        (f64::from(width) * scale).round(),
        (f64::from(height) * scale).round(),
    );
    let whole = 1.0..=MAX_SIDE;
    if !whole.contains(&width) || !whole.contains(&height) || most_pixels < width * height {
        return Err(unreadable("page too large, or empty"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 to 20,000, checked above"
    )]
    let (width, height) = (width as u16, height as u16);
    let mut context = RenderContext::new(width, height);
    let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    render_into(
        page,
        cache,
        settings,
        &RenderSettings::default(),
        &mut context,
        transform,
    );
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    context.render_with(
        &mut pixmap,
        &mut Resources::default(),
        RasterizerSettings {
            target_init: TargetInit::Clear(WHITE),
            ..Default::default()
        },
    );
    Ok(pixmap)
}

fn raster_of(pixmap: Pixmap) -> Raster {
    Raster {
        width_px: pixmap.width().into(),
        height_px: pixmap.height().into(),
        rgba: pixmap.data_as_u8_slice().into(),
    }
}
