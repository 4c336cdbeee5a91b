//! The lanes: order, panics, a full queue, long work beside the rest.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn a_lane_answers_in_order_and_survives_a_panic() {
    let folder = office();
    let woken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&woken);
    let wake = move || {
        counter.fetch_add(1, Ordering::SeqCst);
    };
    for worker in [
        Worker::threaded(open(&folder), Arc::new(wake)),
        Worker::inline(open(&folder)),
    ] {
        let name = worker
            .clone()
            .ask(|_| std::thread::current().name().map(String::from));
        let mut broken = worker.ask(|station| {
            let mut act = station
                .registry
                .act(station.by("half"), |act| -> Result<(), Error> {
                    act.put_meta("half", "done")?;
                    panic!("on purpose");
                });
            act = act.and(Ok(()));
            act.is_ok()
        });
        let mut pressed = worker.press(|| 6 * 7);
        let mut after = worker.ask(|station| {
            (
                station.registry.meta("half").unwrap(),
                station.overview().unwrap().permits,
            )
        });
        let threaded = matches!(wait(name).as_deref(), Some("station"));
        assert_eq!(
            wait_for(&mut after).unwrap(),
            (None, 3),
            "threaded: {threaded}"
        );
        assert_eq!(wait_for(&mut broken).unwrap_err().id, "internal");
        assert_eq!(wait_for(&mut pressed).unwrap(), 42);
        drop(worker);
    }
    assert_eq!(woken.load(Ordering::SeqCst), 4);
}

fn wait(mut ask: Ask<Option<String>>) -> Option<String> {
    wait_for(&mut ask).unwrap()
}

fn wait_for<T: Send + 'static>(ask: &mut Ask<T>) -> Result<T, Error> {
    loop {
        if let Some(answer) = ask.take() {
            return answer;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_full_lane_refuses_at_once() {
    let folder = office();
    let worker = Worker::threaded(open(&folder), Arc::new(|| ()));
    let (hold, held) = std::sync::mpsc::sync_channel::<()>(0);
    let mut first = worker.press(move || held.recv().is_err());
    let mut asks: Vec<Ask<()>> = (0..200).map(|_| worker.press(|| ())).collect();
    let refused = asks
        .iter_mut()
        .filter_map(Ask::take)
        .filter(|answer| answer.as_ref().is_err_and(|error| error.id == "busy"))
        .count();
    assert!(130 <= refused, "{refused}");
    assert!(matches!(first.poll(), Progress::Waiting));
    drop(hold);
    assert!(wait_for(&mut first).unwrap());
}

#[test]
fn what_takes_long_holds_up_neither_the_station_nor_the_press() {
    let folder = office();
    let worker = Worker::threaded(open(&folder), Arc::new(|| ()));
    let (hold, held) = std::sync::mpsc::sync_channel::<()>(0);
    let mut long = worker.long(move |station| {
        let name = std::thread::current().name().map(String::from);
        held.recv().ok();
        // It writes beside the first, as the same officer.
        station.act_as(Duty::Counter)?;
        station.save_case(None, &Draft::default(), None)?;
        Ok(name)
    });
    let mut pressed = worker.press(|| 6 * 7);
    let mut asked = worker.ask(|station| {
        station.act_as(Duty::Counter).unwrap();
        station.save_case(None, &Draft::default(), None).is_ok()
    });
    assert_eq!(wait_for(&mut pressed).unwrap(), 42);
    assert!(wait_for(&mut asked).unwrap());
    assert!(matches!(long.poll(), Progress::Waiting));
    drop(hold);
    let name = wait_for(&mut long).unwrap().unwrap();
    assert_eq!(name.as_deref(), Some("long"));
    let mut broken = worker.long(|_| -> Result<(), Error> { panic!("on purpose") });
    assert_eq!(wait_for(&mut broken).unwrap_err().id, "internal");
    let mut both = worker.ask(|station| {
        station.act_as(Duty::Auditor).unwrap();
        let saved = station
            .queues()
            .unwrap()
            .iter()
            .map(|one| one.count)
            .sum::<u64>();
        (
            saved,
            station.audit_check(&mut |_, _| true).unwrap().is_whole(),
        )
    });
    let before = open(&office())
        .queues()
        .unwrap()
        .iter()
        .map(|one| one.count)
        .sum::<u64>();
    assert_eq!(wait_for(&mut both).unwrap(), (before + 2, true));
}
