//! The templates through the door: what holds, what is refused and why.

use proptest::prelude::*;

use super::*;

const KITAS: &str = include_str!("../../resources/cards/kitas.toml");

#[track_caller]
fn refused(from: &str, to: &str, because: &str) {
    assert!(KITAS.contains(from), "{from}");
    let error = Template::parse(&KITAS.replacen(from, to, 1)).unwrap_err();
    assert!(error.0.contains(because), "{error}");
}

#[test]
fn bundled_templates_hold() {
    for (name, kind) in [("kitas", Kind::Itas), ("kitap", Kind::Itap)] {
        let toml = if kind == Kind::Itap {
            include_str!("../../resources/cards/kitap.toml")
        } else {
            KITAS
        };
        let template = Template::parse(toml).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((template.name(), template.kind()), (name, kind));
        assert!(Template::bundled(name).is_some());
    }
    assert!(Template::bundled("paspor").is_none());
}

#[test]
fn a_wrong_template_names_line_and_element() {
    refused("kind = \"kitas\"", "kind = \"paspor\"", "kind: wants");
    refused("kind = \"kitas\"\n", "", "missing field `kind`");
    refused(
        "kind = \"waves\"",
        "kind = \"clouds\"",
        "waves: no kind named clouds",
    );
    refused(
        "kind = \"waves\"",
        "kind = \"waves\"\nblur = 3",
        "unknown field `blur`",
    );
    refused(
        "value = \"full_name\"",
        "value = \"salary\"",
        "full_name: no value named salary",
    );
    refused(
        "if = \"!notes\"",
        "if = \"!nuts\"",
        "notice_en: no value named nuts",
    );
    refused(
        "at = [32.0, 17.7]",
        "at = [62.0, 17.7]",
        "full_name: reaches beyond the card",
    );
    refused(
        "at = [32.0, 17.7]",
        "at = [nan, 17.7]",
        "full_name: a length is out of range",
    );
    refused("at = [4.0, 40.4]", "at = [4.0, 37.6]", "rule: lies over qr");
    refused(
        "at = [28.8, 7.9]",
        "at = [32.8, 7.9]",
        "passport_expiry: lies over qr",
    );
    refused(
        "back = [3.6, 37.6, 44.4, 12.0]",
        "back = [3.6, 37.6, 60.0, 12.0]",
        "specimen: lies over qr",
    );
    refused(
        "dots_per_module = 5",
        "dots_per_module = 3",
        "dots_per_module",
    );
    refused(
        "id = \"qr\"\nkind = \"qr\"",
        "id = \"qr\"\nkind = \"area\"",
        "exactly one element of kind qr",
    );
    refused("id = \"header\"", "id = \"emblem\"", "this id is taken");
    refused(
        "accent = \"#0B6E75\"",
        "accent = \"teal\"",
        "colour accent: wants #RRGGBB",
    );
    refused("pt = 9.6", "pt = 900", "style name");
    let error = Template::parse(&KITAS.replacen("kind = \"waves\"", "kind = 7", 1)).unwrap_err();
    let line = KITAS
        .lines()
        .position(|line| line == "kind = \"waves\"")
        .unwrap()
        + 1;
    assert!(error.0.starts_with(&format!("line {line}: ")), "{error}");
}

proptest! {
    #[test]
    fn any_text_is_judged_without_panic(text in ".{0,400}") {
        Template::parse(&text).ok();
    }

    #[test]
    fn any_damage_is_judged_without_panic(at in 0_usize..4000, with in ".{0,8}", cut in 0_usize..40) {
        let mut text: Vec<char> = KITAS.chars().collect();
        let start = at.min(text.len());
        let end = (start + cut).min(text.len());
        text.splice(start..end, with.chars());
        Template::parse(&text.into_iter().collect::<String>()).ok();
    }
}
