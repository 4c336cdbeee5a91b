//! The file of slots: its text, its checks, and finding one's slot without telling who has one.

use super::slot::{hex, sum, sum_of, unhex};
use super::{Cost, Error, Keyring, MasterKey, Secret, Slot, key, slot};
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;
/// More than any office has officers.
const MOST_SLOTS: usize = 1_000;

const NOTICE: &str = "# Kunci kantor, tersegel per petugas. Jangan diubah dengan tangan; ikut dicadangkan.\n\
                      # The office's key, sealed for each officer. Do not edit by hand; belongs in each backup.\n\n";

/// One slot of the file: as written, and as read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    file: SlotFile,
    slot: Result<Slot, &'static str>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RingFile {
    version: u32,
    office_salt: String,
    check: String,
    sum: String,
    #[serde(default)]
    closed: Vec<String>,
    #[serde(default, rename = "slot")]
    slots: Vec<SlotFile>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotFile {
    #[serde(default)]
    label: String,
    #[serde(default)]
    memory_kib: u32,
    #[serde(default)]
    passes: u32,
    #[serde(default)]
    lanes: u32,
    #[serde(default)]
    salt: String,
    #[serde(default)]
    sealed: String,
    #[serde(default)]
    sum: String,
}

/// Only the version, so that a newer file is refused by its version and not by a key this program does not know.
#[derive(Deserialize)]
struct VersionFile {
    version: u32,
}

pub(super) fn check(master: &MasterKey) -> [u8; 16] {
    let derived = key::derive(master, &[b"loket keyring check v1"]);
    let mut check = [0; 16];
    check.copy_from_slice(&derived[..16]);
    check
}

pub(super) fn parse(text: &str) -> Result<Keyring, Error> {
    let unreadable = |error: &toml::de::Error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        // The parser's own message stays out: it may quote the file.
        Error::File(format!("line {line}"))
    };
    let VersionFile { version } = toml::from_str(text).map_err(|error| unreadable(&error))?;
    if version != VERSION {
        return Err(Error::Version(version));
    }
    let file: RingFile = toml::from_str(text).map_err(|error| unreadable(&error))?;
    let wrong = |key: &str| Error::File(key.to_owned());
    let office_salt = unhex(&file.office_salt).ok_or_else(|| wrong("office_salt"))?;
    let check = unhex(&file.check).ok_or_else(|| wrong("check"))?;
    if sum(&[&office_salt, &check]) != file.sum {
        return Err(wrong("sum"));
    }
    if file.slots.len() > MOST_SLOTS {
        return Err(wrong("slot"));
    }
    if file.closed.iter().any(|label| unhex::<8>(label).is_none()) {
        return Err(wrong("closed"));
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(file.slots.len());
    for file in file.slots {
        let twice = entries.iter().any(|entry| entry.file.label == file.label);
        let slot = if twice {
            Err("a second slot of that label")
        } else {
            read(&file)
        };
        entries.push(Entry { file, slot });
    }
    Ok(Keyring {
        office_salt,
        check,
        closed: file.closed,
        entries,
    })
}

fn read(file: &SlotFile) -> Result<Slot, &'static str> {
    unhex::<8>(&file.label).ok_or("label")?;
    let cost = Cost {
        memory_kib: file.memory_kib,
        passes: file.passes,
        lanes: file.lanes,
    };
    if !cost.is_sane() {
        return Err("cost");
    }
    let slot = Slot {
        label: file.label.clone(),
        salt: unhex(&file.salt).ok_or("salt")?,
        cost,
        sealed: unhex(&file.sealed).ok_or("sealed")?,
    };
    if sum_of(&slot) != file.sum {
        return Err("sum");
    }
    Ok(slot)
}

fn write(slot: Slot) -> Entry {
    Entry {
        file: SlotFile {
            label: slot.label.clone(),
            memory_kib: slot.cost.memory_kib,
            passes: slot.cost.passes,
            lanes: slot.cost.lanes,
            salt: hex(&slot.salt),
            sealed: hex(&slot.sealed),
            sum: sum_of(&slot),
        },
        slot: Ok(slot),
    }
}

#[expect(clippy::expect_used, reason = "numbers and hex digits are always TOML")]
pub(super) fn print(ring: &Keyring) -> String {
    let file = RingFile {
        version: VERSION,
        office_salt: hex(&ring.office_salt),
        check: hex(&ring.check),
        sum: sum(&[&ring.office_salt, &ring.check]),
        closed: ring.closed.clone(),
        slots: ring
            .entries
            .iter()
            .map(|entry| entry.file.clone())
            .collect(),
    };
    format!("{NOTICE}{}", toml::to_string(&file).expect("plain values"))
}

pub(super) fn find<'a>(ring: &'a Keyring, login: &str) -> Result<Option<&'a Slot>, Error> {
    let label = ring.label(login);
    match ring.entries.iter().find(|entry| entry.file.label == label) {
        None => Ok(None),
        Some(entry) => match &entry.slot {
            Ok(slot) => Ok(Some(slot)),
            Err(fault) => Err(Error::Slot(label, fault)),
        },
    }
}

pub(super) fn open(ring: &Keyring, login: &str, secret: &Secret) -> Result<MasterKey, Error> {
    let Some(slot) = find(ring, login)? else {
        let dearest = ring
            .entries
            .iter()
            .filter_map(|entry| entry.slot.as_ref().ok())
            .map(|slot| slot.cost)
            .max_by_key(|cost| u64::from(cost.memory_kib) * u64::from(cost.passes))
            .unwrap_or(Cost::OFFICE);
        slot::hash(secret, &ring.office_salt, dearest)?;
        return Err(if ring.closed.contains(&ring.label(login)) {
            Error::Closed
        } else {
            Error::Refused
        });
    };
    let master = slot.open(secret)?;
    if check(&master) == ring.check {
        Ok(master)
    } else {
        Err(Error::Foreign(slot.label.clone()))
    }
}

pub(super) fn with(ring: &Keyring, slot: Slot) -> Keyring {
    let mut ring = ring.clone();
    let fresh = write(slot);
    ring.closed.retain(|label| *label != fresh.file.label);
    match ring
        .entries
        .iter_mut()
        .find(|entry| entry.file.label == fresh.file.label)
    {
        Some(entry) => *entry = fresh,
        None => ring.entries.push(fresh),
    }
    ring
}

pub(super) fn without(ring: &Keyring, login: &str) -> Keyring {
    let label = ring.label(login);
    let mut ring = ring.clone();
    ring.entries.retain(|entry| entry.file.label != label);
    if !ring.closed.contains(&label) {
        ring.closed.push(label);
    }
    ring
}
