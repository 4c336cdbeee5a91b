//! Plane geometry of the map: cells of nearest centres clipped to an outline, areas, triangles. Points are kilometres, x east, y north.

/// A point of the plane, kilometres.
pub(super) type Point = (f64, f64);

/// Twice the signed area of a triangle: positive when it turns to the left.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// Area within a ring, positive when it turns to the left.
pub(super) fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice / 2.0
}

/// Whether a point lies within a ring; on its edge either may be said.
pub(super) fn contains(ring: &[Point], at: Point) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|(a, b)| {
        (a.1 > at.1) != (b.1 > at.1) && at.0 < (b.0 - a.0) * (at.1 - a.1) / (b.1 - a.1) + a.0
    });
    crossings.count() % 2 == 1
}

/// Of each centre, the part of the outline that is nearer to it than to any other (Voronoi).
pub(super) fn cells(outline: &[Point], centres: &[Point]) -> Vec<Vec<Point>> {
    centres
        .iter()
        .map(|&own| {
            let others = centres.iter().filter(|other| **other != own);
            let cell = others.fold(outline.to_vec(), |ring, &other| nearer(&ring, own, other));
            without_doubles(cell)
        })
        .collect()
}

/// The part of a ring nearer to `own` than to `other` (Sutherland and Hodgman, one edge).
fn nearer(ring: &[Point], own: Point, other: Point) -> Vec<Point> {
    let (dx, dy) = (other.0 - own.0, other.1 - own.1);
    let middle = ((own.0 + other.0) / 2.0, (own.1 + other.1) / 2.0);
    let beyond = |at: Point| (at.0 - middle.0) * dx + (at.1 - middle.1) * dy;
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (a, b) = (beyond(from), beyond(to));
        if a <= 0.0 {
            kept.push(from);
        }
        if (a < 0.0 && 0.0 < b) || (b < 0.0 && 0.0 < a) {
            let part = a / (a - b);
            kept.push((
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            ));
        }
    }
    kept
}

/// Closer than so, two corners are one: a tenth of a metre.
const SAME_KM: f64 = 1e-4;

fn without_doubles(ring: Vec<Point>) -> Vec<Point> {
    let same = |a: Point, b: Point| (a.0 - b.0).hypot(a.1 - b.1) < SAME_KM;
    let mut kept: Vec<Point> = Vec::with_capacity(ring.len());
    for at in ring {
        if kept.last().is_none_or(|last| !same(*last, at)) {
            kept.push(at);
        }
    }
    while let [first, .., last] = kept[..]
        && same(first, last)
    {
        kept.pop();
    }
    kept
}

/// A ring that does not cross itself as triangles (ears cut off); turns to the left.
pub(super) fn triangles(ring: &[Point]) -> Vec<[Point; 3]> {
    let mut rest: Vec<Point> = ring.to_vec();
    if area(&rest) < 0.0 {
        rest.reverse();
    }
    let mut ears = Vec::with_capacity(rest.len());
    while 3 < rest.len() {
        let many = rest.len();
        let around = |at: usize| {
            let corner = |index: usize| rest.get(index % many).copied();
            Some([corner(at + many - 1)?, corner(at)?, corner(at + 1)?])
        };
        let is_ear = |ear: &[Point; 3]| {
            let [a, b, c] = *ear;
            0.0 < turn(a, b, c)
                && rest
                    .iter()
                    .filter(|at| ![a, b, c].contains(*at))
                    .all(|&at| turn(a, b, at) < 0.0 || turn(b, c, at) < 0.0 || turn(c, a, at) < 0.0)
        };
        // A corner on a straight line is no ear; where only such are left, one of them goes without a triangle.
        let found = (0..many).find_map(|at| Some((at, around(at).filter(is_ear)?)));
        let (at, ear) = match found {
            Some((at, ear)) => (at, Some(ear)),
            None => (0, None),
        };
        ears.extend(ear);
        rest.remove(at);
    }
    if let [a, b, c] = rest[..]
        && 0.0 < turn(a, b, c)
    {
        ears.push([a, b, c]);
    }
    ears
}
