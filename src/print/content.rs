//! One page: a drawing's items as printpdf operations; knows fonts and pictures only by their resource names.

use printpdf::{
    Cmyk, Codepoint, Color, CurTransMat, Greyscale, Line, LineCapStyle, LineJoinStyle, LinePoint,
    Op, PaintMode, PdfFontHandle, PdfPage, Polygon, PolygonRing, Rgb, TextItem, TextMatrix,
    TextRenderingMode, WindingOrder, XObjectId, XObjectTransform,
};

use super::Error;
use super::font::thousandths;
use super::page::{Affine, Page, Part};
use super::pdf::Shared;
use super::repeats::Repeats;
use crate::drawing::{Drawing, Ink, Item, Mm, Outline, Point, Rect, Run, Step, Stroke};

/// Thousandths of an em a reader's pen may stray before it is put right: less than any device can show.
const STRAY: f64 = 0.01;

/// A page in the making.
struct Content<'a> {
    ops: Vec<Op>,
    shared: &'a mut Shared,
    /// Height of what is drawn, in points: the page's as its `MediaBox` says it, or a placed drawing's.
    height: f64,
}

/// All marks of a page. Its trim and bleed are said where the file is saved.
pub(super) fn page(page: &Page, repeats: &Repeats, shared: &mut Shared) -> Result<PdfPage, Error> {
    let (width, height) = (box_points(page.size.width), box_points(page.size.height));
    let mut content = Content {
        ops: Vec::new(),
        shared,
        height,
    };
    for part in &page.parts {
        content.part(part, repeats, page.warp, height)?;
    }
    let sheet = printpdf::Rect::from_wh(pt(width), pt(height));
    Ok(content.into_page(sheet))
}

/// A form as printpdf can write one: a page with nothing but its marks, as wide again on every side, for bleed lies outside.
pub(super) fn form(form: &Drawing, shared: &mut Shared) -> Result<PdfPage, Error> {
    let (width, height) = (box_points(form.size.width), box_points(form.size.height));
    let mut content = Content {
        ops: Vec::new(),
        shared,
        height,
    };
    for item in &form.items {
        content.item(item)?;
    }
    let bounds =
        printpdf::Rect::from_xywh(pt(-width), pt(-height), pt(3.0 * width), pt(3.0 * height));
    Ok(content.into_page(bounds))
}

/// Name of a form in the file.
pub(super) fn form_name(number: usize) -> XObjectId {
    XObjectId(format!("T{number}"))
}

/// Left, bottom, right and top of a box of the page, in points.
pub(super) fn corners(page: &Page, inner: Rect) -> [f32; 4] {
    let height = box_points(page.size.height);
    let box_real = |value: f64| real((value * 1000.0).round() / 1000.0);
    [
        box_real(points(inner.x)),
        box_real((height - points(inner.bottom())).max(0.0)),
        box_real(points(inner.right()).min(box_points(page.size.width))),
        box_real(height - points(inner.y)),
    ]
}

/// Millimetres in points, in double precision so that a QR module stays a whole number of dots.
fn points(length: Mm) -> f64 {
    f64::from(length.0) * 72.0 / 25.4
}

/// Length rounded as the page boxes say it: three decimals of a point.
fn box_points(length: Mm) -> f64 {
    (points(length) * 1000.0).round() / 1000.0
}

/// A number of at most four decimals, as it will stand in the file; no negative zero.
fn real(value: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "pages are metres at most: single precision holds a ten-thousandth of a point"
    )]
    let rounded = ((value * 10_000.0).round() / 10_000.0 + 0.0) as f32;
    rounded
}

/// A factor of a matrix: six decimals, so that a metre of paper is true to a thousandth of a millimetre.
fn factor(value: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "single precision holds a millionth of a number about one"
    )]
    let rounded = ((value * 1_000_000.0).round() / 1_000_000.0 + 0.0) as f32;
    rounded
}

fn pt(value: f64) -> printpdf::Pt {
    printpdf::Pt(real(value))
}

