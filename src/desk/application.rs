//! One application being entered: draft, portrait, findings, live card; saves itself, and outlives the steps shown of it.

use crate::desk::context::{DeskCtx, answered, settled};
use crate::desk::widget::card::{Picture, Sides, still_picture};
use crate::permit::{Draft, Field, Finding, Kind, Severity};
use crate::portrait::{Portrait, Still};
use crate::station::{Ask, CaseId, Error, Judgement, NoPreview, Reference};
use eframe::egui::{self, ColorImage};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Quiet before the draft is saved, in seconds.
const SAVE_AFTER_S: f64 = 1.0;
/// Longest time in which typing without a pause is not saved, in seconds.
const SAVE_WITHIN_S: f64 = 10.0;
/// Quiet before the card is drawn again and the registry asked.
const DRAW_AFTER_S: f64 = 0.3;

/// The three steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Data,
    Portrait,
    Review,
}

/// Where saving stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Nothing to save yet.
    Empty,
    Waiting,
    /// At that time, Unix seconds.
    At(i64),
    Failed,
}

/// Why no card is shown.
pub enum Gap {
    /// Fields are missing or wrong.
    Draft,
    /// Text does not fit: the elements.
    Overflow(Vec<String>),
    Failed(Error),
}

type Drawn = Result<Sides, NoPreview>;

/// The application.
pub struct Application {
    /// Its draft, once saved; known on the station's lane before the answer is here, so that no second draft is made.
    pub id: Arc<OnceLock<CaseId>>,
    pub draft: Draft,
    pub portrait: Option<Portrait>,
    /// Another portrait is being made; until it is there nothing is issued with the one before.
    pub pending: bool,
    pub step: Step,
    /// Why the approver gave it back; empty when nobody did.
    pub reason: String,
    /// Fields a person has been in; empty ones elsewhere are not complained about yet.
    pub visited: BTreeSet<Field>,
    pub saved: Saved,
    pub front: Picture,
    pub back: Picture,
    pub face: Picture,
    pub gap: Option<Gap>,
    /// Shows the back in the small preview.
    pub flipped: bool,
    own: Vec<Finding>,
    registry: Vec<Finding>,
    unsaved: bool,
    unsaved_s: Option<f64>,
    changed_s: Option<f64>,
    draw: bool,
    saving: Option<Ask<Result<(CaseId, i64), Error>>>,
    judging: Option<Ask<Result<Judgement, Error>>>,
    drawing: Option<Ask<Drawn>>,
    facing: Option<Ask<Option<ColorImage>>>,
}

impl Application {
    /// A new one, or one read back.
    pub fn new(id: Option<CaseId>, draft: Draft, portrait: Option<Portrait>) -> Self {
        let visited = Field::ALL
            .into_iter()
            .filter(|field| !draft.get(*field).is_empty())
            .collect();
        Self {
            saved: Saved::Empty,
            id: Arc::new(id.map_or_else(OnceLock::new, OnceLock::from)),
            draft,
            portrait,
            pending: false,
            step: Step::Data,
            reason: String::new(),
            visited,
            front: Picture::default(),
            back: Picture::default(),
            face: Picture::default(),
            gap: Some(Gap::Draft),
            flipped: false,
            own: Vec::new(),
            registry: Vec::new(),
            unsaved: false,
            unsaved_s: None,
            changed_s: None,
            draw: true,
            saving: None,
            judging: None,
            drawing: None,
            facing: None,
        }
    }

    /// An empty one of `kind`, with what every application of this office has in common.
    pub fn empty(kind: Kind, today: Date, place: &str) -> Self {
        let mut draft = Draft::new(kind);
        draft.edit(Field::IssuePlace).push_str(place);
        draft
            .edit(Field::IssueDate)
            .push_str(&crate::desk::format::date(today));
        Self::new(None, draft, None)
    }

