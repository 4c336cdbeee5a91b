//! The locked office: logging in, waiting after failures, slots that are wrong, the recovery sheet, founding.

use super::*;
use crate::card::Issuer;
use crate::registry::AuditQuery;

pub(super) const ADMIN: &str = "kunci rapat di laci";
pub(super) const HEAD: &str = "pohon mangga berbuah";
pub(super) const COUNTER: &str = "hujan sore di terminal";

pub(super) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub(super) fn new_officer(login: &str, name: &str, duties: &[Duty], password: &str) -> NewOfficer {
    NewOfficer {
        login: login.to_owned(),
        name: name.to_owned(),
        nip: String::new(),
        duties: duties.to_vec(),
        password: secret(password),
    }
}

fn new_office() -> NewOffice {
    NewOffice {
        settings: Settings {
            office: Issuer {
                header: String::from("REPUBLIK INDONESIA · IMIGRASI"),
                office: String::from("KANTOR IMIGRASI CIKARANG"),
                signatory_title: String::from("Kepala Kantor"),
                signatory_name: String::from("SURYA TELADAN"),
                signatory_nip: String::new(),
                emblem: None,
            },
            issuer_url: String::from("https://cikarang.imigrasi.example"),
            ..Settings::default()
        },
        officers: vec![
            new_officer("hendra", "Hendra Teladan", &[Duty::Admin], ADMIN),
            new_officer(
                "surya",
                "Surya Teladan",
                &[Duty::Head, Duty::Reviewer],
                HEAD,
            ),
            new_officer("rina", "Rina Teladan", &[Duty::Counter], COUNTER),
        ],
    }
}

/// A copy of one real office, founded once, and its recovery code.
pub(super) fn real() -> (TempDir, String) {
    static FIRST: OnceLock<(TempDir, String)> = OnceLock::new();
    let (first, code) = FIRST.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("office");
        let sheet = found::create(&dir, &new_office(), Clock::Fixed(NOW)).unwrap();
        (folder, sheet.code.reveal().to_owned())
    });
    (copy(&first.path().join("office")), code.clone())
}

pub(super) fn enter_at(
    folder: &TempDir,
    login: &str,
    password: &str,
    at: i64,
) -> Result<Station, Error> {
    Door::find_by(folder.path(), Clock::Fixed(at))?.enter(login, &secret(password))
}

#[track_caller]
pub(super) fn entered(folder: &TempDir, login: &str, password: &str) -> Station {
    enter_at(folder, login, password, NOW).unwrap()
}

/// Id and arguments of the error of what must fail.
#[track_caller]
pub(super) fn failure<T>(result: Result<T, Error>) -> Error {
    match result {
        Ok(_) => panic!("it went through"),
        Err(error) => {
            let words = crate::text::Text::new(crate::text::Lang::Id);
            let key = format!("error-{}", error.id);
            assert!(words.find(&key, &[]).is_some(), "no words for {key}");
            error
        }
    }
}

fn recover(folder: &TempDir, code: &str, login: &str, password: &str) -> Result<Station, Error> {
    Door::find_by(folder.path(), Clock::Fixed(NOW))?.recover(code, login, &secret(password))
}

/// The particulars of every entry of that act.
fn acts(station: &Station, act: &str) -> Vec<Vec<(String, String)>> {
    let query = AuditQuery {
        act: Some(act.to_owned()),
        limit: 100,
        ..AuditQuery::default()
    };
    let (rows, _) = station.registry.audit(&query).unwrap();
    rows.into_iter().map(|row| row.detail).collect()
}

#[test]
fn a_real_office_opens_for_its_officers_alone() {
    let (folder, _) = real();
    assert_eq!(refused(&folder, "login-needed").id, "login-needed");
    let station = entered(&folder, "hendra", ADMIN);
    assert!(!station.is_demo());
    assert_eq!(station.officer().login.as_str(), "hendra");
    assert!(!station.officer().must_change, "he chose his own password");
    drop(station);
    let mut head = entered(&folder, " Surya ", HEAD);
    assert_eq!(head.officer().duties, [Duty::Reviewer, Duty::Head]);
    let error = failure(head.search(&Query::default()));
    assert_eq!(error.id, "password-must-change");
    for (login, password) in [
        ("hendra", HEAD),
        ("hendra", ""),
        ("siapa", ADMIN),
        ("", ""),
        ("#recovery", ADMIN),
    ] {
        assert_eq!(
            failure(enter_at(&folder, login, password, NOW)).id,
            "login-refused",
            "{login}"
        );
    }
}

