/**
 * One simulated life of a ledger from a seed: who asks what, in which order, what fails and when it dies. The same seed is the
 * same life, call by call.
 */
import { Audit, Fault, must } from './audit.ts';
import { Clients } from './clients.ts';
import type { Mutation } from './mutations.ts';
import { type Random, randomOf } from './random.ts';
import { type Call, type Fate, quiet, SimWorld } from './world.ts';

export interface Life {
  seed: number;
  /** Every event, for comparing two runs. */
  events: string[];
  leaves: number;
  acknowledged: number;
  receipts: number;
  deaths: number;
  fault?: string;
}

const STEPS = 90;
const MOST_RINGS = 40;
const DAY = 86_400_000;

interface Kind {
  /** Does it come to full tiles? */
  isBig: boolean;
  failing: number;
  dying: number;
  retentionDays: number | undefined;
  groupCommitMilliseconds: number;
}

function kindOf(random: Random): Kind {
  const isBig = random.chance(0.12);
  return {
    isBig,
    failing: random.pick([0, 0.05, 0.25]) ?? 0,
    dying: random.pick([0, 0.02, 0.06]) ?? 0,
    retentionDays: isBig && random.chance(0.5) ? 60 : undefined,
    groupCommitMilliseconds: random.chance(0.2) ? 5 : 0,
  };
}

export async function simulate(seed: number, mutation?: Mutation, steps = STEPS): Promise<Life> {
  const random = randomOf(seed);
  const life = new Simulation(seed, random, kindOf(random), mutation);
  try {
    await life.run(steps);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...life.told(), fault: error.message };
  }
  return life.told();
}

class Simulation {
  readonly #random: Random;
  readonly #kind: Kind;
  readonly #seed: number;
  readonly #sim: SimWorld;
  readonly #audit: Audit;
  readonly #clients: Clients;
  readonly #events: string[] = [];
  #calm = false;
  #deaths = 0;
  #running = 0;
  /** The life that is known to have begun. */
  #begun = 0;
  #failed: unknown;

