-- Operations of the patrols. 'plan' is what was planned, as JSON; what was seen stands in 'sightings'. Once closed, a plan does
-- not change.
CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    operation BLOB NOT NULL UNIQUE,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    plan TEXT NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX operations_from ON operations (from_on);

-- Whom a guarantor vouches for.
CREATE INDEX permits_guarantor ON permits (guarantor COLLATE NOCASE) WHERE guarantor IS NOT NULL;