#[test]
fn a_demo_office_shows_its_accounts_and_they_open() {
    let folder = office();
    let mut door = Door::find_by(folder.path(), Clock::Fixed(NOW)).unwrap();
    let accounts = door.demo_accounts();
    assert_eq!(accounts.len(), 8);
    for account in accounts {
        let station = door
            .enter(account.login, &secret(account.password))
            .unwrap();
        assert_eq!(station.officer().duties, account.duties);
        assert!(!station.officer().must_change);
    }
    let (real, _) = real();
    let door = Door::find_by(real.path(), Clock::Fixed(NOW)).unwrap();
    assert!(door.demo_accounts().is_empty() && !door.is_demo());
    assert_eq!(door.settings().language, "id");
}

#[test]
fn failures_make_the_next_login_wait_and_the_audit_tells() {
    let folder = office();
    let attempt = |password, at| enter_at(&folder, "kepala", password, at);
    let seconds = |error: &Error| {
        error
            .args
            .iter()
            .map(|(_, value)| value.clone())
            .collect::<String>()
    };
    assert_eq!(failure(attempt("x", NOW)).id, "login-refused");
    assert_eq!(failure(attempt("x", NOW)).id, "login-refused");
    let third = failure(attempt("x", NOW));
    assert_eq!(
        (third.id, seconds(&third).as_str()),
        ("login-refused-wait", "1")
    );
    // The right password waits too.
    assert_eq!(failure(attempt("contoh", NOW)).id, "login-wait");
    let mut at = NOW;
    for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
        let early = failure(attempt("x", at + wait - 1));
        assert_eq!((early.id, seconds(&early).as_str()), ("login-wait", "1"));
        at += wait;
        assert_eq!(failure(attempt("x", at)).id, "login-refused-wait");
    }
    // Others come in meanwhile, and nothing tells who waits.
    enter_at(&folder, "cetak", "contoh", at).unwrap();
    let text = fs::read_to_string(folder.path().join("keys/failures.toml")).unwrap();
    assert!(!text.contains("kepala"), "{text}");
    // A clock set back does not lock him out for ever.
    assert_eq!(failure(attempt("contoh", NOW - DAY)).id, "login-wait");
    let station = enter_at(&folder, "kepala", "contoh", NOW - DAY + 900).unwrap();
    let logins = acts(&station, "login");
    let told = (String::from("failures"), String::from("15"));
    assert!(
        logins.iter().any(|detail| detail.contains(&told)),
        "{logins:?}"
    );
    drop(station);
    let text = fs::read_to_string(folder.path().join("keys/failures.toml")).unwrap();
    assert!(!text.contains("count"), "{text}");
}

#[test]
fn invented_logins_wait_alike_and_fill_no_disk() {
    let folder = office();
    for _ in 0..3 {
        failure(enter_at(&folder, "tidak.ada", "x", NOW));
    }
    assert_eq!(
        failure(enter_at(&folder, "tidak.ada", "x", NOW)).id,
        "login-wait"
    );
    for number in 0..250 {
        failure(enter_at(&folder, &format!("n{number}"), "x", NOW));
    }
    let text = fs::read_to_string(folder.path().join("keys/failures.toml")).unwrap();
    assert_eq!(text.matches("label").count(), 200);
    assert_eq!(
        failure(enter_at(&folder, "tidak.ada", "x", NOW)).id,
        "login-wait"
    );
    // A spoiled file keeps nobody out.
    fs::write(folder.path().join("keys/failures.toml"), "\u{0}count = -1").unwrap();
    enter_at(&folder, "kepala", "contoh", NOW).unwrap();
}

