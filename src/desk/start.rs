//! How the desk is started: the flags of the program, and the office used when none is named.

use crate::station::Secret;
use crate::text::Lang;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// How the desk is started.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The office folder.
    pub office: PathBuf,
    /// Stills instead of a camera, for demonstration and tests.
    pub stills: Option<PathBuf>,
    /// Instead of the language of the settings.
    pub lang: Option<Lang>,
    /// Instead of the theme of the settings: `light` or `dark`.
    pub theme: Option<String>,
    /// Screen to begin with: `home`, `applications`, `new`, `approval`, `press`, `hand-over`, `registry`, `verify`,
    /// `surveillance`, `report`, `blanks`, `lists`, `audit`, `backups`, `officers`, `settings`.
    pub screen: Option<String>,
    /// 2 shows everything twice as large.
    pub scale: Option<f32>,
    /// Width and height of the window; 1366x768 when not said.
    pub size: Option<[f32; 2]>,
    /// A patrol's folder: the desk begins with no office.
    pub patrol: Option<PathBuf>,
    /// A print shop's folder, or a job's file: the desk begins with no office.
    pub shop: Option<PathBuf>,
    /// On patrol: verdicts make no sound.
    pub mute: bool,
    /// Who logs in without being asked, once: after a lock the login is asked for like everybody's.
    pub entrant: Option<Entrant>,
}

/// An officer who logs in as the desk starts, for scripts.
#[derive(Clone)]
pub struct Entrant {
    /// As the officer would type it.
    pub login: String,
    /// Tried like a typed one; failures count.
    pub password: Arc<Secret>,
}

impl fmt::Debug for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entrant").finish_non_exhaustive()
    }
}

impl Start {
    /// What `--help` prints.
    pub const HELP: &str = HELP;

    /// Reads the program's flags; says which one is wrong. `password` is `LOKET_PASSWORD` of the environment, which
    /// `--as` needs: a password among the flags would stand in the list of processes.
    pub fn parse(
        args: impl IntoIterator<Item = String>,
        password: Option<String>,
    ) -> Result<Self, String> {
        let mut password = password.map(|text| Arc::new(Secret::new(text)));
        let mut start = Self {
            office: persons_office(),
            ..Self::default()
        };
        let mut args = args.into_iter().peekable();
        while let Some(flag) = args.next() {
            if flag == "--patrol" {
                let named = args.next_if(|next| !next.starts_with("--"));
                start.patrol = Some(named.map_or_else(persons_patrol, PathBuf::from));
                continue;
            }
            if flag == "--shop" {
                let named = args.next_if(|next| !next.starts_with("--"));
                start.shop = Some(named.map_or_else(persons_shop, PathBuf::from));
                continue;
            }
            // A job that was opened from its folder.
            if !flag.starts_with("--") && flag.ends_with(JOB_ENDING) {
                start.shop = Some(PathBuf::from(flag));
                continue;
            }
            if flag == "--mute" {
                start.mute = true;
                continue;
            }
            let value = args.next().ok_or_else(|| format!("{flag} needs a value"))?;
            let wrong = |form: &str| format!("{flag} is {form}, not {value}");
            match flag.as_str() {
                "--office" => start.office = PathBuf::from(value),
                "--stills" => start.stills = Some(PathBuf::from(value)),
                "--lang" => {
                    start.lang = Some(Lang::parse(&value).ok_or_else(|| wrong("id or en"))?);
                }
                "--theme" => start.theme = Some(value),
                "--as" => {
                    let Some(password) = password.take() else {
                        return Err(format!("{flag} needs the password in LOKET_PASSWORD"));
                    };
                    start.entrant = Some(Entrant {
                        login: value,
                        password,
                    });
                }
                "--screen" => start.screen = Some(value),
                "--scale" => start.scale = Some(scale(&value).ok_or_else(|| wrong("0.5 to 4"))?),
                "--size" => start.size = Some(size(&value).ok_or_else(|| wrong("like 1366x768"))?),
                _ => return Err(format!("{flag} is no flag; known are {FLAGS}")),
            }
        }
        Ok(start)
    }
}

/// So the file of a job ends, by which the system knows what opens it.
const JOB_ENDING: &str = ".loketjob";

const FLAGS: &str = "--office DIR, --patrol [DIR], --shop [DIR|JOB], --as LOGIN, --stills DIR, --mute, --lang id|en, --theme light|dark, --screen NAME, --size WxH, --scale N, --help";

