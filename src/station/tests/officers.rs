//! The administrator's verbs, one's own password, the second officer.

use super::door::{ADMIN, COUNTER, HEAD, enter_at, entered, failure, new_officer, real, secret};
use super::*;
use crate::registry::AuditQuery;

const NEW: &str = "sungai besar mengalir";

fn demo_as(folder: &TempDir, login: &str) -> Station {
    entered(folder, login, "contoh")
}

fn named(station: &Station, login: &str) -> Officer {
    let officers = station.officers().unwrap();
    let found = officers.into_iter().find(|one| one.login.as_str() == login);
    found.unwrap()
}

#[test]
fn a_new_officer_must_change_the_password_first() {
    let (folder, _) = real();
    let mut admin = entered(&folder, "hendra", ADMIN);
    let dewi = new_officer("dewi", "Dewi Teladan", &[Duty::Print, Duty::Print], NEW);
    let added = admin.add_officer(&dewi).unwrap();
    assert_eq!(added.duties, [Duty::Print]);
    assert_eq!(failure(admin.add_officer(&dewi)).id, "login-taken");
    let mut station = entered(&folder, "dewi", NEW);
    assert_eq!(
        failure(station.search(&Query::default())).id,
        "password-must-change"
    );
    assert_eq!(
        failure(station.change_password(&secret("x"), &secret(COUNTER))).id,
        "login-refused"
    );
    assert_eq!(
        failure(station.change_password(&secret(NEW), &secret(NEW))).id,
        "password-same"
    );
    assert_eq!(
        failure(station.change_password(&secret(NEW), &secret("dewi-teladan"))).id,
        "password-own-name"
    );
    station
        .change_password(&secret(NEW), &secret(COUNTER))
        .unwrap();
    station
        .search(&Query {
            limit: 1,
            ..Query::default()
        })
        .unwrap();
    drop(station);
    assert!(!entered(&folder, "dewi", COUNTER).officer().must_change);
    assert_eq!(
        failure(enter_at(&folder, "dewi", NEW, NOW)).id,
        "login-refused"
    );
}

#[test]
fn changing_a_password_rewraps_and_never_re_encrypts() {
    let folder = office();
    let mut station = demo_as(&folder, "petugas");
    let before = *station.master.registry_key();
    let slots = || fs::read_to_string(folder.path().join("keys/slots.toml")).unwrap();
    let old = slots();
    station
        .change_password(&secret("contoh"), &secret(NEW))
        .unwrap();
    let changed: Vec<bool> = old
        .lines()
        .zip(slots().lines())
        .map(|(a, b)| a == b)
        .collect();
    assert_eq!(
        changed.iter().filter(|same| !**same).count(),
        3,
        "salt, sealed, sum"
    );
    drop(station);
    assert_eq!(
        failure(enter_at(&folder, "petugas", "contoh", NOW)).id,
        "login-refused"
    );
    let again = entered(&folder, "petugas", NEW);
    assert!(*again.master.registry_key() == before);
    drop(again);
    // The demo still opens by itself, as another.
    assert_ne!(open(&folder).officer().login.as_str(), "petugas");
}

#[test]
fn a_disabled_officer_is_told_so_and_his_history_stays() {
    let folder = office();
    let mut admin = demo_as(&folder, "admin");
    let with_slot = fs::read(folder.path().join("keys/slots.toml")).unwrap();
    admin.disable_officer("cetak").unwrap();
    assert_eq!(
        failure(admin.disable_officer("cetak")).id,
        "officer-not-active"
    );
    assert_eq!(
        failure(admin.reset_password("cetak", &secret(NEW))).id,
        "officer-not-active"
    );
    assert_eq!(
        failure(enter_at(&folder, "cetak", "contoh", NOW)).id,
        "officer-disabled"
    );
    let cetak = named(&admin, "cetak");
    assert!(!cetak.active && cetak.name == "DEWI CONTOH");
    // A file of slots from before lets him in no more than the registry does.
    let without = fs::read(folder.path().join("keys/slots.toml")).unwrap();
    fs::write(folder.path().join("keys/slots.toml"), with_slot).unwrap();
    assert_eq!(
        failure(enter_at(&folder, "cetak", "contoh", NOW)).id,
        "officer-disabled"
    );
    fs::write(folder.path().join("keys/slots.toml"), without).unwrap();
    assert_eq!(
        failure(admin.enable_officer("kepala", &secret(NEW))).id,
        "officer-active"
    );
    admin.enable_officer("cetak", &secret(NEW)).unwrap();
    assert!(entered(&folder, "cetak", NEW).officer().must_change);
}

