-- Proof that an address is the person's, and what keeps mails and requests within limits. Only keyed hashes: no address, no code and no
-- link can be read here. Losing it loses nothing but the proofs that are under way.

CREATE TABLE proofs (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  -- `proof`: of the address, once. `step-up`: again, before what is personal is shown.
  purpose TEXT NOT NULL,
  -- Keyed hash of address and kind: a repetition within minutes sends nothing new.
  subject BLOB NOT NULL,
  link_hash BLOB NOT NULL UNIQUE,
  code_hash BLOB NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  made TEXT NOT NULL,
  expires TEXT NOT NULL,
  used TEXT
);

CREATE INDEX proofs_by_request ON proofs (request, made);
CREATE INDEX proofs_by_subject ON proofs (subject, made);
CREATE INDEX proofs_by_expiry ON proofs (expires);

-- How often something happened in an hour or on a day. `key` is a keyed hash, or the name of a count over all.
CREATE TABLE request_counters (
  key BLOB NOT NULL,
  span TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (key, span)
) WITHOUT ROWID;

CREATE INDEX request_counters_by_span ON request_counters (span);

-- Addresses whose holder said "I asked nothing": no mail goes there until that day.
CREATE TABLE mail_blocks (
  contact BLOB PRIMARY KEY,
  until TEXT NOT NULL
);

-- Forms that were sent: one that comes twice is one request.
CREATE TABLE sent_forms (
  form BLOB PRIMARY KEY,
  request TEXT NOT NULL,
  sent TEXT NOT NULL
);

CREATE INDEX sent_forms_by_time ON sent_forms (sent);
