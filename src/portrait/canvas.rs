//! Filled shapes with exact edges on an RGB canvas; it knows no faces.

/// A point, in pixels from the upper left corner.
pub(super) type Point = (f32, f32);
/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// Control arm that makes a cubic curve a quarter of a circle.
const QUARTER: f32 = 0.552_285;
/// Straight pieces a curve is cut into.
const PIECES: u16 = 14;

/// Closed outlines; what lies in any of them is inside, except in holes.
#[derive(Default, Clone)]
pub(super) struct Shape {
    loops: Vec<Vec<Point>>,
}

impl Shape {
    /// An upright ellipse.
    pub(super) fn ellipse(centre: Point, rx: f32, ry: f32) -> Self {
        let mut shape = Self::default();
        shape.add(ellipse(centre, rx, ry), Turn::Solid);
        shape
    }

    /// A ring: an ellipse without the smaller one in it.
    pub(super) fn ring(centre: Point, rx: f32, ry: f32, thick: f32) -> Self {
        let mut shape = Self::ellipse(centre, rx, ry);
        shape.add(ellipse(centre, rx - thick, ry - thick), Turn::Hole);
        shape
    }

    /// Straight edges.
    pub(super) fn polygon(points: &[Point]) -> Self {
        let mut shape = Self::default();
        shape.add(points.to_vec(), Turn::Solid);
        shape
    }

    /// From `start` along cubic curves (two controls and an end each), closed by a straight line.
    pub(super) fn curves(start: Point, curves: &[[Point; 3]]) -> Self {
        let mut shape = Self::default();
        shape.add(flattened(start, curves), Turn::Solid);
        shape
    }

    /// A line of that width along one cubic curve, with round ends.
    pub(super) fn line(start: Point, curve: [Point; 3], width: f32) -> Self {
        let spine = flattened(start, &[curve]);
        let half = width / 2.0;
        let mut left = Vec::new();
        let mut right = Vec::new();
        for pair in spine.windows(2) {
            let &[a, b] = pair else { continue };
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = (dx * dx + dy * dy).sqrt().max(1e-3);
            let (nx, ny) = (-dy / length * half, dx / length * half);
            left.extend([(a.0 + nx, a.1 + ny), (b.0 + nx, b.1 + ny)]);
            right.extend([(a.0 - nx, a.1 - ny), (b.0 - nx, b.1 - ny)]);
        }
        right.reverse();
        left.extend(right);
        let mut shape = Self::default();
        shape.add(left, Turn::Solid);
        for end in [spine.first(), spine.last()].into_iter().flatten() {
            shape.add(ellipse(*end, half, half), Turn::Solid);
        }
        shape
    }

    /// Both shapes.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.loops.extend(other.loops);
        self
    }

    /// The other shape, which lies inside, as a hole.
    pub(super) fn without(mut self, other: &Self) -> Self {
        for outline in &other.loops {
            self.add(outline.clone(), Turn::Hole);
        }
        self
    }

    /// With its mirror image in the upright line at `x`.
    pub(super) fn and_mirrored(self, x: f32) -> Self {
        let mut both = self.clone();
        for outline in self.loops {
            let turn = if area(&outline) < 0.0 {
                Turn::Hole
            } else {
                Turn::Solid
            };
            both.add(outline.iter().map(|p| (2.0 * x - p.0, p.1)).collect(), turn);
        }
        both
    }

    fn add(&mut self, mut outline: Vec<Point>, turn: Turn) {
        let is_solid = area(&outline) > 0.0;
        if is_solid != matches!(turn, Turn::Solid) {
            outline.reverse();
        }
        self.loops.push(outline);
    }
}

/// Which way round an outline runs.
enum Turn {
    Solid,
    Hole,
}

