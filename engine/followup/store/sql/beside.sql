-- What stands beside the cases: settings, pinned playbooks, touches, signals, lessons.

-- setting
SELECT value FROM settings WHERE key = :key;

-- put_setting
INSERT INTO settings (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- drop_setting
DELETE FROM settings WHERE key = :key;

-- pinned
SELECT digest, neutral, source, file, marks, added_at FROM playbooks WHERE digest = :digest;

-- pin
INSERT INTO playbooks (digest, neutral, source, file, marks, added_at)
VALUES (:digest, :neutral, :source, :file, :marks, :added_at)
ON CONFLICT (digest) DO NOTHING;

-- touches
SELECT contact, at, case_id, item, round, owner, counted, way FROM touches WHERE case_id = :case_id
UNION
SELECT contact, at, case_id, item, round, owner, counted, way FROM touches
WHERE contact IN (SELECT value FROM json_each(:contacts))
ORDER BY 2, 3, 4;

-- add_touch
INSERT INTO touches (contact, at, case_id, item, round, owner, counted, way)
VALUES (:contact, :at, :case_id, :item, :round, :owner, :counted, :way)
ON CONFLICT (case_id, item) DO UPDATE SET
  contact = excluded.contact, at = excluded.at, round = excluded.round,
  owner = excluded.owner, counted = excluded.counted, way = excluded.way;

-- remove_touch
DELETE FROM touches WHERE case_id = :case_id AND item = :item;

-- signals
SELECT id, receiver, sender, event, proposed FROM signals ORDER BY id LIMIT :limit;

-- post
INSERT INTO signals (receiver, sender, event, proposed) VALUES (:receiver, :sender, :event, :proposed);

-- take
DELETE FROM signals WHERE id = :id RETURNING id;

-- lessons
SELECT case_id, at, words FROM lessons WHERE owner = :owner ORDER BY at DESC, key DESC;

-- add_lesson
INSERT INTO lessons (owner, case_id, at, words) VALUES (:owner, :case_id, :at, :words);
