//! Lists of people in and out: columns understood, rows judged and taken over once, and what goes out comes back.

use super::*;
use crate::mrz::Sex;
use crate::permit::Nationality;
use crate::station::export;
use crate::station::import::Import;
use crate::station::people::People;
use crate::table;
use crate::text::{Lang, Text};
use proptest::prelude::*;
use sha2::Digest as _;
use std::ops::ControlFlow;

fn words(lang: Lang) -> Text {
    Text::new(lang)
}

/// Drafts of invented residents who are not in the small office.
fn strangers(station: &Station, count: u32) -> Vec<Draft> {
    let people = People::new(4711, &station.reference);
    (0..count)
        .map(|number| people.person(50_000 + number).draft)
        .collect()
}

/// Those drafts as a list with our own header.
fn list(drafts: &[Draft]) -> Vec<u8> {
    let header = export::header(&words(Lang::Id));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    table::csv(&header, drafts.iter().map(|draft| export::cells(draft, ""))).unwrap()
}

fn no_stop(_: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[track_caller]
fn run(station: &mut Station, bytes: &[u8], how: How) -> Report {
    let import = Import::open(bytes, None).unwrap();
    station.import(&import, how, &mut no_stop).unwrap()
}

fn rules_of(report: &Report, row: u32) -> Vec<&str> {
    let line = report.lines.iter().find(|line| line.row == row);
    line.map_or(vec![], |line| {
        let hard = line.findings.iter();
        hard.filter(|finding| finding.severity == Severity::Hard)
            .map(|finding| finding.rule.as_str())
            .collect()
    })
}

fn count(station: &mut Station) -> u64 {
    let all = Query {
        limit: 1,
        ..Query::default()
    };
    station.search(&all).unwrap().total
}

#[track_caller]
fn whole(station: &Station) {
    let proof = station.registry.audit_check(&mut |_, _| true).unwrap();
    assert!(proof.is_whole(), "{:?}", proof.breaks);
}

/// What the columns of that header are taken for.
fn targets(header: &str) -> Vec<Option<&'static str>> {
    let import = Import::open(header.as_bytes(), None).unwrap();
    let columns = import.columns();
    columns
        .iter()
        .map(|column| column.target.map(Target::id))
        .collect()
}

#[test]
fn our_own_names_of_fields_are_understood_in_both_languages_and_as_ids() {
    for lang in [Lang::Id, Lang::En] {
        let header = export::header(&words(lang));
        let import = Import::open(header.join(";").as_bytes(), None).unwrap();
        for (at, field) in Field::ALL.into_iter().enumerate() {
            let target = import.columns()[at + 2].target;
            assert_eq!(target, Some(Target::Field(field)), "{}", header[at + 2]);
        }
        assert_eq!(import.columns()[0].target, Some(Target::Kind));
        assert_eq!(import.columns()[1].target, None);
        assert!(import.unfilled().is_empty());
    }
    let ids: Vec<&str> = Field::ALL.into_iter().map(Field::id).collect();
    let found = targets(&ids.join(","));
    for (id, target) in ids.iter().zip(found) {
        assert_eq!(target, Some(*id));
    }
}

#[test]
fn names_of_columns_as_offices_write_them_are_understood() {
    for (header, expected) in [
        (
            "No;NAMA LENGKAP;L/P;Tempat/Tgl Lahir;Kebangsaan;No. Paspor;Masa Berlaku Paspor",
            "- full_name sex birth nationality passport_no passport_expiry",
        ),
        (
            "Nama WNA;Jns Kelamin;Tmpt Lahir;Tgl. Lahir (dd/mm/yyyy);Kewarganegaraaan;No KITAS;Tgl Terbit;Berlaku s/d",
            "full_name sex birth_place birth_date nationality permit_no issue_date valid_until",
        ),
        (
            "Full Name,Gender,DOB,Place of Birth,Citizenship,Passport No,Date of Expiry,Permit Number",
            "full_name sex birth_date birth_place nationality passport_no valid_until permit_no",
        ),
        (
            "fullName\tbirthDate\tpassportNo\tpermit_no\tvalidUntil\tRT/RW\tKel/Desa\tKec.\tKab/Kota",
            "full_name birth_date passport_no permit_no valid_until rt_rw village district regency",
        ),
        (
            "Nama;Nama Penjamin;Alamat;Alamat Penjamin;Pekerjaan/Jabatan;Jenis Izin Tinggal;Indeks Visa;Ket.",
            "full_name guarantor_name street guarantor_address occupation kind index_code notes",
        ),
        ("Nama;Nomor Pasport;Tanggal Lahr", "full_name passport_no -"),
    ] {
        let found: Vec<&str> = targets(header)
            .into_iter()
            .map(|target| target.unwrap_or("-"))
            .collect();
        assert_eq!(found.join(" "), expected, "{header}");
    }
}

