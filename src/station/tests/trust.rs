//! Keys and seals of the office: what its own signer made, and what it did not.

use super::*;

#[test]
fn a_key_that_is_not_its_certificates_is_refused() {
    let folder = office();
    let mut files: Vec<_> = fs::read_dir(folder.path().join("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let [first, second, ..] = &files[1..] else {
        panic!("two signers wanted");
    };
    let line = |path: &Path, key: &str| {
        let text = fs::read_to_string(path).unwrap();
        let found = text.lines().find(|line| line.starts_with(key));
        found.unwrap().to_owned()
    };
    let text = fs::read_to_string(first).unwrap();
    for key in ["sealed", "certificate"] {
        let other = text.replace(&line(first, key), &line(second, key));
        assert_ne!(other, text);
        fs::write(first, other).unwrap();
        refused(&folder, "key-wrong");
    }
    fs::write(first, text).unwrap();
    open(&folder);
}

#[test]
fn a_seal_the_registry_does_not_hold_is_never_valid() {
    let folder = office();
    let mut station = open(&folder);
    let row = all(&mut station).remove(0);
    let text = text_of(&mut station, &row);
    let genuine = station.verify(&Evidence::Text(text), None).claims.unwrap();
    let signer = station.keys.signer(NOW).unwrap();
    let mut claims = genuine.clone();
    claims.issued_at = NOW - 60;
    claims.expires_at = NOW + DAY;
    claims.name = String::from("SOMEBODY ELSE");
    let copied = seal::seal(&claims, signer).unwrap().text;
    claims.status.as_mut().unwrap().uri.push('1');
    let invented = seal::seal(&claims, signer).unwrap().text;
    claims.status = None;
    let bare = seal::seal(&claims, signer).unwrap().text;
    for text in [copied, invented, bare] {
        let verdict = station.verify(&Evidence::Text(text), None);
        assert_eq!(
            (verdict.word, verdict.reason),
            (Word::Stale, "not-in-registry")
        );
    }
}

#[test]
fn an_office_left_open_past_the_quarter_gets_its_signer_too() {
    let folder = office();
    let mut station = open(&folder);
    station.clock = Clock::Fixed(NOW + 200 * DAY);
    let draft = station.example_draft(Kind::Itas);
    let issued = made(&mut station, &draft, None).unwrap();
    assert_eq!(
        station.verify(&Evidence::Text(issued.qr_text), None).word,
        Word::Valid
    );
}
