-- What operators see and do. Nothing here says anything of a person that a request's own row does not.

-- Every view of personal data and every change, each a leaf of the log `requests`: `entry` is the very JSON that the leaf commits
-- to together with `salt`. `id` is a UUIDv7, so its order is that of time. Rows are added, never changed but for `leaf`.
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  -- The request that it is about, where it is about one.
  request TEXT,
  entry TEXT NOT NULL,
  salt BLOB NOT NULL,
  leaf INTEGER
) WITHOUT ROWID;

CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_request ON audit (request, id) WHERE request IS NOT NULL;
CREATE INDEX audit_to_log ON audit (id) WHERE leaf IS NULL;

-- A form that was sent twice acts once: the key is random, and made with the form.
CREATE TABLE console_keys (
  key TEXT PRIMARY KEY,
  at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX console_keys_by_age ON console_keys (at);

-- Four eyes for what is about no request: exports and erasures of consents. Those of a request are events of it.
CREATE TABLE console_approvals (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  -- What is to be done, as canonical JSON: approved is this and nothing else.
  what TEXT NOT NULL,
  approved_by TEXT,
  approved_at TEXT,
  used_at TEXT
) WITHOUT ROWID;

CREATE INDEX console_approvals_open ON console_approvals (id) WHERE used_at IS NULL;
CREATE INDEX console_approvals_by_what ON console_approvals (asked_by, what, id);