#[test]
fn columns_without_a_name_are_known_by_their_look() {
    let rows = "Li Wei;L;CHN;2C21JD0001AX;003/007;E31A\nAnna;P;Jerman;2C21JD0002AX;1/12;E23\n";
    let found = targets(rows);
    assert_eq!(
        found,
        [
            None,
            Some("sex"),
            Some("nationality"),
            Some("permit_no"),
            Some("rt_rw"),
            Some("index_code"),
        ]
    );
}

#[test]
fn titles_above_and_numbers_below_the_names_are_no_people() {
    let text = "DAFTAR ORANG ASING\nKantor Bekasi;;\n\nNo;Nama;Nomor paspor\n(1);(2);(3)\n1;Li Wei;E1234567\n";
    let import = Import::open(text.as_bytes(), None).unwrap();
    assert_eq!(import.mapping().header_row, Some(4));
    assert_eq!(import.len(), 1);
    assert_eq!(import.columns()[1].samples, ["Li Wei"]);
}

/// Birth dates of a column as the drafts have them.
fn births(column: &[&str]) -> (Vec<String>, Option<Doubt>) {
    let text = format!("Nama;Tanggal lahir\n{}", {
        let rows: Vec<String> = column.iter().map(|date| format!("A;{date}\n")).collect();
        rows.concat()
    });
    let import = Import::open(text.as_bytes(), None).unwrap();
    let drafts = import.drafts(jiff::civil::date(2026, 11, 23));
    let births = drafts.map(|draft| draft.get(Field::BirthDate).to_owned());
    (births.collect(), import.columns()[1].doubt)
}

#[test]
fn dates_are_read_in_every_way_lists_write_them() {
    for text in [
        "1985-02-13",
        "13/02/1985",
        "13.2.1985",
        "13 Februari 1985",
        "13-Peb-1985",
        "Feb 13, 1985",
        "13022 985",
        "13021985",
        "19850213",
        "31091",
        "1985-02-13T00:00:00",
        "13/02/1985 00:00",
        "Rabu, 13 Feb 1985",
        "13-Feb-85",
        "13/02/85",
    ] {
        let (births, _) = births(&[text]);
        let expected = if text == "13022 985" {
            text
        } else {
            "13-02-1985"
        };
        assert_eq!(births, [expected], "{text}");
    }
    assert_eq!(births(&["1985", "03/1985"]).0, ["00-00-1985", "00-03-1985"]);
    assert_eq!(births(&["31-02-1985"]).0, ["31-02-1985"]);
}

#[test]
fn the_order_of_day_and_month_is_the_columns() {
    let (days, doubt) = births(&["02/03/1985", "12/25/1990"]);
    assert_eq!(
        (days[0].as_str(), days[1].as_str()),
        ("03-02-1985", "25-12-1990")
    );
    assert_eq!(doubt, None);
    let (days, doubt) = births(&["02/03/1985", "04/05/1990"]);
    assert_eq!(days[0], "02-03-1985");
    assert_eq!(doubt, Some(Doubt::Order));
    let (_, doubt) = births(&["13/03/1985", "03/13/1990"]);
    assert_eq!(doubt, Some(Doubt::MixedOrder));
    let (days, doubt) = births(&["13/03/85", "14/03/10"]);
    assert_eq!(
        (days[0].as_str(), days[1].as_str()),
        ("13-03-1985", "14-03-2010")
    );
    assert_eq!(doubt, Some(Doubt::ShortYears));
}

