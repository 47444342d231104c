-- Counts of sealed consent records, for statistics. No ids and no subjects: nothing here is about one person, so no erasure
-- concerns it. Losing it loses no evidence; the ledgers count anew.

-- What has been counted: one row for each batch. A batch is counted in the transaction that writes its row, so it counts once.
CREATE TABLE counted (
  log TEXT NOT NULL,
  first INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (log, first)
) WITHOUT ROWID;

-- The notice says site, policy, version, locale and model; they stand here so that a question needs no other table.
-- `day` is that of receipt, in UTC. `regime` is empty where no law is known. `choices` is canonical JSON.
CREATE TABLE counts (
  site TEXT NOT NULL,
  day TEXT NOT NULL,
  notice TEXT NOT NULL,
  action TEXT NOT NULL,
  regime TEXT NOT NULL,
  surface TEXT NOT NULL,
  gpc INTEGER NOT NULL,
  choices TEXT NOT NULL,
  policy TEXT NOT NULL,
  version TEXT NOT NULL,
  locale TEXT NOT NULL,
  model TEXT NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (site, day, notice, action, regime, surface, gpc, choices)
) WITHOUT ROWID;

CREATE INDEX counts_by_day ON counts (day);
