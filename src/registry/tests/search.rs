//! Search against a plain reading of every row: words, slips, filters, orders and pages.

use super::*;
use crate::mrz::transliterate;
use crate::permit::EndReason;
use crate::registry::search::{Limits, Lists};
use crate::registry::{Filter, PermitState, Sort, SortBy};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::{Mutex, OnceLock};

const TODAY: Date = date(2026, 11, 23);
const GIVEN: [&str; 8] = [
    "MINSU",
    "JÜRGEN",
    "NA",
    "ANNA MARIA",
    "WEI",
    "O'NEIL",
    "FRANÇOIS",
    "JIWON",
];
const SURNAMES: [&str; 7] = ["KIM", "LI", "MÜLLER", "PARK", "SANTOS", "WANG", "NGUYEN"];
const PEOPLE: u32 = 60;

/// A registry of invented people of several kinds, nations, places and days.
fn crowd() -> (Bench, Registry) {
    let bench = Bench::new();
    let mut registry = Registry::create(&bench.file(), &KEY).unwrap();
    let serial = |text| BlankSerial::parse(text).unwrap();
    let stock = BlankRange::new(serial("BKS000001"), &serial("BKS000200")).unwrap();
    registry
        .act(by("receive", NOW), |act| act.receive_blanks(&stock, "BA-1"))
        .unwrap();
    for number in 1..=PEOPLE {
        bench
            .issue(&mut registry, number, &someone(&bench, number))
            .unwrap();
    }
    for number in [5, 9, 33] {
        let permit = someone(&bench, number);
        registry
            .act(by("end", NOW + 500), |act| {
                act.end_permit(&permit.permit_no, EndReason::Died, permit.valid_from)
            })
            .unwrap();
    }
    // A second card brings a permit to the front.
    bench
        .issue(&mut registry, 101, &someone(&bench, 7))
        .unwrap();
    (bench, registry)
}

fn someone(bench: &Bench, number: u32) -> Permit {
    let at = usize::try_from(number).unwrap();
    let name = format!("{} {}", SURNAMES[at % 7], GIVEN[at * 3 % 8]);
    let nation = ["KOR", "CHN", "DEU"][at % 3];
    let from = date(2024, 1, 1).saturating_add((i64::from(number) * 17).days());
    let surname = SURNAMES[at % 7];
    let mut permit = bench.permit(
        number,
        &name,
        &format!("M{:08}", number * 7_654_321 % 100_000_000),
    );
    permit.nationality = crate::permit::Nationality::parse(nation).unwrap();
    permit.kind = if number.is_multiple_of(4) {
        Kind::Itap
    } else {
        Kind::Itas
    };
    permit.mrz_surname = transliterate(surname);
    permit.mrz_given_names = transliterate(GIVEN[at * 3 % 8]);
    permit.valid_from = from;
    permit.valid_until = crate::permit::ValidUntil::Day(from.saturating_add(2.years()));
    permit.index_code = String::from(if number.is_multiple_of(5) {
        "E31A"
    } else {
        "E23"
    });
    permit.address.district = String::from(if number.is_multiple_of(2) {
        "Bekasi Timur"
    } else {
        "Medan Satria"
    });
    permit
}

fn shared<T>(work: impl FnOnce(&Bench, &Registry) -> T) -> T {
    static CROWD: OnceLock<Mutex<(Bench, Registry)>> = OnceLock::new();
    let crowd = CROWD.get_or_init(|| Mutex::new(crowd()));
    let crowd = crowd
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    work(&crowd.0, &crowd.1)
}

fn found(registry: &Registry, query: &Query) -> Found {
    registry.search(query, TODAY).unwrap()
}

fn whole(words: &str, filter: Filter, sort: Sort) -> Query {
    Query {
        words: String::from(words),
        limit: 1_000,
        offset: 0,
        filter,
        sort,
    }
}

/// Every text the search looks into.
fn texts(bench: &Bench, row: &PermitRow) -> Vec<String> {
    let number = row.permit_no.as_str()[6..10].parse().unwrap();
    let permit = someone(bench, number);
    let mut texts = vec![
        row.permit_no.as_str().to_owned(),
        row.full_name.clone(),
        row.full_name.replace('Ü', "U").replace('Ç', "C"),
        permit.mrz_surname,
        permit.mrz_given_names,
        row.passport_no.clone(),
        permit.niora.unwrap(),
        permit.guarantor.unwrap().name,
        row.card_serial.clone(),
    ];
    if number == 7 {
        texts.push(String::from("BKS000007"));
    }
    texts.iter().map(|text| text.to_lowercase()).collect()
}

