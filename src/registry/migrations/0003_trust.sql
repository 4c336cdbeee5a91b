-- What the office said of a card, or of a permit and so of all its cards, beside its way and its end: never changed, only
-- added to; what stands is what they add up to. 'reason' is the officer's, 'second' who stood beside.
CREATE TABLE status_marks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    card INTEGER REFERENCES cards (id),
    permit INTEGER REFERENCES permits (id),
    mark TEXT NOT NULL CHECK (mark IN ('revoked', 'suspended', 'reinstated', 'lost', 'found')),
    at INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    second INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CHECK ((card IS NULL) <> (permit IS NULL))
) STRICT;
CREATE INDEX status_marks_card ON status_marks (card) WHERE card IS NOT NULL;
CREATE INDEX status_marks_permit ON status_marks (permit) WHERE permit IS NOT NULL;

-- Keys whose seals of 'refused_from' or later nobody shall believe.
CREATE TABLE revoked_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kid BLOB NOT NULL UNIQUE,
    refused_from INTEGER NOT NULL,
    at INTEGER NOT NULL,
    officer INTEGER NOT NULL
) STRICT;

-- Trust bundles as they were signed. 'kids' are the keys that stand in it, eight bytes each, the revoked left out.
CREATE TABLE bundles (
    seq INTEGER PRIMARY KEY,
    issued_at INTEGER NOT NULL,
    next_update INTEGER NOT NULL,
    kids BLOB NOT NULL,
    file BLOB NOT NULL
) STRICT;

-- Who got which bundle; 'since' when it was the difference to an older one.
CREATE TABLE bundle_copies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bundle INTEGER NOT NULL REFERENCES bundles (seq),
    since INTEGER,
    recipient TEXT NOT NULL,
    at INTEGER NOT NULL,
    officer INTEGER NOT NULL
) STRICT;
CREATE INDEX bundle_copies_recipient ON bundle_copies (recipient, id);

-- Every list a seal points to, made from 'seals', not under audit.
CREATE TABLE status_lists (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO status_lists (uri) SELECT DISTINCT status_uri FROM seals;

-- The few cards and permits a status list has to tell of.
CREATE INDEX cards_superseded ON cards (superseded_at) WHERE superseded_at IS NOT NULL;
CREATE INDEX permits_ended ON permits (ended_on) WHERE ended_on IS NOT NULL;
