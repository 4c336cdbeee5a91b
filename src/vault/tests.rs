//! The key, its slots, the file of slots and the recovery code, through the door.

use super::*;
use proptest::prelude::*;

const SALT: [u8; 16] = [7; 16];

fn master(seed: u8) -> MasterKey {
    MasterKey::from_bytes([seed; 32])
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn slot(login: &str, password: &str) -> Slot {
    slot_of(&master(1), login, password)
}

fn slot_of(master: &MasterKey, login: &str, password: &str) -> Slot {
    let label = label(&SALT, login);
    Slot::close(
        master,
        &label,
        &secret(password),
        [3; 16],
        [4; 24],
        Cost::PUBLIC,
    )
    .unwrap()
}

fn ring() -> Keyring {
    Keyring::new(SALT, &master(1))
        .with(slot("ratna", "satu dua tiga"))
        .with(slot("bayu", "empat lima"))
}

/// The error of what must not open; a key has no `Debug`.
#[track_caller]
fn refused<T>(result: Result<T, Error>) -> Error {
    match result {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[track_caller]
fn same(one: &MasterKey, other: &MasterKey) {
    assert!(*one.registry_key() == *other.registry_key());
}

#[test]
fn keys_of_different_uses_differ_and_stay_as_they_were() {
    let key = master(1);
    let hex: String = key
        .registry_key()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // HKDF-SHA256 of 32 bytes of 1, no salt, that info; computed with another implementation.
    assert_eq!(
        hex,
        "e92f0f5536daa33a121c3c5a3f306dcac901eac89029d4991f800c448ec7dc13"
    );
    let one = key.seal("a", [0; 24], b"text");
    let other = key.seal("b", [0; 24], b"text");
    assert_ne!(one, other);
    assert_eq!(refused(key.open("b", &one)), Error::Altered);
    assert_eq!(refused(master(2).open("a", &one)), Error::Altered);
    let digest = key.digest("a", b"text");
    assert_eq!(key.digest("a", b"text"), digest);
    for other in [
        key.digest("b", b"text"),
        key.digest("a", b"texts"),
        master(2).digest("a", b"text"),
    ] {
        assert_ne!(other, digest);
    }
}

#[test]
fn a_slot_opens_with_its_secret_alone() {
    let slot = slot("ratna", "satu dua tiga");
    same(&slot.open(&secret("satu dua tiga")).unwrap(), &master(1));
    for wrong in ["", "satu dua tigA", "satu dua tiga "] {
        assert_eq!(
            refused(slot.open(&secret(wrong))),
            Error::Refused,
            "{wrong}"
        );
    }
}

#[test]
fn a_slot_of_another_label_or_cost_does_not_open() {
    let whole = slot("ratna", "satu dua tiga");
    let mut moved = whole.clone();
    moved.label = label(&SALT, "bayu");
    assert_eq!(
        refused(moved.open(&secret("satu dua tiga"))),
        Error::Refused
    );
    let mut dear = whole;
    dear.cost.memory_kib = u32::MAX;
    assert_eq!(refused(dear.open(&secret("satu dua tiga"))), Error::Cost);
}

#[test]
fn the_office_cost_opens_too() {
    let label = label(&SALT, "ratna");
    let password = secret("satu dua tiga");
    let slot = Slot::close(
        &master(1),
        &label,
        &password,
        [3; 16],
        [4; 24],
        Cost::OFFICE,
    )
    .unwrap();
    same(&slot.open(&password).unwrap(), &master(1));
}

#[test]
fn labels_hide_the_login() {
    let label_of_ratna = label(&SALT, "ratna");
    assert_eq!(label_of_ratna.len(), 16);
    assert_ne!(label_of_ratna, label(&[8; 16], "ratna"));
    assert_ne!(label_of_ratna, label(&SALT, "ratna2"));
    let text = ring().print();
    assert!(!text.contains("ratna") && text.contains(&label_of_ratna));
}

#[test]
fn the_file_comes_back_as_it_was() {
    let ring = ring();
    assert_eq!(Keyring::parse(&ring.print()).unwrap(), ring);
    same(
        &ring.open("ratna", &secret("satu dua tiga")).unwrap(),
        &master(1),
    );
    assert_eq!(
        refused(ring.open("ratna", &secret("empat lima"))),
        Error::Refused
    );
    assert_eq!(
        refused(ring.open("siapa", &secret("empat lima"))),
        Error::Refused
    );
    assert!(ring.find("siapa").unwrap().is_none());
}

#[test]
fn a_new_password_replaces_one_slot_and_leaving_removes_it() {
    let changed = ring().with(slot("ratna", "sandi yang lain"));
    assert_eq!(changed.count(), 2);
    assert_eq!(
        refused(changed.open("ratna", &secret("satu dua tiga"))),
        Error::Refused
    );
    same(
        &changed.open("ratna", &secret("sandi yang lain")).unwrap(),
        &master(1),
    );
    same(
        &changed.open("bayu", &secret("empat lima")).unwrap(),
        &master(1),
    );
    let gone = changed.without("ratna");
    assert_eq!(gone.count(), 1);
    assert!(gone.find("ratna").unwrap().is_none());
    let gone = Keyring::parse(&gone.print()).unwrap();
    assert_eq!(
        refused(gone.open("ratna", &secret("sandi yang lain"))),
        Error::Closed
    );
    let back = gone.with(slot("ratna", "sandi baru"));
    same(
        &back.open("ratna", &secret("sandi baru")).unwrap(),
        &master(1),
    );
    assert_eq!(back.without("bayu").emptied().count(), 0);
}

#[test]
fn the_key_of_another_office_is_named_as_such() {
    let ring = ring().with(slot_of(&master(2), "tamu", "kunci lain"));
    assert_eq!(
        refused(ring.open("tamu", &secret("kunci lain"))),
        Error::Foreign(label(&SALT, "tamu"))
    );
}

#[test]
fn one_bad_slot_spoils_itself_alone() {
    let text = ring().print();
    let ratna = label(&SALT, "ratna");
    let after_label = |find: &str, put: &str| {
        let (before, slot) = text.split_once(&ratna).unwrap();
        format!("{before}{ratna}{}", slot.replacen(find, put, 1))
    };
    for (find, put, fault) in [
        ("memory_kib = 64", "memory_kib = 4000000000", "cost"),
        ("memory_kib = 64", "memory_kib = 65", "sum"),
        ("passes = 1\n", "", "cost"),
        ("lanes = 1", "lanes = 9", "cost"),
        ("salt = \"03", "salt = \"", "salt"),
        ("salt = \"03", "salt = \"30", "sum"),
        ("sealed = \"0404", "sealed = \"04", "sealed"),
        ("sealed = \"04", "sealed = \"4Z", "sealed"),
        ("sealed = \"04", "sealed = \"40", "sum"),
    ] {
        let hurt = after_label(find, put);
        assert_ne!(hurt, text, "{find}");
        let ring = Keyring::parse(&hurt).unwrap();
        assert_eq!(
            refused(ring.open("ratna", &secret("satu dua tiga"))),
            Error::Slot(ratna.clone(), fault),
            "{find}"
        );
        same(
            &ring.open("bayu", &secret("empat lima")).unwrap(),
            &master(1),
        );
        // Somebody else's new slot leaves the bad one for whoever looks into it, and a new one heals it.
        let later = Keyring::parse(&ring.with(slot("candra", "x")).print()).unwrap();
        assert!(later.find("ratna").is_err() && later.count() == 3);
        assert!(later.with(slot("ratna", "y")).find("ratna").is_ok());
    }
}

#[test]
fn a_bad_file_says_where() {
    let text = ring().print();
    for (hurt, error) in [
        (String::new(), Error::File("line 1".to_owned())),
        (
            text[..text.len() - 9].to_owned(),
            Error::File("line 26".to_owned()),
        ),
        (
            text.replace("version = 1", "version = 2\nnew = true"),
            Error::Version(2),
        ),
        (
            text.replace("office_salt = \"07", "office_salt = \"08"),
            Error::File("sum".to_owned()),
        ),
        (
            text.replace("office_salt = \"07", "office_salt = \""),
            Error::File("office_salt".to_owned()),
        ),
        (
            text.replace("check = \"", "check = \"x"),
            Error::File("check".to_owned()),
        ),
        (
            text.replace("passes = 1", "passes = 1\npassword = \"x\""),
            Error::File("line 14".to_owned()),
        ),
    ] {
        assert_eq!(refused(Keyring::parse(&hurt)), error);
    }
    let many = "[[slot]]\n".repeat(1_001);
    assert_eq!(
        refused(Keyring::parse(&format!(
            "{}{many}",
            Keyring::new(SALT, &master(1))
                .print()
                .replace("slot = []", "")
        ))),
        Error::File("slot".to_owned())
    );
}

#[test]
fn a_second_slot_of_one_label_is_not_obeyed() {
    let text = ring().print();
    let (head, slots) = text.split_once("[[slot]]").unwrap();
    let twice = format!("{head}[[slot]]{slots}\n[[slot]]{slots}");
    let ring = Keyring::parse(&twice).unwrap();
    same(
        &ring.open("ratna", &secret("satu dua tiga")).unwrap(),
        &master(1),
    );
    assert_eq!(ring.count(), 4);
}

#[test]
fn the_recovery_code_forgives_how_it_is_typed() {
    let code = RecoveryCode::from_bytes(*b"loket kantor imigras");
    let text = code.text();
    assert_eq!(text.len(), 8 * 5 + 7);
    for typed in [
        text.to_lowercase(),
        text.replace('-', " "),
        text.replace('-', ""),
        text.replace('0', "o").replace('1', "l"),
        text.replace('0', "O").replace('1', "I"),
        format!("  {}\n", text.replace('-', " – ")),
    ] {
        assert!(
            *RecoveryCode::parse(&typed).unwrap().text() == *text,
            "{typed}"
        );
    }
    assert_eq!(
        refused(RecoveryCode::parse(&text[1..])),
        Error::CodeLength(39)
    );
    assert_eq!(refused(RecoveryCode::parse("")), Error::CodeLength(0));
    let unknown = format!("{}U", &text[..text.len() - 1]);
    assert_eq!(refused(RecoveryCode::parse(&unknown)), Error::CodeGroup(8));
}

#[test]
fn the_recovery_code_opens_its_slot() {
    let code = RecoveryCode::from_bytes([9; 20]);
    let ring = ring();
    let label = ring.label(Keyring::RECOVERY);
    let slot = Slot::close(
        &master(1),
        &label,
        &code.secret(),
        [5; 16],
        [6; 24],
        Cost::PUBLIC,
    )
    .unwrap();
    let ring = Keyring::parse(&ring.with(slot).print()).unwrap();
    let typed = RecoveryCode::parse(&code.text().to_lowercase()).unwrap();
    same(
        &ring.open(Keyring::RECOVERY, &typed.secret()).unwrap(),
        &master(1),
    );
}

#[test]
fn passwords_are_judged_by_length_and_fame() {
    use PasswordFlaw::{Common, OwnName, TooShort};
    let check = |password: &str, flaws: &[PasswordFlaw]| {
        let found = password_flaws(&secret(password), "ratna.dewi", "Ratna Dewi Kusuma");
        assert_eq!(found, flaws, "{password}");
    };
    check("perahu biru menyeberang", &[]);
    check("vqkzmwrtplxn", &[]);
    check("密码是很长的一句话没有人知道", &[]);
    check("kucing RATNA lapar", &[]);
    check("8471936205518274", &[]);
    check("perahu biru", &[TooShort]);
    check("", &[TooShort, Common]);
    check("ratna.dewi", &[TooShort, OwnName]);
    check("Ratna-Dewi-2026", &[OwnName]);
    check("KusumaRatna!!!!", &[OwnName]);
    check("Password!!1234", &[Common]);
    check("imigrasi202612", &[Common]);
    check("KantorImigrasi1", &[Common]);
    check("aaaaaaaaaaaa", &[Common]);
    check("123412341234", &[Common]);
    check("abcdefghijkl", &[Common]);
    check("123456789012", &[Common]);
    check("081298765432", &[Common]);
    check("!!!!!!!!!!!!", &[Common]);
    check("Ab1!Ab1!Ab1!", &[Common]);
}

proptest! {
    #[test]
    fn sealing_and_opening_are_inverse(key: [u8; 32], nonce: [u8; 24], purpose: String, plain: Vec<u8>) {
        let key = MasterKey::from_bytes(key);
        let sealed = key.seal(&purpose, nonce, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + 40);
        prop_assert!(*key.open(&purpose, &sealed).unwrap() == plain);
    }

    #[test]
    fn any_flipped_bit_or_cut_refuses(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
        let sealed = master(1).seal("berkas", [9; 24], &plain);
        let at = at.index(sealed.len());
        let mut hurt = sealed.clone();
        hurt[at] ^= 1 << bit;
        prop_assert!(master(1).open("berkas", &hurt).is_err());
        prop_assert!(master(1).open("berkas", &sealed[..at]).is_err());
    }

    #[test]
    fn slots_open_for_their_secret(key: [u8; 32], salt: [u8; 16], nonce: [u8; 24], typed: String, other: String) {
        let key = MasterKey::from_bytes(key);
        let slot = Slot::close(&key, "label", &Secret::new(typed.clone()), salt, nonce, Cost::PUBLIC).unwrap();
        let opened = slot.open(&Secret::new(typed.clone())).unwrap();
        prop_assert!(*opened.registry_key() == *key.registry_key());
        prop_assert!(typed == other || slot.open(&Secret::new(other)).is_err());
    }

    #[test]
    fn any_changed_letter_of_the_file_is_noticed(at: prop::sample::Index, letter in "[0-9a-f]") {
        let text = ring().print();
        let digits: Vec<usize> = text
            .char_indices()
            .skip_while(|(at, _)| *at < text.find("version").unwrap())
            .filter(|(_, letter)| letter.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let at = digits[at.index(digits.len())];
        let mut hurt = text.clone();
        hurt.replace_range(at..=at, &letter);
        prop_assume!(hurt != text);
        let opens = |login: &str, password: &str| {
            Keyring::parse(&hurt).is_ok_and(|ring| ring.open(login, &secret(password)).is_ok())
        };
        prop_assert!(!opens("ratna", "satu dua tiga") || !opens("bayu", "empat lima"));
    }

    #[test]
    fn codes_come_back(bits: [u8; 20]) {
        let code = RecoveryCode::from_bytes(bits);
        let read = RecoveryCode::parse(&code.text()).unwrap();
        prop_assert!(*read.bits == bits);
    }

    #[test]
    fn a_wrong_symbol_or_two_that_changed_places_are_named(bits: [u8; 20], at in 0..40_usize, symbol in "[0-9A-HJKMNP-TV-Z]") {
        let code = RecoveryCode::from_bytes(bits).text();
        let bare = code.replace('-', "");
        let mut hurt = bare.clone();
        hurt.replace_range(at..=at, &symbol);
        prop_assume!(hurt != bare);
        prop_assert_eq!(refused(RecoveryCode::parse(&hurt)), Error::CodeGroup(at / 5 + 1));
        if at % 5 < 4 {
            let mut swapped: Vec<char> = bare.chars().collect();
            swapped.swap(at, at + 1);
            let swapped: String = swapped.into_iter().collect();
            prop_assume!(swapped != bare);
            prop_assert_eq!(refused(RecoveryCode::parse(&swapped)), Error::CodeGroup(at / 5 + 1));
        }
    }

    #[test]
    fn groups_cannot_change_places(bits: [u8; 20], one in 0..8_usize, other in 0..8_usize) {
        let code = RecoveryCode::from_bytes(bits).text();
        let mut groups: Vec<&str> = code.split('-').collect();
        prop_assume!(one != other);
        groups.swap(one, other);
        prop_assert!(RecoveryCode::parse(&groups.join("-")).is_err());
    }

    #[test]
    fn nothing_typed_breaks_the_parsers(text: String, login: String, name: String) {
        RecoveryCode::parse(&text).ok();
        Keyring::parse(&text).ok();
        password_flaws(&Secret::new(text), &login, &name);
    }
}
