//! Tests of the office's tables and arithmetic: what may follow what, who may do what, and a stock that always balances.

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

/// A table as text: a line a row, `.` where nothing stands.
fn grid<const N: usize>(
    corner: &str,
    columns: [&str; N],
    rows: impl IntoIterator<Item = (&'static str, [Option<&'static str>; N])>,
) -> String {
    let mut text = format!("{corner:<14}");
    for column in columns {
        write!(text, " {column:>14}").unwrap();
    }
    for (row, cells) in rows {
        write!(text, "\n{row:<14}").unwrap();
        for cell in cells {
            write!(text, " {:>14}", cell.unwrap_or(".")).unwrap();
        }
    }
    text
}

#[test]
fn the_way_of_a_case() {
    let rows = CaseState::ALL.map(|state| {
        let after = CaseEvent::ALL.map(|event| state.after(event).map(CaseState::id));
        (state.id(), after)
    });
    let columns = CaseEvent::ALL.map(CaseEvent::id);
    insta::assert_snapshot!("case", grid("case", columns, rows));
}

#[test]
fn the_way_of_a_blank() {
    let rows = BlankState::ALL.map(|state| {
        let after = BlankEvent::ALL.map(|event| state.after(event).map(BlankState::id));
        (state.id(), after)
    });
    let columns = BlankEvent::ALL.map(BlankEvent::id);
    insta::assert_snapshot!("blank", grid("blank", columns, rows));
}

#[test]
fn the_way_of_a_card_through_a_run() {
    let rows = PrintState::ALL.map(|state| {
        let after = PrintEvent::ALL.map(|event| state.after(event).map(PrintState::id));
        (state.id(), after)
    });
    let columns = PrintEvent::ALL.map(PrintEvent::id);
    insta::assert_snapshot!("print", grid("print", columns, rows));
    for state in PrintState::ALL {
        assert_eq!(PrintState::parse(state.id()), Some(state));
        let over = PrintEvent::ALL
            .iter()
            .all(|event| state.after(*event).is_none_or(PrintState::is_settled));
        assert!(!state.is_settled() || over, "{}", state.id());
    }
}

#[test]
fn a_run_stands_where_its_cards_stand() {
    let stands = |states: &[PrintState]| {
        let mut counts = RunCounts::default();
        states.iter().for_each(|state| counts.add(*state, 1));
        assert_eq!(counts.cards(), u64::try_from(states.len()).unwrap());
        counts.state()
    };
    use PrintState as P;
    assert_eq!(stands(&[P::Planned, P::Planned]), RunState::Proofed);
    assert_eq!(stands(&[P::Planned, P::Intended]), RunState::Intended);
    assert_eq!(stands(&[P::Planned, P::Spooled]), RunState::Spooling);
    assert_eq!(stands(&[P::Intended, P::Good]), RunState::Spooling);
    assert_eq!(stands(&[P::Unknown, P::Good]), RunState::Awaiting);
    let over = [P::Good, P::Spoiled, P::Withdrawn];
    assert_eq!(stands(&over), RunState::Closed);
}

#[test]
fn duties_and_their_deeds() {
    let rows = Deed::ALL.map(|deed| {
        let held = Duty::ALL.map(|duty| may(&officer(1, &[duty]), deed).is_ok().then_some("yes"));
        (deed.id(), held)
    });
    let columns = Duty::ALL.map(Duty::id);
    insta::assert_snapshot!("duties", grid("deed", columns, rows));
}

#[test]
fn duties_that_may_not_stand_together() {
    let rows = Duty::ALL.map(|one| {
        let cells = Duty::ALL.map(|other| clash(&[one, other]).map(|_| "clash"));
        (one.id(), cells)
    });
    insta::assert_snapshot!("clashes", grid("duty", Duty::ALL.map(Duty::id), rows));
}

fn officer(id: i64, duties: &[Duty]) -> Officer {
    Officer {
        id: OfficerId(id),
        login: Login::parse(&format!("petugas{id}")).unwrap(),
        name: String::from("SESEORANG CONTOH"),
        nip: String::new(),
        duties: duties.to_vec(),
        active: true,
        must_change: false,
    }
}

#[test]
fn an_account_out_of_use_may_nothing() {
    for deed in Deed::ALL {
        let disabled = Officer {
            active: false,
            ..officer(1, &Duty::ALL)
        };
        assert_eq!(may(&disabled, deed), Err(Refusal::Disabled));
        let new = Officer {
            must_change: true,
            ..officer(1, &Duty::ALL)
        };
        let expected = if deed == Deed::ChangePassword {
            Ok(())
        } else {
            Err(Refusal::MustChange)
        };
        assert_eq!(may(&new, deed), expected);
        let idle = may(&officer(1, &[]), deed);
        assert_eq!(idle, Err(Refusal::NotTheDuty(deed)));
    }
}

