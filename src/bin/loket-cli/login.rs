//! Who is at the keyboard: the office opened for an officer, and secrets typed without being shown.
//!
//! The terminal's echo is switched off by `stty`, where there is one; elsewhere the secret is seen while it is typed, and
//! that is said.

use crate::run::Failure;
use crate::show::Teller;
use loket::station::{Door, Second, Secret, Station};
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

/// Room for a line at once: a growing one would leave copies of a secret behind.
const LINE: usize = 4096;

/// Opens the office in `dir` for that officer; a demo office opens for nobody in particular too.
pub fn enter(dir: &Path, officer: Option<&str>, teller: &Teller) -> Result<Station, Failure> {
    let Some(login) = officer else {
        return Ok(Station::open(dir)?);
    };
    let mut door = Door::find(dir)?;
    Ok(door.enter(login, &password(login, teller)?)?)
}

/// The password of who logs in.
pub fn password(login: &str, teller: &Teller) -> Result<Secret, Failure> {
    let question = teller
        .words()
        .with("office-ask-password", &[("login", login)]);
    secret("LOKET_PASSWORD", &question, teller)
}

/// Another officer who proves to be there: the one who approves, or stands beside. In a demo office the password on its login
/// screen does, unless another is given.
pub fn second(station: &mut Station, login: &str, teller: &Teller) -> Result<Second, Failure> {
    const VARIABLE: &str = "LOKET_SECOND_PASSWORD";
    let shown = Door::find(&station.dir())?
        .demo_accounts()
        .into_iter()
        .find(|account| account.login == login)
        .filter(|_| std::env::var_os(VARIABLE).is_none());
    let password = match shown {
        Some(account) => Secret::new(String::from(account.password)),
        None => {
            let question = teller
                .words()
                .with("office-ask-password", &[("login", login)]);
            secret(VARIABLE, &question, teller)?
        }
    };
    Ok(station.second(login, &password)?)
}

/// A secret from the environment, or typed.
pub fn secret(variable: &str, question: &str, teller: &Teller) -> Result<Secret, Failure> {
    match std::env::var(variable) {
        Ok(text) => Ok(Secret::new(text)),
        Err(_unset) => typed(question, teller),
    }
}

/// A new password from the environment, or typed twice where somebody types.
pub fn new_secret(variable: &str, question: &str, teller: &Teller) -> Result<Secret, Failure> {
    if std::env::var_os(variable).is_some() || !io::stdin().is_terminal() {
        return secret(variable, question, teller);
    }
    let first = typed(question, teller)?;
    let again = typed(&teller.words().get("office-ask-again"), teller)?;
    if first.reveal() == again.reveal() {
        Ok(first)
    } else {
        Err(Failure::Input("office-passwords-differ"))
    }
}

/// A line that may be seen.
pub fn answer(question: &str) -> Result<String, Failure> {
    ask(question);
    Ok(line()?.trim().to_owned())
}

fn typed(question: &str, teller: &Teller) -> Result<Secret, Failure> {
    let hidden = io::stdin().is_terminal().then(Hidden::begin);
    if hidden.as_ref().is_some_and(|hidden| !hidden.works) {
        teller.note("office-password-visible");
    }
    ask(question);
    let mut typed = line()?;
    if hidden.is_some_and(|hidden| hidden.works) {
        ask("\n");
    }
    while typed.ends_with(['\n', '\r']) {
        typed.pop();
    }
    Ok(Secret::new(typed))
}

fn line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::with_capacity(LINE));
    let read = io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|_input| Failure::Input("cli-bad-text"))?;
    if read == 0 {
        return Err(Failure::Input("office-no-answer"));
    }
    Ok(line)
}

fn ask(words: &str) {
    let mut aside = io::stderr().lock();
    // Where standard error is closed nobody is asked; the answer may still come.
    write!(aside, "{words}").and_then(|()| aside.flush()).ok();
}

/// The terminal's echo is off while this lives.
struct Hidden {
    works: bool,
}

impl Hidden {
    fn begin() -> Self {
        Self {
            works: stty("-echo"),
        }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if self.works {
            stty("echo");
        }
    }
}

fn stty(mode: &str) -> bool {
    Command::new("stty")
        .arg(mode)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
