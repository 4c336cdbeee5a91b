//! Where an office is built: a folder that appears when it is complete, and the file that says what kind of office it is.

use super::error::name;
use super::{Error, file};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

const MARKER: &str = "office.toml";

/// Says what kind of office a folder is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    version: u32,
    /// `demo` or `office`.
    kind: String,
}

/// Whether the office in `dir` is a demo; an error when `dir` holds no office.
pub(super) fn is_demo(dir: &Path) -> Result<bool, Error> {
    let marker = dir.join(MARKER);
    if !marker.exists() {
        return Err(Error::new("office-missing").with("name", name(dir)));
    }
    let office: OfficeFile = file::read_toml(&marker, "office-wrong")?;
    match (office.version, office.kind.as_str()) {
        (1, "demo") => Ok(true),
        (1, "office") => Ok(false),
        (1, kind) => Err(Error::new("office-wrong")
            .with("name", MARKER)
            .with("line", 1)
            .with("key", "kind")
            .because(kind)),
        (version, _) => Err(Error::new("settings-version")
            .with("found", version)
            .with("known", 1)),
    }
}

/// Writes the file that makes a folder an office: the last thing of all.
pub(super) fn mark(dir: &Path, demo: bool) -> Result<(), Error> {
    let marker = OfficeFile {
        version: 1,
        kind: String::from(if demo { "demo" } else { "office" }),
    };
    let marker = toml::to_string(&marker).map_err(|error| Error::new("internal").because(error))?;
    file::write_file(&dir.join(MARKER), marker.as_bytes())
}

/// Has `build` fill a new folder, or one that is there and empty. All or nothing.
pub(super) fn raise<T>(
    dir: &Path,
    build: impl FnOnce(&Path) -> Result<T, Error>,
) -> Result<T, Error> {
    match file::is_vacant(dir) {
        Ok(true) => {}
        Ok(false) => return Err(Error::new("folder-not-empty").with("name", name(dir))),
        Err(error) => return Err(Error::writing(dir, &error)),
    }
    // A folder that is there may be where somebody stands, or a mount: it is built in, not replaced.
    if dir.is_dir() {
        keep_private(dir);
        return build(dir).inspect_err(|_| clear(dir));
    }
    let building = building_site(dir)?;
    keep_private(&building);
    let built = build(&building).and_then(|built| {
        fs::rename(&building, dir)
            .map(|()| built)
            .map_err(|error| Error::writing(dir, &error))
    });
    // Nothing half-made stays; the error told is the one that matters.
    built.inspect_err(|_| {
        fs::remove_dir_all(&building).ok();
    })
}

/// Keys and people's data are the owner's alone; a file system without rights has none to give.
pub(super) fn keep_private(dir: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).ok();
    }
    #[cfg(not(unix))]
    let _: &Path = dir;
}

/// Takes away what a failed build left in a folder that was empty; what is not ours stays.
fn clear(dir: &Path) {
    for name in [
        MARKER,
        "settings.toml",
        "emblem.png",
        "emblem.jpg",
        "registry.db",
        "registry.db-wal",
        "registry.db-shm",
    ] {
        fs::remove_file(dir.join(name)).ok();
    }
    fs::remove_dir_all(dir.join("keys")).ok();
}

/// A folder beside the one asked for, so that moving it there is one step.
pub(super) fn building_site(dir: &Path) -> Result<PathBuf, Error> {
    let fail = |error: std::io::Error| Error::writing(dir, &error);
    let dir = std::path::absolute(dir).map_err(fail)?;
    let parent = dir
        .parent()
        .ok_or_else(|| Error::new("not-writable").with("name", dir.display()))?;
    fs::create_dir_all(parent).map_err(fail)?;
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let building = parent.join(format!(".{name}.{}.part", std::process::id()));
    // Left by a process of the same number that was killed.
    if building.is_dir() {
        fs::remove_dir_all(&building).map_err(fail)?;
    }
    fs::create_dir(&building).map_err(fail)?;
    Ok(building)
}
