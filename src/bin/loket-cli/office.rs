//! `office`: founding a real office, its recovery sheet, and the way back in with it.

use crate::login;
use crate::officer::parsed;
use crate::run::{Failure, on_duty};
use crate::show::Teller;
use loket::office::Duty;
use loket::station::{
    Door, Error, NewOffice, NewOfficer, RecoverySheet, Secret, Settings, Station, outside,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Above any file of answers, and the most an emblem may have.
const FILE_BYTES: usize = 256 * 1024;
const EMBLEM_BYTES: usize = 2 * 1024 * 1024;

/// A real office.
#[derive(clap::Subcommand)]
pub enum What {
    /// Found a real office: asks, or reads the answers from a file
    ///
    /// Passwords are typed, or come from `LOKET_PASSWORD_<LOGIN>` in capitals, other signs as `_`.
    New {
        /// A new or empty folder
        dir: PathBuf,
        /// Answers as TOML: name, header, `issuer_url`, `signatory_title`, `signatory_name`, `signatory_nip`, emblem, language, and `[[officer]]` with login, name, nip, duties
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// The recovery sheet [default: beside the folder]
        #[arg(long, value_name = "PDF")]
        sheet: Option<PathBuf>,
    },
    /// A new recovery sheet; the old one is void
    Sheet {
        /// The PDF to write
        file: PathBuf,
    },
    /// A new password by the recovery sheet; its code comes from `LOKET_RECOVERY`, or is typed
    Recover {
        /// Whose password
        login: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    name: String,
    header: String,
    issuer_url: String,
    #[serde(default)]
    signatory_title: String,
    signatory_name: String,
    #[serde(default)]
    signatory_nip: String,
    /// A picture's path.
    #[serde(default)]
    emblem: String,
    #[serde(default = "language")]
    language: String,
    #[serde(default, rename = "officer")]
    officers: Vec<OfficerFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerFile {
    login: String,
    name: String,
    #[serde(default)]
    nip: String,
    duties: Vec<String>,
}

#[derive(Serialize)]
struct MadeJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
    sheet: &'a str,
}

#[derive(Serialize)]
struct RecoveredJson<'a> {
    act: &'static str,
    login: &'a str,
}

/// What a new office begins with.
fn language() -> String {
    Settings::default().language
}

/// `office`.
pub fn run(
    what: What,
    office: Option<&Path>,
    open: impl FnOnce(&mut Teller) -> Result<Station, Failure>,
    teller: &mut Teller,
) -> Result<(), Failure> {
    match what {
        What::New { dir, from, sheet } => {
            let sheet = sheet.unwrap_or_else(|| beside(&dir));
            teller.spare(&sheet)?;
            let file = match from {
                Some(from) => read(&from)?,
                None => asked(teller)?,
            };
            teller.speak(&file.language);
            let new = new_office(file, teller)?;
            let made = Station::create_office(&dir, &new)?;
            keep(&made, Some(&dir), &sheet, teller)
        }
        What::Sheet { file } => {
            teller.spare(&file)?;
            let mut station = open(teller)?;
            on_duty(&mut station, Duty::Admin)?;
            keep(&station.new_recovery_sheet()?, None, &file, teller)
        }
        What::Recover { login } => {
            let dir = office.ok_or(Failure::Usage("cli-no-office"))?;
            let mut door = Door::find(dir)?;
            teller.speak(&door.settings().language);
            let code = login::secret(
                "LOKET_RECOVERY",
                &teller.words().get("office-ask-code"),
                teller,
            )?;
            let question = teller
                .words()
                .with("office-ask-new-password", &[("login", &login)]);
            let password = login::new_secret("LOKET_NEW_PASSWORD", &question, teller)?;
            door.recover(code.reveal(), &login, &password)?;
            if teller.is_json() {
                return teller.print_json(&RecoveredJson {
                    act: "office-recovered",
                    login: &login,
                });
            }
            teller.lines(&[teller
                .words()
                .with("office-recovered", &[("login", &login)])])
        }
    }
}

/// Writes the sheet. What is told once must not be lost: a sheet that cannot be written is told as text.
fn keep(
    made: &RecoverySheet,
    dir: Option<&Path>,
    sheet: &Path,
    teller: &Teller,
) -> Result<(), Failure> {
    if let Err(error) = made.write(sheet) {
        let code = [("code", made.code.reveal())];
        teller.lines(&[teller.words().with("office-code-told", &code)])?;
        return Err(error.into());
    }
    let path = sheet.display().to_string();
    let dir = dir.map(|dir| dir.display().to_string());
    if teller.is_json() {
        return teller.print_json(&MadeJson {
            office: dir.as_deref(),
            sheet: &path,
        });
    }
    let words = teller.words();
    let mut lines: Vec<String> = dir
        .iter()
        .map(|dir| words.with("office-founded", &[("dir", dir)]))
        .collect();
    lines.push(words.with("office-sheet-written", &[("path", &path)]));
    lines.push(words.get("office-sheet-about"));
    teller.lines(&lines)
}

/// Beside the office, not in it: a backup must not carry what opens it.
fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push("-pemulihan.pdf");
    dir.with_file_name(name)
}

