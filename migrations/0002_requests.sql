-- Rights requests. Whatever says something of a person is in `sealed`, encrypted with a key of the request's own that is wrapped
-- by the deployment's master key: docs/requests.md. Dates are derived from events; those that stand here are for the queue alone.

CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  -- What people say on the telephone. It opens nothing.
  reference TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  -- ISO 3166 place as the person gave it; empty where it lies elsewhere.
  place TEXT NOT NULL,
  locale TEXT NOT NULL,
  behalf TEXT NOT NULL,
  channel TEXT NOT NULL,
  -- The request that a complaint or an appeal is about.
  parent TEXT,
  -- The privacy policy in force at receipt: `privacy 2027-01-01`.
  policy TEXT,
  -- Rule sets of each law that applies, frozen at receipt: JSON.
  rules TEXT NOT NULL,
  -- Keyed hash of the e-mail address, to find and group by.
  contact BLOB,
  -- Name of the master key, and the request's own key wrapped by it. Gone when the contents are purged.
  master TEXT,
  key BLOB,
  sealed BLOB,
  -- Keyed hash of the secret that opens the status page.
  status_hash BLOB UNIQUE,

  -- Made from the events by `summaryOf`, at each event. `version` is how many there are.
  version INTEGER NOT NULL,
  queue TEXT NOT NULL,
  state TEXT NOT NULL,
  regime TEXT NOT NULL,
  received TEXT NOT NULL,
  due TEXT,
  acknowledge_by TEXT,
  acknowledged INTEGER NOT NULL,
  closed TEXT,
  assignee TEXT,
  outcome TEXT,
  purge_contents TEXT,
  purge_record TEXT
);

CREATE INDEX requests_by_due ON requests (queue, due, id);
CREATE INDEX requests_by_state ON requests (queue, state, due, id);
CREATE INDEX requests_by_kind ON requests (queue, kind, due, id);
CREATE INDEX requests_by_regime ON requests (queue, regime, due, id);
CREATE INDEX requests_by_assignee ON requests (queue, assignee, due, id);
CREATE INDEX requests_by_contact ON requests (contact, received);
CREATE INDEX requests_by_received ON requests (received, id);
CREATE INDEX requests_by_parent ON requests (parent) WHERE parent IS NOT NULL;
CREATE INDEX requests_by_master ON requests (master, id) WHERE key IS NOT NULL;
CREATE INDEX requests_to_purge ON requests (purge_contents) WHERE key IS NOT NULL;
CREATE INDEX requests_to_drop ON requests (purge_record);

-- What happened, in the order in which it was noted. `leaf` is its index in the log `requests`, once it is there.
CREATE TABLE request_events (
  request TEXT NOT NULL,
  number INTEGER NOT NULL,
  type TEXT NOT NULL,
  noted TEXT NOT NULL,
  actor TEXT NOT NULL,
  -- The event as JSON, without anything that says something of a person.
  event TEXT NOT NULL,
  -- Its words, encrypted with the request's key, and their SHA-256 together with the salt. When the contents are purged all three go,
  -- and the hash of a file: an empty salt stands for none.
  sealed BLOB,
  words_hash BLOB,
  salt BLOB NOT NULL,
  leaf INTEGER,
  PRIMARY KEY (request, number)
) WITHOUT ROWID;

CREATE INDEX request_events_to_log ON request_events (noted) WHERE leaf IS NULL;
CREATE INDEX request_events_by_type ON request_events (type, noted);

-- Files lie in R2, encrypted with the request's key. Names and types are encrypted too.
CREATE TABLE request_files (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  -- Who brought it: `person`, or `answer`.
  source TEXT NOT NULL,
  added TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sealed BLOB NOT NULL
);

CREATE INDEX request_files_by_request ON request_files (request);