#[test]
fn the_recovery_sheet_opens_a_new_way_in() {
    let (folder, code) = real();
    let new = "sungai besar mengalir";
    let typed = code.to_lowercase().replace('-', " ");
    let station = recover(&folder, &typed, "surya", new).unwrap();
    assert_eq!(station.officer().login.as_str(), "surya");
    assert_eq!(acts(&station, "officer-recover").len(), 1);
    drop(station);
    assert!(!entered(&folder, "surya", new).officer().must_change);
    assert_eq!(
        failure(enter_at(&folder, "surya", HEAD, NOW)).id,
        "login-refused"
    );
    entered(&folder, "hendra", ADMIN);
    for (code, login, password, id) in [
        ("", "surya", new, "recovery-code-length"),
        (
            &*code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1),
            "surya",
            new,
            "recovery-code-group",
        ),
        (&*code, "siapa", new, "officer-unknown"),
        (&*code, "surya", "pendek", "password-too-short"),
        (&*code, "surya", "surya-teladan", "password-own-name"),
        (&*code, "surya", "imigrasi12345", "password-common"),
        (
            &*crate::vault::RecoveryCode::from_bytes([0; 20]).text(),
            "surya",
            new,
            "recovery-refused",
        ),
    ] {
        assert_eq!(failure(recover(&folder, code, login, password)).id, id);
    }
    assert_eq!(
        failure(recover(&office(), &code, "kepala", new)).id,
        "recovery-missing"
    );
}

#[test]
fn a_new_sheet_voids_the_old() {
    let (folder, code) = real();
    let mut admin = entered(&folder, "hendra", ADMIN);
    let sheet = admin.new_recovery_sheet().unwrap();
    let new = "sungai besar mengalir";
    assert_eq!(
        failure(recover(&folder, &code, "surya", new)).id,
        "recovery-refused"
    );
    recover(&folder, sheet.code.reveal(), "surya", new).unwrap();
    let text = crate::print::proof(&sheet.pdf, crate::drawing::Dpi(72), 2).unwrap();
    assert_eq!(text.len(), 1);
    let mut counter = entered(&folder, "rina", COUNTER);
    assert_eq!(
        failure(counter.new_recovery_sheet()).id,
        "password-must-change"
    );
}

#[test]
fn wrong_slots_say_what_is_wrong_and_the_sheet_is_the_way_out() {
    let new = "sungai besar mengalir";
    let other = {
        let (other, _) = real();
        entered(&other, "hendra", ADMIN)
            .add_officer(&new_officer(
                "tamu",
                "Tamu Teladan",
                &[Duty::Counter],
                COUNTER,
            ))
            .unwrap();
        fs::read_to_string(other.path().join("keys/slots.toml")).unwrap()
    };
    let demo = fs::read_to_string(office().path().join("keys/slots.toml")).unwrap();
    let check = |hurt: &dyn Fn(&str) -> Option<String>, id: &str| {
        let (folder, code) = real();
        let path = folder.path().join("keys/slots.toml");
        let text = fs::read_to_string(&path).unwrap();
        match hurt(&text) {
            Some(hurt) => fs::write(&path, hurt).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        assert_eq!(failure(enter_at(&folder, "hendra", ADMIN, NOW)).id, id);
        let station = recover(&folder, &code, "hendra", new).unwrap();
        drop(station);
        let mut admin = entered(&folder, "hendra", new);
        admin.reset_password("rina", &secret(COUNTER)).unwrap();
        entered(&folder, "rina", COUNTER);
    };
    let slot = |text: &str| text.find("[[slot]]").unwrap();
    check(&|_| None, "slots-missing");
    check(&|_| Some(String::new()), "slots-wrong");
    check(&|_| Some(String::from("\u{0}\u{1}")), "slots-wrong");
    check(
        &|text| Some(text[..text.len() / 2].to_owned()),
        "slots-wrong",
    );
    check(
        &|text| Some(text.replacen("version = 1", "version = 9", 1)),
        "settings-version",
    );
    check(
        &|text| Some(text.replacen("check = \"", "check = \"0", 1)),
        "slots-wrong",
    );
    // Removed: the same answer as for a login nobody has.
    check(&|text| Some(text[..slot(text)].to_owned()), "login-refused");
    // Cut, and edited by hand.
    check(
        &|text| Some(text.replacen("sealed = \"", "sealed = \"\" # ", 1)),
        "slot-damaged",
    );
    check(
        &|text| Some(text.replacen("memory_kib = 64", "memory_kib = 4294967295", 1)),
        "slot-damaged",
    );
    check(
        &|text| Some(text.replacen("passes = 1", "passes = 2", 1)),
        "slot-damaged",
    );
    // The whole file of another office: its salt files the login elsewhere.
    check(&|_| Some(demo.clone()), "login-refused");
    // A slot of a backup of this very office still opens.
    let (folder, _) = real();
    fs::write(folder.path().join("keys/slots.toml"), other).unwrap();
    assert_eq!(
        failure(enter_at(&folder, "tamu", COUNTER, NOW)).id,
        "officer-unknown"
    );
    entered(&folder, "hendra", ADMIN);
}

#[test]
fn a_key_of_another_office_is_refused_as_such() {
    let (folder, _) = real();
    let stranger = crate::vault::MasterKey::from_bytes([7; 32]);
    let path = folder.path().join("keys/slots.toml");
    let ring = crate::vault::Keyring::parse(&fs::read_to_string(&path).unwrap()).unwrap();
    let slot = crate::station::door::slots::fill(
        &stranger,
        &ring,
        "rina",
        &secret(COUNTER),
        crate::vault::Cost::PUBLIC,
    )
    .unwrap();
    fs::write(&path, ring.with(slot).print()).unwrap();
    assert_eq!(
        failure(enter_at(&folder, "rina", COUNTER, NOW)).id,
        "slot-foreign"
    );
}

#[test]
fn an_office_is_founded_whole_or_not_at_all() {
    let parent = TempDir::new().unwrap();
    let check = |change: &dyn Fn(&mut NewOffice), id: &str| {
        let mut new = new_office();
        change(&mut new);
        let dir = parent.path().join("office");
        assert_eq!(failure(found::create(&dir, &new, Clock::Fixed(NOW))).id, id);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0, "{id}");
    };
    check(&|new| drop(new.officers.remove(0)), "first-admin-missing");
    check(&|new| drop(new.officers.remove(1)), "first-head-missing");
    check(
        &|new| new.officers[1].duties.push(Duty::Admin),
        "duties-clash",
    );
    check(&|new| new.officers[1].duties.clear(), "duties-missing");
    check(
        &|new| new.officers[2].login = String::from("hendra"),
        "login-taken",
    );
    check(
        &|new| new.officers[2].login = String::from("Rina Teladan"),
        "login-form",
    );
    check(
        &|new| new.officers[2].name = String::from(" "),
        "officer-name",
    );
    check(
        &|new| new.officers[2].nip = String::from("12"),
        "officer-nip",
    );
    check(
        &|new| new.officers[2].password = secret("pendek"),
        "password-too-short",
    );
    check(
        &|new| new.settings.issuer_url = String::from("http://x"),
        "settings-value",
    );
    check(
        &|new| new.settings.office.emblem = Some(b"GIF89a".as_slice().into()),
        "settings-value",
    );
    fs::write(parent.path().join("x"), "").unwrap();
    let error = failure(found::create(
        parent.path(),
        &new_office(),
        Clock::Fixed(NOW),
    ));
    assert_eq!(error.id, "folder-not-empty");
}

