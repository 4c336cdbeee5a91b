//! From the office to a stranger's folder by the command line: what is revoked there reads REVOKED here; and what no reader believes.

use loket::seal::{Bundle, Claims, TrustList, Word, open, seal};
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

use crate::seal::{ISSUED, office, person, unknown};

const CLI: &str = env!("CARGO_BIN_EXE_loket-cli");
const PHOTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demo/portrait.jpg");

/// The command line in a folder, with something on its standard input.
fn cli(folder: &Path, input: &str, args: &[&str]) -> Output {
    let mut child = Command::new(CLI)
        .current_dir(folder)
        .arg("--json")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that needs no input may have closed it.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn told(output: &Output, code: i32) -> Value {
    let aside = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{aside}");
    assert!(!aside.contains("panicked"), "{aside}");
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

#[track_caller]
fn complains(output: &Output, code: i32, words: &str) {
    told(output, code);
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(aside.contains(words), "{words:?} is not in {aside:?}");
}

#[test]
fn a_revoked_card_reads_revoked_in_an_empty_folder() {
    let home = crate::cli::own_office();
    let away = TempDir::new().unwrap();
    let at_office = |args: &[&str]| cli(home.path(), "", &[&["--office", "office"], args].concat());
    let draft = at_office(&["draft", "example"]);
    fs::write(home.path().join("a.toml"), &draft.stdout).unwrap();
    let issued = at_office(&["issue", "a.toml", "--photo", PHOTO, "--out", "."]);
    let issued = told(&issued, 0);
    let text = issued["qr"]["text"].as_str().unwrap();
    let serial = issued["card_serial"].as_str().unwrap();
    let file = |name: &str| away.path().join(name).to_str().unwrap().to_owned();
    told(
        &at_office(&["trust", "root", "--out", &file("root.pem")]),
        0,
    );
    let export = |name: &str, more: &[&str]| {
        let out = file(name);
        told(
            &at_office(&[&["trust", "bundle", "--out", &out], more].concat()),
            0,
        )
    };
    let verify = |bundle: &str, more: &[&str]| {
        let args = ["verify", "-", "--bundle", bundle, "--root", "root.pem"];
        cli(away.path(), text, &[&args[..], more].concat())
    };
    assert_eq!(
        export("before.bundle", &["--to", "TABLET 1"])["sequence"],
        1
    );
    assert_eq!(told(&verify("before.bundle", &[]), 0)["verdict"], "VALID");
    let late = "2099-01-01T00:00:00Z";
    assert_eq!(
        told(&verify("before.bundle", &["--at", late]), 3)["verdict"],
        "EXPIRED"
    );
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 4);
    let stale = told(&verify("before.bundle", &["--at", &soon.to_string()]), 3);
    assert_eq!(
        (&stale["verdict"], &stale["reason"]),
        (&"STALE".into(), &"status-old".into())
    );
    let revoke = [
        "status", "revoke", serial, "--reason", "contoh", "--second", "serah",
    ];
    let change = told(&at_office(&revoke), 0);
    assert_eq!(change["cards"][0]["status"], "revoked");
    complains(&at_office(&revoke), 1, "sudah dicabut");
    let office_says = at_office(&["verify", issued["pdf"].as_str().unwrap()]);
    assert_eq!(told(&office_says, 3)["verdict"], "REVOKED");
    let difference = export("after.delta", &["--since", "1", "--to", "TABLET 1"]);
    export("after.bundle", &["--to", "TABLET 2"]);
    assert_eq!(told(&verify("after.bundle", &[]), 3)["verdict"], "REVOKED");
    // A reader's folder: pinned once, carried on by a difference, never back.
    let import = |name: &str, more: &[&str]| {
        let args = ["trust", "import", name, "--into", "saku"];
        cli(away.path(), "", &[&args[..], more].concat())
    };
    complains(&import("before.bundle", &[]), 1, "belum disematkan");
    told(&import("before.bundle", &["--root", "root.pem"]), 0);
    let taken = told(&import("after.delta", &[]), 0);
    assert_eq!(
        (&taken["taken"], &taken["sequence"]),
        (&"newer".into(), &difference["sequence"])
    );
    complains(&import("before.bundle", &[]), 1, "lebih lama");
    complains(&import("root.pem", &[]), 1, "bukan paket kepercayaan");
    let pocket = cli(away.path(), text, &["verify", "-", "--bundle", "saku"]);
    assert_eq!(told(&pocket, 3)["verdict"], "REVOKED");
    let recipients = told(&at_office(&["trust", "recipients"]), 0);
    let names: Vec<_> = recipients["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    assert_eq!(names.len(), 2);
    assert_eq!(
        (&names[0]["recipient"], &names[0]["sequence"]),
        (&"TABLET 1".into(), &2.into())
    );
    told(&at_office(&["trust", "lists", "--out", "lists"]), 0);
    assert!(home.path().join("lists/list-1.cwt").is_file());
}

#[test]
fn keys_are_begun_and_revoked_by_the_command_line() {
    let home = crate::cli::own_office();
    let at_office = |args: &[&str]| cli(home.path(), "", &[&["--office", "office"], args].concat());
    let begun = told(&at_office(&["trust", "rotate"]), 0);
    complains(&at_office(&["trust", "rotate"]), 1, "sudah disiapkan");
    let kid = begun["kid"].as_str().unwrap();
    let revoked = at_office(&["trust", "revoke-key", kid, "--from", "2020-01-01"]);
    assert_eq!(told(&revoked, 0)["cards"], 0);
    complains(
        &at_office(&["trust", "revoke-key", "00", "--from", "2020-01-01"]),
        1,
        "tidak mempunyai",
    );
    complains(
        &at_office(&["trust", "revoke-key", kid, "--from", "?"]),
        2,
        "Tanggal",
    );
    complains(
        &cli(home.path(), "", &["trust", "import", "a"]),
        2,
        "--into",
    );
    complains(
        &cli(home.path(), "", &["verify", "-", "--bundle", "a"]),
        2,
        "--root",
    );
}

/// Numbers that follow one another as if at random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Ten thousand good seals with pieces changed, left out, doubled, moved and taken from another.
#[test]
fn none_of_ten_thousand_mutations_is_believed() {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let (signer, trust) = office();
    let good: Vec<Vec<u8>> = (0..8)
        .map(|at| {
            let claims = Claims {
                permit_no: format!("2C21JE{at:04}-V"),
                ..person()
            };
            seal(&claims, &signer).unwrap().text.into_bytes()
        })
        .collect();
    let mut dice = Dice(20_261_123);
    let mut judged = 0;
    while judged < 10_000 {
        let mut text = good[dice.below(good.len())].clone();
        for _ in 0..=dice.below(3) {
            let (at, to) = (dice.below(text.len()), dice.below(text.len()));
            let (from, until) = (at.min(to), at.max(to).min(at.min(to) + 12));
            match dice.below(6) {
                0 => text[at] = ALPHABET[dice.below(ALPHABET.len())],
                1 => drop(text.drain(from..until)),
                2 => text.insert(at, ALPHABET[dice.below(ALPHABET.len())]),
                3 => text.swap(at, to),
                4 => text.extend_from_within(from..until),
                _ => {
                    let other = &good[dice.below(good.len())];
                    let cut = at.min(other.len());
                    text.truncate(at);
                    text.extend_from_slice(&other[cut..]);
                }
            }
            if text.is_empty() {
                text.push(b'0');
            }
        }
        if good.contains(&text) {
            continue;
        }
        judged += 1;
        let text = String::from_utf8(text).unwrap();
        let verdict = open(&text, &trust, ISSUED, &unknown, 0);
        assert!(verdict.word.exit_code() >= 4, "{:?} {text}", verdict.word);
    }
}

#[test]
fn codes_of_other_kinds_are_no_seals() {
    let (_, trust) = office();
    for text in [
        "https://imigrasi.example/cek?no=2C21JE0012-V",
        "HTTPS://IMIGRASI.EXAMPLE/CEK",
        // A payment by QRIS (EMVCo merchant-presented).
        "00020101021126650013ID.CO.EXAMPLE.WWW01189360091100000000000215CONTOH00000000303UMI5204581453033605802ID5912WARUNG CONTOH6006BEKASI61051711262070703A016304ABCD",
        // A COVID pass: the same wrapping behind a prefix.
        "HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHGWJC0FDC:5AIA%G7X+AQB9746HS80:54IBQF60R6$A80X6S1BTYACG6M+9XG8KIAWNA91AY%67092L4WJCT3EHS8XJC +DXJCCWENF6OF63W5",
        "WIFI:S:KANTOR;T:WPA;P:rahasia;;",
        "MECARD:N:CONTOH,ORANG;;",
        "I<IDN2C21JE0012V<<<<<<<<<<<<<<<",
    ] {
        let verdict = open(text, &trust, ISSUED, &unknown, 0);
        assert_eq!(verdict.word, Word::NotASeal, "{text}");
        assert!(verdict.claims.is_none());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 64, failure_persistence: None, ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_a_bundle_to_nobody(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let (signer, _) = office();
        let pin = loket::seal::Pin::of(&signer.certificate);
        proptest::prop_assert!(Bundle::open(&bytes, &pin, None, ISSUED).is_err());
        proptest::prop_assert!(loket::seal::StatusToken::open(&bytes, &TrustList::default()).is_err());
        let difference = [&b"\x86\x6bloket-delta"[..], &bytes].concat();
        proptest::prop_assert!(Bundle::later(&bytes, &difference).is_err());
        proptest::prop_assert!(loket::seal::Pin::parse(&bytes).is_none());
    }
}
