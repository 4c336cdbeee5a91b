//! Lists as they come, as they go, and back.

use super::*;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jiff::civil::date;
use proptest::prelude::*;
use std::io::Write as _;

fn small() -> Limits {
    Limits {
        file_bytes: 64 << 20,
        text_bytes: 4 << 20,
        rows: 50,
        columns: 10,
        cell_bytes: 1000,
    }
}

fn texts(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
    sheet
        .rows()
        .map(|row| (row.number, row.cells().collect()))
        .collect()
}

#[track_caller]
fn reads(bytes: impl AsRef<[u8]>, expected: &[(u32, &[&str])]) -> Sheet {
    let sheet = Sheet::read(bytes.as_ref(), small()).unwrap();
    let expected: Vec<(u32, Vec<&str>)> = expected
        .iter()
        .map(|(number, cells)| (*number, cells.to_vec()))
        .collect();
    assert_eq!(texts(&sheet), expected);
    sheet
}

#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, id: &str) {
    let error = Sheet::read(bytes.as_ref(), small()).unwrap_err();
    assert_eq!(error.id(), id);
}

fn notes(sheet: &Sheet) -> Vec<(NoteKind, usize, u32, u32)> {
    sheet
        .notes
        .iter()
        .map(|note| (note.kind, note.cells, note.row, note.column))
        .collect()
}

#[test]
fn separators_are_told_by_the_rows() {
    for separator in [",", ";", "\t", "|"] {
        let text = "a_b_c\n1_2_3\n4_5_6\n".replace('_', separator);
        let sheet = reads(
            text,
            &[
                (1, &["a", "b", "c"]),
                (2, &["1", "2", "3"]),
                (3, &["4", "5", "6"]),
            ],
        );
        assert_eq!(sheet.separator, separator.chars().next());
    }
    // Commas within addresses do not make them columns.
    reads(
        "nama;alamat\nA;Jl. Satu, No 3\nB;Jl. Dua, No 4\n",
        &[
            (1, &["nama", "alamat"]),
            (2, &["A", "Jl. Satu, No 3"]),
            (3, &["B", "Jl. Dua, No 4"]),
        ],
    );
    // Nor do those within quotation marks.
    reads(
        "\"a,b,c\";x\n\"d,e,f\";y",
        &[(1, &["a,b,c", "x"]), (2, &["d,e,f", "y"])],
    );
    reads("sep=|\r\na|b,c\r\n", &[(1, &["a", "b,c"])]);
    reads("one\ntwo\n", &[(1, &["one"]), (2, &["two"])]);
    reads(
        "Daftar orang asing\n\na;b\n1;2\n3;4\n",
        &[
            (1, &["Daftar orang asing"]),
            (3, &["a", "b"]),
            (4, &["1", "2"]),
            (5, &["3", "4"]),
        ],
    );
}

#[test]
fn quotes_lines_and_ragged_rows_are_read_as_a_spreadsheet_does() {
    reads(
        "a,\"b \"\"c\"\"\nd\",e\r\n\r\n,,x,,\rlast",
        &[
            (1, &["a", "b \"c\"\nd", "e"]),
            (3, &["", "", "x"]),
            (4, &["last"]),
        ],
    );
    reads("\"Toko\" Maju,5\" pipa", &[(1, &["Toko Maju", "5\" pipa"])]);
    reads("", &[]);
    reads("\n\n\n", &[]);
    refused("a,b\nc,\"d", "table-open-quote");
    let sheet = reads("a\0b,c\0\n", &[(1, &["ab", "c"])]);
    assert_eq!(notes(&sheet), [(NoteKind::ControlCharacters, 2, 1, 1)]);
}

#[test]
fn encodings_of_offices_are_told_apart() {
    let text = "nama;kota\nJosé;Curaçao\n";
    let rows: &[(u32, &[&str])] = &[(1, &["nama", "kota"]), (2, &["José", "Curaçao"])];
    assert!(reads(text, rows).notes.is_empty());
    assert!(reads(format!("\u{FEFF}{text}"), rows).notes.is_empty());
    for mark in ["", "\u{FEFF}"] {
        let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        reads(little, rows);
        reads(big, rows);
    }
    let old: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    assert_eq!(notes(&reads(old, rows)), [(NoteKind::OldEncoding, 1, 1, 1)]);
    // One broken place does not turn all other letters into nonsense.
    let broken = [text.as_bytes(), b"\xFF;x\n"].concat();
    let sheet = Sheet::read(&broken, small()).unwrap();
    assert_eq!(sheet.row(1).unwrap().get(0), "José");
    assert_eq!(notes(&sheet), [(NoteKind::BadCharacters, 1, 1, 1)]);
}

