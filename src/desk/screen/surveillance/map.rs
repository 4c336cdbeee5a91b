//! The schematic map on screen: kecamatan shaded by how often cards were seen, dots where exactly; it says that it is schematic.

use crate::desk::context::DeskCtx;
use crate::desk::theme::{self, Tokens, Weight};
use crate::desk::widget;
use crate::place::{AreaCode, Cell, Coordinate, map};
use eframe::egui::{
    Align2, Color32, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, accesskit::Role, pos2, vec2,
};

/// Steps of shade; five are told apart.
const SHADES: u64 = 5;

/// Draws it within `most`; the kecamatan pressed.
pub fn ui(
    ui: &mut Ui,
    ctx: &DeskCtx<'_>,
    most: Vec2,
    counts: &[(AreaCode, u64)],
    (dots, chosen): (&[Coordinate], Option<AreaCode>),
) -> Option<AreaCode> {
    let tokens = theme::of(ui);
    let plan = map();
    let scale = (most.x / plan.width.0.max(1.0)).min(most.y / plan.height.0.max(1.0));
    let size = vec2(plan.width.0, plan.height.0) * scale;
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    widget::name(&response, Role::Image, &ctx.t("patroli-map"));
    let at = |point: Coordinate| {
        let (x, y) = plan.place(point);
        rect.min + vec2(x.0, y.0) * scale
    };
    let count_of = |cell: &Cell| {
        let found = counts.iter().find(|(code, _)| *code == cell.area.code);
        found.map_or(0, |(_, count)| *count)
    };
    let highest = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    for cell in &plan.cells {
        let fill = shade(tokens, count_of(cell), highest);
        // Triangles side by side: softened edges would show as hair lines between them.
        let mut mesh = Mesh::default();
        for (number, triangle) in (0_u32..).zip(&cell.triangles) {
            for corner in triangle {
                mesh.colored_vertex(at(*corner), fill);
            }
            mesh.add_triangle(3 * number, 3 * number + 1, 3 * number + 2);
        }
        ui.painter().add(Shape::mesh(mesh));
    }
    for cell in &plan.cells {
        let ring: Vec<Pos2> = cell.ring.iter().copied().map(at).collect();
        ui.painter()
            .add(Shape::closed_line(ring, Stroke::new(1.0, tokens.panel)));
    }
    let coast: Vec<Pos2> = plan.outline.iter().copied().map(at).collect();
    ui.painter()
        .add(Shape::closed_line(coast, Stroke::new(1.4, tokens.muted)));
    let marked = plan
        .cells
        .iter()
        .find(|cell| Some(cell.area.code) == chosen);
    if let Some(cell) = marked {
        let ring: Vec<Pos2> = cell.ring.iter().copied().map(at).collect();
        ui.painter()
            .add(Shape::closed_line(ring, Stroke::new(3.0, tokens.text)));
    }
    labels_ui(ui, rect, &plan.cells, &at, &count_of);
    for dot in dots {
        let place = at(*dot);
        if rect.expand(20.0).contains(place) {
            ui.painter()
                .circle(place, 4.0, tokens.error, Stroke::new(1.2, tokens.panel));
        }
    }
    let pressed = response
        .interact_pointer_pos()
        .filter(|_| response.clicked())?;
    let nearest = plan.cells.iter().min_by(|one, other| {
        let far = |cell: &Cell| at(cell.area.centre).distance(pressed);
        far(one).total_cmp(&far(other))
    });
    nearest.map(|cell| cell.area.code)
}

/// From the ground's grey to the accent: lightness alone tells them apart.
fn shade(tokens: &Tokens, count: u64, highest: u64) -> Color32 {
    if count == 0 {
        return tokens.hover;
    }
    let step = (count * SHADES).div_ceil(highest.max(1)).clamp(1, SHADES);
    let part = f32::from(u8::try_from(step).unwrap_or(1)) / 5.0;
    tokens.accent_soft.lerp_to_gamma(tokens.accent, part)
}

/// Counts in the cells; names too where the map is large enough to read them.
fn labels_ui(
    ui: &Ui,
    rect: Rect,
    cells: &[Cell],
    at: &dyn Fn(Coordinate) -> Pos2,
    count_of: &dyn Fn(&Cell) -> u64,
) {
    let tokens = theme::of(ui);
    let named = rect.width() > 520.0;
    for cell in cells {
        let count = count_of(cell);
        if count == 0 {
            continue;
        }
        let place = at(cell.area.centre);
        let font = theme::font(Weight::Bold, 14.0);
        let plate = Rect::from_center_size(place, vec2(26.0, 18.0));
        ui.painter().rect_filled(plate, 5.0, tokens.panel);
        ui.painter().text(
            place,
            Align2::CENTER_CENTER,
            count.to_string(),
            font,
            tokens.text,
        );
        if named {
            ui.painter().text(
                pos2(place.x, place.y + 15.0),
                Align2::CENTER_CENTER,
                cell.area.name,
                theme::font(Weight::Medium, 11.0),
                tokens.text,
            );
        }
    }
}
