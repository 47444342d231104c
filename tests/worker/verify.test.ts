/** `/verify/` carries the keys by which this edge signs, so that a receipt can be told from one that somebody else made. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseVkey } from '../../core/log/note.ts';
import { signersOf, vkeysOf } from '../../worker/ledger/signers.ts';
import { ask, indexOf } from './client.ts';

const keysIn = async (response: Response): Promise<string[]> => (/data-keys="([^"]*)"/.exec(await response.text())?.[1] ?? '').split(' ');
const OTHER = 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE';

test('the key of the log over all logs stands beside those that the organisation names', async () => {
  const { origin } = (await indexOf()).ledger;
  const own = vkeysOf(await signersOf(env.LOG_KEY, `${origin}/log/root`));
  expect(await keysIn(await ask('/verify/'))).toEqual(['named+00000000+key', ...own]);
  expect(parseVkey(own[0] ?? '')).toMatchObject({ ok: true, name: `${origin}/log/root` });
});

test('while one key replaces another, both are there', async () => {
  const keys = await keysIn(await ask('/verify/', { bindings: { LOG_KEY: `${env.LOG_KEY} ${OTHER}` } }));
  expect(keys).toHaveLength(3);
});

test('a copy with other keys is not taken for this one', async () => {
  const before = await ask('/verify/');
  const etag = before.headers.get('ETag') ?? '';
  expect(etag).not.toBe('');
  const headers = { 'If-None-Match': etag };
  expect((await ask('/verify/', { headers })).status).toBe(304);
  expect((await ask('/verify/', { headers, bindings: { LOG_KEY: OTHER } })).status).toBe(200);
});

test('where the ledger has no key, the page is as it was built', async () => {
  expect(await keysIn(await ask('/verify/', { bindings: { LOG_KEY: '' } }))).toEqual(['named+00000000+key']);
});
