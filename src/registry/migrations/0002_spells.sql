-- Words the figures are counted by, each kept once: 'what' is 'nationality', 'place' (code of the regency, a bar, the kecamatan)
-- or 'purpose' (an index code).
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('nationality', 'place', 'purpose')),
    word TEXT NOT NULL,
    UNIQUE (what, word)
) STRICT;

-- One row for each time in which a permit stood unchanged: what the figures of any day are counted from. Numbered without
-- gaps, never deleted. 'first_on' is its first day, 'last_on' the last day of the permit (the report day of an unlimited
-- one), 'closed_on' the first day on which something else holds: another spell, or nothing. 'told_on' is the day the office
-- wrote that down.
CREATE TABLE spells (
    id INTEGER PRIMARY KEY,
    permit INTEGER NOT NULL REFERENCES permits (id),
    kind TEXT NOT NULL CHECK (kind IN ('ITAS', 'ITAP')),
    nationality INTEGER NOT NULL REFERENCES terms (id),
    sex TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES terms (id),
    purpose INTEGER NOT NULL REFERENCES terms (id),
    valid_from TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    unlimited INTEGER NOT NULL CHECK (unlimited IN (0, 1)),
    begun TEXT NOT NULL CHECK (begun IN ('new', 'extended', 'converted', 'changed')),
    closed_on TEXT,
    closed_by TEXT CHECK (closed_by IN ('ended', 'followed')),
    told_on TEXT
) STRICT;
CREATE INDEX spells_permit ON spells (permit, id);

-- Spells packed tight, so many to a row, to be read whole: made from 'spells', not under audit. registry/spell.rs packs them.
CREATE TABLE spell_packs (
    page INTEGER PRIMARY KEY,
    slots BLOB NOT NULL
) STRICT;

-- What the office's figures count besides spells.
CREATE INDEX cases_served ON cases (state_at, begun_at) WHERE state = 'HANDED_OVER';
