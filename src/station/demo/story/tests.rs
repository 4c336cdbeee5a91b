//! What waits in a demo office can go on from where it waits.

use super::*;
use crate::office::CaseState;
use crate::portrait::Portrait;
use crate::station::issue;
use crate::station::people::People;
use crate::station::tests::{NOW, office, open};

#[test]
fn what_the_story_approves_is_what_would_be_printed() {
    let folder = office();
    let mut station = open(&folder);
    let chain = station.demo_chain().unwrap();
    let face = include_bytes!("../../../../resources/demo/portrait.jpg");
    let maker = Maker {
        reference: &station.reference,
        keys: &station.keys,
        settings: &station.settings,
        people: People::new(8, &station.reference),
        pool: vec![Portrait::parse(face).unwrap(); 64],
        now: NOW,
    };
    let officers = Officers {
        counter: chain.counter.id,
        head: chain.head.id,
        print: chain.print.id,
        blanks: chain.head.id,
        hand_over: chain.head.id,
    };
    let looks = [Kind::Itas, Kind::Itap].map(|kind| look(kind, &station.settings).unwrap());
    let mut story = Story {
        officers: &officers,
        looks: &looks,
        ended: Vec::new(),
        last: HashSet::new(),
        waiting: HashMap::new(),
        // By the office this is told in.
        received: 2 * BOX,
        now: NOW,
    };
    // Sixty residents are the fewest with an approved applicant among those who wait.
    let registry = &mut station.registry;
    waiting::applicants(registry, &maker, &officers, 60, &mut story).unwrap();
    waiting::queue_up(registry, (&maker, &officers), &[60, 61], &mut story).unwrap();
    let approved = station.registry.cases(&[CaseState::Approved], 9).unwrap();
    assert_eq!(approved.len(), 3);
    for row in approved {
        let case = station.registry.case(row.id).unwrap();
        let places = &station.reference.places;
        let (permit, _) = case.draft.check(station.today(), places).unwrap();
        let portrait = case.portrait.unwrap();
        let printed = issue::digest(&station, &permit, &portrait, None).unwrap();
        assert!(printed == case.approval.unwrap().digest, "{:?}", row.id);
    }
}
