/** What is read changes nothing: every GET of the console and of both interfaces leaves all as it was, but for the audit. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { REQUEST_ROUTES } from '../../../core/requests/api-routes.ts';
import { SCOPE_NAMES } from '../../../core/requests/scopes.ts';
import { addEvents, openCase } from '../../../worker/requests/cases.ts';
import { storeFile } from '../../../worker/requests/files.ts';
import { logEvents } from '../../../worker/requests/log.ts';
import { CONSOLE_ROUTES } from '../../../worker/routes/console/routes.ts';
import { OPERATOR_ROUTES } from '../../../worker/routes/operator/index.ts';
import { OPERATOR_TOKEN } from '../../support/secrets.ts';
import { ask, NOW } from '../client.ts';
import { recordWith, send } from '../records.ts';
import { tokenFor } from '../requests/api/systems.ts';
import { deskAt } from '../requests/desk.ts';
import { open, type Signed, signIn, submit, taken, withSettings } from './client.ts';

const bindings = withSettings({ fourEyes: true });
let ada: Signed;
let token: string;
const named: Record<string, string> = {};

/** A request with words, a file of the person, one of the answer and a proposal; and approvals that wait, and that may be used. */
beforeAll(async () => {
  const record = await recordWith();
  await (await send(record)).arrayBuffer();
  const { row } = await taken();
  const desk = await deskAt(NOW);
  const files: Awaited<ReturnType<typeof storeFile>>[] = [];
  for (const source of ['person', 'answer'] as const)
    files.push(await storeFile(desk, await opened(row.id), source, { name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array(9) }));
  await addEvents(
    desk,
    row.id,
    () => [
      ...files.map(({ event }) => ({ event, actor: 'Kim' })),
      { event: { type: 'message-from-person', at: NOW }, actor: 'person', words: 'One more thing.' },
      { event: { type: 'approval-asked', at: NOW, action: 'answered' }, actor: 'Kim', words: '{"does":"answered","outcome":"complied","text":"Here."}' },
    ],
    { also: () => files.map(({ statement }) => statement) },
  );
  await logEvents(desk);
  ada = await signIn('admin', 'Ada', { bindings });
  const bob = await signIn('admin', 'Bob', { bindings });
  for (const file of ['audit.jsonl', 'audit.csv']) {
    const gate = await submit(ada, (await open(ada, '/operator/audit/')).html, 'Export', { file });
    await submit(ada, gate.html, 'Ask', { do: 'ask' });
  }
  await submit(bob, (await open(bob, '/operator/approvals/')).html, 'Approve: Export of the audit, audit.jsonl', { do: 'approve' });
  token = await tokenFor(SCOPE_NAMES, { days: 90 });
  const audit = await env.INDEX.prepare('SELECT id FROM audit ORDER BY id LIMIT 1').first<string>('id');
  Object.assign(named, { reference: row.reference, request: row.id, file: files[0]?.id ?? '', audit: audit ?? '', record: record.id });
});

async function opened(id: string) {
  const found = await openCase(await deskAt(NOW), { id });
  if (!found) throw new Error('no request');
  return found;
}

/** All that is kept, but for the audit and the day on which a token was last used. */
async function everything(): Promise<Record<string, unknown>> {
  const { results: tables } = await env.INDEX.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd1%' AND name <> 'audit'",
  ).all<{ name: string }>();
  const rows = await Promise.all(
    tables.map(async ({ name }) => [name, (await env.INDEX.prepare(`SELECT * FROM ${name}`).all()).results.map(({ used: _used, ...row }) => row)]),
  );
  const files = (await env.ARCHIVE.list({ prefix: 'requests/' })).objects.map(({ key, etag }) => [key, etag]);
  return { ...Object.fromEntries(rows), files };
}

const entries = async (): Promise<number> => (await env.INDEX.prepare('SELECT count(*) AS n FROM audit').first<number>('n')) ?? 0;

/** An address of the tables with something that there is in every place. */
function addressOf(path: string): string {
  const values: Record<string, string | undefined> = {
    reference: named.reference,
    letter: 'message',
    number: '1',
    file: path.includes('operator/exports') ? 'consents.csv' : /statistics|requests\/exports/.test(path) ? 'requests.csv' : named.file,
    id: path.startsWith('/operator/audit') ? named.audit : path.includes('/consents/') ? named.record : named.request,
  };
  const query = path.endsWith('v1/operator/consents')
    ? `?site=shop&subject=${'5a'.repeat(32)}`
    : /v1\/operator\/(consents|exports)/.test(path)
      ? '?site=shop'
      : '';
  return path.replace(/:(\w+)|\{(\w+)\}/g, (_whole, colon?: string, brace?: string) => values[colon ?? brace ?? ''] ?? '') + query;
}

const isRead = ({ method }: { method: string }): boolean => method === 'GET';
const READS: { path: string; headers: () => Record<string, string> }[] = [
  ...CONSOLE_ROUTES.filter(isRead).map(({ path }) => ({ path: `/operator/${path}`, headers: () => ({ cookie: ada.cookie }) })),
  ...OPERATOR_ROUTES.filter(isRead).map(({ path }) => ({ path, headers: () => ({ authorization: `Bearer ${OPERATOR_TOKEN}` }) })),
  ...REQUEST_ROUTES.filter(isRead).map(({ path }) => ({ path, headers: () => ({ authorization: `Bearer ${token}` }) })),
];

test.each(READS)('GET $path', async ({ path, headers }) => {
  const address = addressOf(path);
  const [before, noted] = [await everything(), await entries()];
  for (const method of ['GET', 'HEAD', 'GET']) {
    const response = await ask(address, { method, headers: headers(), bindings });
    await response.arrayBuffer();
    // The one of a plot has no such name, and a receipt may be asked for too soon.
    expect([200, ...(path.includes('plots') ? [404] : []), ...(/events|receipt/.test(path) ? [503] : [])], `${method} ${address}`).toContain(response.status);
  }
  expect(await everything()).toEqual(before);
  expect((await entries()) - noted).toBeLessThanOrEqual(3);
});
