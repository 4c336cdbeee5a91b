-- Permits that ended because a newer one of the same person followed, and by which card: should that card come to nothing,
-- the end is taken back.
CREATE TABLE followed (
    id INTEGER PRIMARY KEY,
    card INTEGER NOT NULL REFERENCES cards (id),
    permit INTEGER NOT NULL REFERENCES permits (id)
) STRICT;
CREATE INDEX followed_card ON followed (card);
