//! A folder in place of a printer: each job a file of its own, never over another.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::{JobId, Printer, SpoolError, Ticket};
use crate::print::Pdf;

pub(super) fn printer(dir: &Path) -> Printer {
    let name = dir.file_name().unwrap_or_default();
    Printer {
        name: name.to_string_lossy().into_owned(),
        about: "PDF".to_owned(),
        busy: false,
        troubles: Vec::new(),
        duplex: None,
        sizes: Vec::new(),
    }
}

/// Writes the file under the first free number.
pub(super) fn send(dir: &Path, pdf: &Pdf, ticket: &Ticket) -> Result<JobId, SpoolError> {
    let failed = |error: std::io::Error| SpoolError::Refused(error.to_string());
    fs::create_dir_all(dir).map_err(failed)?;
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let title: String = ticket.title.chars().map(plain).take(60).collect();
    for number in 1..i32::MAX {
        let path = dir.join(format!("{number:05}-{title}.pdf"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(pdf.bytes()).and_then(|()| file.sync_all());
                if let Err(error) = written {
                    fs::remove_file(&path).ok(); // a torn file is worse than none; the failure is told
                    return Err(failed(error));
                }
                return Ok(JobId(number));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(SpoolError::Refused("folder full".to_owned()))
}
