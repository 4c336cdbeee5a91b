//! Looks at lists of people, as the audit tells them; and half-written files that a program left behind.

use super::door::failure;
use super::*;
use crate::registry::AuditQuery;
use crate::station::numbers::Cell;
use std::time::{Duration, SystemTime};

type Told = Vec<(String, Vec<(String, String)>)>;

/// Acts of looking at lists, oldest first.
fn looks(station: &Station) -> Told {
    let query = AuditQuery {
        limit: 1_000,
        ..AuditQuery::default()
    };
    let (rows, _) = station.registry.audit(&query).unwrap();
    let lists = ["permit-search", "permit-list", "case-list", "numbers-list"];
    let told = rows.into_iter().rev();
    told.filter(|row| lists.contains(&row.act.as_str()))
        .map(|row| (row.act, row.detail))
        .collect()
}

fn note(told: &(String, Vec<(String, String)>), name: &str) -> String {
    let found = told.1.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

#[test]
fn a_search_is_one_look_and_names_nobody() {
    let folder = office();
    let mut station = open(&folder);
    let row = all(&mut station).remove(0);
    let before = looks(&station).len();
    let query = |words: &str| Query {
        words: words.to_owned(),
        limit: 5,
        ..Query::default()
    };
    // What is found at each key is no look yet.
    for end in 1..row.full_name.len() {
        station.glimpse(&query(&row.full_name[..end])).unwrap();
    }
    assert_eq!(looks(&station).len(), before);
    let whole = query(&row.full_name);
    let found = station.search(&whole).unwrap();
    // Its other pages, the same list again, and the same told twice: one look.
    let next = Query {
        offset: 5,
        ..whole.clone()
    };
    station.search(&next).unwrap();
    station.searched(&whole, found.total).unwrap();
    let told = looks(&station);
    assert_eq!(told.len(), before + 1);
    let told = &told[before];
    let words = row.full_name.split_whitespace().count();
    assert_eq!(note(told, "words"), words.to_string());
    assert_eq!(note(told, "found"), found.total.to_string());
    let text = format!("{told:?}").to_uppercase();
    for word in row.full_name.split_whitespace() {
        assert!(!text.contains(word), "{word}");
    }
    // Another officer's look is another.
    station.act_as(Duty::Head).unwrap();
    station.search(&whole).unwrap();
    assert_eq!(looks(&station).len(), before + 2);
    let many = Query {
        limit: u32::MAX,
        ..Query::default()
    };
    assert!(u32::try_from(station.search(&many).unwrap().rows.len()).unwrap() <= Station::SEARCHED);
}

#[test]
fn lists_of_cases_and_behind_numbers_are_looks_of_who_is_in_them() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Counter).unwrap();
    let before = looks(&station).len();
    station
        .save_case(None, &station.example_draft(Kind::Itas), None)
        .unwrap();
    for _ in 0..3 {
        station.cases(&[CaseState::Draft], 10).unwrap();
    }
    // Nobody is in it.
    station.cases(&[CaseState::Withdrawn], 10).unwrap();
    let told = looks(&station);
    assert_eq!(told.len(), before + 1);
    assert_eq!(note(&told[before], "count"), "1");
    // One more is in it: another list.
    station
        .save_case(None, &station.example_draft(Kind::Itap), None)
        .unwrap();
    station.cases(&[CaseState::Draft], 10).unwrap();
    assert_eq!(looks(&station).len(), before + 2);
    let on = station.today();
    for offset in [0, 2] {
        station
            .numbers_list(on, (&Cell::Holders, None), (offset, 2))
            .unwrap();
    }
    let told = looks(&station);
    assert_eq!(told.len(), before + 3);
    assert_eq!(told[before + 2].0, "numbers-list");
    assert_eq!(note(&told[before + 2], "list"), "holders");
    // Figures of Beranda name nobody but the latest.
    station.overview().unwrap();
    station.overview().unwrap();
    let told = looks(&station);
    assert_eq!(told.len(), before + 4);
    assert_eq!(note(&told[before + 3], "count"), "3");
    station.act_as(Duty::Patrol).unwrap();
    station.overview().unwrap();
    assert_eq!(looks(&station).len(), before + 4);
    assert_eq!(
        failure(station.searched(&Query::default(), 0)).id,
        "not-the-duty"
    );
}

#[test]
fn half_written_files_of_a_program_that_is_gone_are_taken_away() {
    let folder = office();
    let dir = folder.path().join("backups");
    fs::create_dir(&dir).unwrap();
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(NOW - 7_200).unwrap());
    let new = old + Duration::from_secs(7_100);
    // No system gives so high a number.
    let (gone, mine) = (u32::MAX, std::process::id());
    let put = |name: String, at: SystemTime| {
        let path = dir.join(name);
        fs::write(&path, b"x").unwrap();
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(at)
            .unwrap();
        path
    };
    let goes = [
        put(format!("loket-1.backup.{gone}.part"), old),
        put(format!("loket-1.backup.{gone}.registry.part"), old),
        put(format!("loket-1.backup.{gone}.registry.part-wal"), old),
        put(format!("orang.csv.{gone}.part"), old),
    ];
    let stays = [
        put(format!("orang.csv.{mine}.part"), old),
        put(format!("orang.csv.{gone}.part2"), old),
        put(String::from("film.part"), old),
        put(String::from("film.7z.part"), old),
        put(format!("orang.xlsx.{gone}.part"), new),
        put(String::from("orang.csv"), old),
    ];
    // Of a program that is known to be gone nothing is kept, though its number is another's now; what one at work writes is.
    #[cfg(target_os = "linux")]
    let (early, late) = {
        let parent = std::os::unix::process::parent_id();
        (
            [
                put(format!("loket-2.backup.{gone}.registry.part-wal"), new),
                put(
                    format!("loket-3.backup.{parent}.part"),
                    SystemTime::UNIX_EPOCH,
                ),
            ],
            dir.join(format!("loket-4.backup.{parent}.part")),
        )
    };
    #[cfg(target_os = "linux")]
    fs::write(&late, b"x").unwrap();
    // Pictures of cards on their way to a printer, in the office's folder of printers.
    let pages = folder
        .path()
        .join("printers")
        .join(format!("pages.{gone}.part"));
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join("0000.png"), b"x").unwrap();
    fs::File::open(&pages).unwrap().set_modified(old).unwrap();
    // Beside a list only lists are ours.
    file::sweep_lists(&dir.join("lain.csv"), NOW);
    assert!(!goes[3].exists() && goes[0].exists() && stays[4].exists());
    open(&folder);
    assert!(goes.iter().all(|path| !path.exists()) && !pages.exists());
    assert!(stays.iter().all(|path| path.exists() || path == &stays[4]));
    #[cfg(target_os = "linux")]
    assert!(early.iter().all(|path| !path.exists()) && late.exists());
}
