-- The words that each permit is found by, to look at one permit alone: the index of 'permit_search' is read from its beginning up
-- to a permit, which takes longer the more there are. A permit that has none yet is looked up there.
CREATE TABLE permit_search_texts (
    permit INTEGER PRIMARY KEY,
    words TEXT NOT NULL
) STRICT;