fn color(ink: Ink, shared: &Shared) -> Color {
    let press = shared.press();
    let black = |share: f64| {
        if shared.is_resin() {
            return Color::Greyscale(Greyscale::new(real(1.0 - share), None));
        }
        Color::Cmyk(Cmyk::new(0.0, 0.0, 0.0, real(share), None))
    };
    let share = |part: u8| real(f64::from(part) / 255.0);
    match ink {
        Ink::Rgb(r, g, b) | Ink::Glaze(r, g, b, _) if press.is_some() => {
            let [c, m, y, k] = press.map_or([0; 4], |press| press.ink([r, g, b]));
            Color::Cmyk(Cmyk::new(share(c), share(m), share(y), share(k), None))
        }
        Ink::K => black(1.0),
        Ink::Tint(percent) => black(f64::from(percent.min(100)) / 100.0),
        Ink::Rgb(r, g, b) | Ink::Glaze(r, g, b, _) => {
            Color::Rgb(Rgb::new(share(r), share(g), share(b), None))
        }
    }
}

/// A map of millimetres, y down, as a PDF's matrix: points, y up, from a drawing of that height to a page of that height.
fn matrix(map: Affine, inner: f64, outer: f64) -> [f32; 6] {
    let scale = 72.0 / 25.4;
    [
        factor(map.a),
        factor(-map.b),
        factor(-map.c),
        factor(map.d),
        real(map.c * inner + map.e * scale),
        real(outer - map.d * inner - map.f * scale),
    ]
}

