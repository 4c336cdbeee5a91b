//! PDF files and their pixels through the door.

mod sheet;

use super::*;
use crate::drawing::{Face, Ink, Item, Mm, Outline, Point, Pt, Rect, Run, Size, Step, Stroke};

fn contains(file: &[u8], needle: &[u8]) -> bool {
    file.windows(needle.len()).any(|window| window == needle)
}

fn card() -> Drawing {
    let mut drawing = Drawing::new(Size::ID1);
    drawing.items.push(Item::Shape {
        outline: Outline::rounded(Size::ID1.rect(), Mm(0.0)),
        fill: Some(Ink::Rgb(244, 250, 250)),
        stroke: None,
    });
    drawing.items.push(Item::Text(Run::new(
        "Årø KITAS (1)",
        Point {
            x: Mm(4.0),
            y: Mm(10.0),
        },
        Face::Bold,
        Pt(9.0),
    )));
    drawing.items.push(Item::Modules {
        at: Point {
            x: Mm(25.4),
            y: Mm(25.4),
        },
        side: 2,
        dark: [true, false, true, true].into(),
        module: Mm(25.4 / 60.0),
    });
    drawing
}

fn jpeg(width: u32, height: u32) -> Arc<[u8]> {
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut file)
        .encode_image(&image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([
                u8::try_from(x % 256).unwrap(),
                u8::try_from(y % 256).unwrap(),
                90,
            ])
        }))
        .unwrap();
    file.into()
}

#[test]
fn pages_are_as_large_as_their_drawings() {
    let file = pdf(&[card(), card()], "Kartu").unwrap();
    for name in ["Media", "Trim", "Crop"] {
        let sheet = format!("/{name}Box[0 0 242.646 153.014]");
        assert!(contains(file.bytes(), sheet.as_bytes()), "{name}");
    }
    assert!(contains(file.bytes(), b"/PrintScaling/None"));
    let rasters = proof(&file, Dpi(300), 9).unwrap();
    assert_eq!(
        rasters
            .iter()
            .map(|page| (page.width_px, page.height_px))
            .collect::<Vec<_>>(),
        [(1011, 638); 2]
    );
    assert_eq!(proof(&file, Dpi(300), 1).unwrap().len(), 1);
}

#[test]
fn same_drawings_same_file() {
    assert!(pdf(&[card()], "a").unwrap().bytes() == pdf(&[card()], "a").unwrap().bytes());
}

#[test]
fn nothing_is_said_that_nobody_knows() {
    let file = pdf(&[card()], "Kartu").unwrap();
    assert!(file.bytes().starts_with(b"%PDF-1.7\n"));
    assert!(contains(
        file.bytes(),
        b"<</Title<FEFF004B0061007200740075>/Producer<FEFF004C006F006B00650074>>>"
    ));
    let other = pdf(&[card()], "Lain").unwrap();
    let id = |file: &Pdf| {
        let text = String::from_utf8_lossy(file.bytes()).into_owned();
        text.split_once("/ID[").unwrap().1[..66].to_owned()
    };
    assert_ne!(id(&file), id(&other));
}

/// What stands between two words, in order.
fn between<'a>(text: &'a str, left: &'a str, right: char) -> impl Iterator<Item = &'a str> {
    let parts = text.split(left).skip(1);
    parts.filter_map(move |part| part.split(right).next())
}

#[test]
fn fonts_are_embedded_and_cut_down() {
    let mut drawing = card();
    let at = Point {
        x: Mm(4.0),
        y: Mm(40.0),
    };
    let zone = Run::new("I<IDN", at, Face::OcrB, Pt(10.0));
    drawing.items.push(Item::Text(zone));
    let file = pdf(&[drawing], "a").unwrap();
    let text = String::from_utf8_lossy(file.bytes());
    for (face, sense) in [(Face::Bold, "<00C5>"), (Face::OcrB, "<003C>")] {
        let names: Vec<_> = between(&text, "/BaseFont/", '/')
            .filter(|name| name.ends_with(face.name()))
            .collect();
        let (tag, _) = names.first().unwrap().split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|letter| letter.is_ascii_uppercase()));
        assert_eq!(names, [names[0]; 2], "said of the font and of its part");
        assert!(contains(
            file.bytes(),
            format!("/FontName/{}", names[0]).as_bytes()
        ));
        assert!(text.contains(sense), "{face:?} reads as text");
    }
    let sizes: Vec<usize> = between(&text, "/Length1 ", '/')
        .map(|size| size.parse().unwrap())
        .collect();
    assert_eq!(sizes.len(), 2);
    assert!(
        sizes.iter().all(|&size| (500..20_000).contains(&size)),
        "{sizes:?}"
    );
}