#[test]
fn two_people_for_what_needs_two() {
    let (head, print) = (officer(1, &[Duty::Head]), officer(2, &[Duty::Print]));
    assert_eq!(may_second(&print, &head), Ok(()));
    assert_eq!(may_second(&print, &print), Err(Refusal::SameOfficer));
    let counter = officer(3, &[Duty::Counter]);
    let not = Err(Refusal::NotTheDuty(Deed::Witness));
    assert_eq!(may_second(&print, &counter), not);
    let gone = Officer {
        active: false,
        ..head.clone()
    };
    assert_eq!(may_second(&print, &gone), Err(Refusal::Disabled));

    let decide = |by: &Officer, entered| may_decide(by, Deed::DecideCase, OfficerId(entered));
    assert_eq!(decide(&head, 3), Ok(()));
    assert_eq!(decide(&head, 1), Err(Refusal::SameOfficer));
    let not = Err(Refusal::NotTheDuty(Deed::DecideCase));
    assert_eq!(decide(&counter, 1), not);
    // Holding both duties does not help.
    let both = officer(1, &[Duty::Counter, Duty::Head]);
    assert_eq!(decide(&both, 1), Err(Refusal::SameOfficer));
}

#[test]
fn what_ends_stays_ended() {
    let over = |state: CaseState| CaseEvent::ALL.iter().all(|e| state.after(*e).is_none());
    let ends: Vec<_> = CaseState::ALL.into_iter().filter(|s| over(*s)).collect();
    assert_eq!(
        ends,
        [
            CaseState::HandedOver,
            CaseState::Refused,
            CaseState::Withdrawn
        ]
    );
    let over = |state: BlankState| BlankEvent::ALL.iter().all(|e| state.after(*e).is_none());
    let ends: Vec<_> = BlankState::ALL.into_iter().filter(|s| over(*s)).collect();
    assert_eq!(
        ends,
        [
            BlankState::HandedOver,
            BlankState::Destroyed,
            BlankState::Lost
        ]
    );
}

#[test]
fn ids_are_words_of_their_own() {
    for state in CaseState::ALL {
        assert_eq!(CaseState::parse(state.id()), Some(state));
    }
    for state in BlankState::ALL {
        assert_eq!(BlankState::parse(state.id()), Some(state));
    }
    for duty in Duty::ALL {
        assert_eq!(Duty::parse(duty.id()), Some(duty));
    }
    assert_eq!(CaseState::parse("draft"), None);
    assert_eq!(BlankState::parse(""), None);
    assert_eq!(Duty::parse("Head"), None);
}

#[test]
fn logins() {
    for (text, login) in [
        ("petugas", Some("petugas")),
        (" Rina.K ", Some("rina.k")),
        ("a1", Some("a1")),
        ("a", None),
        ("1a", None),
        ("rina k", None),
        ("émile", None),
        ("", None),
    ] {
        let read = Login::parse(text);
        assert_eq!(read.as_ref().map(Login::as_str), login, "{text:?}");
    }
    assert!(Login::parse(&"a".repeat(32)).is_some());
    assert!(Login::parse(&"a".repeat(33)).is_none());
}

#[track_caller]
fn serial(text: &str) -> BlankSerial {
    BlankSerial::parse(text).unwrap()
}

#[test]
fn serials_as_people_type_them() {
    for (text, shown) in [
        ("BKS0000123", Some("BKS0000123")),
        ("bks-000 0123", Some("BKS0000123")),
        ("A0000", Some("A0000")),
        ("ABCD999999999", Some("ABCD999999999")),
        ("ABCDE00001", None),
        ("BKS123", None),
        ("BKS1234567890", None),
        ("0000123", None),
        ("BKS00A0123", None),
        ("BKS٠٠٠٠١٢", None),
        ("", None),
    ] {
        let read = BlankSerial::parse(text).map(|serial| serial.to_string());
        assert_eq!(read.as_deref(), shown, "{text:?}");
    }
    assert_eq!(serial("A9998").with_number(9999), Some(serial("A9999")));
    assert_eq!(serial("A9998").with_number(10_000), None);
    assert_eq!(serial("A9998").with_number(0), Some(serial("A0000")));
}

