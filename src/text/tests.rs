//! The words of both languages: same keys, same arguments, whole files.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// Keys and the arguments each uses, read line by line.
fn keys(sources: &[&'static str]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut found = BTreeMap::<_, BTreeSet<String>>::new();
    let mut key = "";
    for line in sources.iter().flat_map(|source| source.lines()) {
        if line.starts_with('#') {
            continue;
        }
        if let Some((name, _)) = line.split_once(" =")
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            key = name;
            assert!(
                found.insert(key, BTreeSet::new()).is_none(),
                "{key} stands twice"
            );
        }
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                .collect();
            found.entry(key).or_default().insert(name);
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    let (id, en) = (keys(INDONESIAN), keys(ENGLISH));
    let missing: Vec<_> = id.keys().filter(|key| !en.contains_key(*key)).collect();
    assert!(missing.is_empty(), "only in Indonesian: {missing:?}");
    let missing: Vec<_> = en.keys().filter(|key| !id.contains_key(*key)).collect();
    assert!(missing.is_empty(), "only in English: {missing:?}");
    for (key, args) in &id {
        assert_eq!(Some(args), en.get(key), "arguments of {key}");
    }
}

#[test]
fn every_file_parses_whole() {
    for source in INDONESIAN.iter().chain(ENGLISH) {
        if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
            panic!(
                "{errors:?} in the file that begins {:?}",
                source.lines().next()
            );
        }
    }
    for (lang, sources) in [(Lang::Id, INDONESIAN), (Lang::En, ENGLISH)] {
        let text = Text::new(lang);
        for key in keys(sources).keys() {
            assert!(text.find(key, &[]).is_some(), "{key} has no value");
        }
    }
}

#[test]
fn a_missing_key_is_shown_as_itself() {
    assert_eq!(Text::new(Lang::En).get("no-such-key"), "no-such-key");
    assert_eq!(Text::new(Lang::Id).find("no-such-key", &[]), None);
}

#[test]
fn numbers_choose_plurals_and_other_arguments_stand() {
    assert!(matches!(argument("12"), FluentValue::Number(_)));
    assert!(matches!(argument("0"), FluentValue::Number(_)));
    for text in ["", "007", "1.5", "+1", "-1", "1234567890123456", "B12"] {
        assert!(matches!(argument(text), FluentValue::String(_)), "{text}");
    }
}

#[test]
fn words_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Text>();
}

#[test]
fn a_language_is_known_by_its_code() {
    assert_eq!(Lang::parse(" EN "), Some(Lang::En));
    assert_eq!(Lang::parse("id"), Some(Lang::Id));
    assert_eq!(Lang::parse("fr"), None);
}
