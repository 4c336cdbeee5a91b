//! Files, folders and finished PDFs, for screens that may not touch the disk or a PDF themselves; slow, so only on a lane.

use super::error::name;
use super::{Error, Preview, file, press};
use crate::drawing::Dpi;
use crate::print::Pdf;
use std::ffi::OsStr;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Reads a whole file a person chose, at most `max_bytes` of it; a larger one is an error, not a part.
pub fn read_file(path: &Path, max_bytes: usize) -> Result<Vec<u8>, Error> {
    file::read(path, u64::try_from(max_bytes).unwrap_or(u64::MAX))
}

/// Makes a folder and its parents; it is no error when it is there.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path)
        .map_err(|error| failed("folder-unusable", path, error.kind().to_string()))
}

/// Both sides of a finished card's PDF at 300 dpi.
pub fn pictures(pdf: &Pdf) -> Result<Preview, Error> {
    let [front, back] = press::raster(pdf, Dpi(300))?;
    Ok(Preview { front, back })
}

/// Refuses a name under which a file lies already.
pub fn spare(path: &Path) -> Result<(), Error> {
    if path.is_file() {
        return Err(Error::new("file-there").with("name", name(path)));
    }
    Ok(())
}

/// That name, or the first of `name (2).pdf`, `name (3).pdf` and so on under which no file lies.
pub fn free_name(path: &Path) -> PathBuf {
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    let dot = if ending.is_empty() { "" } else { "." };
    let others =
        (2_u32..).map(|number| path.with_file_name(format!("{stem} ({number}){dot}{ending}")));
    let mut names = iter::once(path.to_owned()).chain(others);
    names
        .find(|name| !name.exists())
        .unwrap_or_else(|| path.to_owned())
}

/// Writes a file whole into its folder, which is made when it is not there, under a name that is free; where it lies now.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let path = free_name(path);
    file::write_file(&path, bytes)?;
    Ok(path)
}

/// Shows a folder in the system's file manager.
pub fn show_folder(path: &Path) -> Result<(), Error> {
    let opener = if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = Command::new(opener)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    started.map(drop).map_err(|error| {
        failed(
            "folder-not-shown",
            path,
            format!("{opener}: {}", error.kind()),
        )
    })
}

fn failed(id: &'static str, path: &Path, detail: String) -> Error {
    Error::new(id).with("name", name(path)).because(detail)
}
