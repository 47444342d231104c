/** What a form costs in ways to the database and back: on the platform each is a way through its network. Counts, not times. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { openCase } from '../../../../worker/requests/cases.ts';
import { ask, ORIGIN } from '../../client.ts';
import { countedDatabase } from '../../counted-database.ts';
import { deskAt } from '../desk.ts';
import { Browser, emptyRequests, fieldsOf, formIn } from './browser.ts';

beforeEach(emptyRequests);

/** Then the log: what is to be entered, and where it stands. The mail is for whoever listens to the queue. */
const AFTER = 2;

/** Sends the form that stands on the page, as a deployment is asked, and counts. */
async function costOf({ html, cookies, now }: Browser, path: string, given: Record<string, string> = {}, files: File[] = []): Promise<number> {
  const { db, asked } = countedDatabase(env.INDEX);
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...fieldsOf(formIn(html, path) ?? ''), ...given })) data.append(name, value);
  for (const file of files) data.append('files', file);
  const made = new Request(ORIGIN, { method: 'POST', body: data });
  const headers = {
    'content-type': made.headers.get('content-type') ?? '',
    'sec-fetch-site': 'same-origin',
    'cf-connecting-ip': '203.0.113.7',
    cookie: [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; '),
  };
  const OUTBOX = { send: async () => undefined } as unknown as Queue<Cloudflare.Nudge>;
  const body = new Uint8Array(await made.arrayBuffer());
  const response = await ask(path, { method: 'POST', now, headers, body, bindings: { INDEX: db, OUTBOX, LOCAL: '' } });
  expect(response.status).toBe(303);
  return asked.calls;
}

async function filledIn(path: string, answers: Record<string, string>): Promise<Browser> {
  const browser = new Browser();
  await browser.post(path, { place: 'DE', behalf: 'self', email: 'jo@mail.example', step: 'more', ...answers });
  return browser.later(10);
}

const PDF = () => new File(['%PDF-1.4'], 'a.pdf');

test.each<[string, string, Record<string, string>, File[]]>([
  ['that needs a proof', '/requests/access/', {}, []],
  ['with five files', '/requests/rectification/', { details: 'My name is wrong.' }, Array.from({ length: 5 }, PDF)],
  ['that operators are told of at once', '/requests/objection/', { details: 'Stop.' }, []],
])('a request %s is taken in three: what is known of it, what may be mailed, and all that is written', async (_what, path, answers, files) => {
  expect(await costOf(await filledIn(path, answers), path, {}, files)).toBe(3 + AFTER);
});

test('an appeal that names the first request too', async () => {
  const first = await filledIn('/requests/access/', { place: 'US-VA' });
  await first.send('/requests/access/');
  const reference = /<code>([0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/.exec(first.html)?.[1] ?? '';
  const appeal = await filledIn('/requests/appeal/', { place: 'US-VA', details: 'The refusal is wrong.', reference });
  // And what the first one is told of it, after the answer: as it is, and with the event.
  expect(await costOf(appeal, '/requests/appeal/')).toBe(3 + AFTER + 2);
});

test('one by a browser that sent another one before too', async () => {
  const browser = await filledIn('/requests/objection/', { details: 'Stop.' });
  await browser.send('/requests/objection/');
  await browser.post('/requests/access/', { place: 'DE', behalf: 'self', email: 'jo@mail.example', step: 'more' });
  expect(await costOf(browser.later(10), '/requests/access/')).toBe(3 + AFTER);
});

test('an opt-out without an address is two: there is nobody to mail', async () => {
  const browser = new Browser();
  expect(await costOf(browser, '/requests/opt-out-sale/', { place: 'US-CA', email: '', step: 'send' })).toBe(2 + AFTER);
});

test('a request is opened with its events in one', async () => {
  const browser = await filledIn('/requests/access/', {});
  await browser.send('/requests/access/');
  const { db, asked } = countedDatabase(env.INDEX);
  const id = await env.INDEX.prepare('SELECT id FROM requests').first<string>('id');
  expect(await openCase({ ...(await deskAt(browser.now)), db }, { id: id ?? '' })).toMatchObject({ row: { id } });
  expect(asked.calls).toBe(1);
});