/// Twice the signed area.
fn area(outline: &[Point]) -> f32 {
    let next = outline.iter().cycle().skip(1);
    outline
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

fn ellipse((x, y): Point, rx: f32, ry: f32) -> Vec<Point> {
    let (kx, ky) = (rx * QUARTER, ry * QUARTER);
    flattened(
        (x + rx, y),
        &[
            [(x + rx, y + ky), (x + kx, y + ry), (x, y + ry)],
            [(x - kx, y + ry), (x - rx, y + ky), (x - rx, y)],
            [(x - rx, y - ky), (x - kx, y - ry), (x, y - ry)],
            [(x + kx, y - ry), (x + rx, y - ky), (x + rx, y)],
        ],
    )
}

fn flattened(start: Point, curves: &[[Point; 3]]) -> Vec<Point> {
    let mut points = vec![start];
    let mut from = start;
    for [a, b, end] in curves {
        for piece in 1..=PIECES {
            let t = f32::from(piece) / f32::from(PIECES);
            let u = 1.0 - t;
            let along = |p0: f32, p1: f32, p2: f32, p3: f32| {
                u * u * u * p0 + 3.0 * u * u * t * p1 + 3.0 * u * t * t * p2 + t * t * t * p3
            };
            points.push((
                along(from.0, a.0, b.0, end.0),
                along(from.1, a.1, b.1, end.1),
            ));
        }
        from = *end;
    }
    points
}

/// How much of each pixel of the canvas a shape covers, 0 to 1.
pub(super) struct Mask {
    cover: Vec<f32>,
}

/// The picture being painted.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    /// Signed cover per pixel and row, a scratch pad of `width + 2` columns.
    sums: Vec<f32>,
    /// From the coordinates of shapes to pixels: times this, plus these.
    view: (f32, Point),
}

impl Canvas {
    /// A canvas shaded from `upper` at the top to `lower` at the bottom.
    pub(super) fn new(width: u16, height: u16, upper: Colour, lower: Colour) -> Self {
        let mut rgb = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
        for y in 0..height {
            let shade = mixed(upper, lower, f32::from(y) / f32::from(height));
            (0..width).for_each(|_| rgb.extend(shade));
        }
        let (width, height) = (usize::from(width), usize::from(height));
        Self {
            width,
            height,
            rgb,
            sums: vec![0.0; (width + 2) * height],
            view: (1.0, (0.0, 0.0)),
        }
    }

    /// Shapes from now on are enlarged by `zoom`, then moved by `shift` pixels.
    pub(super) fn look(&mut self, zoom: f32, shift: Point) {
        self.view = (zoom, shift);
    }

    /// RGB rows from the top.
    pub(super) fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    /// Paints a shape.
    pub(super) fn fill(&mut self, shape: &Shape, colour: Colour) {
        self.paint(shape, colour, 1.0, None);
    }

    /// Paints a shape that lets what is under it shine through: `opacity` 0 to 1.
    pub(super) fn glaze(&mut self, shape: &Shape, colour: Colour, opacity: f32) {
        self.paint(shape, colour, opacity, None);
    }

    /// Paints only where the mask is.
    pub(super) fn fill_in(&mut self, mask: &Mask, shape: &Shape, colour: Colour, opacity: f32) {
        self.paint(shape, colour, opacity, Some(mask));
    }

    /// The cover of a shape, to paint in.
    pub(super) fn mask(&mut self, shape: &Shape) -> Mask {
        let mut cover = vec![0.0; self.width * self.height];
        let (first, last) = self.trace(shape);
        let rows = self.sums.chunks_exact_mut(self.width + 2);
        let to = cover.chunks_exact_mut(self.width);
        for (sums, cover) in rows.zip(to).take(last).skip(first) {
            let mut sum = 0.0;
            for (part, cover) in sums.iter_mut().zip(cover) {
                sum += std::mem::take(part);
                *cover = sum.abs().min(1.0);
            }
            sums.fill(0.0);
        }
        Mask { cover }
    }