fn holds(texts: &[String], word: &str) -> bool {
    let mut words = texts
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    if word.chars().count() < 3 {
        words.any(|known| known.starts_with(word))
    } else {
        words.any(|known| known.contains(word))
    }
}

fn passes(row: &PermitRow, filter: &Filter) -> bool {
    let ended = row.ended_on.is_some_and(|day| day <= TODAY);
    let within = |days: i64| {
        !ended && TODAY <= row.valid_until && row.valid_until <= TODAY.saturating_add(days.days())
    };
    filter.kind.is_none_or(|kind| kind == row.kind)
        && filter
            .nationality
            .as_ref()
            .is_none_or(|code| *code == row.nationality)
        && filter.district.as_ref().is_none_or(|name| {
            row.district
                .replace(' ', "")
                .eq_ignore_ascii_case(&name.replace(' ', ""))
        })
        && filter
            .expiry
            .is_none_or(|(first, last)| first <= row.valid_until && row.valid_until <= last)
        && (filter.indices.is_empty()
            || filter
                .indices
                .iter()
                .any(|code| row.index_code.starts_with(code.as_str())))
        && filter.state.is_none_or(|state| match state {
            PermitState::Active => !ended && TODAY <= row.valid_until,
            PermitState::Expiring30 => within(30),
            PermitState::Expiring60 => within(60),
            PermitState::Expiring90 => within(90),
            PermitState::Overdue => !ended && row.valid_until < TODAY,
            PermitState::Ended => ended,
        })
}

fn in_order(rows: &[PermitRow], sort: Sort) -> bool {
    let key = |row: &PermitRow| match sort.by {
        // Serials were given in the order of time.
        SortBy::Newest => {
            let serial: i64 = row.card_serial[3..].parse().unwrap();
            format!("{:09}", 1_000_000 - serial)
        }
        SortBy::Name => transliterate(&row.full_name),
        SortBy::Expiry => row.valid_until.to_string(),
        SortBy::Nationality => row.nationality.clone(),
        SortBy::Number => row.permit_no.as_str().to_owned(),
    };
    rows.windows(2).all(|pair| {
        let order = key(&pair[0]).cmp(&key(&pair[1]));
        order.is_eq() || order.is_lt() != sort.reverse
    })
}

fn filters() -> impl Strategy<Value = Filter> {
    (
        proptest::option::of(prop::sample::select(PermitState::ALL.to_vec())),
        proptest::option::of(prop::sample::select(vec![Kind::Itas, Kind::Itap])),
        proptest::option::of(prop::sample::select(vec!["KOR", "CHN", "DEU", "XXX"])),
        proptest::option::of(prop::sample::select(vec![
            "Bekasi Timur",
            "medansatria",
            "-",
        ])),
        proptest::option::of((0..900_i64, 0..400_i64)),
        proptest::option::of(prop::sample::select(vec!["E23", "E3", ""])),
    )
        .prop_map(
            |(state, kind, nationality, district, expiry, index)| Filter {
                state,
                kind,
                nationality: nationality.map(String::from),
                district: district.map(String::from),
                region: None,
                expiry: expiry.map(|(from, days)| {
                    let first = date(2026, 1, 1).saturating_add(from.days());
                    (first, first.saturating_add(days.days()))
                }),
                indices: index.map(String::from).into_iter().collect(),
            },
        )
}

fn sorts() -> impl Strategy<Value = Sort> {
    (prop::sample::select(SortBy::ALL.to_vec()), any::<bool>())
        .prop_map(|(by, reverse)| Sort { by, reverse })
}

