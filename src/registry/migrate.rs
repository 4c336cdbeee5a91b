//! Creating and opening the registry file: pragmas, schema versions, and files that are not ours or not whole.

use super::{Error, Registry};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// `LOKT`: says that a SQLite file is a registry of Loket.
const APPLICATION_ID: i32 = 0x4C4F_4B54;

/// Schema versions in order; appended to, never edited.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_spells.sql"),
    include_str!("migrations/0003_trust.sql"),
    include_str!("migrations/0004_patrol.sql"),
    include_str!("migrations/0005_operations.sql"),
    include_str!("migrations/0006_followed.sql"),
    include_str!("migrations/0007_runs.sql"),
    include_str!("migrations/0008_step.sql"),
    include_str!("migrations/0009_search.sql"),
    include_str!("migrations/0010_flaws.sql"),
    include_str!("migrations/0011_shops.sql"),
    include_str!("migrations/0012_tallies.sql"),
    include_str!("migrations/0013_spells_before.sql"),
    include_str!("migrations/0014_texts.sql"),
    include_str!("migrations/0015_sendings.sql"),
];

/// A file up to this size is checked whole at each opening, a larger one only when it was not closed properly.
const CHECKED_WHOLE_BYTES: u64 = 16 * 1024 * 1024;

/// How long another program may hold the registry before an act gives up.
const BUSY: Duration = Duration::from_secs(5);

pub(super) fn create(file: &Path, key: &[u8; 32]) -> Result<Registry, Error> {
    if fs::symlink_metadata(file).is_ok() {
        return Err(Error::NotWritable(String::from(
            "the registry file is there already",
        )));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags)?;
    unlock(&connection, key)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection, MIGRATIONS)?;
    prepare(&connection)?;
    of(connection, file)
}

/// A second connection to a registry that is open elsewhere; the key is tried.
pub(super) fn connect(file: &Path, key: &[u8; 32]) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    unlock(&connection, key)?;
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID {
        Ok(connection)
    } else {
        Err(Error::Foreign)
    }
}

/// A whole registry on a second connection.
pub(super) fn beside(file: &Path, key: &[u8; 32]) -> Result<Registry, Error> {
    let connection = connect(file, key)?;
    prepare(&connection)?;
    of(connection, file)
}

/// A new file to copy into; no journal, for a half copy is of no use.
pub(super) fn connect_new(file: &Path, key: &[u8; 32]) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    unlock(&connection, key)?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    Ok(connection)
}

fn of(mut connection: Connection, file: &Path) -> Result<Registry, Error> {
    let watch = super::audit::watch(&mut connection)?;
    Ok(Registry {
        connection,
        file: file.to_owned(),
        watch,
        notary: None,
        anchored: None,
        lists: RefCell::default(),
    })
}

/// Gives `SQLCipher` its raw key: no derivation of its own, for the key is random already. What it writes beside the file
/// (write-ahead log, journals) is encrypted with it; what SQLite would put into temporary files stays in memory.
pub(super) fn unlock(connection: &Connection, key: &[u8; 32]) -> Result<(), Error> {
    let words = Zeroizing::new(format!(
        "PRAGMA key = \"x'{}'\"",
        *Zeroizing::new(super::audit::hex(key))
    ));
    // Its own log goes to standard error; what is wrong is told by the answer.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    connection.execute_batch(&words)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY;")?;
    Ok(())
}

pub(super) fn open(file: &Path, key: &[u8; 32]) -> Result<Registry, Error> {
    let size = recognise(file)?;
    let unclean = fs::metadata(with_ending(file, "-wal")).is_ok_and(|wal| wal.len() > 0);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    unlock(&connection, key)?;
    let id: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| {
            // The first page does not open: another key, or bytes changed in it.
            if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
                Error::Key
            } else {
                error.into()
            }
        })?;
    if id != APPLICATION_ID {
        return Err(Error::Foreign);
    }
    if unclean || size <= CHECKED_WHOLE_BYTES {
        check(&connection)?;
    }
    migrate(&mut connection, MIGRATIONS)?;
    prepare(&connection)?;
    of(connection, file)
}

/// Looks at the first bytes before SQLite does, so that another program's open file is never touched. Returns its size.
fn recognise(file: &Path) -> Result<u64, Error> {
    const MAGIC: &[u8; 16] = b"SQLite format 3\0";
    let refuse = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Error::Missing
        } else {
            Error::NotWritable(error.kind().to_string())
        }
    };
    let mut opened = File::open(file).map_err(refuse)?;
    let size = opened.metadata().map_err(refuse)?.len();
    let mut head = [0; 16];
    if size < 512 {
        return Err(Error::Torn(format!("only {size} bytes")));
    }
    opened.read_exact(&mut head).map_err(refuse)?;
    // Ours begins with random bytes.
    if &head == MAGIC {
        return Err(Error::Foreign);
    }
    Ok(size)
}

fn check(connection: &Connection) -> Result<(), Error> {
    let word: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if word == "ok" {
        Ok(())
    } else {
        Err(Error::Torn(word))
    }
}

/// Each version in its own transaction: one that fails leaves the file as the version before.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), Error> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (version, sql) in (1_u32..)
        .zip(migrations)
        .skip_while(|(version, _)| *version <= found)
    {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Pragmas of one connection. Outside any transaction, as SQLite asks for `journal_mode`.
fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(BUSY)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::NotWritable(String::from(
            "the file system refuses a write-ahead log",
        )));
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