    fn paint(&mut self, shape: &Shape, colour: Colour, opacity: f32, mask: Option<&Mask>) {
        let (first, last) = self.trace(shape);
        for y in first..last {
            let sums = self
                .sums
                .get_mut(y * (self.width + 2)..(y + 1) * (self.width + 2));
            let row = self
                .rgb
                .get_mut(y * self.width * 3..(y + 1) * self.width * 3);
            let (Some(sums), Some(row)) = (sums, row) else {
                continue;
            };
            let cover = mask.and_then(|m| m.cover.get(y * self.width..(y + 1) * self.width));
            let mut sum = 0.0;
            for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
                sum += sums.get(x).copied().unwrap_or_default();
                let mut part = sum.abs().min(1.0) * opacity;
                if part < 0.004 {
                    continue;
                }
                if let Some(cover) = cover {
                    part *= cover.get(x).copied().unwrap_or_default();
                }
                for (old, new) in pixel.iter_mut().zip(colour) {
                    *old = mix(*old, new, part);
                }
            }
            sums.fill(0.0);
        }
    }

    /// Adds the outlines to the scratch pad; gives the rows that they touch.
    fn trace(&mut self, shape: &Shape) -> (usize, usize) {
        let (mut first, mut last) = (self.height, 0);
        for outline in &shape.loops {
            let next = outline.iter().cycle().skip(1);
            for (a, b) in outline.iter().zip(next) {
                let (upper, lower) = self.edge(*a, *b);
                first = first.min(upper);
                last = last.max(lower);
            }
        }
        (first, last)
    }

    /// One straight edge: in each row, how far the cover changes at each pixel.
    fn edge(&mut self, a: Point, b: Point) -> (usize, usize) {
        let (zoom, shift) = self.view;
        let [a, b] = [a, b].map(|p| (p.0 * zoom + shift.0, p.1 * zoom + shift.1));
        let (from, to, sign) = if a.1 < b.1 { (a, b, 1.0) } else { (b, a, -1.0) };
        let (upper, lower) = (from.1.max(0.0), to.1.min(self.height as f32));
        if lower <= upper {
            return (self.height, 0);
        }
        let slope = (to.0 - from.0) / (to.1 - from.1);
        let wide = self.width as f32;
        let (first, last) = (whole(upper), whole(lower.ceil()));
        for y in first..last {
            let (top, bottom) = (upper.max(y as f32), lower.min((y + 1) as f32));
            let x = |at: f32| (from.0 + (at - from.1) * slope).clamp(0.0, wide);
            let row = self
                .sums
                .get_mut(y * (self.width + 2)..(y + 1) * (self.width + 2));
            if let Some(row) = row {
                cross(row, x(top), x(bottom), (bottom - top) * sign);
            }
        }
        (first, last)
    }
}

/// An edge passing a row of pixels from `a` to `b` across, covering `height` of it (signed).
fn cross(row: &mut [f32], a: f32, b: f32, height: f32) {
    let (left, right) = if a < b { (a, b) } else { (b, a) };
    let (first, last) = (whole(left), whole(right));
    let width = right - left;
    let mut before = 0.0;
    for x in first..=last {
        // Mean cover of this pixel, to the right of the edge.
        let (from, to) = (left.max(x as f32), right.min((x + 1) as f32));
        let share = if width > 1e-6 {
            (to - from) / width
        } else {
            1.0
        };
        let inside = (x + 1) as f32 - f32::midpoint(from, to);
        let passed = height * share;
        if let Some(sum) = row.get_mut(x) {
            *sum += before + passed * inside;
        }
        before = passed * (1.0 - inside);
    }
    if let Some(sum) = row.get_mut(last + 1) {
        *sum += before;
    }
}

/// `a` with that share of `b`.
pub(super) fn mixed(a: Colour, b: Colour, share: f32) -> Colour {
    [0, 1, 2].map(|i| mix(a[i], b[i], share))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of two bytes is a byte"
)]
fn mix(old: u8, new: u8, share: f32) -> u8 {
    let (old, new) = (f32::from(old), f32::from(new));
    (old + (new - old) * share + 0.5) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "coordinates were clamped to the canvas"
)]
fn whole(value: f32) -> usize {
    value as usize
}