/// Parts of words that are there, and things nobody is called.
fn typed() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "kim",
        "k",
        "li",
        "MÜL",
        "mull",
        "mueller",
        "nsu",
        "anna",
        "maria",
        "2c21xx00",
        "m0",
        "bks00000",
        "im1xx0000",
        "contoh",
        "baja aba",
        "o'neil",
        "fran",
        "çois",
        "zz",
        "wang",
        "",
    ]);
    prop_oneof![
        (part.clone(), part).prop_map(|(one, other)| format!("{one} {other}")),
        ".{0,12}",
        "[\"'*():^-]{0,6} (AND|OR|NOT|NEAR)? [a-z]{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_found_is_what_a_reading_of_every_row_finds(
        words in typed(), filter in filters(), sort in sorts(),
    ) {
        shared(|bench, registry| {
            let everybody = found(registry, &whole("", Filter::default(), Sort::default()));
            prop_assert_eq!(everybody.rows.len(), 60);
            let got = found(registry, &whole(&words, filter.clone(), sort));
            let exact = usize::try_from(got.exact).unwrap();
            prop_assert_eq!(got.total, u64::try_from(got.rows.len()).unwrap());
            let (as_typed, alike) = got.rows.split_at(exact);
            prop_assert!(in_order(as_typed, sort));
            prop_assert!(in_order(alike, sort));
            prop_assert!(got.rows.iter().all(|row| passes(row, &filter)));
            // Other letters have a test of their own.
            if words.chars().all(|letter| letter.is_ascii() || "üÜçÇ".contains(letter)) {
                let small = words.to_lowercase();
                let asked: Vec<&str> = small
                    .split(|letter: char| !letter.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .collect();
                let mut wanted: Vec<&str> = everybody.rows.iter()
                    .filter(|row| passes(row, &filter))
                    .filter(|row| {
                        let texts = texts(bench, row);
                        asked.iter().all(|word| holds(&texts, word) || holds(&texts, &word.replace('ü', "u").replace('ç', "c")))
                    })
                    .map(|row| row.permit_no.as_str())
                    .collect();
                let mut shown: Vec<&str> = as_typed.iter().map(|row| row.permit_no.as_str()).collect();
                wanted.sort_unstable();
                shown.sort_unstable();
                prop_assert_eq!(shown, wanted, "{}", words);
            }
            Ok(())
        })?;
    }

    #[test]
    fn pages_are_slices_of_the_whole(
        words in typed(), filter in filters(), sort in sorts(), offset in 0..70_u32, limit in 0..30_u32,
    ) {
        shared(|_, registry| {
            let all = found(registry, &whole(&words, filter.clone(), sort));
            let page = found(registry, &Query { words, limit, offset, filter, sort });
            let first = usize::try_from(offset).unwrap().min(all.rows.len());
            let last = (first + usize::try_from(limit).unwrap()).min(all.rows.len());
            prop_assert_eq!(&page.rows, &all.rows[first..last]);
            prop_assert_eq!((page.total, page.exact), (all.total, all.exact));
            Ok(())
        })?;
    }

    #[test]
    fn a_list_that_is_walked_is_the_list_that_is_found_whole(
        words in typed(), filter in filters(), sort in sorts(), offset in 0..30_u32, limit in 1..30_u32,
    ) {
        shared(|_, registry| {
            let query = Query { words, limit, offset, filter, sort };
            let wanted = found(registry, &query);
            let mut lists = Lists::default();
            lists.limits = Limits { many: 3, counted: 2 };
            let usual = registry.lists.replace(lists);
            let walked = found(registry, &query);
            registry.lists.replace(usual);
            prop_assert_eq!(&walked.rows, &wanted.rows);
            // More than are counted: as many are told as were walked past, and there are more.
            let seen = u64::from(query.offset) + u64::try_from(wanted.rows.len()).unwrap();
            let more = walked.total == walked.exact && walked.total < wanted.exact && (3..=seen.max(3)).contains(&walked.total);
            prop_assert!(more || (walked.total, walked.exact) == (wanted.total, wanted.exact), "{} of {}", walked.total, wanted.total);
            Ok(())
        })?;
    }

    #[test]
    fn one_slip_in_a_word_still_finds_it(
        person in 1..=PEOPLE, at in 0..20_usize, slip in 0..4_u8, letter in 0..26_u8,
    ) {
        shared(|bench, registry| {
            let permit = someone(bench, person);
            for word in [permit.mrz_surname.as_str(), permit.mrz_given_names.as_str(), &permit.passport_no, permit.niora.as_deref().unwrap()] {
                for word in word.split(' ').filter(|word| 4 <= word.len()) {
                    let mut typed: Vec<char> = word.to_lowercase().chars().collect();
                    let at = at % typed.len();
                    let number = typed.iter().any(char::is_ascii_digit);
                    let other = if number { char::from(b'0' + letter % 10) } else { char::from(b'a' + letter) };
                    match slip {
                        0 if number && !typed[at].is_ascii_digit() => {}
                        0 => typed[at] = other,
                        1 => { typed.remove(at); }
                        2 if number && at == 0 => {}
                        2 => typed.insert(at, other),
                        _ if at + 1 < typed.len() => typed.swap(at, at + 1),
                        _ => {}
                    }
                    if typed.len() < 4 || (number && typed.len() < 5) {
                        continue;
                    }
                    let typed = String::from_iter(typed);
                    let got = found(registry, &whole(&typed, Filter::default(), Sort::default()));
                    let mine = got.rows.iter().any(|row| row.permit_no == permit.permit_no);
                    // Others may well be called what was typed by mistake, and a number that is there is meant.
                    let others = if number { 1 } else { 8 };
                    prop_assert!(mine || others <= got.exact, "{} for {}", typed, word);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn slips_come_after_what_was_typed() {
    shared(|_, registry| {
        let names = |words: &str| {
            let got = found(registry, &whole(words, Filter::default(), Sort::default()));
            let mut names: Vec<String> = got.rows.into_iter().map(|row| row.full_name).collect();
            names.dedup();
            (got.exact, names)
        };
        let (exact, rows) = names("santso");
        assert_eq!(exact, 0);
        assert!(rows.iter().all(|name| name.starts_with("SANTOS")) && !rows.is_empty());
        let (exact, rows) = names("muller jrgen");
        assert_eq!(exact, 0, "{rows:?}");
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(names("xqzw").1, [""; 0]);
        assert_eq!(
            names("kjm").1,
            [""; 0],
            "three letters are too few to forgive"
        );
    });
}

#[test]
fn the_lists_follow_what_other_programs_write() {
    let (bench, mut registry) = crowd();
    let other = Registry::open(&bench.file(), &KEY).unwrap();
    let by_name = Sort {
        by: SortBy::Name,
        reverse: false,
    };
    for by in SortBy::ALL {
        let sort = Sort { by, reverse: false };
        assert_eq!(found(&other, &whole("", Filter::default(), sort)).total, 60);
    }
    let mut first = someone(&bench, 61);
    first.full_name = String::from("AAMODT ÅSE");
    bench.issue(&mut registry, 110, &first).unwrap();
    let ended = Filter {
        state: Some(PermitState::Ended),
        ..Filter::default()
    };
    assert_eq!(found(&other, &whole("", ended.clone(), by_name)).total, 3);
    registry
        .act(by("end", NOW + 600), |act| {
            let permit = someone(&bench, 12);
            act.end_permit(&permit.permit_no, EndReason::Died, permit.valid_from)
        })
        .unwrap();
    assert_eq!(found(&other, &whole("", ended, by_name)).total, 4);
    for by in SortBy::ALL {
        for reverse in [false, true] {
            let sort = Sort { by, reverse };
            let fresh = Registry::open(&bench.file(), &KEY).unwrap();
            let query = whole("", Filter::default(), sort);
            assert_eq!(
                found(&other, &query).rows,
                found(&fresh, &query).rows,
                "{sort:?}"
            );
        }
    }
    let names = found(&other, &whole("", Filter::default(), by_name)).rows;
    assert_eq!(names[0].full_name, "AAMODT ÅSE");
    assert_eq!(
        found(&other, &whole("aamdt", Filter::default(), by_name)).total,
        1
    );
}

#[test]
fn the_words_follow_what_other_programs_write() {
    let (bench, mut registry) = crowd();
    let other = Registry::open(&bench.file(), &KEY).unwrap();
    let count = |words: &str| {
        let got = found(&other, &whole(words, Filter::default(), Sort::default()));
        got.exact
    };
    assert_eq!((count("aamodt"), count("zzyzx")), (0, 0));
    let mut permit = someone(&bench, 61);
    permit.full_name = String::from("AAMODT \u{c5}SE");
    bench.issue(&mut registry, 110, &permit).unwrap();
    assert_eq!(
        (count("aamodt"), count("ase"), count("bks000110")),
        (1, 1, 1)
    );
    permit.full_name = String::from("ZZYZX ASE");
    bench.issue(&mut registry, 111, &permit).unwrap();
    assert_eq!((count("aamodt"), count("zzyzx")), (0, 1));
    assert_eq!(
        (count("bks000110"), count("bks000111")),
        (1, 1),
        "each serial"
    );
    // One that was read at first changes, too.
    let mut permit = someone(&bench, 3);
    let before = count("kim");
    permit.full_name = String::from("QUIST ANNA");
    (permit.mrz_surname, permit.mrz_given_names) = ("QUIST".into(), "ANNA".into());
    bench.issue(&mut registry, 112, &permit).unwrap();
    let fresh = Registry::open(&bench.file(), &KEY).unwrap();
    for words in ["kim", "quist", "anna", "li", "wang wei", "2c21xx0003"] {
        let query = whole(words, Filter::default(), Sort::default());
        assert_eq!(
            found(&other, &query).rows,
            found(&fresh, &query).rows,
            "{words}"
        );
    }
    assert_eq!((count("quist"), count("kim")), (1, before));
}

#[test]
fn typing_on_finds_what_a_fresh_search_finds() {
    shared(|_, registry| {
        let by_name = Sort {
            by: SortBy::Name,
            reverse: true,
        };
        for whole_words in [
            "li na",
            "na li",
            "m mul",
            "kim minsu",
            "anna maria",
            "bks00000 k",
        ] {
            let letters: Vec<char> = whole_words.chars().collect();
            for length in (1..=letters.len()).chain((1..letters.len()).rev()) {
                let words: String = letters.iter().take(length).collect();
                for sort in [Sort::default(), by_name] {
                    let query = whole(&words, Filter::default(), sort);
                    let typed = found(registry, &query);
                    let usual = registry.lists.replace(Lists::default());
                    let fresh = found(registry, &query);
                    registry.lists.replace(usual);
                    assert_eq!(typed.rows, fresh.rows, "{words}");
                    assert_eq!((typed.total, typed.exact), (fresh.total, fresh.exact));
                }
            }
        }
    });
}

#[test]
fn names_are_found_with_their_marks_and_without() {
    let bench = Bench::new();
    let mut registry = bench.with(&[]);
    let names = [
        ("İSTANBULLU AYŞE", "PT Contoh"),
        ("STRAUß ŁUKASZ", "PT Contoh"),
        ("MULLER DURO", "MU\u{308}LLER ĐURO"),
        ("WANG XIAOLONG", "王小龙"),
        ("SALIH ALI", "صالح"),
    ];
    for (number, (name, guarantor)) in (1..).zip(names) {
        let mut permit = bench.permit(number, name, &format!("M{number:07}"));
        permit.guarantor.as_mut().unwrap().name = String::from(guarantor);
        bench.issue(&mut registry, number, &permit).unwrap();
    }
    for (words, at) in [
        ("istanbullu", 0),
        ("İstanbullu ayse", 0),
        ("AYŞE", 0),
        ("strauß", 1),
        ("lukasz", 1),
        ("Łukasz", 1),
        ("müller", 2),
        ("muller duro", 2),
        ("mu\u{308}l", 2),
        ("小龙", 3),
        ("王小", 3),
        ("صالح", 4),
    ] {
        let got = found(&registry, &whole(words, Filter::default(), Sort::default()));
        let names_found: Vec<&str> = got.rows.iter().map(|row| row.full_name.as_str()).collect();
        let wanted: &[&str] = if words == "小龙" {
            &[]
        } else {
            &[names[at].0]
        };
        assert_eq!(names_found, wanted, "{words}");
    }
    let other = found(
        &registry,
        &whole("شالح", Filter::default(), Sort::default()),
    );
    assert_eq!(other.total, 0, "letters of other scripts are told apart");
}

#[test]
fn permits_from_before_words_were_kept_are_found_as_well() {
    let bench = Bench::new();
    drop(bench.with(&[("JÜRGEN MÜLLER", "M1234567")]));
    let connection = behind(&bench.file());
    connection
        .execute_batch(
            "DELETE FROM permit_search_texts; CREATE VIRTUAL TABLE permit_search USING fts5 (tokens, content = '');",
        )
        .unwrap();
    connection.execute_batch(migrate::MIGRATIONS[13]).unwrap();
    drop(connection);
    let registry = Registry::open(&bench.file(), &KEY).unwrap();
    for words in ["mull jurg", "mueller", "2c21xx", "contoh"] {
        let got = found(&registry, &whole(words, Filter::default(), Sort::default()));
        assert_eq!((got.total, got.exact), (1, 1), "{words}");
    }
}