#[test]
fn limits_name_the_place() {
    let cell = "x".repeat(10 << 20);
    let error = Sheet::read(format!("a,b\n1,{cell}").as_bytes(), small()).unwrap_err();
    assert!(matches!(error, Error::CellTooLong { row: 2, column: 2 }));
    assert_eq!(error.text_args()[1].1, "B");
    let error = Sheet::read(",".repeat(9).as_bytes(), small());
    assert_eq!(error.unwrap().len(), 0);
    refused(format!("{}x", ",".repeat(10)), "table-too-many-columns");
    refused("x\n".repeat(51), "table-too-many-rows");
    refused(vec![b'x'; (64 << 20) + 1], "table-too-large");
    let limits = Limits {
        text_bytes: 20,
        ..small()
    };
    let error = Sheet::read(b"aaaaaaaaaa\nbbbbbbbbbb\ncc", limits).unwrap_err();
    assert!(matches!(error, Error::TooMuchText { row: 2 }));
}

#[test]
fn what_is_no_list_is_refused_by_its_kind() {
    refused("<!DOCTYPE html><table>", "table-web-page");
    refused("%PDF-1.7\n", "table-not-a-table");
    refused([0x7F, b'E', 1, 2, 3, 4, 0, 0, 5, 6], "table-not-a-table");
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    refused(&old, "table-old-excel");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused(&old, "table-encrypted");
    refused("PK\x03\x04 no archive", "table-damaged");
    refused(archive(&[("mimetype", b"x")]), "table-other-archive");
}

/// An archive of those parts, each compressed.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, data)| (*name, *data, data.len()))
        .collect();
    archive_that_says(&parts)
}

/// As [`archive`], each part with the size it claims to have.
fn archive_that_says(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, data, size) in parts {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(data).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(*size).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        directory.extend(name.as_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
    }
    let at = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let len = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend(len);
    bytes.extend(at);
    bytes.extend([0, 0]);
    bytes
}

const RELS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook><sheets><sheet name="Kosong" sheetId="1" r:id="rId1"/><sheet name="Daftar" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
const STYLES: &str = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;

/// A workbook by hand, whose first worksheet is empty and whose second has these rows.
fn book(shared: &str, rows: &str) -> Vec<u8> {
    let second = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    archive(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData/></worksheet>",
        ),
        ("xl/worksheets/sheet2.xml", second.as_bytes()),
    ])
}

#[test]
fn a_workbook_gives_dates_numbers_and_formulas_as_people_write_them() {
    let rows = r#"<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" s="1"><v>45943</v></c><c r="D3" s="2"><v>45943.5</v></c></row>
        <row r="5"><c r="A5"><v>3.2750101018500001E+15</v></c><c r="B5"><v>0.25</v></c><c r="C5" t="str"><f>A1&amp;"x"</f><v>hasil</v></c>
        <c r="D5" t="e"><v>#N/A</v></c><c r="E5" t="b"><v>1</v></c><c r="F5" t="inlineStr"><is><t>di sini</t></is></c><c r="G5"><v>1E+18</v></c></row>"#;
    let sheet = reads(
        book(
            "<sst uniqueCount=\"1\"><si><t>A &amp; B</t></si></sst>",
            rows,
        ),
        &[
            (3, &["", "A & B", "2025-10-13", "2025-10-13T12:00:00"]),
            (
                5,
                &[
                    "3275010101850000",
                    "0.25",
                    "hasil",
                    "#N/A",
                    "TRUE",
                    "di sini",
                    "1000000000000000000",
                ],
            ),
        ],
    );
    assert_eq!(sheet.name.as_deref(), Some("Daftar"));
    assert_eq!(
        notes(&sheet),
        [
            (NoteKind::Formula, 1, 5, 3),
            (NoteKind::ErrorValue, 1, 5, 4),
            (NoteKind::LongNumber, 1, 5, 7),
            (NoteKind::OtherSheets, 1, 1, 1),
        ]
    );
    let bytes = book("<sst/>", "<row><c><v>1</v></c></row>");
    let named = |name| Sheet::read_named(&bytes, Some(name), small());
    assert_eq!(named("Daftar").unwrap().len(), 1);
    assert!(named("Kosong").unwrap().is_empty());
    assert!(matches!(named("Lain"), Err(Error::NoSuchSheet)));
}

