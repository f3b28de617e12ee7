-- Lists, totals and wake-ups: each walks an index in its order and stops at the limit.
-- 9223372036854775807 is `never`, as in the indexes: a moment that is not known comes last.

-- due
SELECT id FROM cases WHERE due IS NOT NULL AND due <= :now ORDER BY due LIMIT :limit;

-- next_due
SELECT id, due FROM cases WHERE due IS NOT NULL ORDER BY due LIMIT 1;

-- next_due_of
SELECT id, due FROM cases
WHERE owner = :owner AND final = :ended AND ifnull(due, 9223372036854775807) < 9223372036854775807
ORDER BY ifnull(due, 9223372036854775807) LIMIT 1;

-- names
SELECT id FROM cases WHERE id >= :beginning AND id < :behind ORDER BY id LIMIT 50;

-- names_of
SELECT id FROM cases
WHERE owner = :owner AND id >= :beginning AND id < :behind
ORDER BY id LIMIT 50;

-- counts
SELECT sum(cases), sum(resting), sum(ended), sum(held), sum(in_doubt), sum(wanting) FROM totals;

-- counts_of
SELECT cases, resting, ended, held, in_doubt, wanting FROM totals WHERE owner = :owner;

-- all
SELECT * FROM lines WHERE final = :ended
ORDER BY ifnull(due, 9223372036854775807) LIMIT :limit;

-- all_of
SELECT * FROM lines WHERE owner = :owner AND final = :ended
ORDER BY ifnull(due, 9223372036854775807) LIMIT :limit;

-- in_state
SELECT * FROM lines WHERE state = :state AND (:ended IS NULL OR final = :ended)
ORDER BY ifnull(due, 9223372036854775807) LIMIT :limit;

-- in_state_of
SELECT * FROM lines WHERE owner = :owner AND state = :state AND (:ended IS NULL OR final = :ended)
ORDER BY ifnull(due, 9223372036854775807) LIMIT :limit;

-- wanting
SELECT * FROM lines
WHERE wants IS NOT NULL AND (:state IS NULL OR state = :state) AND (:ended IS NULL OR final = :ended)
ORDER BY ifnull(deadline, 9223372036854775807) LIMIT :limit;

-- wanting_of
SELECT * FROM lines
WHERE owner = :owner AND wants IS NOT NULL
  AND (:state IS NULL OR state = :state) AND (:ended IS NULL OR final = :ended)
ORDER BY ifnull(deadline, 9223372036854775807) LIMIT :limit;
