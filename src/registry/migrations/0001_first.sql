-- What the office knows of itself: 'demo', 'seed'.
CREATE TABLE meta (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

-- The office's people. An account is disabled, never deleted: its history stays. 'duties' are ids between commas.
CREATE TABLE officers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    nip TEXT NOT NULL,
    duties TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1))
) STRICT;

-- Pictures, each kept once however many cases and cards show it.
CREATE TABLE portraits (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    jpeg BLOB NOT NULL
) STRICT;

-- What a card shows besides its record, kept once for all cards alike: 'template' and 'issuer' are TOML.
CREATE TABLE looks (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    template TEXT NOT NULL,
    issuer TEXT NOT NULL,
    emblem BLOB
) STRICT;

-- The way of one application. 'fields' is a JSON object, field id to text as typed; once a card is made the card has them and
-- this is NULL. 'hands' are the officers who entered it, between commas; none of them may approve it.
-- 'approval' is a digest of every printed field, the portrait and the look.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    full_name TEXT NOT NULL,
    permit_no TEXT NOT NULL,
    fields TEXT,
    portrait INTEGER REFERENCES portraits (id),
    hands TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    state_at INTEGER NOT NULL,
    submitted_at INTEGER,
    approved_by INTEGER REFERENCES officers (id),
    approved_at INTEGER,
    approval BLOB,
    reason TEXT,
    card INTEGER REFERENCES cards (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX cases_portrait ON cases (portrait);
CREATE INDEX cases_state ON cases (state, state_at);
CREATE INDEX cases_permit_no ON cases (permit_no);
CREATE INDEX cases_card ON cases (card);

-- One row a permit, as its newest card shows it. 'fields' and 'portrait' are of a permit taken over without a card of ours.
CREATE TABLE permits (
    id INTEGER PRIMARY KEY,
    permit_no TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    full_name TEXT NOT NULL,
    nationality TEXT NOT NULL,
    sex TEXT NOT NULL,
    passport_no TEXT NOT NULL,
    niora TEXT,
    birth_date TEXT NOT NULL,
    index_code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    ended_on TEXT,
    ended_by TEXT,
    district TEXT NOT NULL,
    region_code TEXT NOT NULL,
    guarantor TEXT,
    fields TEXT,
    portrait INTEGER REFERENCES portraits (id),
    newest_card INTEGER UNIQUE REFERENCES cards (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX permits_kind ON permits (kind);
CREATE INDEX permits_nationality ON permits (nationality);
CREATE INDEX permits_niora ON permits (niora);
CREATE INDEX permits_passport ON permits (passport_no);
CREATE INDEX permits_valid_until ON permits (valid_until);

-- Numbered blanks. 'left_at' is when it was no longer unused, 'good' that it left as a good card; a good card spoiled or lost
-- later keeps both, so that the figures of the month it was made in stay. 'note' is the reason it was spoiled for.
CREATE TABLE blanks (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    receipt INTEGER NOT NULL REFERENCES receipts (id),
    operator INTEGER REFERENCES officers (id),
    state_at INTEGER NOT NULL,
    left_at INTEGER,
    good INTEGER NOT NULL DEFAULT 0 CHECK (good IN (0, 1)),
    spoiled_at INTEGER,
    lost_at INTEGER,
    second INTEGER REFERENCES officers (id),
    note TEXT,
    report INTEGER REFERENCES stock_reports (id)
) STRICT;
CREATE INDEX blanks_state ON blanks (state, operator, serial);
CREATE INDEX blanks_receipt ON blanks (receipt);
CREATE INDEX blanks_left ON blanks (left_at, good);
CREATE INDEX blanks_spoiled ON blanks (spoiled_at) WHERE spoiled_at IS NOT NULL;
CREATE INDEX blanks_lost ON blanks (lost_at) WHERE lost_at IS NOT NULL;
CREATE INDEX blanks_report ON blanks (report) WHERE report IS NOT NULL;

-- Blanks destroyed before witnesses, or told as lost: the number of the report, who wrote it, who stood by ('witnesses', a line each).
CREATE TABLE stock_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('DESTROYED', 'LOST')),
    number TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    witnesses TEXT NOT NULL
) STRICT;

-- Boxes of blanks as they came, with the hand-over note.
CREATE TABLE receipts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    prefix TEXT NOT NULL,
    digits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    note TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    UNIQUE (prefix, digits, first)
) STRICT;

-- Every card ever made, with the fields as printed on it.
CREATE TABLE cards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    serial TEXT NOT NULL UNIQUE REFERENCES blanks (serial),
    permit INTEGER NOT NULL REFERENCES permits (id),
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    fields TEXT NOT NULL,
    portrait INTEGER REFERENCES portraits (id),
    issued_at INTEGER NOT NULL,
    superseded_at INTEGER,
    look INTEGER NOT NULL REFERENCES looks (id)
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

-- Lists of people that were taken over: digests of the file and of the way it was understood. The same list goes on where it
-- stopped and is never taken twice.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file BLOB NOT NULL,
    mapping BLOB NOT NULL,
    begun_at INTEGER NOT NULL,
    rows_done INTEGER NOT NULL,
    UNIQUE (file, mapping)
) STRICT;

-- Rows of a list that were left out. 'findings' is a JSON array: rule, field, weight, arguments.
CREATE TABLE import_refusals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    import INTEGER NOT NULL REFERENCES imports (id),
    row INTEGER NOT NULL,
    findings TEXT NOT NULL
) STRICT;
CREATE INDEX import_refusals_import ON import_refusals (import);

-- The chain: one row an act, or a look at a record. 'latest' is the newest time of this and all before; 'detail' a JSON
-- object; 'rows' what the act changed, each row with its digest; 'hash' covers all of it and the hash before.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    act TEXT NOT NULL,
    record TEXT NOT NULL,
    before BLOB,
    after BLOB,
    detail TEXT NOT NULL,
    rows BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_record ON audit (record, seq);
CREATE INDEX audit_at ON audit (at);

-- The head of the chain at the end of a day, signed by the office.
CREATE TABLE anchors (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    kid BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Orders and filters of the search are read from these alone.
CREATE INDEX permits_full_name ON permits (full_name);
CREATE INDEX permits_shelf ON permits (newest_card, kind, nationality, district, region_code, index_code, valid_until, ended_on);

-- Search as one types; rowid is the permit. 'tokens' holds every three letters in a row of every word, then its first one and
-- two letters; registry/search.rs makes them. A page of the index fits into one page of the file, also with what encryption takes.
CREATE VIRTUAL TABLE permit_search USING fts5 (
    tokens, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO permit_search (permit_search, rank) VALUES ('pgsz', 3900);

-- Every word of letters that ever stood in a name or a guarantor, to be compared with a word that has a slip.
CREATE TABLE permit_search_words (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;
