//! Settings of one office and their file, `settings.toml`.

use super::backup::BackupPlan;
use super::{Error, file};
use crate::card::Issuer;
use crate::office::{self, Before, Duty, Step, StepRule};
use crate::portrait::{Ground, Still};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Settings of one office, `settings.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The office as its cards show it.
    pub office: Issuer,
    /// `https://...`, 1 iss of the seal.
    pub issuer_url: String,
    /// Device name, or empty for the first; `stills:` and a folder for stills.
    pub camera: String,
    /// Live view as in a mirror.
    pub mirror: bool,
    /// `id` or `en`.
    pub language: String,
    /// `light` or `dark`.
    pub theme: String,
    /// Of the card printer: 300 or 600.
    pub printer_dpi: u16,
    /// When backups are made and which are kept.
    pub backup: BackupPlan,
    /// Minutes after which a desk nobody touches is locked: 1 to 120.
    pub lock_minutes: u16,
    /// How much of the registry a patrol may take along: 0 nothing, 1 or 2 as `patrol::Level` counts.
    pub field_extract: u8,
    /// Steps that are switched on, in the order they are done; each at most once.
    pub steps: Vec<StepRule>,
    /// What the office asks of photos besides the rules.
    pub photo: PhotoRule,
}

/// What an office asks of photos besides the rules of portraits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoRule {
    /// Colour of the ground.
    pub ground: Ground,
    /// A photo that is brought is warned of when it is older, in months.
    pub oldest_months: u8,
    /// A flaw no supervisor has accepted stops the case; otherwise it is told to who decides it.
    pub flaws_stop: bool,
    /// The camera takes the picture itself once all is well, until the officer switches it off.
    pub takes_itself: bool,
}

impl PhotoRule {
    /// A photo taken on that day is warned of today.
    pub fn is_too_old(self, taken: Date, today: Date) -> bool {
        let months = Span::new().months(i64::from(self.oldest_months));
        taken.checked_add(months).is_ok_and(|last| last < today)
    }
}

impl Default for PhotoRule {
    fn default() -> Self {
        Self {
            ground: Ground::White,
            // Uploaded photos are at most six months old (domain.md 3.4, F:S51).
            oldest_months: 6,
            flaws_stop: false,
            takes_itself: true,
        }
    }
}

impl Settings {
    /// Names of the office's own settings that differ; the workplace's (camera, mirror, language, theme) are not among them.
    pub(super) fn changed(&self, other: &Self) -> Vec<&'static str> {
        let (was, is) = (&self.office, &other.office);
        [
            ("header", was.header == is.header),
            ("office", was.office == is.office),
            (
                "signatory",
                was.signatory_title == is.signatory_title
                    && was.signatory_name == is.signatory_name
                    && was.signatory_nip == is.signatory_nip,
            ),
            ("emblem", was.emblem == is.emblem),
            ("issuer_url", self.issuer_url == other.issuer_url),
            ("printer_dpi", self.printer_dpi == other.printer_dpi),
            ("lock_minutes", self.lock_minutes == other.lock_minutes),
            ("backup", self.backup == other.backup),
            ("field_extract", self.field_extract == other.field_extract),
            ("steps", self.steps == other.steps),
            ("photo", self.photo == other.photo),
        ]
        .into_iter()
        .filter_map(|(name, same)| (!same).then_some(name))
        .collect()
    }
}

/// What a new office begins with; its names and its issuer are still to be told.
impl Default for Settings {
    fn default() -> Self {
        Self {
            office: Issuer::default(),
            issuer_url: String::new(),
            camera: String::new(),
            mirror: yes(),
            language: indonesian(),
            theme: light(),
            printer_dpi: common_dpi(),
            backup: BackupPlan::default(),
            lock_minutes: short_absence(),
            field_extract: 0,
            steps: Vec::new(),
            photo: PhotoRule::default(),
        }
    }
}

/// Version of the file's form.
const VERSION: u32 = 1;
const NAME: &str = "settings.toml";
/// The emblem lies beside the settings under its own name.
const EMBLEM_LIMIT: u64 = 2 * 1024 * 1024;

/// Longest issuer URL: every letter makes the QR larger.
const URL_LETTERS: usize = 60;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    version: u32,
    issuer_url: String,
    #[serde(default)]
    camera: String,
    #[serde(default = "yes")]
    mirror: bool,
    #[serde(default = "indonesian")]
    language: String,
    #[serde(default = "light")]
    theme: String,
    #[serde(default = "common_dpi")]
    printer_dpi: u16,
    #[serde(default = "short_absence")]
    lock_minutes: u16,
    #[serde(default)]
    field_extract: u8,
    office: OfficeFile,
    #[serde(default)]
    backup: BackupFile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepFile>,
    #[serde(default)]
    photo: PhotoFile,
}

