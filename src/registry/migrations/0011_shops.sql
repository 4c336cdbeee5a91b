-- Print shops the office gives jobs to: both public keys of each, known by 'shop', a digest of them.
CREATE TABLE shops (
    id INTEGER PRIMARY KEY,
    shop BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    recipient TEXT NOT NULL,
    certificate BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    dropped_at INTEGER
) STRICT;

-- Jobs given to shops. 'digest' is of all of the job, and its return must name it. A job is over when it was returned or called
-- off.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job BLOB NOT NULL UNIQUE,
    shop INTEGER NOT NULL REFERENCES shops (id),
    run INTEGER NOT NULL REFERENCES runs (id),
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    returned_at INTEGER,
    called_off_at INTEGER,
    note TEXT
) STRICT;

-- Cards of a job in its order. 'outcome' is what the shop said: 'GOOD', 'SPOILED' or 'UNUSED'.
CREATE TABLE job_cards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs (id),
    serial TEXT NOT NULL REFERENCES blanks (serial),
    outcome TEXT,
    reason TEXT,
    at INTEGER,
    UNIQUE (job, serial)
) STRICT;
CREATE INDEX job_cards_serial ON job_cards (serial);
