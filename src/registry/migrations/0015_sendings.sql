-- Cards as a printer's queue took them, part by part: the number it gave them there, their serials between spaces, and how it
-- was done with them by its own word. Cards that went out again stand here again. 'ended' is NULL until the queue has said.
CREATE TABLE run_sendings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs (id),
    part INTEGER NOT NULL,
    job INTEGER NOT NULL,
    serials TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    ended TEXT,
    ended_at INTEGER
) STRICT;
CREATE INDEX run_sendings_run ON run_sendings (run);
