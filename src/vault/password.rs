//! What a new password may not be: short, one's own name, or one that everybody tries first.

use super::Secret;
use zeroize::Zeroizing;

/// What is wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PasswordFlaw {
    /// Fewer than 12 characters.
    TooShort,
    /// The login or the officer's name and little else.
    OwnName,
    /// One of the commonest, or a pattern of a few keys.
    Common,
}

impl PasswordFlaw {
    /// Stable word in errors and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::OwnName => "own-name",
            Self::Common => "common",
        }
    }
}

/// Characters. NIST SP 800-63B-4 3.1.1.2 asks for 15 where a password stands alone and 8 beside another factor; here
/// it stands beside the machine that has the file.
const LEAST: usize = 12;
/// Characters a password must have beside the officer's own names.
const LEAST_BESIDE_NAMES: usize = 6;

/// Digits a password of digits alone must have.
const LEAST_DIGITS: usize = 16;

/// The commonest passwords, and the first words an attacker of this office would try. Digits and signs around them do
/// not help.
const COMMON: &[&str] = &[
    "admin",
    "administrator",
    "adminadmin",
    "asdfghjkl",
    "bekasi",
    "bismillah",
    "contoh",
    "default",
    "imigrasi",
    "imigrasibekasi",
    "indonesia",
    "iloveyou",
    "jakarta",
    "kantorimigrasi",
    "kantorimigrasibekasi",
    "katasandi",
    "kitas",
    "kitap",
    "letmein",
    "loket",
    "loketloket",
    "merdeka",
    "password",
    "passwordpassword",
    "petugas",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "rahasia",
    "sayang",
    "selamatdatang",
    "selamatpagi",
    "welcome",
    "zxcvbnm",
];

pub(super) fn flaws(password: &Secret, login: &str, name: &str) -> Vec<PasswordFlaw> {
    let mut flaws = Vec::new();
    if password.reveal().chars().count() < LEAST {
        flaws.push(PasswordFlaw::TooShort);
    }
    let letters = Zeroizing::new(plain(password.reveal()));
    if is_own_name(&letters, login, name) {
        flaws.push(PasswordFlaw::OwnName);
    }
    let only_signs = letters.is_empty();
    if is_common(if only_signs {
        password.reveal()
    } else {
        &letters
    }) {
        flaws.push(PasswordFlaw::Common);
    }
    flaws
}

/// Small letters and digits alone.
fn plain(text: &str) -> String {
    // Room for all of it at once: a growing string would leave copies behind.
    let mut plain = String::with_capacity(2 * text.len());
    plain.extend(
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase),
    );
    plain
}

fn is_own_name(letters: &str, login: &str, name: &str) -> bool {
    let mut own: Vec<String> = login
        .split(['.', '_', '-'])
        .chain(name.split_whitespace())
        .chain([login, name])
        .map(plain)
        .filter(|word| word.chars().count() >= 3)
        .collect();
    // The longest first, lest a part of a name spoils the whole.
    own.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest = Zeroizing::new(letters.to_owned());
    let mut found = false;
    for word in own {
        if rest.contains(&word) {
            found = true;
            rest = Zeroizing::new(rest.replace(&word, ""));
        }
    }
    found && rest.chars().count() < LEAST_BESIDE_NAMES
}

fn is_common(letters: &str) -> bool {
    let bare = letters.trim_matches(|letter: char| letter.is_ascii_digit());
    // Digits alone are a date or a telephone number, unless there are very many.
    let number = bare.is_empty() && letters.len() < LEAST_DIGITS;
    number || COMMON.contains(&bare) || repeats(letters) || runs(letters)
}

/// A piece of up to six letters said again and again.
fn repeats(letters: &str) -> bool {
    let letters: Zeroizing<Vec<char>> = Zeroizing::new(letters.chars().collect());
    (1..=6).any(|period| {
        letters.len() >= 2 * period
            && letters
                .iter()
                .zip(letters.iter().skip(period))
                .all(|(one, other)| one == other)
    })
}

/// Steps of the alphabet or of the digits, up or down, nearly throughout.
fn runs(letters: &str) -> bool {
    let codes: Zeroizing<Vec<u32>> = Zeroizing::new(letters.chars().map(u32::from).collect());
    let step = |pair: &[u32]| match pair {
        [one, other] => one.abs_diff(*other) == 1 || matches!((one, other), (57, 48) | (48, 57)),
        _ => false,
    };
    let steps = codes.windows(2).filter(|pair| step(pair)).count();
    codes.len() > 3 && steps + 2 >= codes.len()
}