#[test]
fn values_are_written_as_a_clerk_types_them() {
    let text = "Nama;Jenis kelamin;Kewarganegaraan;Tempat, tanggal lahir;Nomor KITAP;Berlaku sampai;Agama\n\
                 Li  Wei;Perempuan;WN Jepang;Osaka, Jepang, 3-4-1990;'2D11JD0001-A;seumur hidup;n/a\n";
    let import = Import::open(text.as_bytes(), None).unwrap();
    let draft = import
        .drafts(jiff::civil::date(2026, 11, 23))
        .next()
        .unwrap();
    let get = |field| draft.get(field);
    assert_eq!(get(Field::FullName), "Li Wei");
    assert_eq!(crate::permit::parse_sex(get(Field::Sex)), Some(Sex::Female));
    assert_eq!(
        Nationality::parse(get(Field::Nationality))
            .unwrap()
            .row()
            .code,
        "JPN"
    );
    assert_eq!(get(Field::PassportCountry), "JPN");
    assert_eq!(get(Field::BirthPlace), "Osaka, Jepang");
    assert_eq!(get(Field::BirthDate), "03-04-1990");
    assert_eq!(get(Field::PermitNo), "2D11JD0001-A");
    assert_eq!(get(Field::ValidUntil), "-");
    assert_eq!(get(Field::Religion), "");
    assert_eq!(draft.kind, Kind::Itap);
}

#[test]
fn a_mapping_is_a_file_and_back() {
    let folder = office();
    let station = open(&folder);
    let bytes = list(&strangers(&station, 2));
    let import = Import::open(&bytes, None).unwrap();
    let text = import.map_text();
    let again = Import::open(&bytes, Some(&text)).unwrap();
    assert_eq!(again.map_text(), text);
    let own = "version = 1\n[columns]\nfull_name = \"B\"\n[constants]\nissue_place = \"Bekasi\"\n[same]\nissue_date = \"valid_from\"\n";
    let import = Import::open(b"1;Li Wei\n2;Anna\n", Some(own)).unwrap();
    let draft = import.drafts(station.today()).next().unwrap();
    assert_eq!(draft.get(Field::FullName), "Li Wei");
    assert_eq!(draft.get(Field::IssuePlace), "Bekasi");
    for (map, id) in [
        ("version = 1\n[columns]\nfull_name = 5\n", "map-syntax"),
        ("version = 9\n", "map-newer"),
        ("version = 1\n[columns]\nfoo = \"A\"\n", "map-key"),
        ("version = 1\n[columns]\nsex = \"Z\"\n", "map-column"),
        ("version = 1\n[dates]\nbirth_date = \"x\"\n", "map-order"),
        (
            "version = 1\n[columns]\nsex = \"A\"\n[constants]\nsex = \"L\"\n",
            "map-twice",
        ),
    ] {
        let error = Import::open(b"a;b\n", Some(map)).err().unwrap();
        assert_eq!(error.id, id, "{map}");
    }
}