const HELP: &str = "\
loket: the desk of a card-issuance station

  --office DIR        the office's folder; without it the person's own
  --patrol [DIR]      check cards anywhere, with no office; the folder holds what the office gave and what was seen
  --shop [DIR|JOB]    print an office's jobs, with no office; a job's file (.loketjob) alone does the same
  --as LOGIN          log in at once, with the password in LOKET_PASSWORD; the desk asks again after a lock
  --screen NAME       begin at home, applications, new, approval, press, hand-over, registry, verify, surveillance,
                      report, blanks, lists, audit, backups, officers or settings
  --lang id|en        instead of the language of the settings
  --theme light|dark  instead of the theme of the settings
  --scale N           0.5 to 4; 2 shows everything twice as large
  --size WxH          of the window, 1366x768 when not said
  --stills DIR        pictures of a folder instead of a camera
  --mute              on patrol, verdicts make no sound
  --help              this
";

/// The office of the person's own data.
fn persons_office() -> PathBuf {
    persons_folder("demo")
}

/// The patrol of the person's own data.
fn persons_patrol() -> PathBuf {
    persons_folder("patroli")
}

/// The print shop of the person's own data.
pub(super) fn persons_shop() -> PathBuf {
    persons_folder("percetakan")
}

/// A folder of the person's own data.
fn persons_folder(name: &str) -> PathBuf {
    let folder = |variable: &str| {
        std::env::var_os(variable)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return folder("LOCALAPPDATA")
            .unwrap_or_default()
            .join("Loket")
            .join(name);
    }
    let share = || {
        folder("HOME")
            .unwrap_or_default()
            .join(".local")
            .join("share")
    };
    folder("XDG_DATA_HOME")
        .unwrap_or_else(share)
        .join("loket")
        .join(name)
}

fn scale(text: &str) -> Option<f32> {
    text.parse()
        .ok()
        .filter(|scale| (0.5..=4.0).contains(scale))
}

fn size(text: &str) -> Option<[f32; 2]> {
    let (width, height) = text.split_once('x')?;
    let side = |text: &str| {
        text.parse()
            .ok()
            .filter(|side| (200.0..=16_000.0).contains(side))
    };
    Some([side(width)?, side(height)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(args: &[&str], why: &str) {
        let error = Start::parse(args.iter().map(|arg| (*arg).to_owned()), None).unwrap_err();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn flags_are_read_or_refused_by_name() {
        let args = [
            "--office", "/a", "--lang", "en", "--size", "800x600", "--scale", "2", "--mute",
        ];
        let start = Start::parse(args.map(str::to_owned), None).unwrap();
        assert_eq!(start.office, PathBuf::from("/a"));
        assert_eq!(
            (start.lang, start.size, start.scale),
            (Some(Lang::En), Some([800.0, 600.0]), Some(2.0))
        );
        assert!(start.mute && !Start::default().mute);
        let patrol = |args: &[&str]| {
            let args = args.iter().map(|arg| (*arg).to_owned());
            Start::parse(args, None).unwrap().patrol.unwrap()
        };
        assert_eq!(patrol(&["--patrol", "/p"]), PathBuf::from("/p"));
        assert!(patrol(&["--patrol", "--lang", "id"]).ends_with("patroli"));
        let shop = |args: &[&str]| {
            let args = args.iter().map(|arg| (*arg).to_owned());
            Start::parse(args, None).unwrap().shop.unwrap()
        };
        assert_eq!(shop(&["--shop", "/s"]), PathBuf::from("/s"));
        assert_eq!(shop(&["/a/b.loketjob"]), PathBuf::from("/a/b.loketjob"));
        assert!(shop(&["--shop", "--lang", "id"]).ends_with("percetakan"));
        refused(&["--office"], "needs a value");
        refused(&["--size", "8"], "like 1366x768");
        refused(&["--scale", "NaN"], "0.5 to 4");
        refused(&["--lang", "fr"], "id or en");
        refused(&["--frobnicate", "1"], "no flag");
        refused(&["--as", "petugas"], "LOKET_PASSWORD");
    }

    #[test]
    fn the_entrants_password_comes_from_the_environment_and_is_not_told() {
        let args = ["--as", "petugas"].map(str::to_owned);
        let start = Start::parse(args, Some(String::from("rahasia"))).unwrap();
        assert!(!format!("{start:?}").contains("rahasia"));
        let entrant = start.entrant.unwrap();
        assert_eq!(entrant.login, "petugas");
        assert_eq!(entrant.password.reveal(), "rahasia");
    }
}
