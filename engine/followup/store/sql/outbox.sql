-- The outbox: one row for each revision of an item's words.

-- parcels
SELECT case_id, item, send_key, status, due, expires, attempt, worker, lease_until, draft, letter, data, answer
FROM parcels WHERE case_id = :case_id ORDER BY key;

-- parcel
SELECT case_id, item, send_key, status, due, expires, attempt, worker, lease_until, draft, letter, data, answer
FROM parcels WHERE case_id = :case_id AND item = :item ORDER BY revision DESC LIMIT 1;

-- lapsed
SELECT case_id, item, send_key, status, due, expires, attempt, worker, lease_until, draft, letter, data, answer
FROM parcels WHERE status = 'sending' AND lease_until <= :now ORDER BY lease_until LIMIT :limit;

-- sending
SELECT case_id, item, send_key, status, due, expires, attempt, worker, lease_until, draft, letter, data, answer
FROM parcels WHERE status = 'sending' ORDER BY lease_until NULLS LAST;

-- put_parcel
-- What left is never rewritten. The number of attempts never falls, or a late receipt could pass for
-- that of a later attempt; bytes that were fixed stay as long as the words do.
INSERT INTO parcels (
  case_id, item, revision, send_key, status, due, expires, attempt, worker, lease_until,
  draft, letter, data, answer
) VALUES (
  :case_id, :item, :revision, :send_key, :status, :due, :expires, :attempt, :worker, :lease_until,
  :draft, :letter, :data, :answer
)
ON CONFLICT (case_id, item, revision) DO UPDATE SET
  send_key = excluded.send_key,
  status = excluded.status,
  due = excluded.due,
  expires = excluded.expires,
  attempt = max(attempt, excluded.attempt),
  worker = excluded.worker,
  lease_until = excluded.lease_until,
  draft = excluded.draft,
  letter = ifnull(excluded.letter, iif(draft = excluded.draft, letter, NULL)),
  data = ifnull(excluded.data, iif(draft = excluded.draft, data, NULL)),
  answer = ifnull(excluded.answer, answer)
WHERE status IN ('drafted', 'approved', 'withdrawn')
RETURNING key;

-- start
UPDATE parcels SET
  status = 'sending', attempt = :attempt, worker = :worker, lease_until = :lease_until,
  letter = :letter, data = :data
WHERE case_id = :case_id AND item = :item AND revision = :revision
  AND status = 'approved' AND attempt < :attempt AND draft = :draft
  AND (data IS NULL OR data = :data)
RETURNING key;

-- standing
SELECT status, attempt, draft = :draft, data IS NULL OR data = :data FROM parcels
WHERE case_id = :case_id AND item = :item AND revision = :revision;

-- finish
-- Only the latest attempt may speak, and only while nothing final is known of it.
UPDATE parcels SET
  status = :status, answer = :answer, lease_until = NULL,
  due = ifnull(:retry_at, due)
WHERE case_id = :case_id AND item = :item AND revision = :revision
  AND attempt = :attempt AND status IN ('sending', 'handed_over', 'in_doubt') AND status <> :status
RETURNING key;
