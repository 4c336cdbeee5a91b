-- The last two spells of a permit as they were before a card changed them: a JSON array of rows, each an array of columns. A card
-- that comes to nothing puts them back. registry/spell/back.rs writes and reads it.
CREATE TABLE spells_before (
    card INTEGER PRIMARY KEY REFERENCES cards (id),
    spells TEXT NOT NULL
) STRICT;