#[test]
fn good_rows_are_taken_over_and_bad_ones_told() {
    let folder = office();
    let mut station = open(&folder);
    let before = count(&mut station);
    let mut drafts = strangers(&station, 6);
    drafts[1].edit(Field::Sex).clear();
    *drafts[2].edit(Field::PermitNo) = drafts[0].get(Field::PermitNo).to_owned();
    *drafts[3].edit(Field::ValidUntil) = "31-02-2027".to_owned();
    let known = all(&mut station)[0].permit_no.clone();
    *drafts[4].edit(Field::PermitNo) = known.as_str().to_owned();
    let bytes = list(&drafts);

    let head = station.registry.audit_head().unwrap();
    let dry = run(&mut station, &bytes, How::DryRun);
    assert_eq!(station.registry.audit_head().unwrap(), head);
    assert_eq!((dry.rows, dry.passed, dry.refused), (6, 2, 4));

    let report = run(&mut station, &bytes, How::Passing);
    assert_eq!(report, dry);
    assert_eq!(rules_of(&report, 3), ["required"]);
    assert_eq!(rules_of(&report, 4), ["import-twice"]);
    assert_eq!(rules_of(&report, 5), ["date-calendar"]);
    assert_eq!(rules_of(&report, 6), ["import-known"]);
    assert_eq!(count(&mut station), before + 2);

    // Found, and whole, without a card and without a picture.
    let permit_no = PermitNo::parse(drafts[5].get(Field::PermitNo)).unwrap();
    let record = station.record(&permit_no).unwrap();
    assert!(record.cards.is_empty() && record.portrait.is_none());
    assert_eq!(
        record.draft.get(Field::FullName),
        drafts[5].get(Field::FullName)
    );
    let found = station.search(&Query {
        words: drafts[5].get(Field::PassportNo).to_owned(),
        limit: 5,
        ..Query::default()
    });
    assert_eq!(found.unwrap().rows[0].permit_no, permit_no);
    whole(&station);

    // The same list again does nothing, and tells the refused again.
    let again = run(&mut station, &bytes, How::Passing);
    assert_eq!((again.before, again.passed, again.refused), (6, 0, 4));
    assert_eq!(rules_of(&again, 6), ["import-known"]);
    assert_eq!(count(&mut station), before + 2);

    let csv = report.to_csv(&words(Lang::Id)).unwrap();
    let sheet = table::Sheet::read(&csv, table::Limits::default()).unwrap();
    let lines: Vec<&str> = sheet.rows().map(|row| row.get(0)).collect();
    assert!(
        lines.contains(&"6")
            && !String::from_utf8(csv)
                .unwrap()
                .contains(drafts[1].get(Field::FullName))
    );
}

#[test]
fn a_list_that_was_stopped_goes_on_where_it_stopped() {
    let folder = office();
    let mut station = open(&folder);
    let before = count(&mut station);
    let mut drafts = strangers(&station, 20);
    drafts[3].edit(Field::FullName).clear();
    let bytes = list(&drafts);
    let import = Import::open(&bytes, None).unwrap();
    let stop = &mut |_: usize, _: usize| ControlFlow::Break(());
    let first = station.import(&import, How::Passing, stop).unwrap();
    assert!(first.stopped);
    let taken = count(&mut station);
    assert_eq!(taken, before + first.passed as u64);
    drop(station);

    let mut station = open(&folder);
    let second = station.import(&import, How::Passing, &mut no_stop).unwrap();
    assert!(!second.stopped);
    assert_eq!(second.before, 8);
    assert_eq!(
        second.rows,
        second.before + second.passed + second.refused - first.refused
    );
    assert_eq!(second.refused, 20 - first.passed - second.passed);
    assert_eq!(rules_of(&second, 5), ["required"]);
    assert_eq!(count(&mut station), taken + second.passed as u64);
    whole(&station);
}