/// A font's dictionary has widths in whole thousandths only; the pen must end where the drawing says all the same.
#[test]
fn a_long_line_ends_where_it_should() {
    for (face, tracking) in [(Face::Regular, 0), (Face::Italic, -7), (Face::OcrB, 20)] {
        let mut run = Run::new(
            "AVATAR TO WE, Kp. Cibitung RT 003/007 ".repeat(3),
            Point {
                x: Mm(1.0),
                y: Mm(9.0),
            },
            face,
            Pt(8.0),
        );
        run.tracking = tracking;
        let wanted = f64::from(run.width().0) * 72.0 / 25.4 / 8.0 * 1000.0 + f64::from(tracking);
        let mut drawing = Drawing::new(Size::ID1);
        drawing.items.push(Item::Text(run));
        let file = pdf(&[drawing], "a").unwrap();
        let text = String::from_utf8_lossy(file.bytes());
        let widths = between(&text, "/W[", ']').next().unwrap();
        let (first, widths) = widths.split_once('[').unwrap();
        let first: usize = first.trim().parse().unwrap();
        let widths: Vec<f64> = widths
            .split(' ')
            .map(|width| width.parse().unwrap())
            .collect();
        let shown = between(&text, " Tm\n[", ']').next().unwrap();
        let mut pen = 0.0;
        for part in shown.split(['<', '>', ' ']).filter(|part| !part.is_empty()) {
            pen += if part.len() == 4 && part.starts_with("00") {
                widths[usize::from_str_radix(part, 16).unwrap() - first]
            } else {
                -part.parse::<f64>().unwrap()
            };
        }
        assert!((pen - wanted).abs() < 0.1, "{face:?}: {pen} for {wanted}");
    }
}

#[test]
fn black_is_black_of_k_and_modules_are_whole_dots() {
    let file = pdf(&[card()], "a").unwrap();
    let placed = b"0 0 0 1 k\n1.2 0 0 -1.2 72 81.014 cm\nq\n1 0 0 1 0 0 cm\n/Q0 Do";
    assert!(contains(file.bytes(), placed));
    assert!(contains(file.bytes(), b"0 0 1 1 re\n0 1 2 1 re\nf"));
    let page = &proof(&file, Dpi(300), 1).unwrap()[0];
    let luma = page.luma();
    let at = |x: usize, y: usize| luma[y * 1011 + x];
    for (x, y, dark) in [
        (300, 300, true),
        (304, 304, true),
        (305, 300, false),
        (309, 304, false),
        (300, 305, true),
        (309, 309, true),
        (310, 309, false),
        (300, 299, false),
    ] {
        assert_eq!(at(x, y) < 60, dark, "{x} {y}: {}", at(x, y));
    }
}

#[test]
fn a_jpeg_goes_through_untouched() {
    let portrait = jpeg(60, 80);
    let mut drawing = card();
    let place = Rect::new(4.0, 12.0, 24.0, 32.0);
    drawing.items.push(Item::Jpeg {
        file: Arc::clone(&portrait),
        place,
        window: place,
        radius: Mm(1.0),
    });
    let file = pdf(&[drawing.clone(), drawing], "a").unwrap();
    assert!(contains(file.bytes(), &portrait));
    assert!(
        file.bytes().len() < portrait.len() * 2 + 40_000,
        "kept once"
    );
}