#[test]
fn a_real_office_says_specimen_nowhere_and_gets_its_next_signer() {
    let (folder, _) = real();
    let station = entered(&folder, "hendra", ADMIN);
    let der = &station.keys.signer(NOW).unwrap().certificate.der;
    let holds = |words: &[u8]| der.windows(words.len()).any(|window| window == words);
    assert!(holds(b"KANTOR IMIGRASI CIKARANG signer") && !holds(b"SPECIMEN"));
    drop(station);
    let mut station = enter_at(&folder, "hendra", ADMIN, NOW + 200 * DAY).unwrap();
    station.accept_clock().unwrap();
    assert!(station.keys.signer(NOW + 200 * DAY).is_some());
    assert_eq!(acts(&station, "signer-new").len(), 1);
}

#[test]
fn nothing_of_the_officers_lies_in_the_clear() {
    let (folder, code) = real();
    failure(enter_at(&folder, "rina", "salah", NOW));
    entered(&folder, "hendra", ADMIN);
    let mut words: Vec<String> = [
        "hendra",
        "Hendra",
        "surya",
        "Surya Teladan",
        "rina",
        "Rina",
        ADMIN,
        HEAD,
        COUNTER,
        "salah",
        "recovery sheet",
    ]
    .map(str::to_owned)
    .into();
    words.extend(code.split('-').map(str::to_owned));
    words.push(code.replace('-', ""));
    for entry in fs::read_dir(folder.path().join("keys")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for word in &words {
            assert!(
                !text.contains(word.as_str()),
                "{word} in {}",
                path.display()
            );
        }
        assert!(!text.contains("scalar"));
    }
    for name in ["registry.db", "registry.db-wal", "office.toml"] {
        let bytes = fs::read(folder.path().join(name)).unwrap_or_default();
        for word in &words {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found || word.len() < 6, "{word} in {name}");
        }
    }
}
