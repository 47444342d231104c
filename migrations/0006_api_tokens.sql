-- Tokens by which other systems use the interface for requests, and what they were answered, so that what is sent twice acts once.
-- Nothing here is about a person.

CREATE TABLE api_tokens (
  -- The public part, by which a token is found.
  prefix TEXT PRIMARY KEY,
  -- Keyed hash of the whole token; the token itself is told once and kept nowhere.
  hash BLOB NOT NULL,
  name TEXT NOT NULL,
  -- JSON list.
  scopes TEXT NOT NULL,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  expires TEXT NOT NULL,
  revoked TEXT,
  revoked_by TEXT,
  -- Day of the last use.
  used TEXT
) WITHOUT ROWID;

-- One row for each idempotency key. A second request with the key meets it in the transaction of the first.
CREATE TABLE api_answers (
  token TEXT NOT NULL,
  key TEXT NOT NULL,
  -- SHA-256 of method, address and body.
  asked TEXT NOT NULL,
  at TEXT NOT NULL,
  status INTEGER NOT NULL,
  -- JSON without anything that says something of a person.
  answer TEXT NOT NULL,
  PRIMARY KEY (token, key)
) WITHOUT ROWID;

CREATE INDEX api_answers_by_age ON api_answers (at);
