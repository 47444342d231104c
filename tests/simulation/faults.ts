/**
 * C10: every call of a scripted life, with each fault. The script is run once to learn its calls; then once for each call, fault
 * and kind of retry. What is checked after each step and at the end is what the simulation checks.
 */
import type { ConsentDraft } from '../../core/consent/record.ts';
import type { Statement } from '../../core/log/statements.ts';
import { Audit, Fault, must } from './audit.ts';
import { randomOf } from './random.ts';
import { type Call, type Fate, quiet, SimWorld } from './world.ts';

export const FAULTS = ['fails', 'took-effect', 'hangs', 'killed-before', 'killed-after'] as const satisfies readonly Fate[];
export const RETRIES = ['same', 'other'] as const;

export interface Case {
  /** Which call of the script, from 0. */
  call: number;
  fault: (typeof FAULTS)[number];
  retry: (typeof RETRIES)[number];
}

/** One step of the script: what somebody asks, and what must be true of the answer. */
interface Step {
  name: string;
  /** Time that passes before. */
  later?: number;
  ask(script: Script): Promise<unknown>;
}

const DAY = 86_400_000;
const SUBJECT = 'cd'.repeat(32);
const ANOTHER = 'aa'.repeat(32);
const OTHERS = 'ef'.repeat(32);
const REST = 'rest';
/** A call that nobody answers: after so many turns its object is killed. */
const MOST_TURNS = 400;

function subjectOf(number: number): string {
  if (number % 50 === 3) return SUBJECT;
  return number % 100 === 7 ? ANOTHER : OTHERS;
}

function draftOf(number: number, other = false): ConsentDraft {
  return {
    id: `019aae2c-5400-7000-8000-${number.toString(16).padStart(12, '0')}`,
    site: 'shop',
    notice: 'ab'.repeat(32),
    subject: subjectOf(number),
    decided: '2026-11-23T23:59:58.123Z',
    action: 'save',
    surface: 'dialog',
    choices: { analytics: !other },
    gpc: false,
    received: '2026-11-24T00:00:00.000Z',
    policy: { id: 'privacy', version: '2026-03-01', sha256: 'ef'.repeat(32) },
    locale: 'de',
    model: 'opt-in',
    regime: null,
    secGpc: false,
  };
}

const statement: Statement = { type: 'published', kind: 'notice', path: 'notices/a.json', sha256: 'ab'.repeat(32), at: '2026-11-24T00:00:00Z' };

const STEPS: Step[] = [
  { name: 'publish', ask: (script) => script.sim.ledger.publish([statement]) },
  { name: 'accept 1', ask: (script) => script.accept(1, 1) },
  { name: 'receipt', ask: (script) => script.receipt(1) },
  { name: 'accept 300', ask: (script) => script.accept(2, 300) },
  { name: 'seal', later: 60_000, ask: (script) => script.sim.ring() },
  { name: 'erase', ask: (script) => script.erase() },
  { name: 'receipt of another', later: 60_000, ask: (script) => script.receipt(200) },
  { name: 'alarm', later: 400_000, ask: (script) => script.sim.ring() },
  { name: 'move to the archive', later: 31 * DAY, ask: (script) => script.sim.ledger.tidy() },
  { name: 'history', ask: (script) => script.sim.ledger.history(ANOTHER) },
  { name: 'receipt from the archive', ask: (script) => script.receipt(200) },
  { name: 'retention', later: 31 * DAY, ask: (script) => script.sim.ledger.tidy() },
  { name: 'last alarm', later: 400_000, ask: (script) => script.sim.ring() },
];

/** Steps in which records are sent. */
export const SENDING: readonly string[] = ['accept 1', 'accept 300'];

export interface TracedCall extends Call {
  step: string;
}

export class Script {
  readonly sim: SimWorld;
  readonly audit: Audit;
  readonly calls: TracedCall[] = [];
  readonly acked = new Map<string, { index: number; content: ConsentDraft }>();
  readonly #case: Case | undefined;
  #step = '';
  #isErased = false;
  /** The one fault has happened: what comes now is a retry. */
  #struck = false;
  #sending: number[] = [];

  constructor(given?: Case) {
    const random = randomOf(1);
    this.#case = given;
    this.sim = new SimWorld({
      settings: { retentionDays: 60 },
      random: random.bytes,
      fate: (call) => this.#fate(call),
      survivors: () => 0,
      arrivesLate: () => true,
    });
    this.audit = new Audit(this.sim);
  }

