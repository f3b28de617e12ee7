-- Cases, their log, and whom they refer to.

-- case
SELECT bodies.body FROM cases JOIN bodies ON bodies.case_key = cases.key WHERE cases.id = :case_id;

-- log
SELECT body FROM entries
WHERE case_key = (SELECT key FROM cases WHERE id = :case_id) AND seq > :after
ORDER BY seq;

-- update_case
UPDATE cases SET
  owner = :owner, playbook = :playbook, version = :version, state = :state, outcome = :outcome,
  round = :round, started_at = :started_at, due = :due, wants = :wants, deadline = :deadline,
  employer = :employer, title = :title, final = :final, held = :held, in_doubt = :in_doubt
WHERE id = :case_id AND version = :before
RETURNING key;

-- insert_case
INSERT INTO cases (
  id, owner, playbook, version, state, outcome, round, started_at,
  due, wants, deadline, employer, title, final, held, in_doubt
) VALUES (
  :case_id, :owner, :playbook, :version, :state, :outcome, :round, :started_at,
  :due, :wants, :deadline, :employer, :title, :final, :held, :in_doubt
)
ON CONFLICT (id) DO NOTHING
RETURNING key;

-- put_body
INSERT INTO bodies (case_key, body) VALUES (:key, :body)
ON CONFLICT (case_key) DO UPDATE SET body = excluded.body;

-- add_entry
INSERT INTO entries (case_key, seq, body) VALUES (:key, :seq, :body);

-- involved
SELECT contact FROM involved WHERE case_key = :key;

-- involve
INSERT INTO involved (contact, case_key) VALUES (:contact, :key);

-- release
DELETE FROM involved WHERE contact = :contact AND case_key = :key;

-- running_beside
SELECT count(*) FROM cases
WHERE owner = :owner AND employer = :employer AND final = 0 AND id <> :case_id AND :employer <> '';

-- cases_of
SELECT id FROM cases WHERE owner = :owner AND final = 0 ORDER BY id;

-- cases_at
SELECT id FROM cases WHERE owner = :owner AND employer = :employer AND final = 0 ORDER BY id;

-- involving
SELECT cases.id
FROM involved JOIN cases ON cases.key = involved.case_key
WHERE involved.contact = :contact AND cases.final = 0
ORDER BY cases.id;
