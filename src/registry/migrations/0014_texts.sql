-- Search reads the words of all permits through; the index of their letters goes. Permits from before words were kept get theirs,
-- in any spelling: whoever reads them splits and spells them as a query's.
INSERT INTO permit_search_texts (permit, words)
SELECT p.id, concat_ws(' ', p.permit_no, p.full_name, p.passport_no, p.niora, p.guarantor,
    (SELECT group_concat(c.serial, ' ') FROM cards c WHERE c.permit = p.id))
FROM permits p WHERE NOT EXISTS (SELECT 1 FROM permit_search_texts t WHERE t.permit = p.id);
DROP TABLE permit_search;
