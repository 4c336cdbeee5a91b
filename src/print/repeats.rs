//! What drawings of one document have in common, e.g. a template's art: put into the file once, as a form, and shown from there.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::page::{Page, Part};
use super::pdf;
use crate::drawing::{Drawing, Item, Size, Step};

/// Fewer uses than this are written out: the two sides of one card stay plain pages.
const USES: usize = 3;
/// Points and letters a form must save each time, to be worth its name.
const WEIGHT: usize = 12;

/// Consecutive items of a drawing, and the number of the form that paints them.
type Stretch = (Range<usize>, Option<usize>);

/// Stretches of all drawings of a document, and its forms.
#[derive(Default)]
pub(super) struct Repeats {
    stretches: HashMap<*const Drawing, Vec<Stretch>>,
    forms: Vec<Drawing>,
}

impl Repeats {
    /// Consecutive items that are used equally often belong together: a card's words stand between its template's labels and
    /// cut no label in two.
    pub(super) fn among(pages: &[Page]) -> Self {
        let mut known = Known::default();
        let parts: Vec<(&Part, Vec<Option<usize>>)> = pages
            .iter()
            .flat_map(|page| &page.parts)
            .map(|part| {
                let items = part.drawing.items.iter();
                (part, items.map(|item| known.number(item)).collect())
            })
            .collect();
        let mut forms: HashMap<FormKey<'_>, (usize, Option<usize>)> = HashMap::new();
        for (part, numbers) in &parts {
            for items in known.alike(numbers) {
                // Pictures and codes have no number and are never part of a form: their weight is none.
                let key = FormKey::new(part.drawing.size, numbers, &items);
                forms.entry(key).or_default().0 += 1;
            }
        }
        let mut repeats = Self::default();
        for (part, numbers) in &parts {
            let drawing = &part.drawing;
            let stretches = known.alike(numbers).into_iter().map(|items| {
                let key = FormKey::new(drawing.size, numbers, &items);
                let painted = of(drawing, &items);
                let weight: usize = painted.iter().map(weight).sum();
                let form = match forms.get_mut(&key) {
                    Some((uses, form)) if USES <= *uses && WEIGHT <= weight => {
                        Some(*form.get_or_insert_with(|| {
                            repeats.forms.push(Drawing {
                                size: drawing.size,
                                items: painted.to_vec(),
                            });
                            repeats.forms.len() - 1
                        }))
                    }
                    Some(_) | None => None,
                };
                (items, form)
            });
            let stretches = stretches.collect();
            let drawing = Arc::as_ptr(drawing);
            repeats.stretches.insert(drawing, stretches);
        }
        repeats
    }

    /// Each form as a drawing of the size it is used in.
    pub(super) fn forms(&self) -> &[Drawing] {
        &self.forms
    }

    /// All items of a drawing of these pages, in their order, and the number of the form that paints them, where one does.
    pub(super) fn stretches<'a>(
        &self,
        drawing: &'a Arc<Drawing>,
    ) -> impl Iterator<Item = (&'a [Item], Option<usize>)> {
        let stretches = self.stretches.get(&Arc::as_ptr(drawing));
        let stretches = stretches.into_iter().flatten();
        stretches.map(|(items, form)| (of(drawing, items), *form))
    }
}

fn of<'a>(drawing: &'a Drawing, items: &Range<usize>) -> &'a [Item] {
    drawing.items.get(items.clone()).unwrap_or_default()
}

/// What a form paints: the same items in a drawing of the same size.
#[derive(PartialEq, Eq, Hash)]
struct FormKey<'a> {
    size: [u32; 2],
    items: &'a [Option<usize>],
}

impl<'a> FormKey<'a> {
    fn new(size: Size, numbers: &'a [Option<usize>], items: &Range<usize>) -> Self {
        Self {
            size: [size.width.0, size.height.0].map(f32::to_bits),
            items: numbers.get(items.clone()).unwrap_or_default(),
        }
    }
}

/// Every item once, with a number and how often it is used.
#[derive(Default)]
struct Known<'a> {
    items: Vec<(&'a Item, usize)>,
    /// Numbers of items by their hash.
    numbers: HashMap<u64, Vec<usize>>,
}

impl<'a> Known<'a> {
    /// Number of an equal item; none for a picture or a code, which the file has once anyway or belongs to one card.
    fn number(&mut self, item: &'a Item) -> Option<usize> {
        let numbers = self.numbers.entry(sign(item)?).or_default();
        let same = |number: &&usize| {
            self.items
                .get(**number)
                .is_some_and(|(known, _)| *known == item)
        };
        let number = numbers.iter().find(same).copied().unwrap_or_else(|| {
            numbers.push(self.items.len());
            self.items.push((item, 0));
            self.items.len() - 1
        });
        if let Some((_, uses)) = self.items.get_mut(number) {
            *uses += 1;
        }
        Some(number)
    }

    fn uses(&self, number: Option<usize>) -> Option<usize> {
        self.items.get(number?).map(|(_, uses)| *uses)
    }

    /// The items cut where their number of uses changes.
    fn alike(&self, numbers: &[Option<usize>]) -> Vec<Range<usize>> {
        let mut from = 0;
        numbers
            .chunk_by(|one, next| self.uses(*one) == self.uses(*next))
            .map(|chunk| {
                let items = from..from + chunk.len();
                from = items.end;
                items
            })
            .collect()
    }
}

/// A quick hash of what tells items apart; equal items have equal hashes.
fn sign(item: &Item) -> Option<u64> {
    match item {
        Item::Shape { outline, .. } => {
            let bits = |x: f32, y: f32| u64::from(x.to_bits()) << 32 | u64::from(y.to_bits());
            let ends = outline.0.iter().map(|step| match *step {
                Step::Move(to) | Step::Line(to) | Step::Curve(.., to) => bits(to.x.0, to.y.0),
                Step::Close => 0,
            });
            Some(ends.fold(1, |sum, bits| pdf::mix(sum, bits.to_le_bytes())))
        }
        Item::Text(run) => Some(pdf::hash(run.text.as_bytes())),
        Item::Jpeg { .. } | Item::Png { .. } | Item::Modules { .. } => None,
    }
}

/// How much writing out the item would take.
fn weight(item: &Item) -> usize {
    match item {
        Item::Shape { outline, .. } => outline.0.len(),
        Item::Text(run) => run.text.len(),
        Item::Jpeg { .. } | Item::Png { .. } | Item::Modules { .. } => 0,
    }
}
