-- Portraits a supervisor accepted as they are, with the reason. A portrait is known by its digest, so that an acceptance holds
-- for that very picture and no other.
CREATE TABLE accepted_flaws (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    sha256 BLOB NOT NULL,
    flaws TEXT NOT NULL,
    reason TEXT NOT NULL,
    officer INTEGER NOT NULL REFERENCES officers (id),
    accepted_at INTEGER NOT NULL
) STRICT;

CREATE INDEX accepted_flaws_sha256 ON accepted_flaws (sha256);
CREATE INDEX accepted_flaws_case ON accepted_flaws (case_id);