  #fate(call: Call): Fate {
    this.calls.push({ ...call, step: this.#step });
    if (this.#struck || this.#case === undefined || this.calls.length - 1 !== this.#case.call) return 'works';
    this.#struck = true;
    return this.#case.fault;
  }

  async run(): Promise<void> {
    for (const { name, later = 0, ask } of STEPS) {
      this.#step = name;
      this.sim.time += later;
      if (!(await this.#try(() => ask(this)))) {
        // Whoever got no answer asks once more; of a record, with other content if that is what is tried.
        if (this.sim.life !== this.#begun) this.#begin();
        if (this.#case?.retry === 'other' && this.#sending.length > 0)
          must(await this.#try(() => this.#retryOther()), `${name}: the retry with other content failed`);
        must(await this.#again(() => ask(this)), `${name}: the retry failed`);
      }
      if (this.sim.life !== this.#begun) this.#begin();
      await this.#check();
    }
    await this.#rest();
  }

  /** Asks again, also where it is told to come later. */
  async #again(action: () => Promise<unknown>): Promise<boolean> {
    for (let attempt = 0; attempt < 3; attempt += 1) if (await this.#try(action)) return true;
    return false;
  }

  #begun = 1;
  #begin(): void {
    this.sim.begin();
    this.#begun = this.sim.life;
  }

  /** @returns whether it was answered. What hangs is killed. */
  async #try(action: () => Promise<unknown>): Promise<boolean> {
    let outcome: { ok: boolean; error?: unknown } | undefined;
    const { life } = this.sim;
    action().then(
      () => (outcome = { ok: true }),
      (error: unknown) => (outcome = { ok: false, error }),
    );
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      await quiet();
      if (outcome?.error instanceof Fault) throw outcome.error;
      if (outcome !== undefined) {
        must(outcome.ok || this.#struck, `it failed where nothing did: ${String(outcome.error)}`);
        return outcome.ok && life === this.sim.life;
      }
      const [next] = this.sim.parked;
      if (life !== this.sim.life) return false;
      if (!next) break;
      this.sim.dispatch(next);
    }
    this.sim.die();
    return false;
  }

  async accept(first: number, count: number): Promise<unknown> {
    this.#sending = Array.from({ length: count }, (_one, at) => first + at);
    await this.#send(this.#sending.map((number) => this.acked.get(draftOf(number).id)?.content ?? draftOf(number)));
    this.#sending = [];
    return undefined;
  }

  async #retryOther(): Promise<void> {
    const drafts = this.#sending.map((number) => draftOf(number, true));
    await this.#send(drafts).catch((error: unknown) => {
      if (error instanceof Fault) throw error;
    });
  }

  async #send(drafts: ConsentDraft[]): Promise<void> {
    const accepted = await this.sim.ask(() => this.sim.ledger.accept(drafts));
    if (!accepted.ok) {
      // What was taken before its answer was lost stays as it was; nothing of the other content is kept.
      must(accepted.reason === 'record-differs', `refused: ${accepted.reason}`);
      for (const { id } of drafts) must(!this.acked.has(id) || this.acked.get(id)?.content !== drafts[0], 'other content was kept');
      if (!drafts[0]?.choices.analytics) return;
      // The other content came first, and was acknowledged.
      must(
        [...drafts].every(({ id }) => this.acked.has(id)),
        'a record was called another one than what was sent',
      );
      return;
    }
    accepted.taken.forEach(({ id, index }, at) => {
      const known = this.acked.get(id);
      const content = drafts[at] as ConsentDraft;
      must(!known || known.index === index, `record ${id} was acknowledged as two`);
      must(!known || known.content.choices.analytics === content.choices.analytics, `other content was acknowledged for ${id}`);
      this.acked.set(id, { index, content });
    });
  }

  async receipt(number: number): Promise<unknown> {
    const { id, subject } = draftOf(number);
    const got = await this.sim.ask(() => this.sim.ledger.receipt(id, { by: 'subject', subject: subject ?? '' }));
    if (!got.ok && got.reason === 'not-sealed') this.sim.time += got.retryAfter * 1000;
    must(got.ok || got.reason === 'not-sealed', `no receipt: ${got.ok || got.reason}`);
    if (!got.ok) throw new Error('later');
    return undefined;
  }

  async erase(): Promise<unknown> {
    const erased = await this.sim.ask(() => this.sim.ledger.erase({ subject: SUBJECT }, 'subject'));
    must(erased.ok, 'an erasure was refused');
    this.#isErased = true;
    return undefined;
  }

  async #check(): Promise<void> {
    this.audit.checkRows();
    await this.audit.checkPublic();
    const rows = new Map(this.audit.rows().map((row) => [row.idx, row]));
    for (const [id, { index }] of this.acked) must(rows.has(index) || index < this.audit.minimum(), `record ${id} was acknowledged and is lost`);
    const records = [...rows.values()].filter(({ key, entry }) => key && entry[0] === 1).length;
    must(records <= 301, `${records} records of 301`);
  }

  /** What was on its way arrives, the object begins anew, and comes to rest with all that it promised. */
  async #rest(): Promise<void> {
    this.#step = REST;
    this.#struck = true;
    for (const late of [...this.sim.late]) this.sim.arrive(late);
    this.sim.die();
    this.#begin();
    must(await this.#try(() => this.sim.ledger.tidy()), 'tidying failed');
    for (let rings = 0; this.sim.alarmAt() !== null; rings += 1) {
      must(rings < 20, 'the alarm rings for ever');
      this.sim.time = Math.max(this.sim.time, this.sim.alarmAt() ?? 0);
      must(await this.#try(() => this.sim.ring()), 'the alarm failed');
    }
    await this.#check();
    await this.audit.checkPublic(true);
    const { waiting, erasing, frozen, lastFrozen } = await this.sim.ledger.health();
    must(waiting === 0 && erasing === 0 && !frozen && !lastFrozen, `not at rest: ${JSON.stringify({ waiting, erasing, lastFrozen })}`);
    must(this.acked.size === 301, `${this.acked.size} records of 301 were acknowledged`);
    must(
      this.#isErased && this.audit.rows().every(({ erased, record }) => erased === 0 || record === null || record.every((byte) => byte === 0)),
      'not erased',
    );
    const archived = this.audit.archived();
    for (let number = 3; number <= 301; number += 50)
      must(!archived.includes(`\\"id\\":\\"${draftOf(number).id}\\"`), `erased record ${number} is in the archive`);
  }
}

/** The calls of the script when nothing fails. */
export async function traceCalls(): Promise<TracedCall[]> {
  const script = new Script();
  await script.run();
  return script.calls.filter(({ step }) => step !== REST);
}

/** @returns what went wrong, or nothing. */
export async function tryCase(given: Case): Promise<string | undefined> {
  try {
    await new Script(given).run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