#[test]
fn all_or_nothing_means_it() {
    let folder = office();
    let mut station = open(&folder);
    let before = count(&mut station);
    let mut drafts = strangers(&station, 4);
    let good = list(&drafts);
    drafts[3].edit(Field::Street).clear();
    let report = run(&mut station, &list(&drafts), How::AllOrNothing);
    assert_eq!((report.passed, report.refused), (0, 1));
    assert_eq!(count(&mut station), before);

    let import = Import::open(&good, None).unwrap();
    let late = &mut |done, of| {
        if done * 2 > of {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    // The last part cannot be stopped any more.
    let report = station.import(&import, How::AllOrNothing, late).unwrap();
    assert_eq!((report.passed, report.stopped), (4, false));
    assert_eq!(count(&mut station), before + 4);
    let again = run(&mut station, &good, How::AllOrNothing);
    assert_eq!((again.before, again.passed), (4, 0));
    whole(&station);
}

#[test]
fn what_goes_out_comes_back_in_another_office() {
    let folder = office();
    let mut station = open(&folder);
    let mut drafts = strangers(&station, 3);
    *drafts[0].edit(Field::GuarantorName) = "=HYPERLINK(\"x\")".to_owned();
    *drafts[1].edit(Field::BirthDate) = "00-00-1985".to_owned();
    drafts[1].edit(Field::Mrz).clear();
    drafts[1].edit(Field::Nik).clear();
    assert_eq!(run(&mut station, &list(&drafts), How::Passing).passed, 3);
    let people = all(&mut station);
    station.act_as(Duty::Head).unwrap();
    for (name, lang) in [("orang.csv", Lang::Id), ("people.XLSX", Lang::En)] {
        let path = folder.path().join(name);
        let mut seen = 0;
        let written = station
            .export(&Query::default(), &path, &words(lang), &mut |done, _| {
                seen = done;
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!((written.rows, seen), (6, 6));
        let bytes = fs::read(&path).unwrap();
        assert_eq!(
            crate::registry::hex(&sha2::Sha256::digest(&bytes)),
            written.sha256
        );
        let import = Import::open(&bytes, None).unwrap();
        assert!(import.notes().is_empty());
        let back: Vec<Draft> = import.drafts(station.today()).collect();
        for (row, draft) in people.iter().zip(&back) {
            let (known, _) = station.registry.fields_of(&row.permit_no).unwrap();
            for field in Field::ALL {
                let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(same(draft.get(field)), same(known.get(field)), "{field:?}");
            }
            assert_eq!(draft.kind, known.kind);
        }
    }
    let error = station.export(
        &Query::default(),
        Path::new("x.pdf"),
        &words(Lang::Id),
        &mut |_, _| ControlFlow::Continue(()),
    );
    assert_eq!(error.unwrap_err().id, "export-ending");
    let path = folder.path().join("stopped.csv");
    let error = station.export(&Query::default(), &path, &words(Lang::Id), &mut |_, _| {
        ControlFlow::Break(())
    });
    assert_eq!(error.unwrap_err().id, "stopped");
    assert!(
        !path.exists()
            && fs::read_dir(folder.path()).unwrap().all(|entry| {
                !entry
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .ends_with(".part")
            })
    );
    whole(&station);
}

#[test]
fn lists_are_for_those_whose_duty_they_are() {
    let folder = office();
    let mut station = open(&folder);
    let bytes = list(&strangers(&station, 1));
    let import = Import::open(&bytes, None).unwrap();
    let path = folder.path().join("x.csv");
    let export = |station: &mut Station| {
        station.export(&Query::default(), &path, &words(Lang::Id), &mut |_, _| {
            ControlFlow::Continue(())
        })
    };
    station.act_as(Duty::Counter).unwrap();
    assert_eq!(export(&mut station).unwrap_err().id, "not-the-duty");
    station.act_as(Duty::Head).unwrap();
    for how in [How::DryRun, How::Passing, How::AllOrNothing] {
        let error = station.import(&import, how, &mut no_stop).unwrap_err();
        assert_eq!(error.id, "not-the-duty");
    }
    export(&mut station).unwrap();
    let query = crate::registry::AuditQuery {
        limit: 10,
        ..Default::default()
    };
    let (entries, _) = station.registry.audit(&query).unwrap();
    assert!(entries.iter().any(|entry| entry.act == "records-export"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_list_ends_the_program(header in "[a-zA-Z./;\" ]{0,40}", rows in prop::collection::vec("[a-zA-Z0-9/.;,\" \\-:]{0,40}", 0..6)) {
        let text = format!("Nama;Tanggal lahir;{header}\n{}", rows.join("\n"));
        if let Ok(import) = Import::open(text.as_bytes(), None) {
            import.columns();
            import.map_text();
            import.drafts(jiff::civil::date(2026, 11, 23)).for_each(drop);
        }
    }

    #[test]
    fn a_day_is_the_same_day_however_it_is_written(days in 0..54_000_i32, form in 0..6_usize) {
        use jiff::ToSpan as _;
        let day = jiff::civil::date(1880, 1, 1).checked_add(days.days()).unwrap();
        let text = match form {
            0 => day.to_string(),
            1 => day.strftime("%d/%m/%Y").to_string(),
            2 => day.strftime("%-d %B %Y").to_string(),
            3 => day.strftime("%b %-d, %Y").to_string(),
            4 => day.strftime("%d%m%Y").to_string(),
            _ => day.strftime("%d-%b-%Y").to_string(),
        };
        prop_assert_eq!(births(&[&text]).0, [day.strftime("%d-%m-%Y").to_string()]);
    }
}
