//! What printers say in their systems' words, and a folder in place of one.

use super::*;
use crate::drawing::{Drawing, Size};

fn ticket(size: Size, sides: Duplex) -> Ticket {
    Ticket {
        title: "BKS/000123".to_owned(),
        size,
        sides,
        dpi: Dpi(300),
        options: Vec::new(),
    }
}

const A4: Size = Size {
    width: Mm(210.0),
    height: Mm(297.0),
};

#[track_caller]
fn refuses(change: impl Fn(&mut Printer), wanted: &Ticket, why: Option<&str>) {
    let mut printer = Printer {
        name: "kartu".to_owned(),
        about: String::new(),
        busy: false,
        troubles: Vec::new(),
        duplex: Some(true),
        sizes: cups::sizes(
            [
                "iso_a4_210x297mm",
                "custom_min_54x54mm",
                "custom_max_90x90mm",
                "odd",
            ]
            .into_iter(),
        ),
    };
    change(&mut printer);
    assert_eq!(printer.can(wanted).err().as_ref().map(SpoolError::id), why);
}

#[test]
fn a_printer_takes_what_it_can_print() {
    let both = Duplex::Both(Flip::Short);
    let card = ticket(Size::ID1, both);
    refuses(|_| {}, &card, None);
    refuses(|_| {}, &ticket(A4, both), None);
    refuses(|printer| printer.duplex = None, &card, None);
    refuses(
        |printer| printer.duplex = Some(false),
        &card,
        Some("no-duplex"),
    );
    refuses(
        |printer| printer.duplex = Some(false),
        &ticket(A4, Duplex::Off),
        None,
    );
    refuses(
        |printer| printer.sizes.truncate(1),
        &card,
        Some("wrong-size"),
    );
    refuses(|printer| printer.sizes.clear(), &card, None);
    let a3 = Size {
        width: Mm(325.0),
        height: Mm(485.0),
    };
    refuses(|_| {}, &ticket(a3, both), Some("wrong-size"));
    for trouble in Trouble::ALL {
        refuses(
            |printer| printer.troubles = vec![trouble],
            &card,
            Some(trouble.id()),
        );
    }
}

#[test]
fn reasons_are_understood() {
    for (reason, trouble) in [
        ("none", None),
        ("media-empty-error", Some(Trouble::OutOfPaper)),
        ("media-empty", Some(Trouble::OutOfPaper)),
        ("media-low-warning", None),
        ("marker-supply-empty-error", Some(Trouble::OutOfInk)),
        ("marker-supply-low-warning", None),
        ("offline-report", Some(Trouble::Gone)),
        ("paused", Some(Trouble::Paused)),
        ("cups-missing-filter-warning", None),
        ("spool-area-full-report", None),
        ("fuser-over-temp-error", Some(Trouble::Other)),
    ] {
        assert_eq!(cups::trouble(reason), trouble, "{reason}");
    }
    let line = "Evolis Primacy\tEvolis\t1040\t1\t213x337 827x1169\r";
    let printer = windows::printer(line).unwrap();
    assert_eq!(printer.troubles, [Trouble::OutOfPaper]);
    assert!(printer.busy && printer.sizes.iter().any(|range| range.takes(Size::ID1)));
    assert_eq!(windows::printer("half a line\t1"), None);
    assert_eq!(windows::state(0x80), JobState::Done);
    assert_eq!(windows::state(0x84), JobState::Done);
    assert_eq!(windows::state(0x40), JobState::Held);
    assert_eq!(windows::state(0x18), JobState::Printing);
    assert_eq!(windows::state(0), JobState::Waiting);
}

#[test]
fn a_job_is_ours_by_its_number_and_its_title() {
    let told = "3\t64\tLoket 5\r\n4\t0\tsurat dinas\r\n7\t16\tLoket 5\r\nhalf";
    let ids = [7, 4, 3, 9].map(JobId);
    let jobs = windows::read_jobs(told, "Loket 5", &ids);
    let states: Vec<JobState> = jobs.iter().map(|job| job.state).collect();
    let of_another = JobState::Unknown;
    assert_eq!(
        states,
        [JobState::Printing, of_another, JobState::Held, of_another]
    );
    assert_eq!(jobs[2].troubles, [Trouble::OutOfPaper]);
    // RFC 8011 5.3.7: held, and stopped in the middle.
    assert_eq!([4, 6].map(cups::state), [JobState::Held; 2]);
    assert_eq!(
        [3, 5, 7, 8, 9].map(|number| cups::state(number).id()),
        ["waiting", "printing", "cancelled", "failed", "done"]
    );
}