#[test]
fn who_is_disabled_at_work_does_nothing_more() {
    let folder = office();
    let mut admin = demo_as(&folder, "admin");
    let mut counter = demo_as(&folder, "petugas");
    let all = Query::default();
    counter.search(&all).unwrap();
    admin.disable_officer("petugas").unwrap();
    assert_eq!(failure(counter.search(&all)).id, "officer-disabled");
}

#[test]
fn only_an_administrator_keeps_officers() {
    let folder = office();
    for login in [
        "petugas", "kepala", "cetak", "blangko", "serah", "patroli", "auditor",
    ] {
        let mut station = demo_as(&folder, login);
        let new = new_officer("baru", "Orang Baru", &[Duty::Counter], NEW);
        assert_eq!(
            failure(station.add_officer(&new)).id,
            "not-the-duty",
            "{login}"
        );
        assert_eq!(failure(station.disable_officer("serah")).id, "not-the-duty");
        assert_eq!(
            failure(station.enable_officer("serah", &secret(NEW))).id,
            "not-the-duty"
        );
        assert_eq!(
            failure(station.set_duties("serah", &[Duty::Head])).id,
            "not-the-duty"
        );
        assert_eq!(
            failure(station.reset_password("serah", &secret(NEW))).id,
            "not-the-duty"
        );
        assert_eq!(failure(station.new_recovery_sheet()).id, "not-the-duty");
    }
}

#[test]
fn duties_that_clash_are_refused_and_an_administrator_stays() {
    let folder = office();
    let mut admin = demo_as(&folder, "admin");
    let mut check = |login: &str, duties: &[Duty], id: &str| {
        assert_eq!(
            failure(admin.set_duties(login, duties)).id,
            id,
            "{login} {duties:?}"
        );
    };
    check("cetak", &[Duty::Print, Duty::Blanks], "duties-clash");
    check("kepala", &[Duty::Admin, Duty::Head], "duties-clash");
    check("auditor", &[Duty::Auditor, Duty::Counter], "duties-clash");
    check("cetak", &[], "duties-missing");
    check("siapa", &[Duty::Print], "officer-unknown");
    check("admin", &[Duty::Counter], "last-admin");
    assert_eq!(failure(admin.disable_officer("admin")).id, "last-admin");
    assert_eq!(
        failure(admin.reset_password("admin", &secret(NEW))).id,
        "password-own"
    );
    admin
        .set_duties("serah", &[Duty::HandOver, Duty::Print])
        .unwrap();
    assert_eq!(named(&admin, "serah").duties, [Duty::Print, Duty::HandOver]);
    admin.set_duties("auditor", &[Duty::Admin]).unwrap();
    admin.set_duties("admin", &[Duty::Counter]).unwrap();
    assert_eq!(
        failure(admin.set_duties("serah", &[Duty::Print])).id,
        "not-the-duty"
    );
}

#[test]
fn every_verb_stands_in_the_audit_under_its_officer() {
    let folder = office();
    let mut admin = demo_as(&folder, "admin");
    admin
        .add_officer(&new_officer("baru", "Orang Baru", &[Duty::Counter], NEW))
        .unwrap();
    admin.set_duties("baru", &[Duty::Reviewer]).unwrap();
    admin.reset_password("baru", &secret(COUNTER)).unwrap();
    admin.disable_officer("baru").unwrap();
    admin.enable_officer("baru", &secret(HEAD)).unwrap();
    admin
        .change_password(&secret("contoh"), &secret(NEW))
        .unwrap();
    admin.new_recovery_sheet().unwrap();
    let query = AuditQuery {
        login: Some(String::from("admin")),
        limit: 100,
        ..AuditQuery::default()
    };
    let (rows, _) = admin.registry.audit(&query).unwrap();
    let mut mine: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.act.as_str(), row.record.as_str()))
        .collect();
    mine.sort_unstable();
    assert_eq!(
        mine,
        [
            ("login", "officer:admin"),
            ("officer-add", "officer:baru"),
            ("officer-disable", "officer:baru"),
            ("officer-duties", "officer:baru"),
            ("officer-enable", "officer:baru"),
            ("officer-password", "officer:admin"),
            ("officer-password-reset", "officer:baru"),
            ("recovery-new", "office"),
        ]
    );
    for row in &rows {
        for word in [NEW, COUNTER, HEAD, "contoh", "Orang Baru"] {
            assert!(!format!("{:?}", row.detail).contains(word), "{}", row.act);
        }
    }
}

