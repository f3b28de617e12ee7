-- What a home remembers. Instants are whole microseconds since 1970 in UTC; values of the core are
-- JSON text as followup.core.neutral writes it; what lists, counts and wake-ups need is in columns.

CREATE TABLE migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE playbooks (
  digest TEXT PRIMARY KEY,
  neutral TEXT NOT NULL,
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  marks TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE owners (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE contacts (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

-- Several people may answer one telephone: whoever was kept first is found by it.
CREATE TABLE addresses (
  way TEXT NOT NULL,
  normal TEXT NOT NULL,
  contact_key INTEGER NOT NULL REFERENCES contacts (key),
  PRIMARY KEY (way, normal, contact_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX addresses_of ON addresses (contact_key);

-- One lean row for every case. The case itself lies in `bodies`, so that lists never read it.
CREATE TABLE cases (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  playbook TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 0),
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  round INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  due INTEGER,
  wants INTEGER,
  deadline INTEGER,
  employer TEXT NOT NULL,
  title TEXT NOT NULL,
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  in_doubt INTEGER NOT NULL CHECK (in_doubt >= 0)
) STRICT;

CREATE INDEX cases_due ON cases (due) WHERE due IS NOT NULL;
-- 9223372036854775807 stands for `never`: unknown moments come last.
CREATE INDEX cases_listed ON cases (final, ifnull(due, 9223372036854775807));
CREATE INDEX cases_listed_of ON cases (owner, final, ifnull(due, 9223372036854775807));
CREATE INDEX cases_in_state ON cases (state, ifnull(due, 9223372036854775807));
CREATE INDEX cases_in_state_of ON cases (owner, state, ifnull(due, 9223372036854775807));
CREATE INDEX cases_wanting ON cases (ifnull(deadline, 9223372036854775807)) WHERE wants IS NOT NULL;
CREATE INDEX cases_wanting_of ON cases (owner, ifnull(deadline, 9223372036854775807)) WHERE wants IS NOT NULL;
CREATE INDEX cases_named ON cases (owner, id);
CREATE INDEX cases_running ON cases (owner, employer, id) WHERE final = 0;

CREATE VIEW lines AS
SELECT
  id, owner, state, outcome, round, playbook, started_at,
  due, wants, deadline, employer, title, final, held, in_doubt
FROM cases;

CREATE TABLE bodies (
  case_key INTEGER PRIMARY KEY REFERENCES cases (key),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE involved (
  contact TEXT NOT NULL,
  case_key INTEGER NOT NULL REFERENCES cases (key),
  PRIMARY KEY (contact, case_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX involved_in ON involved (case_key);

-- The totals of each owner, kept in step by triggers, so that counting costs no more than a look.
CREATE TABLE totals (
  owner TEXT PRIMARY KEY,
  cases INTEGER NOT NULL DEFAULT 0,
  resting INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  in_doubt INTEGER NOT NULL DEFAULT 0,
  wanting INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cases_counted AFTER INSERT ON cases BEGIN
  INSERT INTO totals (owner) VALUES (NEW.owner) ON CONFLICT (owner) DO NOTHING;
  UPDATE totals SET
    cases = cases + 1,
    resting = resting + (NEW.wants IS NULL AND NOT NEW.final),
    ended = ended + NEW.final,
    held = held + NEW.held,
    in_doubt = in_doubt + NEW.in_doubt,
    wanting = wanting + (NEW.wants IS NOT NULL)
  WHERE owner = NEW.owner;
END;

CREATE TRIGGER cases_recounted AFTER UPDATE ON cases
WHEN NEW.final <> OLD.final OR NEW.held <> OLD.held OR NEW.in_doubt <> OLD.in_doubt
  OR (NEW.wants IS NULL) <> (OLD.wants IS NULL)
BEGIN
  UPDATE totals SET
    resting = resting + (NEW.wants IS NULL AND NOT NEW.final) - (OLD.wants IS NULL AND NOT OLD.final),
    ended = ended + NEW.final - OLD.final,
    held = held + NEW.held - OLD.held,
    in_doubt = in_doubt + NEW.in_doubt - OLD.in_doubt,
    wanting = wanting + (NEW.wants IS NOT NULL) - (OLD.wants IS NOT NULL)
  WHERE owner = NEW.owner;
END;

CREATE TRIGGER cases_keep_owner BEFORE UPDATE ON cases WHEN NEW.owner <> OLD.owner BEGIN
  SELECT raise(ABORT, 'a case keeps its owner');
END;

CREATE TRIGGER cases_stay BEFORE DELETE ON cases BEGIN
  SELECT raise(ABORT, 'a case is never deleted');
END;

-- The log: dense from 1, written once, never changed.
CREATE TABLE entries (
  case_key INTEGER NOT NULL REFERENCES cases (key),
  seq INTEGER NOT NULL CHECK (seq > 0),
  body TEXT NOT NULL,
  UNIQUE (case_key, seq)
) STRICT;

CREATE TRIGGER entries_dense BEFORE INSERT ON entries
WHEN NEW.seq <> 1 + ifnull((SELECT max(seq) FROM entries WHERE case_key = NEW.case_key), 0)
BEGIN
  SELECT raise(ABORT, 'the log of a case is dense');
END;

CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN
  SELECT raise(ABORT, 'the log of a case is never changed');
END;

CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN
  SELECT raise(ABORT, 'the log of a case is never shortened');
END;

CREATE TABLE parcels (
  key INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
  item TEXT NOT NULL,
  revision INTEGER NOT NULL,
  send_key TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN (
    'drafted', 'approved', 'sending', 'handed_over', 'sent', 'failed', 'in_doubt', 'withdrawn'
  )),
  due INTEGER,
  expires INTEGER,
  attempt INTEGER NOT NULL CHECK (attempt >= 0),
  worker TEXT NOT NULL,
  lease_until INTEGER,
  draft TEXT NOT NULL,
  letter TEXT,
  data BLOB,
  answer TEXT,
  UNIQUE (case_id, item, revision)
) STRICT;

CREATE INDEX parcels_sending ON parcels (lease_until) WHERE status = 'sending';

CREATE TABLE touches (
  case_id TEXT NOT NULL,
  item TEXT NOT NULL,
  contact TEXT NOT NULL,
  at INTEGER NOT NULL,
  round INTEGER NOT NULL,
  owner TEXT NOT NULL,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  way TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (case_id, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX touches_of ON touches (contact, at);

-- AUTOINCREMENT: the number of a signal that was taken is never given again.
CREATE TABLE signals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  receiver TEXT NOT NULL,
  sender TEXT NOT NULL,
  event TEXT NOT NULL,
  proposed INTEGER NOT NULL CHECK (proposed IN (0, 1))
) STRICT;

CREATE TABLE lessons (
  key INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  case_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  words TEXT NOT NULL
) STRICT;

CREATE INDEX lessons_of ON lessons (owner, at);
