-- What the figures tell of cards and of waiting, counted as it happens, so that telling them reads a row a day and not one a
-- card. Days are those of Western Indonesian Time, numbered from 1900-01-01 as in packed spells. Made from 'blanks' and 'cases'
-- by the triggers, not under audit; the audit's check counts anew and compares.
CREATE TABLE card_days (
    day INTEGER PRIMARY KEY,
    good INTEGER NOT NULL,
    spoiled INTEGER NOT NULL
) STRICT;

-- Cases handed over on that day which were begun on that one.
CREATE TABLE served_days (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    UNIQUE (day, begun)
) STRICT;

CREATE TRIGGER blanks_good AFTER UPDATE OF good, left_at ON blanks
WHEN (old.good, old.left_at) IS NOT (new.good, new.left_at)
BEGIN
    UPDATE card_days SET good = good - 1 WHERE old.good = 1 AND day = (old.left_at + 25200) / 86400 + 25567;
    INSERT INTO card_days (day, good, spoiled)
        SELECT (new.left_at + 25200) / 86400 + 25567, 1, 0 WHERE new.good = 1 AND new.left_at IS NOT NULL
        ON CONFLICT (day) DO UPDATE SET good = good + 1;
END;

CREATE TRIGGER blanks_lost_to_spoiling AFTER UPDATE OF spoiled_at ON blanks
WHEN old.spoiled_at IS NOT new.spoiled_at
BEGIN
    UPDATE card_days SET spoiled = spoiled - 1 WHERE day = (old.spoiled_at + 25200) / 86400 + 25567;
    INSERT INTO card_days (day, good, spoiled)
        SELECT (new.spoiled_at + 25200) / 86400 + 25567, 0, 1 WHERE new.spoiled_at IS NOT NULL
        ON CONFLICT (day) DO UPDATE SET spoiled = spoiled + 1;
END;

CREATE TRIGGER cases_handed_over AFTER UPDATE OF state, state_at, begun_at ON cases
WHEN old.state = 'HANDED_OVER' OR new.state = 'HANDED_OVER'
BEGIN
    UPDATE served_days SET cases = cases - 1
        WHERE old.state = 'HANDED_OVER' AND day = (old.state_at + 25200) / 86400 + 25567
        AND begun = (old.begun_at + 25200) / 86400 + 25567;
    INSERT INTO served_days (day, begun, cases)
        SELECT (new.state_at + 25200) / 86400 + 25567, (new.begun_at + 25200) / 86400 + 25567, 1 WHERE new.state = 'HANDED_OVER'
        ON CONFLICT (day, begun) DO UPDATE SET cases = cases + 1;
END;

INSERT INTO card_days (day, good, spoiled)
    SELECT day, sum(good), sum(spoiled) FROM (
        SELECT (left_at + 25200) / 86400 + 25567 AS day, 1 AS good, 0 AS spoiled FROM blanks WHERE good = 1 AND left_at IS NOT NULL
        UNION ALL
        SELECT (spoiled_at + 25200) / 86400 + 25567, 0, 1 FROM blanks WHERE spoiled_at IS NOT NULL
    ) GROUP BY day;

INSERT INTO served_days (day, begun, cases)
    SELECT (state_at + 25200) / 86400 + 25567, (begun_at + 25200) / 86400 + 25567, count(*)
    FROM cases INDEXED BY cases_served WHERE state = 'HANDED_OVER' GROUP BY 1, 2;
