//! The audit cannot lie: whatever is changed behind the station's back, the check tells where.

use super::*;
use crate::office::Duty;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// Every table the chain covers.
const TABLES: [&str; 12] = [
    "meta",
    "officers",
    "portraits",
    "looks",
    "cases",
    "permits",
    "blanks",
    "receipts",
    "cards",
    "seals",
    "anchors",
    "stock_reports",
];

/// An office in which every table has rows, and the auditor at its desk.
fn audited() -> (TempDir, Station) {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Blanks).unwrap();
    let blank = |number: u32| format!("BKS{number:06}");
    let (first, last) = (blank(900), blank(901));
    let range = Station::blank_range(&first, &last).unwrap();
    station.lose_blanks(&range, "LP-1").unwrap();
    station.act_as(Duty::Auditor).unwrap();
    // What a test does behind the door may hurt any rule but the chain's.
    let behind = station.registry.behind();
    behind
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        .unwrap();
    (folder, station)
}

fn check(station: &Station) -> AuditProof {
    station.audit_check(&mut |_, _| true).unwrap()
}

fn columns(behind: &Connection, table: &str) -> Vec<(String, String)> {
    behind
        .prepare(&format!("PRAGMA table_info({table})"))
        .unwrap()
        .query_map([], |row| Ok((row.get("name")?, row.get("type")?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn keys(behind: &Connection, table: &str) -> Vec<i64> {
    behind
        .prepare(&format!("SELECT rowid AS key FROM {table}"))
        .unwrap()
        .query_map([], |row| row.get("key"))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// One byte or one unit of a value is another.
fn changed(value: &Value, kind: &str, chance: &mut ChaCha8Rng) -> Value {
    match (value, kind) {
        (Value::Null, "INTEGER") => Value::Integer(0),
        (Value::Null, "BLOB") => Value::Blob(vec![0]),
        (Value::Null, _) => Value::Text(String::new()),
        (Value::Integer(number), _) => Value::Integer(number ^ (1 << chance.random_range(0..40))),
        (Value::Real(number), _) => Value::Real(number + 1.0),
        (Value::Text(text), _) if text.is_empty() => Value::Text(String::from(" ")),
        (Value::Text(text), _) => {
            let at = chance.random_range(0..text.chars().count());
            let flip = |(place, letter)| match (place == at, letter) {
                (true, 'x') => 'y',
                (true, _) => 'x',
                (false, letter) => letter,
            };
            Value::Text(text.chars().enumerate().map(flip).collect())
        }
        (Value::Blob(bytes), _) => {
            let mut bytes = bytes.clone();
            match bytes.len() {
                0 => bytes.push(0),
                length => bytes[chance.random_range(0..length)] ^= 1 << chance.random_range(0..8),
            }
            Value::Blob(bytes)
        }
    }
}

/// Changes one value, has `look` look, and puts it back.
fn with_change(
    station: &Station,
    (table, column, kind): (&str, &str, &str),
    chance: &mut ChaCha8Rng,
    look: impl FnOnce(i64, &AuditProof),
) {
    let behind = station.registry.behind();
    let key = *keys(behind, table).choose(chance).unwrap();
    let sql = format!("SELECT {column} AS v FROM {table} WHERE rowid = ?1");
    let was: Value = behind.query_row(&sql, [key], |row| row.get("v")).unwrap();
    let sql = format!("UPDATE {table} SET {column} = ?2 WHERE rowid = ?1");
    let now = loop {
        let now = changed(&was, kind, chance);
        // Another row may have that value, where each is to be its own.
        if behind.execute(&sql, params![key, now]).is_ok() {
            break now;
        }
    };
    look(key, &check(station));
    // Its key itself may have been changed.
    let gone = !keys(behind, table).contains(&key);
    let moved = if let (Value::Integer(now), true) = (&now, gone) {
        *now
    } else {
        key
    };
    behind.execute(&sql, params![moved, was]).unwrap();
}

#[test]
fn any_changed_byte_of_any_row_is_told() {
    let (_folder, station) = audited();
    assert!(check(&station).is_whole(), "{:?}", check(&station).breaks);
    let mut chance = ChaCha8Rng::seed_from_u64(3);
    for table in TABLES {
        let columns = columns(station.registry.behind(), table);
        for (column, kind) in &columns {
            with_change(
                &station,
                (table, column, kind),
                &mut chance,
                |key, proof| {
                    let named = proof
                        .breaks
                        .iter()
                        .any(|found| found.row.as_ref() == Some(&(String::from(table), key)));
                    assert!(named, "{table}.{column} of {key}: {:?}", proof.breaks);
                },
            );
        }
    }
    assert!(
        check(&station).is_whole(),
        "put back: {:?}",
        check(&station).breaks
    );
}

#[test]
fn any_changed_byte_of_an_entry_is_told() {
    let (_folder, station) = audited();
    let mut chance = ChaCha8Rng::seed_from_u64(4);
    let columns = columns(station.registry.behind(), "audit");
    for (column, kind) in columns.iter().chain(&columns) {
        with_change(
            &station,
            ("audit", column, kind),
            &mut chance,
            |seq, proof| {
                // Where its number was changed, it is missing from its place.
                let near = proof.breaks.iter().any(|found| {
                    matches!(found.kind, BreakKind::Entry | BreakKind::Gap)
                        && (seq..=seq + 1).contains(&found.seq)
                });
                let last = column == "seq" && proof.breaks.iter().any(|found| found.seq > seq);
                assert!(near || last, "{column} of {seq}: {:?}", proof.breaks);
            },
        );
    }
    assert!(check(&station).is_whole());
}

#[track_caller]
fn told(sql: &str, kind: BreakKind, row: Option<(&str, i64)>) {
    let (_folder, station) = audited();
    station.registry.behind().execute_batch(sql).unwrap();
    let proof = check(&station);
    let row = row.map(|(table, key)| (String::from(table), key));
    let found = proof
        .breaks
        .iter()
        .any(|found| found.kind == kind && found.row == row);
    assert!(found, "{sql}: {:?}", proof.breaks);
}

#[test]
fn rows_added_taken_and_swapped_are_told() {
    told(
        "DELETE FROM blanks WHERE id = 7",
        BreakKind::Missing,
        Some(("blanks", 7)),
    );
    told(
        "INSERT INTO meta (id, key, value) VALUES (99, 'seed', '2') ON CONFLICT DO NOTHING; INSERT INTO meta (id, key, value) VALUES (98, 'x', '2')",
        BreakKind::Unwritten,
        Some(("meta", 98)),
    );
    told(
        "UPDATE cards SET id = 1000 WHERE id = 1; UPDATE cards SET id = 1 WHERE id = 2; UPDATE cards SET id = 2 WHERE id = 1000",
        BreakKind::Changed,
        Some(("cards", 2)),
    );
    told("DELETE FROM audit WHERE seq = 9", BreakKind::Gap, None);
    told("DELETE FROM audit WHERE seq = 1", BreakKind::Gap, None);
    told(
        "UPDATE audit SET seq = -seq WHERE seq IN (8, 9); UPDATE audit SET seq = 17 + seq WHERE seq < 0",
        BreakKind::Entry,
        None,
    );
    told("DELETE FROM audit", BreakKind::Short, None);
    // All since a day was signed: what the day stands on is gone.
    let (_folder, station) = audited();
    let last = station.registry.anchors().unwrap().pop().unwrap();
    told(
        &format!("DELETE FROM audit WHERE {} <= seq", last.head.seq),
        BreakKind::Short,
        Some(("anchors", last.id)),
    );
    told(
        "DELETE FROM anchors WHERE id = 1",
        BreakKind::Missing,
        Some(("anchors", 1)),
    );
}

#[test]
fn a_chain_made_anew_lacks_the_signature() {
    let (_folder, station) = audited();
    station
        .registry
        .behind()
        .execute_batch("UPDATE blanks SET note = 'never happened' WHERE id = 1")
        .unwrap();
    station.registry.forge_chain();
    // The registry alone cannot tell any more.
    let alone = station.registry.audit_check(&mut |_, _| true).unwrap();
    assert!(alone.is_whole(), "{:?}", alone.breaks);
    let proof = check(&station);
    assert!(!proof.is_whole());
    assert!(
        proof
            .breaks
            .iter()
            .all(|found| found.kind == BreakKind::Signature)
    );
}

#[test]
fn the_first_act_of_a_day_signs_the_day_before() {
    let folder = office();
    let at = |day: i64| Station::open_by(folder.path(), Clock::Fixed(NOW + day * DAY)).unwrap();
    let mut station = at(0);
    let before = station.registry.anchors().unwrap().len();
    assert!(0 < before, "the demo's own days");
    let act = |station: &mut Station| {
        station.act_as(Duty::Counter).unwrap();
        station.save_case(None, &Draft::default(), None).unwrap();
        station.registry.anchors().unwrap()
    };
    assert_eq!(act(&mut station).len(), before);
    let head = station.registry.audit_head().unwrap();
    drop(station);
    let mut next = at(1);
    assert_eq!(act(&mut next).len(), before + 1);
    let anchors = act(&mut next);
    assert_eq!(anchors.len(), before + 1);
    let newest = &anchors.last().unwrap().head;
    assert_eq!((newest.seq, &newest.hash), (head.0, &head.1));
    assert_eq!(newest.day, clock::day_of(NOW));
    drop(next);
    // A clock that runs back signs nothing.
    assert_eq!(act(&mut at(0)).len(), before + 1);
    let mut later = at(40);
    assert_eq!(act(&mut later).len(), before + 2);
    later.act_as(Duty::Auditor).unwrap();
    assert!(check(&later).is_whole());
    let words = |head: &crate::registry::Head| String::from_utf8(head.message()).unwrap();
    assert!(words(newest).starts_with("loket audit anchor 1\n2026-11-23\n"));
}

#[test]
fn reading_the_audit_is_an_act_and_goes_out_as_a_list() {
    let (folder, mut station) = audited();
    let query = AuditQuery {
        act: Some(String::from("blank-lose")),
        limit: 5,
        ..AuditQuery::default()
    };
    let (rows, total) = station.audit(&query).unwrap();
    assert_eq!((rows.len(), total), (1, 1));
    assert_eq!(rows[0].login.as_deref(), Some("blangko"));
    let all = AuditQuery {
        login: Some(String::from("auditor")),
        limit: 5,
        ..AuditQuery::default()
    };
    let (mine, _) = station.audit(&all).unwrap();
    assert_eq!(mine[0].act, "audit-view");
    assert_eq!(
        mine[1].detail,
        [(String::from("act"), String::from("blank-lose"))]
    );

    let file = folder.path().join("audit.csv");
    let count = station
        .audit_export(&query, &file, &mut |_, _| true)
        .unwrap();
    assert_eq!(count, 1);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{FEFF}seq,time,officer,act,record,detail,before,after,hash\r\n"));
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains(",2026-11-23T10:00:00+07:00,blangko,blank-lose,blank:BKS000900,"));

    station.act_as(Duty::Counter).unwrap();
    let refused = [
        station.audit(&query).err(),
        station.audit_export(&query, &file, &mut |_, _| true).err(),
        station.audit_check(&mut |_, _| true).err(),
    ];
    assert!(
        refused
            .iter()
            .all(|error| error.as_ref().unwrap().id == "not-the-duty")
    );
    station.act_as(Duty::Auditor).unwrap();
    let stopped = station.audit_check(&mut |_, _| false).err().unwrap();
    assert_eq!(stopped.id, "stopped");
    let other = folder.path().join("half.csv");
    let stopped = station.audit_export(&query, &other, &mut |_, _| false);
    assert_eq!(stopped.err().unwrap().id, "stopped");
    assert!(!other.exists());
}
