//! `officer`: the office's people, from the command line.

use crate::login;
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use loket::office::{Duty, Officer};
use loket::station::{Error, NewOfficer, Station};
use serde::Serialize;

/// The office's people. New passwords come from `LOKET_NEW_PASSWORD`, or are typed.
#[derive(clap::Subcommand)]
pub enum What {
    /// Engage an officer, who must change the first password at the first login
    Add {
        /// Name at the login
        login: String,
        /// As reports show it
        #[arg(long)]
        name: String,
        /// Civil servant's number, 18 digits
        #[arg(long, default_value = "")]
        nip: String,
        /// counter, reviewer, head, print, blanks, hand-over, patrol, auditor, admin; may stand several times
        #[arg(long = "duty", required = true)]
        duties: Vec<String>,
    },
    /// Every officer, also the disabled
    List,
    /// Let nobody in by that login any more; the history stays
    Disable {
        /// Name at the login
        login: String,
    },
    /// Let a disabled officer in again, with a new password
    Enable {
        /// Name at the login
        login: String,
    },
    /// Give an officer other duties
    Duties {
        /// Name at the login
        login: String,
        /// All duties the officer has from now on
        #[arg(required = true)]
        duties: Vec<String>,
    },
    /// One's own new password; with a login, a new one for that officer
    Password {
        /// Name at the login [default: one's own]
        login: Option<String>,
    },
}

#[derive(Serialize)]
struct OfficerJson<'a> {
    login: &'a str,
    name: &'a str,
    nip: &'a str,
    duties: Vec<&'static str>,
    active: bool,
    must_change: bool,
}

#[derive(Serialize)]
struct DoneJson<'a> {
    act: &'static str,
    login: &'a str,
}

/// `officer`.
pub fn run(
    what: What,
    open: impl FnOnce(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<(), Failure> {
    let mut station = open(teller)?;
    let own = matches!(what, What::Password { login: None });
    // In a demo office nobody need log in; somebody who has is held to his duties.
    if !own {
        on_duty(&mut station, Duty::Admin)?;
    }
    let (act, login) = match what {
        What::List => return list(&station.officers()?, teller),
        What::Add {
            login,
            name,
            nip,
            duties,
        } => {
            let new = NewOfficer {
                duties: parsed(&duties)?,
                password: new_password(&login, teller)?,
                login,
                name,
                nip,
            };
            let officer = station.add_officer(&new)?;
            ("office-added", officer.login.as_str().to_owned())
        }
        What::Disable { login } => {
            station.disable_officer(&login)?;
            ("office-disabled", login)
        }
        What::Enable { login } => {
            let password = new_password(&login, teller)?;
            station.enable_officer(&login, &password)?;
            ("office-enabled", login)
        }
        What::Duties { login, duties } => {
            station.set_duties(&login, &parsed(&duties)?)?;
            ("office-duties-set", login)
        }
        What::Password { login: Some(login) } => {
            let password = new_password(&login, teller)?;
            station.reset_password(&login, &password)?;
            ("office-password-reset", login)
        }
        What::Password { login: None } => {
            let login = station.officer().login.as_str().to_owned();
            let old = login::password(&login, teller)?;
            let new = new_password(&login, teller)?;
            station.change_password(&old, &new)?;
            ("office-password-set", login)
        }
    };
    if teller.is_json() {
        return teller.print_json(&DoneJson { act, login: &login });
    }
    teller.lines(&[teller.words().with(act, &[("login", &login)])])
}

/// Duties by their ids.
pub fn parsed(ids: &[String]) -> Result<Vec<Duty>, Failure> {
    ids.iter()
        .map(|id| {
            Duty::parse(id.trim()).ok_or_else(|| {
                Failure::Station(Error {
                    id: "duty-unknown",
                    args: vec![("duty", id.clone())],
                    detail: String::new(),
                })
            })
        })
        .collect()
}

fn new_password(login: &str, teller: &Teller) -> Result<loket::station::Secret, Failure> {
    let question = teller
        .words()
        .with("office-ask-new-password", &[("login", login)]);
    login::new_secret("LOKET_NEW_PASSWORD", &question, teller)
}

fn list(officers: &[Officer], teller: &Teller) -> Result<(), Failure> {
    if teller.is_json() {
        let told: Vec<OfficerJson<'_>> = officers
            .iter()
            .map(|officer| OfficerJson {
                login: officer.login.as_str(),
                name: &officer.name,
                nip: &officer.nip,
                duties: officer.duties.iter().map(|duty| duty.id()).collect(),
                active: officer.active,
                must_change: officer.must_change,
            })
            .collect();
        return teller.print_json(&told);
    }
    let words = teller.words();
    let lines: Vec<String> = officers
        .iter()
        .map(|officer| {
            let duties: Vec<String> = officer
                .duties
                .iter()
                .map(|duty| words.get(&format!("duty-{}", duty.id())))
                .collect();
            let state = words.get(match (officer.active, officer.must_change) {
                (false, _) => "office-state-disabled",
                (true, true) => "office-state-must-change",
                (true, false) => "office-state-active",
            });
            format!(
                "{:<16} {:<28} {:<12} {}",
                officer.login.as_str(),
                officer.name,
                state,
                duties.join(", ")
            )
        })
        .collect();
    teller.lines(&lines)
}