    /// Something was typed or chosen at `now_s`.
    pub fn edited(&mut self, now_s: f64) {
        self.changed_s = Some(now_s);
        self.unsaved = true;
        self.unsaved_s.get_or_insert(now_s);
        self.draw = true;
    }

    /// A portrait was chosen, or none any more.
    pub fn set_portrait(&mut self, ctx: &DeskCtx<'_>, portrait: Option<Portrait>, now_s: f64) {
        self.portrait = portrait;
        self.show_face(ctx);
        self.edited(now_s);
    }

    /// Decodes the portrait for the screen.
    pub fn show_face(&mut self, ctx: &DeskCtx<'_>) {
        match self.portrait.clone() {
            Some(portrait) => {
                let work = move || {
                    Still::decode(portrait.jpeg())
                        .ok()
                        .map(|still| still_picture(&still, 600))
                };
                self.facing = Some(ctx.worker.press(work));
            }
            None => {
                self.facing = None;
                self.face.clear();
            }
        }
    }

    /// Judges at once, without the registry; a few microseconds.
    pub fn judge_here(&mut self, reference: &Reference, today: Date) {
        self.own = match self.draft.check(today, &reference.places) {
            Ok((_, soft)) => soft,
            Err(findings) => findings,
        };
        for finding in reference.rules.check(&self.draft, today) {
            if !self.own.contains(&finding) {
                self.own.push(finding);
            }
        }
    }

