//! Runs on paper: to a printer part by part, nothing twice, and sheets that were begun before.

use super::{approved, how, names, on, quick, sound, witness};
use crate::office::Mark;
use crate::station::tests::*;

#[test]
fn a_run_goes_to_its_printer_part_by_part() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..2);
    let tray = TempDir::new().unwrap();
    let spooler = Spooler::folder(tray.path().to_owned());
    let name = spooler.printers().unwrap()[0].name.clone();
    let to = |printer: &str| NewRun {
        target: RunTarget::Printer(printer.to_owned()),
        ..how(1)
    };
    let run = station.plan_run(None, &to("gone"), None).unwrap();
    let (gone, here) = (Profile::new("gone"), Profile::new(&name));
    let printing = |profile| Printing {
        spooler: &spooler,
        profile,
        tray: "",
    };
    let refused = station.print_run(run, &printing(&gone), &mut on);
    assert_eq!(refused.err().unwrap().id, "printer-not-found");
    let counts = station.registry.run(run).unwrap().counts;
    assert_eq!(counts.planned, 2, "no blank is used up");
    let refused = station.print_run(run, &printing(&here), &mut on);
    assert_eq!(refused.err().unwrap().id, "run-other-printer");
    station.cancel_run(run, "Pencetak lain", None).unwrap();
    let run = station.plan_run(None, &to(&name), None).unwrap();
    let report = station.print_run(run, &printing(&here), &mut on).unwrap();
    assert_eq!((report.cards, report.left), (2, 0));
    assert_eq!(station.registry.run(run).unwrap().counts.spooled, 2);
    assert_eq!(names(&tray).len(), 2);
    // What is at the printer stays there, until somebody has looked and says that it never came out.
    let serials = sound(&mut station, run);
    assert_eq!(
        station
            .print_run(run, &printing(&here), &mut on)
            .unwrap()
            .again,
        0
    );
    station.outcome(&serials[0], &Outcome::Unprinted).unwrap();
    let twice = station.outcome(&serials[0], &Outcome::Unprinted);
    assert_eq!(twice.err().unwrap().id, "outcome-not-sent");
    let report = station.print_run(run, &printing(&here), &mut on).unwrap();
    assert_eq!((report.again, report.cards), (1, 0));
    assert_eq!(names(&tray).len(), 3);
    assert_eq!(sound(&mut station, run), serials);
}

#[test]
fn who_may_have_no_card_any_more_holds_nobody_up_and_nothing_goes_out_twice() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..3);
    let tray = TempDir::new().unwrap();
    let spooler = Spooler::folder(tray.path().to_owned());
    let name = spooler.printers().unwrap()[0].name.clone();
    let profile = Profile::new(&name);
    let printing = Printing {
        spooler: &spooler,
        profile: &profile,
        tray: "",
    };
    let to = NewRun {
        paper: String::from("a4"),
        target: RunTarget::Printer(name.clone()),
        ..how(10)
    };
    let run = station.plan_run(None, &to, None).unwrap();
    station.print_run(run, &printing, &mut on).unwrap();
    let serials = sound(&mut station, run);
    // Two never came out; the person of one of them is revoked meanwhile.
    for serial in &serials[..2] {
        station.outcome(serial, &Outcome::Unprinted).unwrap();
    }
    let beside = witness(&station);
    let permit = station.run(run).unwrap().cards[0].permit_no.clone();
    station.act_as(Duty::Head).unwrap();
    let printer = Second::known(station.demo_chain().unwrap().printer().clone());
    station
        .change_status(&permit, Mark::Revoked, "Penjamin menarik diri", &printer)
        .unwrap();
    station.act_as(Duty::Print).unwrap();
    for again in [1, 0, 0] {
        let report = station.print_run(run, &printing, &mut on).unwrap();
        assert_eq!(report.again, again);
    }
    assert_eq!(names(&tray).len(), 2);
    let spoiled = Outcome::Spoiled {
        reason: "Dicabut",
        second: &beside,
    };
    station.outcome(&serials[0], &spoiled).unwrap();
    sound(&mut station, run);
}

#[test]
fn a_sheet_that_was_begun_is_filled_up_and_the_rest_are_whole() {
    let folder = office();
    let mut station = open(&folder);
    approved(&mut station, 0..23);
    let out = TempDir::new().unwrap();
    // The plan's own file may be gone when the run is gone on with.
    let bundled = include_str!("../../../../resources/paper/a4-10up.toml");
    let own = out.path().join("lembar@toko.toml");
    fs::write(&own, bundled).unwrap();
    let sheets = NewRun {
        paper: format!("{}@short", own.display()),
        start: 3,
        empty: vec![5],
        ..how(10)
    };
    let run = station.plan_run(None, &sheets, None).unwrap();
    fs::remove_file(&own).unwrap();
    let all = Batch {
        decode_back: DecodeBack::All,
        ..quick(&out)
    };
    let report = station.batch(run, &all, &mut on).unwrap();
    let cards: Vec<u32> = report.files.iter().map(|file| file.cards).collect();
    assert_eq!(cards, [7, 10, 6]);
    assert!(!paper_name(&station.registry.run(run).unwrap().how).contains('\n'));
    sound(&mut station, run);
}
