//! Shows a card side or a portrait: a texture made once and set again, with the card's round corners.

use crate::desk::theme::{self, Weight};
use crate::portrait;
use crate::station::Preview;
use eframe::egui::{
    self, Color32, ColorImage, CornerRadius, FontSelection, Image, Mesh, Pos2, Rect, Response,
    Sense, Stroke, StrokeKind, TextureFilter, TextureHandle, TextureOptions, Ui, Vec2,
    accesskit::Role, epaint::Vertex, load::SizedTexture, vec2,
};
use std::sync::Arc;

/// Height of an ID-1 card over its width.
pub const RATIO: f32 = 53.98 / 85.60;

/// Corner radius of an ID-1 card over its width.
const CORNER: f32 = 3.18 / 85.60;

/// Both sides as pictures, made on a worker's thread.
#[derive(Clone)]
pub struct Sides {
    pub front: Arc<ColorImage>,
    pub back: Arc<ColorImage>,
}

impl From<&Preview> for Sides {
    fn from(preview: &Preview) -> Self {
        let (front, back) = (&preview.front, &preview.back);
        Self {
            front: Arc::new(ColorImage::from_rgba_premultiplied(
                size(front.width_px, front.height_px),
                &front.rgba,
            )),
            back: Arc::new(ColorImage::from_rgba_premultiplied(
                size(back.width_px, back.height_px),
                &back.rgba,
            )),
        }
    }
}

/// A still as a picture of the screen, at most `max_px` wide; every nth pixel, which is enough to aim by.
pub fn still_picture(still: &portrait::Still, max_px: u32) -> ColorImage {
    let [width, height] = size(still.width_px, still.height_px);
    let step = still.width_px.div_ceil(max_px.max(1)).max(1) as usize;
    if step == 1 {
        return ColorImage::from_rgb([width, height], &still.rgb);
    }
    let (columns, rows) = (width / step, height / step);
    let mut rgb = Vec::with_capacity(columns * rows * 3);
    for line in still.rgb.chunks_exact(width * 3).step_by(step).take(rows) {
        for pixel in line.chunks_exact(3).step_by(step).take(columns) {
            rgb.extend_from_slice(pixel);
        }
    }
    ColorImage::from_rgb([columns, rows], &rgb)
}

fn size(width_px: u32, height_px: u32) -> [usize; 2] {
    [width_px as usize, height_px as usize]
}

/// One texture, created when the first picture comes and set afterwards.
#[derive(Default)]
pub struct Picture {
    texture: Option<TextureHandle>,
}

impl Picture {
    /// Shows `image` from now on.
    pub fn set(&mut self, ctx: &egui::Context, name: &str, image: impl Into<egui::ImageData>) {
        let options = TextureOptions {
            mipmap_mode: Some(TextureFilter::Linear),
            ..TextureOptions::LINEAR
        };
        match &mut self.texture {
            Some(texture) => texture.set(image, options),
            None => self.texture = Some(ctx.load_texture(name, image, options)),
        }
    }

    /// Shows nothing from now on.
    pub fn clear(&mut self) {
        self.texture = None;
    }

    /// Size of the picture in pixels, if there is one.
    pub fn size_px(&self) -> Option<Vec2> {
        self.texture.as_ref().map(TextureHandle::size_vec2)
    }

    /// Paints a part of it that may be turned into `rect`: its corners clockwise from the top left one, as shares of the picture.
    pub fn paint_corners(&self, ui: &Ui, rect: Rect, uv: [Pos2; 4]) {
        let Some(texture) = &self.texture else {
            return;
        };
        let mut mesh = Mesh::with_texture(texture.id());
        let corners = [
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
        ];
        mesh.vertices
            .extend(corners.into_iter().zip(uv).map(|(pos, uv)| Vertex {
                pos,
                uv,
                color: Color32::WHITE,
            }));
        mesh.indices.extend([0, 1, 2, 0, 2, 3]);
        ui.painter().add(mesh);
    }

    /// Paints it into `rect`, `uv` of it.
    pub fn paint(&self, ui: &Ui, rect: Rect, uv: Rect, radius: f32) {
        if let Some(texture) = &self.texture {
            Image::from_texture(SizedTexture::from_handle(texture))
                .uv(uv)
                .corner_radius(corner(radius))
                .paint_at(ui, rect);
        }
    }
}

/// The whole of a picture.
pub fn whole() -> Rect {
    Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0))
}

fn corner(radius: f32) -> CornerRadius {
    CornerRadius::from(radius)
}

/// A card side `width` points wide; `placeholder` stands there while there is no picture.
pub fn side_ui(
    ui: &mut Ui,
    picture: &Picture,
    width: f32,
    name: &str,
    placeholder: &str,
) -> Response {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, width * RATIO), Sense::hover());
    let drawn = picture.texture.is_some();
    let words = if drawn || placeholder.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {placeholder}")
    };
    super::name(&response, Role::Image, &words);
    let radius = width * CORNER;
    if drawn {
        let shadow = egui::Shadow {
            offset: [0, 3],
            blur: 12,
            spread: 0,
            color: tokens.shadow,
        };
        ui.painter().add(shadow.as_shape(rect, corner(radius)));
        picture.paint(ui, rect, whole(), radius);
        ui.painter().rect_stroke(
            rect,
            corner(radius),
            Stroke::new(1.0, tokens.border),
            StrokeKind::Outside,
        );
    } else {
        skeleton(ui, rect, radius, placeholder);
    }
    response
}

fn skeleton(ui: &Ui, rect: Rect, radius: f32, text: &str) {
    let tokens = theme::of(ui);
    let painter = ui.painter();
    painter.rect(
        rect,
        corner(radius),
        tokens.hover,
        Stroke::new(1.0, tokens.border),
        StrokeKind::Inside,
    );
    let unit = rect.width() / 85.6;
    let block = |x: f32, y: f32, w: f32, h: f32, color: Color32| {
        let block = Rect::from_min_size(rect.min + vec2(x, y) * unit, vec2(w, h) * unit);
        painter.rect_filled(block, CornerRadius::same(3), color);
    };
    block(4.0, 3.2, 34.0, 3.2, tokens.border);
    block(70.0, 3.2, 11.5, 3.2, tokens.border);
    block(4.0, 12.6, 25.0, 32.0, tokens.border);
    for (y, w) in [
        (13.5, 26.0),
        (20.0, 40.0),
        (26.5, 34.0),
        (33.0, 44.0),
        (39.5, 22.0),
    ] {
        block(33.0, y, w, 3.0, tokens.border);
    }
    let font = theme::font(Weight::Medium, 14.0);
    let galley = painter.layout(
        text.to_owned(),
        FontSelection::FontId(font).resolve(ui.style()),
        tokens.muted,
        rect.width() - 40.0,
    );
    let place = Rect::from_center_size(rect.center(), galley.size() + vec2(24.0, 14.0));
    painter.rect(
        place,
        CornerRadius::same(theme::FIELD_RADIUS),
        tokens.panel,
        Stroke::new(1.0, tokens.border),
        StrokeKind::Inside,
    );
    painter.galley(place.center() - galley.size() / 2.0, galley, tokens.muted);
}
