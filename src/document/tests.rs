//! Documents through the door: nothing off the page, nothing lost, sums and heads where they belong.

use super::*;
use crate::drawing::{Item, Run};
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

fn runs(pages: &[Drawing]) -> impl Iterator<Item = &Run> {
    pages.iter().flat_map(page_runs)
}

fn page_runs(page: &Drawing) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        Item::Shape { .. } | Item::Jpeg { .. } | Item::Png { .. } | Item::Modules { .. } => None,
    })
}

/// All that is said, without white space.
fn said(pages: &[Drawing]) -> String {
    squeezed(&runs(pages).map(|run| run.text.as_str()).collect::<String>())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[track_caller]
fn inside(pages: &[Drawing]) {
    for page in pages {
        let sheet = page.size.rect().grown(Mm(-8.0));
        for item in &page.items {
            let bounds = item.bounds();
            assert!(
                sheet.contains(bounds),
                "{bounds:?} off the sheet: {:?}",
                page_runs(page).find(|run| run.bounds() == bounds)
            );
        }
    }
}

fn number(value: u64) -> String {
    value.to_string()
}

/// One of everything.
#[expect(clippy::too_many_lines, reason = "a list, one line a thing")]
pub(super) fn sample() -> Document {
    let district = |name: &str, itas: u64, itap: u64| {
        Row::Plain(vec![
            name.to_owned(),
            number(itas),
            number(itap),
            number(itas + itap),
        ])
    };
    let group = |name: &str, itas: u64, itap: u64| {
        Row::Group(vec![
            name.to_owned(),
            number(itas),
            number(itap),
            number(itas + itap),
        ])
    };
    let side = 25;
    let dark: Vec<bool> = (0..side * side)
        .map(|at| at % 3 == 0 || at % 7 == 2)
        .collect();
    Document {
        paper: Paper::Portrait,
        office: Letterhead {
            emblem: None,
            above: vec!["Kementerian Imigrasi dan Pemasyarakatan Republik Indonesia".into(), "Direktorat Jenderal Imigrasi".into()],
            name: "Kantor Imigrasi Kelas I Non TPI Bekasi".into(),
            below: vec!["Jl. Contoh Raya No. 1, Bekasi 17141 · (021) 0000 0000".into()],
        },
        title: "Laporan orang asing pemegang izin tinggal".into(),
        subtitle: "Keadaan per 23 November 2026".into(),
        footer: "Loket · dibuat 23 November 2026 pukul 16.04 WIB dari registri kantor".into(),
        blocks: vec![
            Block::Facts(vec![
                Fact::words("Wilayah kerja", "Kota Bekasi dan Kabupaten Bekasi"),
                Fact::words("Dibuat oleh", "Petugas Contoh"),
                Fact::code("Jejak audit terakhir", "0142817 · 9f3b21c47d0e5a6688b1f0c2d4e6a8900123456789abcdef0123456789abcdef"),
            ]),
            Block::Paragraph("Laporan ini memuat jumlah pemegang izin tinggal terbatas (ITAS) dan izin tinggal tetap (ITAP) yang terdaftar pada kantor. Angka dihitung dari registri pada saat laporan dibuat; setiap jumlah sama dengan jumlah bagiannya.".into()),
            Block::Heading("Menurut wilayah".into()),
            Block::Table(Table {
                columns: vec![Column::left("Wilayah dan kecamatan", 5.0), Column::right("ITAS", 1.5), Column::right("ITAP", 1.5), Column::right("Jumlah", 1.5)],
                rows: vec![
                    group("Kota Bekasi", 760, 124),
                    district("   Bekasi Selatan", 412, 70),
                    district("   Bekasi Utara", 348, 54),
                    group("Kabupaten Bekasi", 3119, 96),
                    district("   Cikarang Selatan", 2107, 61),
                    district("   Tambun Selatan", 1012, 35),
                ],
                sums: Some(vec!["Jumlah".into(), "3.879".into(), "220".into(), "4.099".into()]),
            }),
            Block::Heading("Menurut tujuan".into()),
            Block::Bars(vec![
                Bar { label: "Tenaga kerja asing".into(), value: "2.841".into(), share: "69,3%".into(), length: 0.693 },
                Bar { label: "Suami, istri, dan anak tenaga kerja asing".into(), value: "812".into(), share: "19,8%".into(), length: 0.198 },
                Bar { label: "Pelajar".into(), value: "46".into(), share: "1,1%".into(), length: 0.011 },
                Bar { label: "Lain-lain".into(), value: "0".into(), share: "0,0%".into(), length: 0.0 },
            ]),
            Block::Heading("Gerak menurut bulan".into()),
            Block::Columns(Columns {
                series: vec!["Baru".into(), "Perpanjangan".into(), "Alih status".into(), "Berakhir".into()],
                months: (1..=12).map(|month| Month { label: format!("{month:02} 2026"), values: vec![90 + month * 13, 240 - month * 7, month * 3, 40 + month] }).collect(),
                thousands: ".".into(),
            }),
            Block::Columns(Columns {
                series: vec!["Kartu".into()],
                months: (1..=12).map(|month| Month { label: format!("Bln {month}"), values: vec![month * month * 17] }).collect(),
                thousands: ".".into(),
            }),
            Block::Heading("Kode pemulihan".into()),
            Block::Code(Code {
                caption: "Simpan di brankas".into(),
                lines: vec!["K7QF-29MX-W0TB-4HZC".into(), "P3RN-8VJD-61YA-SKE5".into()],
                symbol: Some(Symbol { side, dark: dark.into() }),
            }),
            Block::Code(Code { caption: String::new(), lines: vec!["K7QF-29MX-W0TB-4HZC-P3RN".into()], symbol: None }),
            Block::Note("Keterangan: angka nol ditulis 0.".into()),
            Block::Signatures(vec![
                Signature { place: "Saksi".into(), title: "Kepala Subbagian Tata Usaha".into(), ..Signature::default() },
                Signature { place: "Bekasi, 23 November 2026".into(), title: "Kepala Kantor".into(), name: "Nama Contoh, S.H., M.H.".into(), number: "NIP 19850101 201001 1 001".into() },
            ]),
            Block::Signatures(vec![Signature { place: "Bekasi, 23 November 2026".into(), title: "Kepala Kantor".into(), name: "Nama Contoh".into(), number: String::new() }]),
        ],
        ..Document::default()
    }
}

#[test]
fn one_of_everything() {
    let pages = pages(&sample()).unwrap();
    inside(&pages);
    let text: String = pages.iter().map(Drawing::describe).collect();
    insta::assert_snapshot!(text);
    // To be looked at: `DOCUMENT_PDF=file cargo test one_of_everything`.
    if let Ok(file) = std::env::var("DOCUMENT_PDF") {
        let pdf = crate::print::pdf(&pages, "sample").unwrap();
        std::fs::write(file, pdf.bytes()).unwrap();
    }
}

fn long_table(rows: usize) -> Document {
    Document {
        title: "Daftar".into(),
        footer: "Kaki".into(),
        blocks: vec![Block::Table(Table {
            columns: vec![Column::left("Kepala", 3.0), Column::right("Angka", 1.0)],
            rows: (0..rows)
                .map(|row| Row::Plain(vec![format!("baris-{row:05}."), number(row as u64)]))
                .collect(),
            sums: Some(vec![
                "Jumlah seluruhnya".into(),
                number((rows * rows.saturating_sub(1) / 2) as u64),
            ]),
        })],
        ..Document::default()
    }
}

#[test]
fn every_row_stands_once_under_a_head() {
    let rows = 5000;
    let pages = pages(&long_table(rows)).unwrap();
    inside(&pages);
    let mut seen = Vec::new();
    for page in &pages {
        let text: Vec<&str> = page_runs(page).map(|run| run.text.as_str()).collect();
        assert_eq!(text.iter().filter(|text| **text == "Kepala").count(), 1);
        seen.extend(
            text.iter()
                .filter(|text| text.starts_with("baris-"))
                .map(|text| (*text).to_owned()),
        );
    }
    assert!(seen.is_sorted());
    assert_eq!(seen.len(), rows);
    let last = pages.last().unwrap();
    assert!(page_runs(last).any(|run| run.text == "Jumlah seluruhnya"));
    let all = pages.len();
    for (index, page) in pages.iter().enumerate() {
        let number = format!("{} / {all}", index + 1);
        assert_eq!(page_runs(page).filter(|run| run.text == number).count(), 1);
    }
}

#[test]
fn says_what_cannot_be_set() {
    let mut document = long_table(3);
    let check = |block: Block, expected: Error| {
        let document = Document {
            blocks: vec![block],
            ..Document::default()
        };
        assert_eq!(pages(&document).err(), Some(expected));
    };
    let Some(Block::Table(table)) = document.blocks.pop() else {
        panic!()
    };
    let mut torn = table.clone();
    torn.rows.push(Row::Plain(vec!["a".into()]));
    check(
        Block::Table(torn),
        Error::Cells {
            row: 4,
            cells: 1,
            columns: 2,
        },
    );
    let mut torn = table.clone();
    torn.sums = Some(Vec::new());
    check(
        Block::Table(torn),
        Error::Cells {
            row: 4,
            cells: 0,
            columns: 2,
        },
    );
    let mut narrow = table.clone();
    if let Some(column) = narrow.columns.get_mut(1) {
        column.weight = 0.01;
    }
    check(Block::Table(narrow), Error::Narrow(2));
    let mut high = table;
    high.rows
        .push(Row::Plain(vec!["kata ".repeat(9000), String::new()]));
    let document = Document {
        blocks: vec![Block::Table(high)],
        ..Document::default()
    };
    assert!(matches!(pages(&document), Err(Error::TooHigh { .. })));
    let month = Month {
        label: "Jan".into(),
        values: vec![1],
    };
    check(
        Block::Columns(Columns {
            series: vec!["a".into(), "b".into()],
            months: vec![month],
            thousands: ".".into(),
        }),
        Error::Series,
    );
    let symbol = Some(Symbol {
        side: 3,
        dark: vec![true; 8].into(),
    });
    check(
        Block::Code(Code {
            caption: String::new(),
            lines: Vec::new(),
            symbol,
        }),
        Error::Symbol,
    );
}

#[test]
fn a_letter_no_face_has_shows() {
    let document = Document {
        blocks: vec![Block::Paragraph("Li 王\u{7}\tWei".into())],
        ..Document::default()
    };
    assert!(said(&pages(&document).unwrap()).contains("Li?Wei"));
}

#[test]
fn an_empty_document_is_a_page() {
    let pages = pages(&Document::default()).unwrap();
    assert_eq!(pages.len(), 1);
    assert_eq!(said(&pages), "1/1");
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z0-9À-ÿ ,./\n-]{0,160}"
}