#[test]
fn an_emblem_keeps_its_transparency() {
    let mut png = std::io::Cursor::new(Vec::new());
    let emblem = image::RgbaImage::from_fn(600, 500, |x, _| {
        image::Rgba([255, 0, 0, if x < 300 { 255 } else { 0 }])
    });
    image::DynamicImage::ImageRgba8(emblem)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    let mut drawing = Drawing::new(Size::ID1);
    drawing.items.push(Item::Png {
        file: png.into_inner().into(),
        place: Rect::new(0.0, 0.0, 60.0, 50.0),
    });
    let page = &proof(&pdf(&[drawing], "a").unwrap(), Dpi(72), 1).unwrap()[0];
    let at = |x: usize| &page.rgba[(60 * 243 + x) * 4..][..3];
    assert_eq!((at(40), at(120)), (&[255, 0, 0][..], &[255, 255, 255][..]));
}

#[test]
fn unusable_pictures_are_errors() {
    let draw = |file: &[u8], png: bool| {
        let (file, place) = (Arc::from(file), Rect::new(0.0, 0.0, 10.0, 10.0));
        let mut drawing = Drawing::new(Size::ID1);
        drawing.items.push(if png {
            Item::Png { file, place }
        } else {
            Item::Jpeg {
                file,
                place,
                window: place,
                radius: Mm(0.0),
            }
        });
        pdf(&[drawing], "a").err()
    };
    let good = jpeg(20, 20);
    for length in [0, 1, 2, 3, 4, 20] {
        assert!(
            matches!(draw(&good[..length], false), Some(Error::Picture(_))),
            "{length}"
        );
        assert!(
            matches!(draw(&good[..length], true), Some(Error::Picture(_))),
            "{length}"
        );
    }
    assert_eq!(draw(&good, false), None);
}

#[test]
fn letters_of_every_face_are_drawn_and_turned() {
    for face in Face::ALL {
        let mut drawing = Drawing::new(Size {
            width: Mm(40.0),
            height: Mm(40.0),
        });
        let mut run = Run::new(
            "HÉ8",
            Point {
                x: Mm(10.0),
                y: Mm(30.0),
            },
            face,
            Pt(30.0),
        );
        if face == Face::OcrB {
            run.text = "HE8".to_owned();
        }
        run.turn_deg = 45.0;
        run.outline = Some(Stroke {
            ink: Ink::Glaze(200, 0, 0, 50),
            width: Mm(0.3),
        });
        let bounds = run.bounds();
        drawing.items.push(Item::Text(run));
        let page = &proof(&pdf(&[drawing], "a").unwrap(), Dpi(127), 1).unwrap()[0];
        let luma = page.luma();
        let mut dark = 0;
        for (index, _) in luma.iter().enumerate().filter(|(_, light)| **light < 100) {
            let (x, y) = (index % 200, index / 200);
            dark += 1;
            let inside =
                bounds
                    .grown(Mm(3.0))
                    .contains(Rect::new(x as f32 / 5.0, y as f32 / 5.0, 0.0, 0.0));
            assert!(inside, "{face:?} {x} {y} outside {bounds:?}");
        }
        assert!(dark > 500, "{face:?} {dark}");
    }
}

#[test]
fn hostile_files_are_errors() {
    for bytes in [&b""[..], b"%PDF-1.7", b"not a pdf at all", &[0xff; 4096]] {
        assert!(matches!(
            proof(&Pdf::from_bytes(bytes.to_vec()), Dpi(300), 2),
            Err(Error::Unreadable(_))
        ));
    }
    let good = pdf(&[card()], "a").unwrap();
    let wide = String::from_utf8_lossy(good.bytes()).replace("242.646", "9999999");
    assert!(matches!(
        proof(&Pdf::from_bytes(wide.into_bytes()), Dpi(300), 2),
        Err(Error::Unreadable(_))
    ));
    for cut in (0..good.bytes().len()).step_by(997) {
        proof(&Pdf::from_bytes(good.bytes()[..cut].to_vec()), Dpi(50), 2).ok();
        let mut flipped = good.bytes().to_vec();
        flipped[cut] ^= 0x55;
        proof(&Pdf::from_bytes(flipped), Dpi(50), 2).ok();
    }
}

