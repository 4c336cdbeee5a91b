-- What a card shows besides its record, kept once for all cards alike: 'template' and 'issuer' are TOML.
CREATE TABLE looks (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    template TEXT NOT NULL,
    issuer TEXT NOT NULL,
    emblem BLOB
) STRICT;

-- Empty for cards of the first schema.
ALTER TABLE cards ADD COLUMN look INTEGER REFERENCES looks (id);
