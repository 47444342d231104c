/** Consent records as a browser sends them, for the tests of the API, and what the ledger holds of them. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
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

/** The rows of a site's ledger, as they lie in its table. */
export function rowsOf(site = 'shop'): Promise<Record<string, unknown>[]> {
  return runInDurableObject(env.LEDGER.getByName(site), (_object: ConsentLedger, state) =>
    state.storage.sql.exec('SELECT * FROM records ORDER BY id').toArray(),
  );
}

/** Deletes what a test has left: storage is shared within a file. */
export async function emptyLedgers(): Promise<void> {
  for (const site of ['shop', 'blog'])
    await runInDurableObject(env.LEDGER.getByName(site), (_object: ConsentLedger, state) => void state.storage.sql.exec('DELETE FROM records'));
}
