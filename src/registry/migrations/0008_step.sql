-- Steps an office has switched on, as they stand for each case: done by whom and when; a step that was taken back, or of a case
-- that went back to the counter, has no row.
CREATE TABLE steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    step TEXT NOT NULL,
    officer INTEGER NOT NULL REFERENCES officers (id),
    done_at INTEGER NOT NULL,
    UNIQUE (case_id, step)
) STRICT;

-- Who else was born on that day: a person taken over twice under two passports is found by it.
CREATE INDEX permits_birth ON permits (birth_date, nationality);