/// Content has no `Debug`; a failed case is told by its kind.
#[derive(Clone)]
struct Told(Block);

impl std::fmt::Debug for Told {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match &self.0 {
            Block::Heading(_) => "heading",
            Block::Paragraph(_) => "paragraph",
            Block::Note(_) => "note",
            Block::Facts(_) => "facts",
            Block::Table(_) => "table",
            Block::Bars(_) => "bars",
            Block::Columns(_) => "columns",
            Block::Code(_) => "code",
            Block::Figure(_) => "figure",
            Block::Signatures(_) => "signatures",
            Block::Space(_) => "space",
            Block::PageBreak => "page break",
        })
    }
}

fn told<T>(block: impl Fn(T) -> Block) -> impl Fn(T) -> Told {
    move |value| Told(block(value))
}

#[expect(clippy::too_many_lines, reason = "a list, one line a thing")]
fn block() -> impl Strategy<Value = Told> {
    prop_oneof![
        words().prop_map(told(Block::Heading)),
        words().prop_map(told(Block::Paragraph)),
        words().prop_map(told(Block::Note)),
        proptest::collection::vec((words(), words()), 0..4).prop_map(told(
            |facts: Vec<(String, String)>| Block::Facts(
                facts
                    .into_iter()
                    .map(|(label, value)| Fact::code(label, value))
                    .collect()
            )
        )),
        (1_usize..6, 0_usize..12)
            .prop_flat_map(|(columns, rows)| {
                let cells = move || proptest::collection::vec("[A-Za-z0-9 -]{0,60}", columns);
                (
                    cells(),
                    proptest::collection::vec(cells(), rows),
                    proptest::option::of(cells()),
                )
            })
            .prop_map(told(
                |(heads, rows, sums): (Vec<String>, Vec<Vec<String>>, Option<Vec<String>>)| {
                    Block::Table(Table {
                        columns: heads
                            .into_iter()
                            .enumerate()
                            .map(|(at, head)| {
                                if at == 0 {
                                    Column::left(head, 2.0)
                                } else {
                                    Column::right(head, 1.0)
                                }
                            })
                            .collect(),
                        rows: rows.into_iter().map(Row::Plain).collect(),
                        sums,
                    })
                }
            )),
        proptest::collection::vec(("[a-z ]{0,90}", 0_u32..9999), 0..9).prop_map(told(
            |bars: Vec<(String, u32)>| {
                Block::Bars(
                    bars.into_iter()
                        .map(|(label, value)| Bar {
                            label,
                            value: value.to_string(),
                            share: "1,0%".into(),
                            length: value as f32,
                        })
                        .collect(),
                )
            }
        )),
        (1_usize..7, 0_usize..40)
            .prop_flat_map(|(series, months)| proptest::collection::vec(
                proptest::collection::vec(any::<u64>(), series),
                months
            ))
            .prop_map(told(|months: Vec<Vec<u64>>| Block::Columns(Columns {
                series: months
                    .first()
                    .map_or(vec!["satu".into()], |month| (0..month.len())
                        .map(|at| format!("Deret panjang nomor {at}"))
                        .collect()),
                months: months
                    .into_iter()
                    .map(|values| Month {
                        label: "Nov 2026".into(),
                        values
                    })
                    .collect(),
                thousands: ".".into(),
            }))),
        (words(), proptest::collection::vec("[A-Z0-9-]{0,60}", 0..4)).prop_map(told(
            |(caption, lines): (String, Vec<String>)| Block::Code(Code {
                caption,
                lines,
                symbol: None
            })
        )),
        proptest::collection::vec("[A-Za-z .]{0,60}", 0..5).prop_map(told(|names: Vec<String>| {
            Block::Signatures(
                names
                    .into_iter()
                    .map(|name| Signature {
                        place: "Bekasi".into(),
                        title: name.clone(),
                        name,
                        number: "NIP 1".into(),
                    })
                    .collect(),
            )
        })),
        (0.0_f32..200.0).prop_map(told(|height: f32| Block::Space(Mm(height)))),
        Just(Told(Block::PageBreak)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn nothing_stands_off_the_sheet(title in "[A-Za-z ]{0,200}", footer in "[A-Za-z ]{0,300}", wide in any::<bool>(), blocks in proptest::collection::vec(block(), 0..8)) {
        let document = Document {
            paper: if wide { Paper::Landscape } else { Paper::Portrait },
            office: Letterhead { name: "Kantor".into(), ..Letterhead::default() },
            title, footer, blocks: blocks.into_iter().map(|told| told.0).collect(),
            ..Document::default()
        };
        // A heading of a hundred blank lines is refused, and rightly.
        match pages(&document) {
            Ok(pages) => inside(&pages),
            Err(error) => {
                let high = matches!(error, Error::TooHigh { .. });
                prop_assert!(high, "{error}");
            }
        }
    }

    #[test]
    fn no_word_is_lost(text in words(), cells in proptest::collection::vec("[A-Za-z0-9 -]{0,80}", 3)) {
        let document = Document {
            blocks: vec![Block::Paragraph(text.clone()), Block::Table(Table {
                columns: (0..3).map(|_| Column::left("", 1.0)).collect(),
                rows: vec![Row::Plain(cells.clone())],
                sums: None,
            })],
            ..Document::default()
        };
        let expected = format!("{}{}", squeezed(&text), squeezed(&cells.concat()));
        let mut pages = pages(&document).unwrap();
        // Without the footers, the last things painted on a page.
        for page in &mut pages {
            page.items.pop();
        }
        prop_assert_eq!(said(&pages), expected);
    }
}
