//! How the desk is started: the flags of the program, and the office used when none is named.

use crate::text::Lang;
use std::path::PathBuf;

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
    /// Screen to begin with: `home`, `applications`, `new`, `registry`, `verify`, `blanks`, `lists`, `audit`,
    /// `backups`, `officers`, `settings`.
    pub screen: Option<String>,
    /// 2 shows everything twice as large.
    pub scale: Option<f32>,
    /// Width and height of the window; 1366x768 when not said.
    pub size: Option<[f32; 2]>,
}

impl Start {
    /// Reads the program's flags; says which one is wrong.
    pub fn parse(args: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut start = Self {
            office: persons_office(),
            ..Self::default()
        };
        let mut args = args.into_iter();
        while let Some(flag) = args.next() {
            let value = args.next().ok_or_else(|| format!("{flag} needs a value"))?;
            let wrong = |form: &str| format!("{flag} is {form}, not {value}");
            match flag.as_str() {
                "--office" => start.office = PathBuf::from(value),
                "--stills" => start.stills = Some(PathBuf::from(value)),
                "--lang" => {
                    start.lang = Some(Lang::parse(&value).ok_or_else(|| wrong("id or en"))?);
                }
                "--theme" => start.theme = Some(value),
                "--screen" => start.screen = Some(value),
                "--scale" => start.scale = Some(scale(&value).ok_or_else(|| wrong("0.5 to 4"))?),
                "--size" => start.size = Some(size(&value).ok_or_else(|| wrong("like 1366x768"))?),
                _ => return Err(format!("{flag} is no flag; known are {FLAGS}")),
            }
        }
        Ok(start)
    }
}

const FLAGS: &str = "--office DIR, --stills DIR, --lang id|en, --theme light|dark, --screen NAME, --size WxH, --scale N";

/// A folder of the person's own data.
fn persons_office() -> PathBuf {
    let folder = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return folder("LOCALAPPDATA")
            .unwrap_or_default()
            .join("Loket")
            .join("demo");
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
        .join("demo")
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
        let error = Start::parse(args.iter().map(|arg| (*arg).to_owned())).unwrap_err();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn flags_are_read_or_refused_by_name() {
        let args = [
            "--office", "/a", "--lang", "en", "--size", "800x600", "--scale", "2",
        ];
        let start = Start::parse(args.map(str::to_owned)).unwrap();
        assert_eq!(start.office, PathBuf::from("/a"));
        assert_eq!(
            (start.lang, start.size, start.scale),
            (Some(Lang::En), Some([800.0, 600.0]), Some(2.0))
        );
        refused(&["--office"], "needs a value");
        refused(&["--size", "8"], "like 1366x768");
        refused(&["--scale", "NaN"], "0.5 to 4");
        refused(&["--lang", "fr"], "id or en");
        refused(&["--frobnicate", "1"], "no flag");
    }
}