impl Content<'_> {
    fn into_page(self, paper: printpdf::Rect) -> PdfPage {
        PdfPage {
            media_box: paper.clone(),
            trim_box: paper.clone(),
            crop_box: paper,
            ops: self.ops,
        }
    }

    fn point(&self, point: Point) -> printpdf::Point {
        printpdf::Point {
            x: pt(points(point.x)),
            y: pt(self.height - points(point.y)),
        }
    }

    /// A drawing on the page; where it lies as it is, no operation tells so.
    fn part(
        &mut self,
        part: &Part,
        repeats: &Repeats,
        warp: Affine,
        page_height: f64,
    ) -> Result<(), Error> {
        let drawing = &part.drawing;
        self.height = box_points(drawing.size.height);
        let at = part.at.then(warp);
        let moved = at != Affine::IDENTITY || part.window.is_some();
        if moved {
            self.ops.push(Op::SaveGraphicsState);
            self.ops.push(Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw(matrix(at, self.height, page_height)),
            });
        }
        if let Some(window) = part.window {
            self.polygon(&Outline::rounded(window, Mm(0.0)), PaintMode::Clip);
        }
        for (items, form) in repeats.stretches(drawing) {
            if let Some(number) = form {
                self.form(form_name(number), XObjectTransform::default());
                continue;
            }
            for item in items {
                self.item(item)?;
            }
        }
        if moved {
            self.ops.push(Op::RestoreGraphicsState);
        }
        Ok(())
    }

    fn item(&mut self, item: &Item) -> Result<(), Error> {
        self.ops.push(Op::SaveGraphicsState);
        match item {
            Item::Shape {
                outline,
                fill,
                stroke,
            } => self.shape(outline, *fill, *stroke),
            Item::Text(run) => self.text(run),
            Item::Jpeg {
                file,
                place,
                window,
                radius,
            } => {
                let picture = self.shared.jpeg(file)?;
                self.polygon(&Outline::rounded(*window, *radius), PaintMode::Clip);
                self.picture(picture, *place);
            }
            Item::Png { file, place } => {
                let picture = self.shared.png(file)?;
                self.picture(picture, *place);
            }
            Item::Modules {
                at,
                side,
                dark,
                module,
            } => self.modules(*at, *side, dark, *module),
        }
        self.ops.push(Op::RestoreGraphicsState);
        Ok(())
    }

    fn shape(&mut self, outline: &Outline, fill: Option<Ink>, stroke: Option<Stroke>) {
        if let Some(ink) = fill {
            self.fill(ink);
            self.polygon(outline, PaintMode::Fill);
        }
        if let Some(stroke) = stroke {
            self.pen(stroke);
            for (points, is_closed) in self.rings(outline) {
                let line = Line { points, is_closed };
                self.ops.push(Op::DrawLine { line });
            }
        }
    }

    fn polygon(&mut self, outline: &Outline, mode: PaintMode) {
        let rings = self.rings(outline).into_iter();
        let polygon = Polygon {
            rings: rings.map(|(points, _)| PolygonRing { points }).collect(),
            mode,
            winding_order: WindingOrder::NonZero,
        };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    /// The lines of an outline, and whether each is closed: every `Move` begins one.
    fn rings(&self, outline: &Outline) -> Vec<(Vec<LinePoint>, bool)> {
        let mut rings: Vec<(Vec<LinePoint>, bool)> = Vec::new();
        for step in outline.0.iter() {
            let mut add = |places: &[(Point, bool)]| {
                if let Some((points, _)) = rings.last_mut() {
                    points.extend(places.iter().map(|&(at, bezier)| LinePoint {
                        p: self.point(at),
                        bezier,
                    }));
                }
            };
            match *step {
                Step::Move(to) => {
                    let p = self.point(to);
                    rings.push((vec![LinePoint { p, bezier: false }], false));
                }
                Step::Line(to) => add(&[(to, false)]),
                Step::Curve(first, second, to) => {
                    add(&[(first, true), (second, true), (to, false)]);
                }
                Step::Close => {
                    if let Some((_, is_closed)) = rings.last_mut() {
                        *is_closed = true;
                    }
                }
            }
        }
        rings
    }

    fn fill(&mut self, ink: Ink) {
        if let Ink::Glaze(.., percent) = ink {
            let gs = self.shared.glaze(percent);
            self.ops.push(Op::LoadGraphicsState { gs });
        }
        self.ops.push(Op::SetFillColor {
            col: color(ink, self.shared),
        });
    }

    fn pen(&mut self, stroke: Stroke) {
        if let Ink::Glaze(.., percent) = stroke.ink {
            let gs = self.shared.glaze_of_pen(percent);
            self.ops.push(Op::LoadGraphicsState { gs });
        }
        self.ops.extend([
            Op::SetOutlineColor {
                col: color(stroke.ink, self.shared),
            },
            Op::SetOutlineThickness {
                pt: pt(points(stroke.width)),
            },
            Op::SetLineJoinStyle {
                join: LineJoinStyle::Round,
            },
            Op::SetLineCapStyle {
                cap: LineCapStyle::Round,
            },
        ]);
    }

    fn text(&mut self, run: &Run) {
        if run.text.is_empty() {
            return;
        }
        if let Some(stroke) = run.outline {
            self.pen(stroke);
        }
        self.fill(run.ink);
        let (number, font) = self.shared.font(run.face);
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont {
                font: PdfFontHandle::External(font),
                size: printpdf::Pt(run.size.0),
            },
        ]);
        if run.outline.is_some() {
            self.ops.push(Op::SetTextRenderingMode {
                mode: TextRenderingMode::FillStroke,
            });
        }
        let (sin, cos) = f64::from(run.turn_deg).to_radians().sin_cos();
        let [a, b, c, d] = [cos, sin, -sin, cos].map(real);
        let at = self.point(run.at);
        let matrix = [a, b, c, d, at.x.0, at.y.0];
        // A reader moves its pen by the width the font's dictionary gives, a whole number; we put it right as we go.
        let mut stray = 0.0;
        let glyphs = run.face.glyphs(&run.text).map(|glyph| {
            let wanted = f64::from(glyph.advance + glyph.kern) * 1000.0 + f64::from(run.tracking);
            stray += f64::from(thousandths(glyph.advance)) - wanted;
            let offset = if stray.abs() > STRAY {
                std::mem::take(&mut stray)
            } else {
                0.0
            };
            let code = self.shared.glyph(number, glyph);
            Codepoint::with_cid(code, real(offset), glyph.character.to_string())
        });
        let items = vec![TextItem::GlyphIds(glyphs.collect())];
        self.ops.extend([
            Op::SetTextMatrix {
                matrix: TextMatrix::Raw(matrix),
            },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
    }

    fn picture(&mut self, id: XObjectId, place: Rect) {
        let transform = XObjectTransform {
            translate_x: Some(pt(points(place.x))),
            translate_y: Some(pt(self.height - points(place.bottom()))),
            scale_x: Some(real(points(place.width))),
            scale_y: Some(real(points(place.height))),
            ..XObjectTransform::default()
        };
        self.form(id, transform);
    }

    fn form(&mut self, id: XObjectId, place: XObjectTransform) {
        let transform = XObjectTransform {
            no_auto_scale: true,
            ..place
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    /// The symbol is a form in whole modules, y down.
    fn modules(&mut self, at: Point, side: usize, dark: &[bool], module: Mm) {
        let unit = real(points(module));
        let at = self.point(at);
        self.fill(Ink::K);
        self.ops.push(Op::SetTransformationMatrix {
            matrix: CurTransMat::Raw([unit, 0.0, 0.0, -unit, at.x.0, at.y.0]),
        });
        let symbol = self.shared.symbol(side, dark);
        self.form(symbol, XObjectTransform::default());
    }
}
