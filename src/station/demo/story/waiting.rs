//! What waits in a demo office today: drafts begun, cases at the approver and at the press, blanks for them.

use super::{BOX, Moment, Officers, Step, Story};
use crate::office::CaseEvent;
use crate::permit::Draft;
use crate::portrait::Portrait;
use crate::registry::{Act, By, Registry, approval_digest};
use crate::station::Error;
use crate::station::demo::{Maker, drawn};

/// What waits now: drafts begun, cases at the approver and at the press; a box in stock, and one with the operator.
pub(super) fn applicants(
    registry: &mut Registry,
    maker: &Maker<'_>,
    officers: &Officers,
    people: u32,
    story: &mut Story<'_>,
) -> Result<(), Error> {
    let drafts = maker.people.drafts(people);
    let mut complete = Vec::new();
    for (place, person) in (0..).zip(maker.people.applicants(people)) {
        let (permit, _) = maker.permit(&person, place)?;
        complete.push((drawn(&person)?, permit.to_draft(), person.draft));
    }
    let now = story.now;
    let by = |officer, act| By {
        officer,
        act,
        at: now,
    };
    registry.act(by(officers.counter, "shift-begin"), |act| {
        if story.received == 0 {
            story.supply(
                act,
                &Moment {
                    at: now,
                    rank: 0,
                    step: Step::Print,
                },
            )?;
        }
        story.receive(act, now)?;
        for draft in &drafts {
            act.next(by(officers.counter, "case-save"))?;
            act.save_case(None, draft, None)?;
        }
        for (place, (portrait, printed, typed)) in complete.iter().enumerate() {
            let papers = Papers {
                typed,
                printed,
                portrait,
            };
            wait(act, officers, story, (place, &papers), now)?;
        }
        Ok::<_, Error>(())
    })
}

/// A complete application.
struct Papers<'a> {
    typed: &'a Draft,
    /// As a card shows them: that is what an approval covers.
    printed: &'a Draft,
    portrait: &'a Portrait,
}

/// One complete application: two in three wait for approval, of the rest every other is approved or was returned.
fn wait(
    act: &mut Act<'_>,
    officers: &Officers,
    story: &Story<'_>,
    (place, papers): (usize, &Papers<'_>),
    now: i64,
) -> Result<(), Error> {
    let by = |officer, act| By {
        officer,
        act,
        at: now,
    };
    act.next(by(officers.counter, "case-submit"))?;
    let id = act.save_case(None, papers.typed, Some(papers.portrait))?;
    act.move_case(id, CaseEvent::Submit, None)?;
    match place % 6 {
        2 => {
            act.next(by(officers.head, "case-return"))?;
            act.move_case(
                id,
                CaseEvent::Return,
                Some("Alamat belum sesuai dengan SKTT"),
            )?;
        }
        5 => {
            act.next(by(officers.head, "case-approve"))?;
            let look = story.look(papers.printed.kind);
            let digest = approval_digest(papers.printed, papers.portrait, look)?;
            act.move_case(id, CaseEvent::Approve, None)?;
            act.keep_approval(id, &digest)?;
        }
        _ => {}
    }
    Ok(())
}

/// Approved applicants, and as many blanks with the operator.
pub(super) fn queue_up(
    registry: &mut Registry,
    (maker, officers): (&Maker<'_>, &Officers),
    numbers: &[u32],
    story: &mut Story<'_>,
) -> Result<(), Error> {
    let made = maker.applicants(numbers)?;
    let at = story.now;
    let by = |officer, act| By { officer, act, at };
    registry.act(by(officers.counter, "shift-begin"), |act| {
        let boxes = u32::try_from(numbers.len())
            .unwrap_or(u32::MAX)
            .div_ceil(BOX);
        for _ in 0..boxes {
            story.supply_box(act, at)?;
        }
        for (permit, portrait) in &made {
            act.next(by(officers.counter, "case-submit"))?;
            let fields = permit.to_draft();
            let id = act.save_case(None, &fields, Some(portrait))?;
            act.move_case(id, CaseEvent::Submit, None)?;
            act.next(by(officers.head, "case-approve"))?;
            let digest = approval_digest(&fields, portrait, story.look(permit.kind))?;
            act.move_case(id, CaseEvent::Approve, None)?;
            act.keep_approval(id, &digest)?;
        }
        Ok::<_, Error>(())
    })
}