#[test]
fn a_second_officer_proves_to_be_there() {
    let folder = office();
    let mut station = demo_as(&folder, "cetak");
    let second = station.second("kepala", &secret("contoh")).unwrap();
    assert_eq!(second.officer().login.as_str(), "kepala");
    assert_eq!(
        failure(station.second("cetak", &secret("contoh"))).id,
        "same-officer"
    );
    assert_eq!(
        failure(station.second("kepala", &secret("x"))).id,
        "login-refused"
    );
    assert_eq!(
        failure(station.second("siapa", &secret("contoh"))).id,
        "login-refused"
    );
    assert_eq!(
        failure(station.second("petugas", &secret("contoh"))).id,
        "not-the-duty"
    );
    for _ in 0..2 {
        failure(station.second("kepala", &secret("x")));
    }
    assert_eq!(
        failure(station.second("kepala", &secret("contoh"))).id,
        "login-wait"
    );
}

#[test]
fn two_desks_that_change_keys_at_the_same_moment_lose_none() {
    let folder = office();
    const ROUNDS: usize = 6;
    let others = ["petugas", "kepala", "cetak"];
    std::thread::scope(|scope| {
        for login in others {
            let mut station = demo_as(&folder, login);
            scope.spawn(move || {
                let mut old = String::from("contoh");
                for round in 0..ROUNDS {
                    let new = format!("{NEW} {round}");
                    station
                        .change_password(&secret(&old), &secret(&new))
                        .unwrap();
                    old = new;
                }
            });
        }
        let mut admin = demo_as(&folder, "admin");
        scope.spawn(move || {
            for round in 0..ROUNDS {
                let (login, name) = (format!("baru{round}"), format!("Orang {round}"));
                let new = new_officer(&login, &name, &[Duty::Counter], NEW);
                admin.add_officer(&new).unwrap();
                if round > 0 {
                    admin
                        .disable_officer(&format!("baru{}", round - 1))
                        .unwrap();
                }
            }
        });
    });
    for login in others {
        entered(&folder, login, &format!("{NEW} {}", ROUNDS - 1));
    }
    for login in ["blangko", "serah", "auditor", "admin"] {
        demo_as(&folder, login);
    }
    for round in 0..ROUNDS {
        let came = enter_at(&folder, &format!("baru{round}"), NEW, NOW);
        let gone = round + 1 < ROUNDS;
        assert_eq!(
            came.err().map(|error| error.id),
            gone.then_some("officer-disabled")
        );
    }
}

#[test]
fn a_power_cut_between_registry_and_ring_leaves_one_login_that_works() {
    let keys = |folder: &TempDir| fs::read(folder.path().join("keys/slots.toml")).unwrap();
    let registry = |folder: &TempDir| {
        let copied = copy(folder.path());
        fs::read(copied.path().join("registry.db")).unwrap()
    };
    // One's own password: the slot is there, the registry is as it was.
    let folder = office();
    let before = registry(&folder);
    drop({
        let mut station = demo_as(&folder, "petugas");
        station
            .change_password(&secret("contoh"), &secret(NEW))
            .unwrap();
        station
    });
    fs::write(folder.path().join("registry.db"), &before).unwrap();
    entered(&folder, "petugas", NEW);

    // A password given by the administrator: the registry knows, the slot is as it was.
    let folder = office();
    let before = keys(&folder);
    drop({
        let mut admin = demo_as(&folder, "admin");
        admin.reset_password("petugas", &secret(NEW)).unwrap();
        admin
    });
    fs::write(folder.path().join("keys/slots.toml"), &before).unwrap();
    assert!(demo_as(&folder, "petugas").officer().must_change);

    // An officer half engaged opens nothing, and is engaged the next time.
    let folder = office();
    let before = registry(&folder);
    let new = new_officer("baru", "Orang Baru", &[Duty::Counter], NEW);
    drop({
        let mut admin = demo_as(&folder, "admin");
        admin.add_officer(&new).unwrap();
        admin
    });
    fs::write(folder.path().join("registry.db"), &before).unwrap();
    assert_eq!(
        failure(enter_at(&folder, "baru", NEW, NOW)).id,
        "officer-unknown"
    );
    demo_as(&folder, "admin").add_officer(&new).unwrap();
    entered(&folder, "baru", NEW);

    // An officer half disabled comes in no more, and the next change of any slot takes his.
    let folder = office();
    let before = keys(&folder);
    let mut admin = demo_as(&folder, "admin");
    admin.disable_officer("cetak").unwrap();
    fs::write(folder.path().join("keys/slots.toml"), &before).unwrap();
    assert_eq!(
        failure(enter_at(&folder, "cetak", "contoh", NOW)).id,
        "officer-disabled"
    );
    admin
        .change_password(&secret("contoh"), &secret(NEW))
        .unwrap();
    let ring = super::super::door::slots::read(folder.path(), super::super::door::slots::OFFICERS);
    let open = ring.unwrap().open("cetak", &secret("contoh"));
    assert_eq!(open.err(), Some(crate::vault::Error::Closed));
}