#[test]
fn a_form_that_draws_itself_ends() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << /XObject << /A 5 0 R >> >> /Contents 4 0 R >>",
        "<< /Length 5 >>\nstream\n/A Do\nendstream",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /A 5 0 R >> >> /Length 11 >>\nstream\n/A Do /A Do\nendstream",
    ];
    let mut file = String::from("%PDF-1.7\n");
    for (number, object) in (1..).zip(objects) {
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    file.push_str("trailer << /Size 6 /Root 1 0 R >>\n%%EOF\n");
    assert_eq!(
        proof(&Pdf::from_bytes(file.into_bytes()), Dpi(72), 1)
            .unwrap()
            .len(),
        1
    );
}

/// A card with art of its template, a label, and words of its own.
fn of_person(number: u8) -> Drawing {
    let mut drawing = card();
    let point = |x: f32, y: f32| Point { x: Mm(x), y: Mm(y) };
    for line in 0..6_u8 {
        let y = 30.0 + f32::from(line);
        let wave = [point(20.0, y), point(60.0, y + 2.0)];
        let steps = (0..12_u8).map(|step| {
            let x = 5.0 * f32::from(step);
            Step::Curve(point(x, y), point(x + 2.0, y - 1.0), point(x + 5.0, y))
        });
        let outline = [Step::Move(wave[0])].into_iter().chain(steps).collect();
        drawing.items.push(Item::Shape {
            outline: Outline(outline),
            fill: None,
            stroke: Some(Stroke {
                ink: Ink::Glaze(20, 90, 120, 60),
                width: Mm(0.2),
            }),
        });
    }
    let mut say = |words: &str, y: f32| {
        let run = Run::new(words, point(40.0, y), Face::Bold, Pt(8.0));
        drawing.items.push(Item::Text(run));
    };
    say("Tempat lahir / place of birth", 12.0);
    say(&format!("JALAN MELATI NO. {number}"), 16.0);
    say("Kewarganegaraan / nationality", 20.0);
    say(
        if number.is_multiple_of(2) {
            "KOR"
        } else {
            "IND"
        },
        24.0,
    );
    drawing
}

#[test]
fn what_pages_share_is_in_the_file_once_and_looks_the_same() {
    let cards: Vec<Drawing> = (0..8).map(of_person).collect();
    for colours in [
        Colours::Rgb,
        Colours::Cmyk {
            made_at: 1_900_000_000,
        },
    ] {
        let finish = Finish {
            colours,
            compact: false,
            resin: false,
        };
        let bleeding = cards.iter().map(|card| Page::with_bleed(card, Mm(3.0)));
        let pages: Vec<Page> = bleeding.collect();
        let together = write(&pages, "Kartu", &finish).unwrap();
        let forms = String::from_utf8_lossy(together.bytes())
            .matches("/BBox[-2")
            .count();
        assert!((2..=4).contains(&forms), "{forms} forms");
        let rasters = proof(&together, Dpi(200), 99).unwrap();
        assert_eq!(rasters.len(), pages.len());
        let mut alone_bytes = 0;
        for (page, raster) in pages.iter().zip(&rasters) {
            let alone = write(std::slice::from_ref(page), "Kartu", &finish).unwrap();
            assert!(
                !contains(alone.bytes(), b"/BBox[-2"),
                "one page shares nothing"
            );
            let expected = proof(&alone, Dpi(200), 1).unwrap();
            assert!(
                expected[0].rgba == raster.rgba,
                "a page looks different among others"
            );
            alone_bytes += alone.bytes().len();
        }
        assert!(together.bytes().len() < alone_bytes / 2);
    }
}

#[test]
fn a_resin_panel_gets_the_black_its_driver_looks_for() {
    let finish = Finish {
        resin: true,
        ..Finish::default()
    };
    let file = write(&[Page::plain(&card())], "Kartu", &finish).unwrap();
    assert!(contains(file.bytes(), b"\n0 g\n"));
    assert!(!contains(file.bytes(), b" k\n"), "no ink that becomes dyes");
    let luma = proof(&file, Dpi(300), 1).unwrap()[0].luma();
    assert!(luma.contains(&0));
}