fn read(from: &Path) -> Result<OfficeFile, Failure> {
    let bytes = outside::read_file(from, FILE_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_utf8| Failure::Input("cli-bad-text"))?;
    toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        Failure::Station(Error {
            id: "office-answers",
            args: vec![("line", line.to_string())],
            detail: error
                .message()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        })
    })
}

/// Asks for everything, officers until an empty login.
fn asked(teller: &Teller) -> Result<OfficeFile, Failure> {
    let ask = |key: &str| login::answer(&(teller.words().get(key) + " "));
    let mut file = OfficeFile {
        name: ask("office-ask-name")?,
        header: ask("office-ask-header")?,
        issuer_url: ask("office-ask-issuer")?,
        signatory_title: ask("office-ask-signatory-title")?,
        signatory_name: ask("office-ask-signatory-name")?,
        signatory_nip: ask("office-ask-signatory-nip")?,
        emblem: ask("office-ask-emblem")?,
        language: teller.words().lang().code().to_owned(),
        officers: Vec::new(),
    };
    loop {
        let login = ask("office-ask-login")?;
        if login.is_empty() {
            return Ok(file);
        }
        file.officers.push(OfficerFile {
            login,
            name: ask("office-ask-officer-name")?,
            nip: ask("office-ask-officer-nip")?,
            duties: ask("office-ask-duties")?
                .split([',', ' '])
                .filter(|id| !id.is_empty())
                .map(str::to_owned)
                .collect(),
        });
    }
}

fn new_office(file: OfficeFile, teller: &Teller) -> Result<NewOffice, Failure> {
    let mut settings = Settings {
        issuer_url: file.issuer_url,
        language: file.language,
        ..Settings::default()
    };
    let issuer = &mut settings.office;
    issuer.header = file.header;
    issuer.office = file.name;
    issuer.signatory_title = file.signatory_title;
    issuer.signatory_name = file.signatory_name;
    issuer.signatory_nip = file.signatory_nip;
    if !file.emblem.is_empty() {
        let picture = outside::read_file(Path::new(&file.emblem), EMBLEM_BYTES)?;
        issuer.emblem = Some(picture.into());
    }
    let officers = file
        .officers
        .into_iter()
        .map(|officer| {
            Ok(NewOfficer {
                duties: parsed(&officer.duties)?,
                password: first_password(&officer.login, teller)?,
                login: officer.login,
                name: officer.name,
                nip: officer.nip,
            })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(NewOffice { settings, officers })
}

fn first_password(login: &str, teller: &Teller) -> Result<Secret, Failure> {
    let plain: String = login
        .chars()
        .map(|letter| match letter.to_ascii_uppercase() {
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => '_',
        })
        .collect();
    let question = teller
        .words()
        .with("office-ask-new-password", &[("login", login)]);
    login::new_secret(&format!("LOKET_PASSWORD_{plain}"), &question, teller)
}
