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
    assert_eq!(windows::state(0x40), JobState::Waiting);
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
    assert!(spooler.job("kartu", JobId(2)).unwrap().state.is_over());
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