    /// All findings, hard ones first.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut all: Vec<&Finding> = self.own.iter().chain(&self.registry).collect();
        all.sort_by_key(|finding| (finding.severity, finding.field));
        all
    }

    /// Findings of `field` that are to be shown now.
    pub fn findings_of(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.own
            .iter()
            .chain(&self.registry)
            .filter(move |finding| finding.field == field && self.is_due(field))
    }

    /// A finding about `field` is to be shown: a person has been there.
    pub fn is_due(&self, field: Field) -> bool {
        field == Field::Portrait
            || self.visited.contains(&field)
            || !self.draft.get(field).is_empty()
    }

    /// How many fields still have hard findings.
    pub fn hard_fields(&self) -> usize {
        let fields: BTreeSet<Field> = self
            .own
            .iter()
            .chain(&self.registry)
            .filter(|finding| finding.severity == Severity::Hard)
            .map(|finding| finding.field)
            .collect();
        fields.len()
    }

    /// Data holds and the portrait is there, not only on its way.
    pub fn complete(&self) -> bool {
        self.hard_fields() == 0 && self.portrait.is_some() && !self.pending
    }

    /// Everything is saved and nothing on its way.
    pub fn is_settled(&self) -> bool {
        let waits = matches!(self.saved, Saved::Waiting | Saved::Failed);
        !(self.pending || self.unsaved || waits)
    }

    /// Takes in answers and asks what is due; call once a frame, whether shown or not.
    pub fn poll(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        self.take_answers(egui_ctx, ctx);
        let now_s = egui_ctx.input(|input| input.time);
        let quiet_s = self
            .changed_s
            .map_or(f64::INFINITY, |changed_s| now_s - changed_s);
        if self.draw && quiet_s >= DRAW_AFTER_S && self.drawing.is_none() {
            self.draw = false;
            self.ask_card(ctx);
        }
        let long = self
            .unsaved_s
            .is_some_and(|since_s| now_s - since_s >= SAVE_WITHIN_S);
        if self.unsaved && (quiet_s >= SAVE_AFTER_S || long) && self.saving.is_none() {
            self.save(ctx);
        }
        if let Some(wait_s) = [DRAW_AFTER_S, SAVE_AFTER_S]
            .into_iter()
            .find(|after_s| quiet_s < *after_s)
        {
            let rest = std::time::Duration::from_secs_f64((wait_s - quiet_s).max(0.005));
            egui_ctx.request_repaint_after(rest);
        }
    }

    /// Saves now, e.g. before the screen is left or the window closed.
    pub fn save(&mut self, ctx: &DeskCtx<'_>) {
        if !self.unsaved {
            return;
        }
        self.unsaved = false;
        self.unsaved_s = None;
        self.saved = Saved::Waiting;
        let (id, draft, portrait) = (
            Arc::clone(&self.id),
            self.draft.clone(),
            self.portrait.clone(),
        );
        self.saving = Some(ctx.worker.ask(move |station| {
            let saved = station.save_case(id.get().copied(), &draft, portrait.as_ref())?;
            Ok((*id.get_or_init(|| saved.0), saved.1))
        }));
    }

    fn ask_card(&mut self, ctx: &DeskCtx<'_>) {
        let (draft, portrait, today) =
            (self.draft.clone(), self.portrait.clone(), ctx.session.today);
        self.drawing = Some(ctx.worker.ask(move |station| {
            station
                .preview(&draft, portrait.as_ref())
                .map(|preview| Sides::from(&preview))
        }));
        let (draft, portrait) = (self.draft.clone(), self.portrait.clone());
        self.judging = Some(
            ctx.worker
                .ask(move |station| station.judge(&draft, portrait.as_ref(), today)),
        );
    }

    fn take_answers(&mut self, egui_ctx: &egui::Context, ctx: &mut DeskCtx<'_>) {
        match settled(&mut self.saving) {
            Some(Ok((_, at))) => self.saved = Saved::At(at),
            Some(Err(error)) => {
                self.saved = Saved::Failed;
                self.unsaved = true;
                self.changed_s = Some(egui_ctx.input(|input| input.time) + 4.0);
                ctx.toasts.error(ctx.text, &error);
            }
            None => {}
        }
        match settled(&mut self.judging) {
            Some(Ok(judgement)) => {
                let own = &self.own;
                self.registry = judgement
                    .findings
                    .into_iter()
                    .filter(|finding| !own.contains(finding))
                    .collect();
                self.registry
                    .retain(|finding| finding.field != Field::Portrait || self.portrait.is_some());
            }
            Some(Err(error)) => ctx.toasts.error(ctx.text, &error),
            None => {}
        }
        match answered(&mut self.drawing) {
            Some(Ok(Ok(sides))) => {
                self.front.set(egui_ctx, "card-front", sides.front);
                self.back.set(egui_ctx, "card-back", sides.back);
                self.gap = None;
            }
            Some(Ok(Err(why))) => self.no_card(why),
            Some(Err(error)) => self.no_card(NoPreview::Failed(error)),
            None => {}
        }
        if let Some(Ok(face)) = answered(&mut self.facing) {
            match face {
                Some(image) => self.face.set(egui_ctx, "portrait", image),
                None => self.face.clear(),
            }
        }
    }

    fn no_card(&mut self, why: NoPreview) {
        self.front.clear();
        self.back.clear();
        self.gap = Some(match why {
            NoPreview::Draft => Gap::Draft,
            NoPreview::Overflow(list) => {
                Gap::Overflow(list.into_iter().map(|overflow| overflow.element).collect())
            }
            NoPreview::Failed(error) => Gap::Failed(error),
        });
    }

    /// What stands where the card would be.
    pub fn gap_words(&self, ctx: &DeskCtx<'_>) -> String {
        match &self.gap {
            None => ctx.t("desk-card-drawing"),
            Some(Gap::Draft) => ctx.t("desk-card-waits"),
            Some(Gap::Overflow(elements)) => {
                let names: Vec<String> = elements
                    .iter()
                    .map(|element| field_name(ctx, element))
                    .collect();
                ctx.tw("desk-card-overflow", &[("fields", &names.join(", "))])
            }
            Some(Gap::Failed(error)) => crate::desk::toast::words_of(ctx.text, error).0,
        }
    }
}

/// The label of a template's element where it is a field, its id otherwise.
pub fn field_name(ctx: &DeskCtx<'_>, element: &str) -> String {
    Field::parse(element).map_or_else(|| element.to_owned(), |field| ctx.label(field))
}
