//! Keys and seals of the office: what its own signer made, and what it did not.

use super::*;
use crate::station::trust::LOG_RECIPIENT;

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

#[test]
fn a_log_key_the_registry_was_not_told_of_is_told_of_later() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Head).unwrap();
    let recipient = station.log_recipient().unwrap();
    let by = station.by("test");
    let lost = station
        .registry
        .act(by, |act| act.put_meta(LOG_RECIPIENT, ""));
    lost.unwrap();
    station.give_bundle(None, None).unwrap();
    let told = station.registry.meta(LOG_RECIPIENT).unwrap();
    assert_eq!(told.as_ref(), Some(&recipient));
    // The open half alone is nobody's word.
    let path = folder.path().join("keys/patrol.toml");
    let text = fs::read_to_string(&path).unwrap();
    let other = crate::patrol::Identity::generate().recipient();
    fs::write(&path, text.replace(&recipient, &other)).unwrap();
    assert_eq!(station.log_recipient().unwrap_err().id, "key-wrong");
}

#[test]
fn a_signer_nobody_was_told_of_leaves_nothing_behind() {
    let folder = office();
    let mut station = open(&folder);
    station.act_as(Duty::Head).unwrap();
    station.give_bundle(None, None).unwrap();
    let files = || {
        let found = fs::read_dir(folder.path().join("keys")).unwrap();
        let mut found: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    let (before, known) = (files(), station.signers().len());
    // No key signs the bundle that would tell of it.
    station.clock = Clock::Fixed(NOW + 200 * DAY);
    let begun = station.begin_signer(NOW + 300 * DAY, station.officer.id);
    assert_eq!(begun.unwrap_err().id, "signer-out-of-use");
    assert_eq!((files(), station.signers().len()), (before, known));
}

#[test]
fn where_the_token_is_stands_under_seal() {
    let folder = office();
    let path = folder.path().join("keys/token.toml");
    let plain = "version = 1\nmodule = \"/tmp/other.so\"\nlabel = \"Loket\"\npin = \"00\"\nmakes_keys = true\n";
    let of_another_file = {
        let text = fs::read_to_string(folder.path().join("keys/root.toml")).unwrap();
        let sealed = text.lines().find(|line| line.starts_with("sealed"));
        format!("version = 2\n{}\n", sealed.unwrap())
    };
    for text in [plain, &of_another_file, "version = 2\nsealed = \"00\"\n"] {
        fs::write(&path, text).unwrap();
        refused(&folder, "key-wrong");
    }
}