#[test]
fn a_deed_that_the_registry_refuses_leaves_the_slots_as_they_were() {
    let folder = office();
    let before = fs::read(folder.path().join("keys/slots.toml")).unwrap();
    let mut admin = demo_as(&folder, "admin");
    let mut taken = named(&admin, "serah");
    taken.active = false;
    let by = admin.by("test");
    admin
        .registry
        .act(by, |act| act.change_officer(&taken))
        .unwrap();
    // The row went round the door: what is left of the slot goes with the next change, which here is refused.
    let refused = admin.rewrapped_for_test("petugas", &secret(NEW));
    assert_eq!(failure(refused).id, "internal");
    assert_eq!(
        fs::read(folder.path().join("keys/slots.toml")).unwrap(),
        before
    );
}

#[test]
fn duties_hold_and_fall_at_once_for_who_is_at_work() {
    let folder = office();
    let mut admin = demo_as(&folder, "admin");
    let mut clerk = demo_as(&folder, "petugas");
    let all = Query::default();
    clerk.search(&all).unwrap();
    admin.set_duties("petugas", &[Duty::Patrol]).unwrap();
    assert_eq!(failure(clerk.search(&all)).id, "not-the-duty");
    admin
        .set_duties("petugas", &[Duty::Counter, Duty::Head])
        .unwrap();
    clerk.search(&all).unwrap();
    let own = clerk.save_case(None, &Draft::default(), None).unwrap().0;
    assert_eq!(failure(clerk.refuse_case(own, "x")).id, "same-officer");
    admin.reset_password("petugas", &secret(NEW)).unwrap();
    assert_eq!(failure(clerk.search(&all)).id, "password-must-change");
    // Who stood beside and has lost the duty since stands beside no more.
    let mut print = demo_as(&folder, "cetak");
    let second = print.second("kepala", &secret("contoh")).unwrap();
    admin.set_duties("kepala", &[Duty::Patrol]).unwrap();
    let blank = Station::blank_range("BKS000499", "BKS000499").unwrap();
    let spoilt = print.spoil_blank(blank.first(), "Terlipat", &second);
    assert_eq!(failure(spoilt).id, "not-the-duty");
}

#[test]
fn a_duty_taken_away_stays_away() {
    let folder = office();
    let mut head = demo_as(&folder, "kepala");
    let mut admin = demo_as(&folder, "admin");
    admin.set_duties("kepala", &[Duty::Reviewer]).unwrap();
    head.change_password(&secret("contoh"), &secret(NEW))
        .unwrap();
    assert_eq!(named(&admin, "kepala").duties, [Duty::Reviewer]);
}

#[test]
fn the_plan_of_backups_is_the_administrators() {
    let folder = office();
    let mut clerk = demo_as(&folder, "petugas");
    let mut settings = clerk.settings().clone();
    settings.backup.daily += 1;
    assert_eq!(
        failure(clerk.save_settings(settings.clone())).id,
        "not-the-duty"
    );
    let mut admin = demo_as(&folder, "admin");
    admin.save_settings(settings.clone()).unwrap();
    // A clerk's choice of language leaves what the administrator wrote meanwhile.
    let mut own = clerk.settings().clone();
    own.language = String::from("en");
    clerk.save_settings(own).unwrap();
    assert_eq!(clerk.settings().backup, settings.backup);
    assert_eq!(clerk.settings().language, "en");
}
