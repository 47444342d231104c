-- What is to be sent, to whom by mail and to which systems by webhook, and what must be remembered when everything else is
-- forgotten. The rows are the truth; a queue only says that it is worth looking. Addresses and words are encrypted throughout.

-- Mails. `sealed` holds address and values under the key of the request, of the subscription, or of the mail's own (`master`,
-- `wrapped`). It goes as soon as the mail is sent.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  -- What the mail is, so that it is sent once: `answered:<request>`. Says nothing of a person.
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  made TEXT NOT NULL,
  request TEXT,
  subscription TEXT,
  master TEXT,
  wrapped BLOB,
  sealed BLOB,
  -- `waiting`, `sent`, or `dead`: given up, for an operator to see.
  state TEXT NOT NULL,
  -- When it may be tried next. Whoever takes a mail moves it ahead, so that a sender that dies does not keep it.
  due TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claim TEXT,
  sent TEXT,
  -- Code of the last failure, never its words, which may hold an address.
  problem TEXT
);

CREATE INDEX outbox_due ON outbox (due) WHERE state = 'waiting';
CREATE INDEX outbox_by_state ON outbox (state, made);
CREATE INDEX outbox_by_request ON outbox (request) WHERE request IS NOT NULL;
CREATE INDEX outbox_by_subscription ON outbox (subscription) WHERE subscription IS NOT NULL;
CREATE INDEX outbox_by_master ON outbox (master, id) WHERE wrapped IS NOT NULL;

-- Which reminder was sent for which due date. Another date is reminded of anew.
CREATE TABLE reminders (
  request TEXT NOT NULL,
  due TEXT NOT NULL,
  -- `10`, `5`, `1`, or `overdue`.
  stage TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (request, due, stage)
) WITHOUT ROWID;

-- Where webhooks go. `sealed` holds the secrets that sign them, under a key of the endpoint's own.
CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  -- JSON list of event types; an empty one stands for all.
  events TEXT NOT NULL,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  -- `on`, or `off`: it answered 410, or an operator took it away.
  state TEXT NOT NULL,
  master TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
);

CREATE INDEX webhook_endpoints_by_master ON webhook_endpoints (master, id);

-- Each message to each endpoint, with what came of every attempt. Nothing in a message says anything of a person.
CREATE TABLE webhook_deliveries (
  message TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  type TEXT NOT NULL,
  request TEXT,
  made TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  due TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claim TEXT,
  -- JSON list of `{ at, status, problem, milliseconds }`.
  log TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (message, endpoint)
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint, made);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (state, made);
CREATE INDEX webhook_deliveries_by_request ON webhook_deliveries (request) WHERE request IS NOT NULL;

-- People who want to be mailed when a policy changes. Until `confirmed` nothing but the one mail is sent.
CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  -- Keyed hash of the address.
  contact BLOB NOT NULL UNIQUE,
  locale TEXT NOT NULL,
  master TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL,
  asked TEXT NOT NULL,
  confirmed TEXT
);

CREATE INDEX subscriptions_unconfirmed ON subscriptions (asked) WHERE confirmed IS NULL;
CREATE INDEX subscriptions_by_master ON subscriptions (master, id);

-- What subscribers were told of: once for each version and kind. `last` is the subscription up to which mails were made.
CREATE TABLE announcements (
  policy TEXT NOT NULL,
  version TEXT NOT NULL,
  -- `announced`, or `in-force`.
  kind TEXT NOT NULL,
  seen TEXT NOT NULL,
  last TEXT NOT NULL DEFAULT '',
  finished TEXT,
  PRIMARY KEY (policy, version, kind)
) WITHOUT ROWID;

-- Who must stay forgotten although a backup is restored: keyed hashes of addresses. Each is copied to R2, where no restore of this
-- database reaches.
CREATE TABLE suppressions (
  contact BLOB NOT NULL,
  -- `erased`: an erasure was complied with. `unsubscribed`: no more mail about policies.
  what TEXT NOT NULL,
  -- The request that asked for it; empty where none did.
  request TEXT NOT NULL,
  at TEXT NOT NULL,
  copied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (contact, what, request)
) WITHOUT ROWID;

CREATE INDEX suppressions_to_copy ON suppressions (at) WHERE copied = 0;
CREATE INDEX suppressions_by_request ON suppressions (request);

-- How far the rounds have come, and what they found.
CREATE TABLE rounds (
  name TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;
