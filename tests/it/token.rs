//! A real PKCS#11 token (SoftHSM2): keys made on it, a card sealed, the key not to be had, the token taken away and put back.
//!
//! The module reads its configuration from the environment of its process, so each test runs itself, or the command line, in a
//! process of its own. Where SoftHSM2 is not installed the tests say so and end; with `E2E` set they fail instead.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, AttributeType, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;
use loket::seal::{Certificate, Error, Sign as _};
use loket::token::{self, Place, Token};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const PIN: &str = "271828";
const LABEL: &str = "Loket";
/// Set in the process that talks to the token itself.
const INSIDE: &str = "LOKET_TEST_TOKEN";
const YEAR_S: i64 = 366 * 24 * 60 * 60;

fn module() -> Option<PathBuf> {
    let found = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
    ]
    .into_iter()
    .map(PathBuf::from)
    .find(|path| path.exists());
    assert!(
        found.is_some() || std::env::var_os("E2E").is_none(),
        "SoftHSM2 is not installed"
    );
    if found.is_none() {
        println!("SoftHSM2 is not installed: no token, no test");
    }
    found
}

/// A folder with an initialised token, and the file that tells the module of it.
fn tokens() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (conf, store) = (
        folder.path().join("softhsm2.conf"),
        folder.path().join("tokens"),
    );
    fs::create_dir(&store).unwrap();
    let text = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
        store.display()
    );
    fs::write(&conf, text).unwrap();
    let made = Command::new("softhsm2-util")
        .args([
            "--init-token",
            "--free",
            "--label",
            LABEL,
            "--so-pin",
            "314159",
            "--pin",
            PIN,
        ])
        .env("SOFTHSM2_CONF", &conf)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    (folder, conf)
}

/// Runs the test of that name again, in a process where the token can be reached.
fn again(name: &str, conf: &Path) {
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("SOFTHSM2_CONF", conf)
        .env(INSIDE, conf.parent().unwrap())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
}

fn place(module: &Path, pin: &str) -> Place {
    Place {
        module: module.to_path_buf(),
        label: String::from(LABEL),
        pin: pin.to_owned().into(),
    }
}

#[test]
fn a_key_signs_stays_inside_and_comes_back_with_its_token() {
    let Some(module) = module() else { return };
    let Some(folder) = std::env::var_os(INSIDE).map(PathBuf::from) else {
        let (_folder, conf) = tokens();
        return again(
            "token::a_key_signs_stays_inside_and_comes_back_with_its_token",
            &conf,
        );
    };
    let wrong = Token::at(place(&module, "000000"));
    assert_eq!(wrong.check(), Err(token::Error::Pin));
    let absent = Token::at(Place {
        label: String::from("Another"),
        ..place(&module, PIN)
    });
    assert_eq!(absent.check(), Err(token::Error::Missing));

    let token = Token::at(place(&module, PIN));
    let key = token.generate("penanda tangan").unwrap();
    // A self-signed certificate proves key and signature at once.
    let root = Certificate::root(&key, "Loket", 0, YEAR_S).unwrap();
    assert!(root.is_issued_by(&root));
    let found = token.key(&key.public());
    assert_eq!(found.check(), Ok(()));
    let mut other = key.public();
    other[64] ^= 1;
    assert_eq!(token.key(&other).check(), Err(token::Error::NoKey));

    not_to_be_had(&module);

    let (store, away) = (folder.join("tokens"), folder.join("away"));
    fs::rename(&store, &away).unwrap();
    fs::create_dir(&store).unwrap();
    assert!(matches!(key.sign_digest(&[7; 32]), Err(Error::Device(_))));
    let again = wrong.check();
    assert_eq!(again, Err(token::Error::Pin), "it was not asked again");
    fs::remove_dir(&store).unwrap();
    fs::rename(&away, &store).unwrap();
    assert!(
        key.sign_digest(&[7; 32]).is_ok(),
        "put back, it signs again"
    );
}

/// The module itself refuses to tell the private value.
fn not_to_be_had(module: &Path) {
    let module = Pkcs11::new(module).unwrap();
    // The room may have initialised it in this process already.
    module
        .initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))
        .ok();
    let slot = module.get_slots_with_initialized_token().unwrap()[0];
    let session = module.open_ro_session(slot).unwrap();
    // Logged in already where the room's session is.
    session
        .login(UserType::User, Some(&AuthPin::new(PIN.into())))
        .ok();
    let keys = session
        .find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])
        .unwrap();
    assert_eq!(keys.len(), 1);
    let told = session.get_attributes(keys[0], &[AttributeType::Value]);
    let hidden = told.is_err() || told.is_ok_and(|values| values.is_empty());
    assert!(hidden, "the private value was told");
}

#[test]
fn a_card_is_sealed_by_a_token_and_by_nothing_else() {
    let Some(module) = module() else { return };
    let (folder, conf) = tokens();
    let office = folder.path().join("office");
    let loket = |args: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_loket-cli"))
            .arg("--office")
            .arg(&office)
            .args(args)
            .env("SOFTHSM2_CONF", &conf)
            .env("LOKET_TOKEN_PIN", PIN)
            .output()
            .unwrap()
    };
    let done = |args: &[&str]| -> String {
        let output = loket(args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let office_dir = office.to_str().unwrap();
    done(&["demo", office_dir, "--people", "2", "--seed", "5"]);
    let module = module.to_str().unwrap();
    assert!(
        !loket(&[
            "trust", "token", "use", "--module", module, "--label", "Another"
        ])
        .status
        .success()
    );
    done(&[
        "trust", "token", "use", "--module", module, "--label", LABEL,
    ]);
    // The key in software is refused from now on, so the next one, on the token, signs at once.
    let draft = folder.path().join("draft.toml");
    fs::write(&draft, done(&["draft", "example"])).unwrap();
    let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");
    let out = folder.path().join("out");
    let issue = [
        "--json",
        "issue",
        draft.to_str().unwrap(),
        "--photo",
        photo,
        "--out",
        out.to_str().unwrap(),
    ];
    let first: serde_json::Value = serde_json::from_str(&done(&issue)).unwrap();
    let kid = first["seal"]["kid"].as_str().unwrap().to_owned();
    let now = jiff::Timestamp::now().to_string();
    done(&["trust", "revoke-key", &kid, "--from", &now]);

    let second: serde_json::Value = serde_json::from_str(&done(&issue)).unwrap();
    let on_token = second["seal"]["kid"].as_str().unwrap();
    assert_ne!(on_token, kid);
    let written = fs::read_to_string(office.join(format!("keys/signer-{on_token}.toml"))).unwrap();
    assert!(
        written.contains("on_token") && !written.contains("sealed"),
        "{written}"
    );
    let kept = fs::read_to_string(office.join("keys/token.toml")).unwrap();
    for open in [PIN, LABEL, module] {
        assert!(!kept.contains(open), "{open} lies open");
    }
    let told = done(&["--json", "audit", "list", "--act", "token-use"]);
    assert!(
        told.contains("libsofthsm2.so"),
        "the audit names the module"
    );
    let balance = done(&["--json", "blank", "balance"]);
    fs::rename(folder.path().join("tokens"), folder.path().join("away")).unwrap();
    let refused = loket(&issue);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("oken"), "{told}");
    assert_eq!(
        done(&["--json", "blank", "balance"]),
        balance,
        "no blank is spent"
    );
    fs::rename(folder.path().join("away"), folder.path().join("tokens")).unwrap();
    done(&issue);
}