#[test]
fn a_workbook_from_hell_is_refused_before_it_costs_anything() {
    // A part that says it is larger than may be.
    let zeros = vec![b' '; 5 << 20];
    refused(
        archive(&[("_rels/.rels", RELS.as_bytes()), ("xl/a.xml", &zeros)]),
        "table-bomb",
    );
    // A part that says it is small and is not.
    refused(
        archive_that_says(&[
            ("_rels/.rels", RELS.as_bytes(), RELS.len()),
            ("xl/a.xml", &zeros, 1000),
        ]),
        "table-bomb",
    );
    // A count that would make the reader reserve all memory there is.
    let many = "<sst uniqueCount=\"999999999999999999\"><si><t>x</t></si></sst>";
    reads(
        book(many, r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#),
        &[(1, &["x"])],
    );
    refused(
        book("<sst/>", r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#),
        "table-too-many-columns",
    );
    refused(
        book(
            "<sst/>",
            r#"<row r="1"><c r="ZZZZZZZZZZZZZZZZ99999999999999"><v>1</v></c></row>"#,
        ),
        "table-damaged",
    );
    // One text told of more often than may be kept.
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(999));
    let row = (1..=10)
        .map(|_| "<c t=\"s\"><v>0</v></c>")
        .collect::<String>();
    let limits = Limits {
        rows: 1000,
        ..small()
    };
    let bytes = book(&long, &format!("<row>{row}</row>").repeat(500));
    let error = Sheet::read(&bytes, limits).unwrap_err();
    assert!(matches!(error, Error::TooMuchText { .. }), "{error}");
    // Two entries over the same bytes.
    let mut bytes = archive(&[("_rels/.rels", RELS.as_bytes()), ("xl/a.xml", &zeros[..9])]);
    let twice = bytes.len() - 22;
    let packed = 1 << 20;
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[directory + 20..directory + 24].copy_from_slice(&u32::to_le_bytes(packed));
    refused(&bytes[..twice], "table-damaged");
    refused(&bytes, "table-damaged");
}

#[test]
fn csv_goes_out_safe_for_spreadsheets() {
    let rows = [vec![
        Cell::text("=1+1"),
        Cell::text("-"),
        Cell::text("\t@x"),
        Cell::text(" ＋62"),
        Cell::text("'=x"),
        Cell::text("a,\"b\"\nc"),
        Cell::Whole(-5),
        Cell::Date(date(2026, 1, 31)),
        Cell::Empty,
        Cell::text("z"),
    ]];
    let bytes = csv(&["=a", "b"], rows).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}'=a,b\r\n'=1+1,'-,'\t@x,' ＋62,''=x,\"a,\"\"b\"\"\nc\",-5,2026-01-31,,z\r\n"
    );
    reads(
        bytes,
        &[
            (1, &["=a", "b"]),
            (
                2,
                &[
                    "=1+1",
                    "-",
                    "\t@x",
                    " ＋62",
                    "'=x",
                    "a,\"b\"\nc",
                    "-5",
                    "2026-01-31",
                    "",
                    "z",
                ],
            ),
        ],
    );
}