#[test]
fn ranges_and_what_may_follow() {
    let range = |first, last| BlankRange::new(serial(first), &serial(last));
    let hundred = range("A0001", "A0100").unwrap();
    assert_eq!((hundred.count(), hundred.last_number()), (100, 100));
    assert_eq!(hundred.serials().last(), Some(serial("A0100")));
    assert_eq!(range("A0005", "A0005").unwrap().count(), 1);
    assert_eq!(range("A0002", "A0001"), Err(StockError::Backwards));
    assert_eq!(range("A0001", "B0002"), Err(StockError::OtherSeries));
    assert_eq!(range("A0001", "A00002"), Err(StockError::OtherSeries));
    let all = range("A000000000", "A999999999");
    assert_eq!(all, Err(StockError::TooMany));
    assert_eq!(range("A0000000", "A1999999").unwrap().count(), 2_000_000);

    assert_eq!(hundred.follows(None), Ok(()));
    assert_eq!(hundred.follows(Some(0)), Ok(()));
    assert_eq!(hundred.follows(Some(1)), Err(StockError::Overlap));
    assert_eq!(hundred.follows(Some(u32::MAX)), Err(StockError::Overlap));
    let later = range("A0003", "A0100").unwrap();
    assert_eq!(later.follows(Some(1)), Err(StockError::Gap));
}

fn any_serial() -> impl Strategy<Value = BlankSerial> {
    ("[A-Z]{1,4}", 4_usize..=9, any::<u32>()).prop_map(|(prefix, digits, number)| {
        let most = 10_u64.pow(u32::try_from(digits).unwrap());
        let number = u64::from(number) % most;
        serial(&format!("{prefix}{number:0digits$}"))
    })
}

proptest! {
    #[test]
    fn a_serial_reads_as_it_is_written(serial in any_serial()) {
        let shown = serial.to_string();
        prop_assert_eq!(BlankSerial::parse(&shown), Some(serial.clone()));
        prop_assert_eq!(serial.with_number(serial.number()), Some(serial));
    }

    #[test]
    fn any_text_is_a_serial_or_is_not(text in "\\PC{0,20}") {
        if let Some(serial) = BlankSerial::parse(&text) {
            prop_assert_eq!(BlankSerial::parse(&serial.to_string()), Some(serial));
        }
        if let Some(login) = Login::parse(&text) {
            prop_assert_eq!(Login::parse(login.as_str()), Some(login.clone()));
        }
    }

    #[test]
    fn a_range_holds_each_of_its_serials_once(first in any_serial(), more in 0_u32..300) {
        let Some(last) = first.number().checked_add(more).and_then(|n| first.with_number(n)) else {
            return Ok(());
        };
        let range = BlankRange::new(first.clone(), &last).unwrap();
        let serials: Vec<_> = range.serials().collect();
        prop_assert_eq!(serials.len(), usize::try_from(range.count()).unwrap());
        prop_assert_eq!(serials.first(), Some(&first));
        prop_assert_eq!(serials.last(), Some(&last));
        prop_assert!(serials.is_sorted_by(|one, next| one < next));
        prop_assert_eq!(range.follows(first.number().checked_sub(1)), Ok(()));
        prop_assert_eq!(range.follows(Some(last.number())), Err(StockError::Overlap));
    }

    /// Whatever happens to twenty blanks, allowed or not: what began or came in is somewhere.
    #[test]
    fn the_stock_balances_whatever_happens(
        events in prop::collection::vec((0_usize..20, 0_usize..BlankEvent::ALL.len()), 0..200),
        begin in 0_usize..200,
        unused in 0_usize..=20,
    ) {
        let mut blanks: Vec<Option<BlankState>> = (0..20)
            .map(|number| (number < unused).then_some(BlankState::Stock))
            .collect();
        let mut books = (Balance::default(), Balance::default());
        books.0.opening = 0;
        books.0.received = u64::try_from(unused).unwrap();
        books.0.closing = books.0.received;
        for (at, (blank, event)) in events.into_iter().enumerate() {
            if at == begin {
                books.1.opening = books.0.closing;
                books.1.closing = books.0.closing;
            }
            let book: &mut [&mut Balance] = if at < begin {
                &mut [&mut books.0]
            } else {
                &mut [&mut books.0, &mut books.1]
            };
            let before = blanks[blank];
            let after = match before {
                // Not received yet.
                None => Some(BlankState::Stock),
                Some(state) => state.after(BlankEvent::ALL[event]),
            };
            let Some(after) = after else { continue };
            blanks[blank] = Some(after);
            for book in book {
                book.move_on(before, after);
                prop_assert!(book.holds(), "{:?}", book);
            }
        }
        let unused = blanks.iter().flatten().filter(|state| state.is_unused()).count();
        prop_assert_eq!(books.0.closing, u64::try_from(unused).unwrap());
    }
}
