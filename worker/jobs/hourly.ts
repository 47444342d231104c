/**
 * The hourly round. Over all logs: each tidies up (records move, or are given up), then the root log takes in the checkpoints that
 * are new, and outside witnesses cosign it. Over the requests: what is due is reminded of, told, forgotten and sent. Each part is
 * harmless when it is done again, and none hinders the others.
 */

import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { toBase64 } from '../../core/log/bytes.ts';
import { parseCheckpoint } from '../../core/log/checkpoint.ts';
import { parseNote } from '../../core/log/note.ts';
import type { Statement } from '../../core/log/statements.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { allLogs, type Log, originOf } from '../logs.ts';
import { type Desk, deskOf } from '../requests/desk.ts';
import { logEvents } from '../requests/log.ts';
import type { Site } from '../site.ts';
import { readBanners } from '../site.ts';
import { emptyOutbox } from './outbox.ts';
import { dropOrphans, purge, tidy } from './purge.ts';
import { remind } from './reminders.ts';
import { announceChanges } from './subscriptions.ts';
import { askWitness } from './witness.ts';

/** @param report tells the operator what failed. */
export async function hourly(env: Cloudflare.Env, site: Site, now: Date, report: (error: unknown) => void): Promise<void> {
  const logs = allLogs(await readBanners(site, new Request('https://assets.invalid')));
  for (const log of [...logs, { name: ROOT_LOG }]) await ledgerOf(env, log.name, log.jurisdiction).tidy().catch(report);
  await overRequests(env, site, now, report).catch(report);
  const entered = await enterCheckpoints(env, site, logs, now, report);
  const root = ledgerOf(env, ROOT_LOG);
  await root.seal();
  for (const { log, size, note, statement, index } of entered) await ledgerOf(env, log.name, log.jurisdiction).rooted({ size, note, statement, index });
  for (const witness of site.index.ledger.witnesses) {
    const asked = await askWitness(witness, (name, known) => root.growth(name, known));
    if (asked.ok) await root.cosigned(asked.name, asked.note, asked.lines).catch(report);
    else report(new Error(`witness ${asked.name}: ${asked.reason}${asked.status ? ` (${asked.status})` : ''}`));
  }
}

async function overRequests(env: Cloudflare.Env, site: Site, now: Date, report: (error: unknown) => void): Promise<void> {
  const desk = await deskOf(env, site, now);
  if (!desk) return;
  for (const round of [logEvents, remind, announceChanges, purge, tidy, dropOrphans, lookIntoOutbox]) {
    try {
      await round(desk);
    } catch (error) {
      report(error);
    }
  }
}

/** Mails and webhooks are sent by the queue's invocation, which has limits of its own; by this one where there is no queue. */
async function lookIntoOutbox(desk: Desk): Promise<void> {
  const { OUTBOX, LOCAL } = desk.env;
  if (OUTBOX && !LOCAL) {
    const told = await OUTBOX.send({}).then(
      () => true,
      () => false,
    );
    if (told) return;
  }
  const { errors } = await emptyOutbox(desk);
  if (errors.length > 0) throw new AggregateError(errors, 'the outbox');
}

interface Entered {
  log: Log;
  size: number;
  note: string;
  statement: string;
  index: number;
}

/** Makes the checkpoints that are new entries of the root log. */
async function enterCheckpoints(env: Cloudflare.Env, site: Site, logs: readonly Log[], now: Date, report: (error: unknown) => void): Promise<Entered[]> {
  const entered: Entered[] = [];
  for (const log of logs) {
    try {
      const { size, note, rooted } = await ledgerOf(env, log.name, log.jurisdiction).checkpoint();
      if (size === 0 || size === rooted) continue;
      const statement = statementOf(originOf(site, log.name), note, now);
      const published = await ledgerOf(env, ROOT_LOG).publish([statement]);
      if (!published.ok) throw new Error(`the root log: ${published.reason}`);
      // Where it was there already, it says when it came first.
      const [index = 0, said = ''] = [published.indexes[0], published.statements[0]];
      entered.push({ log, size, note, statement: said, index });
    } catch (error) {
      report(error);
    }
  }
  return entered;
}

function statementOf(origin: string, note: string, now: Date): Statement {
  const signed = parseNote(note);
  const head = signed.ok ? parseCheckpoint(signed.text) : signed;
  if (!head.ok || head.origin !== origin) throw new Error(`the checkpoint of ${origin} cannot be read`);
  return { type: 'checkpoint', log: origin, size: head.size, root: toBase64(head.root), at: now.toISOString() };
}
