//! A demo office's operation through the station's door: what the report counts, who may, what is refused, what is written.

use super::*;
use crate::office::Duty;
use crate::patrol::{Member, Standing};
use crate::station::tests::{NOW, office, open};
use crate::station::{Clock, Query, demo};
use jiff::civil::date;

fn plan() -> Plan {
    Plan {
        name: String::from("  Operasi   malam "),
        from: date(2026, 12, 1),
        until: date(2026, 12, 2),
        areas: vec![String::from("32.16.08"), String::from("KI-MM2100")],
        team: vec![Member {
            name: String::from("YUSUF CONTOH"),
            agency: String::from("Imigrasi"),
        }],
        expected: vec![String::from("PT CONTOH"), String::from("pt contoh")],
    }
}

#[test]
fn the_demo_operation_is_summed_and_written() {
    let folder = office();
    demo::operation::tell(folder.path(), Clock::Fixed(NOW)).unwrap();
    let mut station = open(&folder);
    let known = {
        station.act_as(Duty::Counter).unwrap();
        let found = station
            .search(&Query {
                limit: 99,
                ..Query::default()
            })
            .unwrap();
        found.rows
    };
    station.act_as(Duty::Head).unwrap();
    let [operation] = &station.operations().unwrap()[..] else {
        panic!("one operation")
    };
    assert!(operation.closed_at.is_some());
    let gathered = station.operation_report(operation.id).unwrap();
    let report = gathered.report();
    // Everybody, one of them twice, a card that is not ours and a code that is no seal.
    assert_eq!(report.again(), 1);
    assert_eq!(report.count(Standing::NotGenuine), 1);
    assert_eq!(report.count(Standing::NoSeal), 1);
    assert!((3..=5).contains(&report.checked.len()));
    for one in &report.checked {
        let Some(holder) = one.resident else {
            assert!(!one.standing.is_genuine());
            continue;
        };
        let row = known
            .iter()
            .find(|row| row.permit_no.as_str() == holder.permit_no)
            .unwrap();
        assert_eq!(row.full_name, holder.full_name);
        if let Some(overstay) = one.overstay {
            let day = crate::station::clock::day_of(one.sighting.at);
            let days = row.valid_until.until(day).unwrap().get_days();
            assert_eq!(i32::try_from(overstay.days), Ok(days));
        }
    }
    let pages = station.operation_pdf(&gathered, Lang::Id).unwrap();
    assert!(pages.bytes().starts_with(b"%PDF"));
    let book = station.operation_xlsx(&gathered, Lang::En).unwrap();
    let sheet = crate::table::Sheet::read(&book, crate::table::Limits::default()).unwrap();
    let rows = u64::try_from(sheet.rows().count()).unwrap();
    let cards = u64::try_from(report.checked.len()).unwrap();
    assert_eq!(rows, 1 + cards + report.not_found());
    assert!(station.audit_check(&mut |_, _| true).is_ok());

    // Closed: the plan stays, and only head and patrol may.
    let edit = station.edit_operation(operation.id, &plan());
    assert_eq!(edit.err().unwrap().id, "operation-closed");
    let short: String = operation.id.to_string().chars().take(6).collect();
    assert_eq!(&station.find_operation(&short).unwrap(), operation);
    assert_eq!(
        station.find_operation("").err().unwrap().id,
        "operation-not-found"
    );
    station.act_as(Duty::Counter).unwrap();
    assert_eq!(
        station.operation_report(operation.id).err().unwrap().id,
        "not-the-duty"
    );

    plans_are_kept_as_they_were_checked(&mut station);
}

fn plans_are_kept_as_they_were_checked(station: &mut Station) {
    station.act_as(Duty::Patrol).unwrap();
    let made = station.new_operation(&plan()).unwrap();
    assert_eq!(made.plan.name, "Operasi malam");
    assert_eq!(made.plan.expected, ["PT CONTOH"]);
    assert_eq!(station.operations().unwrap()[0], made);
    let longer = Plan {
        until: date(2026, 12, 5),
        ..made.plan.clone()
    };
    assert_eq!(
        station.edit_operation(made.id, &longer).unwrap().plan,
        longer
    );
    let elsewhere = Plan {
        areas: vec![String::from("32.73.01")],
        ..plan()
    };
    let refused = station.new_operation(&elsewhere).err().unwrap();
    assert_eq!(refused.id, "operation-area-unknown");
    let nobody = Plan {
        team: vec![],
        ..plan()
    };
    assert_eq!(
        station.new_operation(&nobody).err().unwrap().id,
        "operation-team"
    );
    let empty = station.operation_report(made.id).unwrap();
    assert_eq!((empty.report().scans, empty.report().not_found()), (0, 0));
    // A report of nothing can be printed, too.
    station.operation_pdf(&empty, Lang::En).unwrap();
}
