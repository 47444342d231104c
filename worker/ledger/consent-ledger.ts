/** The ledger as an object of the platform: hands it storage, archive, clock and keys. What it does stands in `ledger.ts`. */
import { DurableObject } from 'cloudflare:workers';
import { siteNamed } from '../../core/banner/index-file.ts';
import type { ConsentDraft } from '../../core/consent/record.ts';
import { siteOfLog } from '../../core/consent/shards.ts';
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { checkpointStatement } from '../../core/log/checkpoint-statement.ts';
import type { Statement } from '../../core/log/statements.ts';
import { originOf } from '../logs.ts';
import { readBanners, readSite } from '../site.ts';
import { archiveOf, bucketOf } from '../store/archive.ts';
import { countBatch } from '../store/counts.ts';
import type { Commitment } from './commit.ts';
import { Ledger } from './ledger.ts';
import { ledgerOf } from './objects.ts';
import type { Claim } from './receipt.ts';
import { signersOf } from './signers.ts';
import type { Archive, LedgerWorld, LogSettings } from './world.ts';

/** Any will do: the asset server looks at the path alone. */
const ASSETS_ORIGIN = 'https://assets.invalid';

export class ConsentLedger extends DurableObject<Cloudflare.Env> {
  readonly #ledger: Ledger;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#ledger = new Ledger(worldOf(state, env));
  }

  accept(drafts: readonly ConsentDraft[]) {
    return this.#ledger.accept(drafts);
  }

  publish(statements: readonly Statement[]) {
    return this.#ledger.publish(statements);
  }

  commit(commitments: readonly Commitment[]) {
    return this.#ledger.commit(commitments);
  }

  receipt(id: string, claim: Claim) {
    return this.#ledger.receipt(id, claim);
  }

  erase(what: { subject: string } | { id: string }, by: 'subject' | 'operator') {
    return this.#ledger.erase(what, by);
  }

  history(subject: string) {
    return this.#ledger.history(subject);
  }

  find(id: string) {
    return this.#ledger.find(id);
  }

  page(from: number, limit: number) {
    return this.#ledger.page(from, limit);
  }

  tile(level: number | 'entries', n: number, width: number) {
    return this.#ledger.tile(level, n, width);
  }

  checkpoint() {
    return this.#ledger.checkpoint();
  }

  prove(index: number) {
    return this.#ledger.prove(index);
  }

  proveAsked(index: number) {
    return this.#ledger.proveAsked(index);
  }

  growth(name: string, known?: number) {
    return this.#ledger.growth(name, known);
  }

  cosigned(name: string, note: string, line: string) {
    return this.#ledger.cosigned(name, note, line);
  }

  health() {
    return this.#ledger.health();
  }

  seal() {
    return this.#ledger.seal();
  }

  tidy() {
    return this.#ledger.tidy();
  }

  override alarm() {
    return this.#ledger.alarm();
  }
}

function worldOf({ storage, id }: DurableObjectState, env: Cloudflare.Env): LedgerWorld {
  const log = id.name;
  if (log === undefined) throw new Error('A ledger is reached by the name of its log.');
  // Where the Worker's clock stands still, a ledger's begins there and goes on: it has to wait for things.
  const ahead = env.FIXED_NOW ? Date.now() - Date.parse(env.FIXED_NOW) : 0;
  const now = (): number => Date.now() - ahead;
  let settings: Promise<LogSettings & { jurisdiction?: 'eu' }> | undefined;
  const read = (): Promise<LogSettings & { jurisdiction?: 'eu' }> => {
    settings ??= readSettings(env, log).catch((error: unknown) => {
      settings = undefined;
      throw error;
    });
    return settings;
  };
  return {
    sql: storage.sql as LedgerWorld['sql'],
    transaction: (action) => storage.transactionSync(action),
    sync: () => storage.sync(),
    alarm: {
      get: async () => ((at) => at && at - ahead)(await storage.getAlarm()),
      set: (at) => storage.setAlarm(at + ahead),
      clear: () => storage.deleteAlarm(),
    },
    archive: lateArchive(async () => archiveOf(bucketOf(env, (await read()).jurisdiction))),
    settings: read,
    now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    wait: (milliseconds) => scheduler.wait(milliseconds),
    signers: (origin) => signersOf(env.LOG_KEY, origin),
    ...(log === ROOT_LOG ? {} : { enterRoot: (note: string) => enterRoot(env, log, note, now()) }),
    count: ({ log, from, records, to }) => countBatch(env.INDEX, log, from, records, to),
  };
}

/** A checkpoint as a statement of the log over all logs. Where that knows it, it says when it came first. */
async function enterRoot(env: Cloudflare.Env, log: string, note: string, now: number): Promise<{ statement: string; index: number }> {
  const site = await readSite(env.ASSETS, ASSETS_ORIGIN);
  const published = await ledgerOf(env, ROOT_LOG).publish([checkpointStatement(originOf(site, log), note, new Date(now))]);
  const [index, statement] = published.ok ? [published.indexes[0], published.statements[0]] : [];
  if (index === undefined || statement === undefined) throw new Error(`the root log: ${published.ok ? 'no answer' : published.reason}`);
  return { statement, index };
}

/** The build says what holds for a log; an object that lives through a deployment is begun anew by it. */
async function readSettings(env: Cloudflare.Env, log: string): Promise<LogSettings & { jurisdiction?: 'eu' }> {
  const site = await readSite(env.ASSETS, ASSETS_ORIGIN);
  const own = siteNamed(await readBanners(site, new Request(ASSETS_ORIGIN)), siteOfLog(log))?.ledger;
  const { groupCommitMilliseconds = 0, retentionDays, jurisdiction } = own ?? {};
  return {
    log,
    origin: originOf(site, log),
    groupCommitMilliseconds,
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
  };
}

/** Which bucket it is stands in the settings. */
function lateArchive(open: () => Promise<Archive>): Archive {
  return {
    get: async (key) => (await open()).get(key),
    put: async (key, bytes, condition) => (await open()).put(key, bytes, condition),
  };
}
