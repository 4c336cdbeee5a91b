-- What the office knows of itself: 'demo', 'serial_next', 'last_act'.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pictures, each kept once however many drafts and cards show it.
CREATE TABLE portraits (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    jpeg BLOB NOT NULL
) STRICT;

-- Work in hand. 'fields' is a JSON object: field id to text as typed.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    full_name TEXT NOT NULL,
    permit_no TEXT NOT NULL,
    fields TEXT NOT NULL,
    portrait INTEGER REFERENCES portraits (id),
    saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_portrait ON drafts (portrait);

-- One row a permit, as its newest card shows it.
CREATE TABLE permits (
    id INTEGER PRIMARY KEY,
    permit_no TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    full_name TEXT NOT NULL,
    nationality TEXT NOT NULL,
    passport_no TEXT NOT NULL,
    niora TEXT,
    birth_date TEXT NOT NULL,
    index_code TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    district TEXT NOT NULL,
    region_code TEXT NOT NULL,
    guarantor TEXT,
    newest_card INTEGER UNIQUE REFERENCES cards (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX permits_kind ON permits (kind);
CREATE INDEX permits_nationality ON permits (nationality);
CREATE INDEX permits_niora ON permits (niora);
CREATE INDEX permits_passport ON permits (passport_no);
CREATE INDEX permits_valid_until ON permits (valid_until);

-- Every card ever made, with the fields as printed on it.
CREATE TABLE cards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    serial TEXT NOT NULL UNIQUE,
    permit INTEGER NOT NULL REFERENCES permits (id),
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    fields TEXT NOT NULL,
    portrait INTEGER REFERENCES portraits (id),
    issued_at INTEGER NOT NULL,
    superseded_at INTEGER
) STRICT;
CREATE INDEX cards_issued_at ON cards (issued_at);
CREATE INDEX cards_permit ON cards (permit);
CREATE INDEX cards_portrait ON cards (portrait);

CREATE TABLE seals (
    card INTEGER PRIMARY KEY REFERENCES cards (id),
    kid BLOB NOT NULL,
    status_idx INTEGER NOT NULL UNIQUE,
    status_uri TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    cose BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- Search as one types; rowid is the permit's newest card, so the newest comes first. 'grams' holds every three letters in a
-- row of every word, 'starts' the first one and two letters; registry/search.rs makes both.
CREATE VIRTUAL TABLE permit_search USING fts5 (
    grams, starts, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
