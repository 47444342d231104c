/** Consent records as a browser sends them, for the tests of the API, and what the ledger holds of them. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { SentConsent } from '../../core/schemas.ts';
import type { ConsentLedger } from '../../worker/ledger/consent-ledger.ts';
import { type Asked, ask } from './client.ts';

export const SHOP = 'https://shop.example';
export const CONSENTS = '/api/v1/consents';

/** The notice that a banner of the fixture points to. */
export async function noticeOf(site = 'shop', query = 'region=DE&lang=de', asked: Asked = {}): Promise<string> {
  const { notice } = await (await ask(`/banner/${site}.json?${query}`, asked)).json<{ notice: string }>();
  return notice;
}

let made = 0;

/** A record that is right, but for what is given. */
export async function recordWith(given: Partial<Record<keyof SentConsent, unknown>> = {}): Promise<SentConsent> {
  made += 1;
  const record = {
    id: `019aae2c-5400-7000-8000-${String(made).padStart(12, '0')}`,
    site: 'shop',
    notice: await noticeOf(),
    subject: 'ab'.repeat(32),
    decided: '2026-11-23T23:59:58.123Z',
    action: 'save',
    surface: 'dialog',
    choices: { analytics: true, marketing: false },
    gpc: false,
  };
  return { ...record, ...given } as SentConsent;
}

/** Sends it as the banner does: as text, so that no preflight is needed. */
export function send(record: unknown, { headers = {}, path = CONSENTS, ...asked }: Asked & { path?: string } = {}): Promise<Response> {
  const body = typeof record === 'string' || record instanceof ReadableStream ? record : JSON.stringify(record);
  return ask(path, { method: 'POST', body, headers: { origin: SHOP, 'content-type': 'text/plain;charset=UTF-8', ...headers }, ...asked });
}

/** An instant of the edge's clock: the object's own clock has run on since its leaf of the notice. */
export const SOON = expect.stringMatching(/^2026-11-24T00:0\d:\d\d\.\d{3}Z$/);

/** The records in a log, as they lie in their rows, in the order in which they were taken. */
export function rowsOf(log = 'shop'): Promise<Record<string, unknown>[]> {
  return runInDurableObject(env.LEDGER.getByName(log), (_object: ConsentLedger, state) =>
    state.storage.sql
      .exec<{ record: ArrayBuffer }>('SELECT entries.*, salt, record FROM entries JOIN records_a USING (idx) WHERE id IS NOT NULL ORDER BY idx')
      .toArray()
      .map((row) => ({ ...row, record: new TextDecoder().decode(row.record) })),
  );
}

/** Takes back what a test has left: storage is shared within a file. */
export async function emptyLedgers(logs: readonly string[] = ['shop', 'blog']): Promise<void> {
  for (const log of logs)
    await runInDurableObject(env.LEDGER.getByName(log), async (_object: ConsentLedger, { storage }) => {
      for (const table of ['redeemed', 'erasures']) storage.sql.exec(`DELETE FROM ${table}`);
      for (const table of ['entries', 'records_a', 'records_b']) storage.sql.exec(`DELETE FROM ${table} WHERE idx >= 0`);
      storage.sql.exec("UPDATE tree SET size = 0, edge = x'', note = NULL, staged_size = NULL, staged_edge = NULL, staged_note = NULL");
      storage.sql.exec("DELETE FROM meta WHERE key <> 'secret'");
      await storage.deleteAlarm();
    });
  // What an object remembers goes with it.
  for (const log of logs) await evictDurableObject(env.LEDGER.getByName(log));
  for (const prefix of ['log/', 'records/', 'erasures/']) {
    const { objects } = await env.ARCHIVE.list({ prefix });
    if (objects.length > 0) await env.ARCHIVE.delete(objects.map(({ key }) => key));
  }
}
