//! Measuring and fitting text through the door.

use proptest::prelude::*;

use super::*;

fn place(width: f32, lines: usize) -> TextBox {
    TextBox {
        at: Point {
            x: Mm(10.0),
            y: Mm(10.0),
        },
        width: Mm(width),
        rise: Mm(3.0),
        drop: Mm(4.0),
        lines,
        size: Pt(9.5),
        smallest: Pt(5.5),
        leading: 1.15,
        tracking: 0,
        align: Align::Left,
    }
}

fn span(text: &str, face: Face) -> Span {
    Span {
        text: text.to_owned(),
        face,
        scale: 1.0,
        ink: Ink::K,
    }
}

#[track_caller]
fn check(text: &str, width: f32, lines: usize, expected: &[&str]) {
    let fitted = fit(&[span(text, Face::SemiBold)], &place(width, lines)).unwrap();
    let got: Vec<&str> = fitted.runs.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(got, expected);
}

#[test]
fn breaks_where_a_reader_would() {
    check("KIM MIN SU", 49.6, 2, &["KIM MIN SU"]);
    check(
        "MARIA ALEXANDRA VAN DER BERG-SANTOSO DE LA CRUZ",
        49.6,
        2,
        &["MARIA ALEXANDRA VAN DER", "BERG-SANTOSO DE LA CRUZ"],
    );
    check(
        "KP. CIBITUNG\nWANASARI, BEKASI",
        49.6,
        3,
        &["KP. CIBITUNG", "WANASARI, BEKASI"],
    );
    check("", 10.0, 1, &[]);
    check("X", 2.0, 1, &["X"]);
}

#[test]
fn says_by_how_much_it_fails() {
    let word = span(&"W".repeat(80), Face::Bold);
    let Err(Misfit::By(by)) = fit(&[word], &place(49.6, 3)) else {
        panic!("fits")
    };
    assert!(by.0 > 50.0);
    let long = span(&"AB ".repeat(200), Face::Bold);
    assert!(matches!(fit(&[long], &place(49.6, 3)), Err(Misfit::By(by)) if by.0 > 1.0));
    assert_eq!(
        fit(&[span("王", Face::Bold)], &place(49.6, 3)),
        Err(Misfit::Missing('王'))
    );
}

#[test]
fn kerns_as_the_face_says() {
    let kern = |pair: &str| Face::Bold.glyphs(pair).next().unwrap().kern;
    assert!(kern("AV") < -0.01);
    assert!(kern("HH").abs() < 0.001);
    assert!(Face::Mono.glyphs("AV").next().unwrap().kern.abs() < 0.001);
}

#[test]
fn every_face_has_its_letters() {
    for face in Face::ALL {
        assert_eq!(face.missing("ABCXYZ0189<"), None, "{face:?}");
    }
    for face in [Face::Regular, Face::Italic, Face::SemiBold, Face::Bold] {
        assert_eq!(
            face.missing("ÀÉÎÕÜÇÑŠŽŁĐĞİŞŐŰĀĒĪŪÞÆØÅЖЯΩ·–—’"),
            None,
            "{face:?}"
        );
    }
}

proptest! {
    #[test]
    fn fitted_text_stays_in_its_box(text in "[A-Za-zÀ-ÿ '.-]{0,80}", width in 5.0_f32..60.0, lines in 1_usize..4, aside in "[a-z ]{0,20}") {
        let place = place(width, lines);
        let spans = [span(&text, Face::Bold), Span { scale: 0.8, ..span(&aside, Face::Italic) }];
        if let Ok(fitted) = fit(&spans, &place) {
            prop_assert!(fitted.lines <= lines);
            prop_assert!(fitted.size.0 > 5.499);
            for run in &fitted.runs {
                let bounds = run.bounds();
                prop_assert!(place.at.x.0 - 0.01 <= bounds.x.0 && bounds.right().0 <= place.at.x.0 + width + 0.01);
                prop_assert!(place.at.y.0 - place.rise.0 - 0.01 <= bounds.y.0 && run.at.y.0 <= place.at.y.0 + place.drop.0 + 0.01);
            }
            let said: String = fitted.runs.iter().flat_map(|run| run.text.chars()).filter(|c| *c != ' ').collect();
            let meant: String = text.chars().chain(aside.chars()).filter(|c| *c != ' ').collect();
            prop_assert_eq!(said, meant);
        }
    }
}
