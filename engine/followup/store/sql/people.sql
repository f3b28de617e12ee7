-- Candidates, contacts and their addresses.

-- owner
SELECT body FROM owners WHERE id = :owner;

-- owners
SELECT id, body FROM owners ORDER BY id;

-- put_owner
INSERT INTO owners (id, body) VALUES (:owner, :body)
ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- contact
SELECT body FROM contacts WHERE id = :contact;

-- contacts
SELECT id, body FROM contacts WHERE id IN (SELECT value FROM json_each(:contacts)) ORDER BY id;

-- contact_at
SELECT contacts.body
FROM addresses JOIN contacts ON contacts.key = addresses.contact_key
WHERE addresses.way = :way AND addresses.normal = :normal
ORDER BY addresses.contact_key LIMIT 1;

-- put_contact
INSERT INTO contacts (id, body) VALUES (:contact, :body)
ON CONFLICT (id) DO UPDATE SET body = excluded.body
RETURNING key;

-- addresses_of
SELECT way, normal FROM addresses WHERE contact_key = :key;

-- forget_address
DELETE FROM addresses WHERE way = :way AND normal = :normal AND contact_key = :key;

-- put_address
INSERT INTO addresses (way, normal, contact_key) VALUES (:way, :normal, :key);