  constructor(seed: number, random: Random, kind: Kind, mutation: Mutation | undefined) {
    this.#seed = seed;
    this.#random = random;
    this.#kind = kind;
    const { retentionDays, groupCommitMilliseconds } = kind;
    this.#sim = new SimWorld({
      settings: { groupCommitMilliseconds, ...(retentionDays === undefined ? {} : { retentionDays }) },
      random: random.bytes,
      fate: (call) => this.#fate(call),
      survivors: (pending) => random.below(pending + 1),
      arrivesLate: () => random.chance(0.5),
      ...mutation?.(),
    });
    this.#begun = this.#sim.life;
    this.#audit = new Audit(this.#sim);
    this.#clients = new Clients(this.#sim, this.#audit, random);
  }

  #fate({ what }: Call): Fate {
    const { failing, dying } = this.#kind;
    if (this.#calm) return 'works';
    if (this.#random.chance(dying * 0.2)) return this.#random.chance(0.5) ? 'killed-before' : 'killed-after';
    if (what === 'wait' || what === 'answer' || !this.#random.chance(failing * (what.startsWith('archive') ? 1 : 0.1))) return 'works';
    if (what === 'commit') return 'fails';
    return this.#random.pick(['fails', 'took-effect', 'hangs'] as const) ?? 'works';
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.#step();
      await quiet();
      this.#livesOn();
      await this.#check();
    }
    await this.#heal();
  }

  told(): Life {
    const acknowledged = [...this.#clients.sent.values()].filter(({ acked }) => acked).length;
    const { leaves } = this.#audit;
    return { seed: this.#seed, events: this.#events, leaves: leaves.length, acknowledged, receipts: this.#clients.receipts.length, deaths: this.#deaths };
  }

  #note(event: string): void {
    this.#events.push(event);
  }

  #step(): void {
    const random = this.#random;
    const { parked, late } = this.#sim;
    if (random.chance(this.#kind.dying)) {
      this.#die();
      return;
    }
    if (late.length > 0 && random.chance(0.05)) {
      const arriving = late[random.below(late.length)];
      this.#note(`late ${arriving?.call.detail}`);
      if (arriving) this.#sim.arrive(arriving);
      return;
    }
    if (parked.length > 0 && random.chance(0.8)) {
      // Several at once, or a round of hundreds of calls would not come to its end.
      for (let turns = random.below(12); turns >= 0 && this.#sim.parked.length > 0; turns -= 1) if (!this.#dispatch()) return;
      return;
    }
    if (random.chance(0.25)) this.#letTimePass();
    else this.#begin();
  }

  /** @returns whether what waits now was waiting already. */
  #dispatch(): boolean {
    const next = this.#random.pick(this.#sim.parked);
    if (!next) return false;
    const { life } = this.#sim;
    const fate = this.#sim.dispatch(next);
    this.#note(`${next.call.what} ${next.call.detail} ${fate}`);
    return life === this.#sim.life;
  }

  #die(): void {
    this.#note('death');
    this.#sim.die();
  }

  /** An object that died begins a new life with the next call. */
  #livesOn(): void {
    if (this.#sim.life === this.#begun) return;
    this.#deaths += 1;
    this.#running = 0;
    this.#clients.forgetErasing();
    // It may be on another machine, with another clock.
    this.#sim.skew = this.#random.below(10_000) - 5000;
    this.#sim.begin();
    this.#begun = this.#sim.life;
  }

  #letTimePass(): void {
    const random = this.#random;
    const { retentionDays } = this.#kind;
    const long = retentionDays !== undefined && random.chance(0.1) ? 20 * DAY : 0;
    this.#sim.time += (random.pick([1, 1000, 10_000, 300_000, 3_600_000]) ?? 1) + long;
    const at = this.#sim.alarmAt();
    if (at !== null && at <= this.#sim.now() && !this.#sim.ringing) this.#start('alarm', () => this.#sim.ring());
  }

  #begin(): void {
    const { isBig } = this.#kind;
    const clients = this.#clients;
    const count = isBig && this.#random.chance(0.5) ? 100 + this.#random.below(200) : 1 + this.#random.below(5);
    /** How often each, of a hundred. */
    const choices: [number, string, () => Promise<void>][] = [
      [30, 'accept', () => clients.accept(count)],
      [12, 'again', () => clients.again(false)],
      [8, 'other', () => clients.again(true)],
      [8, 'seal', () => this.#sim.ledger.seal()],
      [12, 'receipt', () => clients.receipt()],
      [6, 'erase', () => clients.erase()],
      [5, 'history', () => clients.history()],
      [5, 'find', () => clients.find()],
      [3, 'page', () => clients.page()],
      [6, 'publish', () => clients.publish()],
      [5, 'tidy', () => this.#sim.ledger.tidy()],
    ];
    let draw = this.#random.below(100);
    for (const [share, name, action] of choices) {
      if (draw < share) {
        this.#start(name, action);
        return;
      }
      draw -= share;
    }
  }

  /** Begins something that goes on while other things happen. What fails says so, and may be tried again. */
  #start(name: string, action: () => Promise<void>): void {
    this.#note(name);
    const { life } = this.#sim;
    const mayFail = this.#kind.failing > 0 && !this.#calm;
    this.#running += 1;
    action().then(
      () => {
        if (life === this.#sim.life) this.#running -= 1;
      },
      (error: unknown) => {
        if (life === this.#sim.life) this.#running -= 1;
        // Of a dead object nobody hears; what fails in a world where nothing does is a fault of the ledger.
        if (error instanceof Fault || (life === this.#sim.life && !mayFail)) this.#failed ??= error;
      },
    );
  }

  async #check(): Promise<void> {
    if (this.#failed) throw this.#failed instanceof Fault ? this.#failed : new Fault(`thrown where nothing failed: ${String((this.#failed as Error).stack)}`);
    if (this.#kind.isBig && !this.#calm && this.#random.chance(0.8)) return;
    this.#audit.checkRows();
    this.#clients.checkAcked();
    await this.#audit.checkPublic();
  }

  /** Nothing fails any more: the ledger comes to rest by itself, with everything that it promised. */
  async #heal(): Promise<void> {
    this.#calm = true;
    for (const late of [...this.#sim.late]) if (this.#random.chance(0.5)) this.#sim.arrive(late);
    this.#sim.late = [];
    this.#die();
    this.#livesOn();
    await this.#finish('tidy', () => this.#sim.ledger.tidy());
    // At rest within hours, whatever grows old later; and again when all has.
    for (const patience of [DAY, Number.POSITIVE_INFINITY]) {
      await this.#ringAll(patience);
      await this.#finish('health', () => this.#restful());
      this.#audit.checkRows();
      await this.#audit.checkPublic(true);
    }
    await this.#finish('settle', () => this.#clients.settle());
  }

  async #ringAll(patience: number): Promise<void> {
    const next = (): number => (this.#sim.alarmAt() ?? Number.NaN) - this.#sim.skew - this.#sim.time;
    for (let rings = 0; next() < patience; rings += 1) {
      must(rings < MOST_RINGS, 'the alarm rings for ever');
      this.#sim.time += Math.max(0, next());
      await this.#finish('alarm', () => this.#sim.ring());
    }
  }

  async #restful(): Promise<void> {
    const health = await this.#sim.ledger.health();
    must(health.frozen === null && health.lastFrozen === null, `the ledger froze: ${health.lastFrozen?.reason}`);
    must(health.waiting === 0, `${health.waiting} entries wait and no alarm is set`);
    must(health.erasing === 0, `${health.erasing} erasures are not done and no alarm is set`);
    must(health.size === this.#audit.leaves.length, `the ledger says ${health.size} leaves, ${this.#audit.leaves.length} are out`);
  }

  async #finish(name: string, action: () => Promise<void>): Promise<void> {
    this.#start(name, action);
    for (await quiet(); this.#running > 0 && !this.#failed; await quiet()) {
      must(this.#sim.parked.length > 0, `${name} never ends`);
      this.#dispatch();
    }
    await this.#check();
  }
}
