//! Many permits at once into a registry that is not in use yet.

use super::{Error, Registry};

/// Permits whose statistics will hold.
const MANY: u32 = 5_000;

impl Registry {
    /// Before very many acts in a file nobody relies on yet: nothing waits for the disk.
    pub fn hurry(&self) -> Result<(), Error> {
        self.connection
            .execute_batch("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 20000;")?;
        Ok(())
    }

    /// After them: everything on the disk, and from now on as careful as ever.
    pub fn settle(&self) -> Result<(), Error> {
        self.connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;")?;
        let permits: u32 =
            self.connection
                .query_row("SELECT count(*) AS n FROM permits", [], |row| row.get("n"))?;
        // What is told of a small table misleads when it has grown: whole scans would seem cheap.
        if MANY < permits {
            self.connection.execute_batch("PRAGMA optimize")?;
        }
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?;
        Ok(())
    }
}
