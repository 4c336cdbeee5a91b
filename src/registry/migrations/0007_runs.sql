-- Printing runs: which cards are made together, how, and where to. 'paper' names what they are printed on, 'split' is how many
-- cards go into one file or to the printer at once. 'start' and 'empty' are of the first sheet: its first free position, and
-- positions used already, between commas. 'target' is 'FILES', or the name of a printer behind 'PRINTER '.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operator INTEGER NOT NULL REFERENCES officers (id),
    made_at INTEGER NOT NULL,
    paper TEXT NOT NULL,
    split INTEGER NOT NULL CHECK (0 < split),
    target TEXT NOT NULL,
    template TEXT,
    start INTEGER NOT NULL DEFAULT 0,
    empty TEXT NOT NULL DEFAULT '',
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    note TEXT
) STRICT;

-- Cards of a run in their order. A card gets its blank and its seal only when its part is about to be made: until then it is
-- 'PLANNED' and 'serial', 'part' and 'position' are NULL. 'cause' is why it was taken out, an error's id.
CREATE TABLE run_cards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    place INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    serial TEXT UNIQUE REFERENCES blanks (serial),
    part INTEGER,
    position INTEGER,
    state_at INTEGER NOT NULL,
    cause TEXT,
    UNIQUE (run, place)
) STRICT;
CREATE INDEX run_cards_state ON run_cards (state, run, place);
CREATE INDEX run_cards_part ON run_cards (run, part, position);
-- One case waits in one run.
CREATE UNIQUE INDEX run_cards_case ON run_cards (case_id) WHERE state = 'PLANNED';

-- Parts that were written or handed to the printer whole, and the SHA-256 of their bytes.
CREATE TABLE run_parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    part INTEGER NOT NULL,
    cards INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (run, part)
) STRICT;
