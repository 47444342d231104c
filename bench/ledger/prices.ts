/** The platform's list prices for the ledger, USD beyond what a plan includes, as read in 2026 (docs/scale.md says when and where). */

/** What some decisions used. */
export interface Used {
  decisions: number;
  /** By the objects, from taking a record to its move to the archive. */
  rows: number;
  d1Rows: number;
  puts: number;
  gets: number;
  alarms: number;
  /** Of an object that had left memory. */
  starts: number;
  /** Seconds in which objects were in memory, if each stays there for ten seconds after its last request. */
  awake: number;
  /** In the tables, before and after records have moved to the archive. */
  hotBytes: number;
  coldBytes: number;
  archiveBytes: number;
  /** Checkpoints that the log told the log over all logs. */
  rooted: number;
}

const PRICES = {
  workerRequest: 0.3 / 1e6,
  workerMillisecond: 0.02 / 1e6,
  objectRequest: 0.15 / 1e6,
  gigabyteSecond: 12.5 / 1e6,
  rowWritten: 1 / 1e6,
  classA: 4.5 / 1e6,
  classB: 0.36 / 1e6,
  objectGigabyteMonth: 0.2,
  archiveGigabyteMonth: 0.015,
};
/**
 * What is assumed, not counted: CPU of the Worker for a decision, months in the tables and in the archive. Records move out after
 * 35 days; their rows go 25 days later in the mean.
 */
const WORKER_MILLISECONDS = 2;
const [HOT_MONTHS, ARCHIVE_MONTHS] = [2, 36];
/** What an object works on one call, and on one alarm with its calls of the archive and of D1: seconds. It rests unbilled. */
const [CALL_SECONDS, ALARM_SECONDS] = [0.02, 0.5];
const MEMORY_GIGABYTES = 0.128;
/** USD a million decisions, by part. */
export function costOf(used: Used): Record<string, number> {
  const million = 1e6 / used.decisions;
  const calls = used.decisions + used.rooted;
  const secondPrice = MEMORY_GIGABYTES * PRICES.gigabyteSecond;
  const parts = {
    'Worker: requests and CPU': 1e6 * (PRICES.workerRequest + WORKER_MILLISECONDS * PRICES.workerMillisecond),
    'objects: requests and alarms': (calls + used.alarms) * PRICES.objectRequest * million,
    'objects: time at work, assumed': (calls * CALL_SECONDS + used.alarms * ALARM_SECONDS) * secondPrice * million,
    'objects: rows written': used.rows * PRICES.rowWritten * million,
    'objects: 36 months of storage':
      (used.hotBytes * HOT_MONTHS + used.coldBytes * (ARCHIVE_MONTHS - HOT_MONTHS)) * 1e-9 * PRICES.objectGigabyteMonth * million,
    'D1: rows written': used.d1Rows * PRICES.rowWritten * million,
    'R2: puts': used.puts * PRICES.classA * million,
    'R2: gets': used.gets * PRICES.classB * million,
    'R2: 36 months of storage': (used.archiveBytes / 1e9) * PRICES.archiveGigabyteMonth * ARCHIVE_MONTHS * million,
  };
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  return { ...parts, sum, 'beyond it, if ten seconds of rest were billed too': used.awake * secondPrice * million };
}