/// A step that is switched on; without `duty` it is whose it usually is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    id: String,
    before: String,
    #[serde(default)]
    duty: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PhotoFile {
    ground: String,
    oldest_months: u8,
    flaws_stop: bool,
    takes_itself: bool,
}

impl Default for PhotoFile {
    fn default() -> Self {
        Self::from(PhotoRule::default())
    }
}

impl From<PhotoRule> for PhotoFile {
    fn from(rule: PhotoRule) -> Self {
        Self {
            ground: rule.ground.id().to_owned(),
            oldest_months: rule.oldest_months,
            flaws_stop: rule.flaws_stop,
            takes_itself: rule.takes_itself,
        }
    }
}

impl StepFile {
    fn rule(&self) -> Option<StepRule> {
        let step = Step::parse(&self.id)?;
        Some(StepRule {
            step,
            before: Before::parse(&self.before)?,
            duty: match &self.duty {
                Some(duty) => Duty::parse(duty)?,
                None => step.usual_duty(),
            },
        })
    }
}

impl From<&StepRule> for StepFile {
    fn from(rule: &StepRule) -> Self {
        Self {
            id: rule.step.id().to_owned(),
            before: rule.before.id().to_owned(),
            duty: Some(rule.duty.id().to_owned()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    header: String,
    name: String,
    signatory_title: String,
    signatory_name: String,
    #[serde(default)]
    signatory_nip: String,
    /// File name beside the settings, empty without emblem.
    #[serde(default)]
    emblem: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BackupFile {
    hour: u8,
    folder: String,
    daily: u16,
    weekly: u16,
    monthly: u16,
}

impl Default for BackupFile {
    fn default() -> Self {
        Self::from(&BackupPlan::default())
    }
}

impl From<&BackupPlan> for BackupFile {
    fn from(plan: &BackupPlan) -> Self {
        Self {
            hour: plan.hour,
            folder: plan.folder.clone(),
            daily: plan.daily,
            weekly: plan.weekly,
            monthly: plan.monthly,
        }
    }
}

fn yes() -> bool {
    true
}

fn indonesian() -> String {
    String::from("id")
}

fn light() -> String {
    String::from("light")
}

fn common_dpi() -> u16 {
    300
}

fn short_absence() -> u16 {
    5
}

/// Reads and checks the settings of the office in `dir`.
pub(super) fn read(dir: &Path) -> Result<Settings, Error> {
    let path = dir.join(NAME);
    if !path.exists() {
        return Err(Error::new("settings-missing").with("name", NAME));
    }
    let read: SettingsFile = file::read_toml(&path, "settings-wrong")?;
    if read.version != VERSION {
        return Err(Error::new("settings-version")
            .with("found", read.version)
            .with("known", VERSION));
    }
    let emblem = match read.office.emblem.as_str() {
        "" => None,
        name if Path::new(name).file_name().is_none_or(|last| last != name) => {
            return Err(unusable("emblem"));
        }
        name => Some(file::read(&dir.join(name), EMBLEM_LIMIT)?.into()),
    };
    let settings = Settings {
        office: Issuer {
            header: read.office.header,
            office: read.office.name,
            signatory_title: read.office.signatory_title,
            signatory_name: read.office.signatory_name,
            signatory_nip: read.office.signatory_nip,
            emblem,
        },
        issuer_url: read.issuer_url,
        camera: read.camera,
        mirror: read.mirror,
        language: read.language,
        theme: read.theme,
        printer_dpi: read.printer_dpi,
        backup: BackupPlan {
            hour: read.backup.hour,
            folder: read.backup.folder,
            daily: read.backup.daily,
            weekly: read.backup.weekly,
            monthly: read.backup.monthly,
        },
        lock_minutes: read.lock_minutes,
        field_extract: read.field_extract,
        steps: read
            .steps
            .iter()
            .map(StepFile::rule)
            .collect::<Option<_>>()
            .ok_or_else(|| unusable("steps"))?,
        photo: PhotoRule {
            ground: Ground::parse(&read.photo.ground).ok_or_else(|| unusable("ground"))?,
            oldest_months: read.photo.oldest_months,
            flaws_stop: read.photo.flaws_stop,
            takes_itself: read.photo.takes_itself,
        },
    };
    match wrong_key(&settings) {
        Some(key) => Err(unusable(key)),
        None => Ok(settings),
    }
}

/// Checks the settings and writes them: the emblem first, then the file that names it.
pub(super) fn write(dir: &Path, settings: &Settings) -> Result<(), Error> {
    if let Some(key) = wrong_key(settings) {
        return Err(Error::new("settings-value").with("key", key));
    }
    let emblem = match settings.office.emblem.as_deref() {
        None => "",
        Some(picture) => {
            let name = if picture.starts_with(b"\x89PNG") {
                "emblem.png"
            } else {
                "emblem.jpg"
            };
            file::write_file(&dir.join(name), picture)?;
            name
        }
    };
    let written = SettingsFile {
        version: VERSION,
        issuer_url: settings.issuer_url.clone(),
        camera: settings.camera.clone(),
        mirror: settings.mirror,
        language: settings.language.clone(),
        theme: settings.theme.clone(),
        printer_dpi: settings.printer_dpi,
        lock_minutes: settings.lock_minutes,
        field_extract: settings.field_extract,
        office: OfficeFile {
            header: settings.office.header.clone(),
            name: settings.office.office.clone(),
            signatory_title: settings.office.signatory_title.clone(),
            signatory_name: settings.office.signatory_name.clone(),
            signatory_nip: settings.office.signatory_nip.clone(),
            emblem: String::from(emblem),
        },
        backup: BackupFile::from(&settings.backup),
        steps: settings.steps.iter().map(StepFile::from).collect(),
        photo: PhotoFile::from(settings.photo),
    };
    let text =
        toml::to_string_pretty(&written).map_err(|error| Error::new("internal").because(error))?;
    file::write_file(&dir.join(NAME), text.as_bytes())
}

/// The first key whose value is not allowed.
fn wrong_key(settings: &Settings) -> Option<&'static str> {
    let host = settings
        .issuer_url
        .strip_prefix("https://")
        .unwrap_or_default();
    let plain = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '/' | '_' | ':')
    };
    let nip = &settings.office.signatory_nip;
    let emblem = settings.office.emblem.as_deref();
    let checks = [
        (
            "issuer_url",
            !host.is_empty()
                && host.chars().all(plain)
                && !host.ends_with('/')
                && settings.issuer_url.len() <= URL_LETTERS,
        ),
        (
            "language",
            matches!(settings.language.as_str(), "id" | "en"),
        ),
        ("theme", matches!(settings.theme.as_str(), "light" | "dark")),
        ("hour", settings.backup.hour < 24),
        // At least the newest is kept whatever stands here; without a daily one the plan is none.
        ("daily", 0 < settings.backup.daily),
        ("printer_dpi", matches!(settings.printer_dpi, 300 | 600)),
        ("lock_minutes", (1..=120).contains(&settings.lock_minutes)),
        ("field_extract", settings.field_extract <= 2),
        ("steps", are_steps(&settings.steps)),
        ("header", !settings.office.header.trim().is_empty()),
        ("name", !settings.office.office.trim().is_empty()),
        (
            "signatory_name",
            !settings.office.signatory_name.trim().is_empty(),
        ),
        (
            "signatory_nip",
            nip.is_empty() || (nip.len() == 18 && nip.chars().all(|digit| digit.is_ascii_digit())),
        ),
        (
            "emblem",
            emblem.is_none_or(|picture| {
                u64::try_from(picture.len()).is_ok_and(|bytes| bytes <= EMBLEM_LIMIT)
                    && is_picture(picture)
            }),
        ),
    ];
    checks
        .into_iter()
        .find(|(_, holds)| !holds)
        .map(|(key, _)| key)
}

/// Each at most once, and with somebody who works on cases.
fn are_steps(steps: &[StepRule]) -> bool {
    let twice = |place: usize, step: Step| steps.iter().take(place).any(|rule| rule.step == step);
    let mut placed = steps.iter().enumerate();
    placed.all(|(place, rule)| office::may_have_step(rule.duty) && !twice(place, rule.step))
}

/// PNG or JPEG, whole: a damaged one would stop every card at its print.
fn is_picture(bytes: &[u8]) -> bool {
    (bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xFF, 0xD8, 0xFF]))
        && Still::decode(bytes).is_ok()
}

fn unusable(key: &'static str) -> Error {
    Error::new("settings-unusable")
        .with("key", key)
        .with("name", NAME)
}