#[test]
fn a_workbook_goes_out_typed_and_comes_back() {
    let rows = || {
        [
            vec![
                Cell::text("=1+1"),
                Cell::text("007"),
                Cell::Whole(12),
                Cell::Number(0.5),
                Cell::Date(date(2026, 1, 31)),
                Cell::text("3275011703850001"),
            ],
            vec![
                Cell::Empty,
                Cell::Date(date(1899, 5, 1)),
                Cell::Whole(i64::MAX),
            ],
        ]
    };
    let header = ["a", "b", "c", "d", "e", "f"];
    let bytes = xlsx("Daftar: [1]", &header, rows()).unwrap();
    let sheet = reads(
        &bytes,
        &[
            (1, &header),
            (
                2,
                &["=1+1", "007", "12", "0.5", "2026-01-31", "3275011703850001"],
            ),
            (3, &["", "1899-05-01", "9223372036854775807"]),
        ],
    );
    // No formula in it, whatever the text.
    assert_eq!(notes(&sheet), []);
    assert_eq!(sheet.name.as_deref(), Some("Daftar   1"));
    assert_eq!(bytes, xlsx("Daftar: [1]", &header, rows()).unwrap());
    let long = "x".repeat(40_000);
    assert!(matches!(
        xlsx("x", &["a"], [vec![Cell::text(&long)]]),
        Err(Error::CellTooLong { row: 2, column: 1 })
    ));
}

#[test]
fn columns_have_the_letters_of_a_spreadsheet() {
    for (column, name) in [
        (1, "A"),
        (26, "Z"),
        (27, "AA"),
        (702, "ZZ"),
        (703, "AAA"),
        (16_384, "XFD"),
    ] {
        assert_eq!(column_name(column), name);
    }
}

#[test]
fn debug_tells_no_cell() {
    let sheet = Sheet::read(b"rahasia,x\n", small()).unwrap();
    let told = format!("{sheet:?} {:?}", sheet.row(0).unwrap());
    assert_eq!(told, "Sheet(Csv, 1 rows) Row(1, 2 cells)");
}

/// Text of one cell, as people and machines write it.
fn cell_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[\\PC\t\r\n\"',;=+@-]{0,12}",
        1 => "'{0,3}[=+@＝-]x{0,2}",
        1 => Just(String::new()),
        1 => "_x[0-9A-F]{4}_",
    ]
}

/// Rows whose last cell is not empty, as a reader tells them.
fn list() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row =
        (prop::collection::vec(cell_text(), 0..5), "[a-z]{1,5}").prop_map(|(mut row, last)| {
            row.push(last);
            row
        });
    prop::collection::vec(row, 0..8)
}

fn cells(rows: &[Vec<String>]) -> impl Iterator<Item = Vec<Cell<'_>>> {
    rows.iter()
        .map(|row| row.iter().map(|text| Cell::text(text.as_str())).collect())
}

fn read_back(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = Sheet::read(bytes, Limits::default()).unwrap();
    let rows = sheet.rows().skip(1);
    rows.map(|row| row.cells().map(str::to_owned).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_was_written_as_csv_is_read_again(rows in list()) {
        // A header as wide as any row tells the separator.
        let bytes = csv(&["a", "b", "c", "d", "e"], cells(&rows)).unwrap();
        prop_assert_eq!(read_back(&bytes), rows);
    }

    #[test]
    fn what_was_written_as_a_workbook_is_read_again(rows in list()) {
        let bytes = xlsx("Daftar", &["a"], cells(&rows)).unwrap();
        prop_assert_eq!(read_back(&bytes), rows);
    }

    #[test]
    fn the_apostrophe_comes_and_goes(text in cell_text()) {
        let safe = formula::guard(&text);
        prop_assert_eq!(formula::unguard(&safe), text.as_str());
        prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']));
    }

    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0..4) {
        let begin: &[u8] = match kind {
            0 => b"PK\x03\x04",
            1 => b"\xFF\xFE",
            2 => b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            _ => b"",
        };
        let bytes = [begin, &bytes].concat();
        Sheet::read(&bytes, small()).ok();
    }

    #[test]
    fn no_damage_to_a_workbook_ends_the_program(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = book("<sst><si><t>x</t></si></sst>", r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1</f><v>2</v></c></row>"#);
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        Sheet::read(&bytes, small()).ok();
    }

    #[test]
    fn no_part_of_a_workbook_ends_the_program(inside in "(<(row|c|v|is|t|f|si)( (r|t|s|si|ref)=\"[A-Z0-9:]{0,9}\"){0,2}/?>|</(row|c|v|is|t|f)>|[0-9.E&;x]{0,4}){0,24}") {
        Sheet::read(&book(&format!("<sst>{inside}</sst>"), &inside), small()).ok();
        Sheet::read(&book("<sst><si><t>x</t></si></sst>", &format!("<row>{inside}</row>")), small()).ok();
    }
}