#[test]
fn what_may_have_been_printed_is_not_taken_for_refused() {
    for (act, code, why) in [
        ("print", Some(3), "no-printer"),
        ("print", Some(5), "refused"),
        // After the printing began, cut off, or killed: nobody knows.
        ("print", Some(4), "unknown"),
        ("print", Some(1), "unknown"),
        ("print", None, "unknown"),
        ("list", Some(1), "refused"),
        ("cancel", Some(5), "refused"),
    ] {
        let told = windows::answer(act, code, "", "why\nmore").unwrap_err();
        assert_eq!(told.id(), why, "{act} {code:?}");
    }
    let told = windows::answer("list", Some(0), "\u{feff}a\tb", "");
    assert_eq!(told.as_deref(), Ok("a\tb"));
}

#[test]
fn pages_for_windows_lie_on_the_disk_only_while_they_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = crate::print::pdf(&[Drawing::new(Size::ID1), Drawing::new(Size::ID1)], "a").unwrap();
    let mut card = ticket(Size::ID1, Duplex::Off);
    card.dpi = Dpi(50);
    let pages = windows::Pages::write(folder.path(), &pdf, &card).unwrap();
    // So named, a sweep of half-written files takes it.
    let whole = folder
        .path()
        .join(format!("pages.{}.part", std::process::id()));
    assert_eq!(
        (pages.count, std::fs::read_dir(&whole).unwrap().count()),
        (2, 2)
    );
    drop(pages);
    assert!(!whole.exists());
    // None is left out without a word.
    let many = crate::print::pdf(&vec![Drawing::new(Size::ID1); 401], "a").unwrap();
    let refused = windows::Pages::write(folder.path(), &many, &card).err();
    assert_eq!(refused.map(|error| error.id()), Some("refused"));
    assert!(!whole.exists());
}

#[test]
fn every_paper_has_a_density_at_which_it_can_be_printed() {
    let a3 = Size {
        width: Mm(325.0),
        height: Mm(485.0),
    };
    for (size, wanted, dpi) in [
        (Size::ID1, 600, 600),
        (A4, 600, 600),
        (A4, 1200, 600),
        (a3, 600, 300),
        (a3, 300, 300),
    ] {
        assert_eq!(crate::print::proof_dpi(size, Dpi(wanted)), Dpi(dpi));
    }
}

#[test]
fn a_folder_takes_each_job_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("kartu");
    let spooler = Spooler::folder(dir.clone());
    let pdf = crate::print::pdf(&[Drawing::new(Size::ID1)], "a").unwrap();
    let card = ticket(Size::ID1, Duplex::Off);
    assert_eq!(spooler.printers().unwrap()[0].name, "kartu");
    assert_eq!(spooler.send("kartu", &pdf, &card), Ok(JobId(1)));
    assert_eq!(spooler.send("kartu", &pdf, &card), Ok(JobId(2)));
    assert_eq!(
        spooler.send("other", &pdf, &card),
        Err(SpoolError::NoPrinter)
    );
    let sent = std::fs::read(dir.join("00002-BKS-000123.pdf")).unwrap();
    assert!(sent == pdf.bytes().as_ref());
    let jobs = spooler.jobs("kartu", "BKS/000123", &[JobId(2)]).unwrap();
    assert!(jobs[0].state.is_over());
}

#[test]
fn no_spooler_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("cups.sock");
    let spooler = Spooler::cups(socket.to_str().unwrap()).unwrap();
    assert_eq!(spooler.printers().unwrap_err().id(), "no-spooler");
    assert_eq!(
        spooler.printer("a/../b").unwrap_err(),
        SpoolError::NoPrinter
    );
    assert_eq!(Spooler::cups("printer.example:631"), None);
}
