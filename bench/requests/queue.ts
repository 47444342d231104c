/**
 * The desk when it is full: what it takes to send a request and to look at the queue with 100,000 requests stored, over HTTP through
 * the real Worker with its database on disk. The answer's whole time on this machine is measured, the proxy of `wrangler dev` in it.
 *
 *     node bench/requests/queue.ts [--requests 100000] [--rounds 40]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../../cli/local-edge.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startRealEdge } from '../../tests/support/real-edge.ts';
import { OPERATOR_TOKEN } from '../../tests/support/secrets.ts';
import { makeEdgeSites } from '../../tests/support/worker-site.ts';
import { machineInWords, markdownTable, median, say, writeResult } from '../report.ts';
import { databaseIn, fill } from './fill.ts';

const { values } = parseArgs({ options: { requests: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '40' } } });
const [REQUESTS, ROUNDS] = [Number(values.requests), Number(values.rounds)];
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-queue-'));
const state = join(folder, 'state');
await migrate(state);
const db = databaseIn(state);
fill(db, REQUESTS, new Date().toISOString().slice(0, 10));
const stored = db.prepare('SELECT count(*) AS count FROM requests').get() as { count: number };
const sample = db.prepare("SELECT reference FROM requests WHERE queue = 'active' LIMIT 1 OFFSET 100").get() as { reference: string };
db.close();
say(`${stored.count.toLocaleString('en')} requests are stored; the Worker starts.`);
const edge = await startRealEdge(makeEdgeSites(join(folder, 'assets')), state, await freePort());

try {
  const cookie = await signIn();
  const after = /after=([^"&]+)/.exec(await (await look('/operator/', cookie)).text())?.[1] ?? '';
  const views: [string, string][] = [
    ['an address that there is not', '/operator/nothing/'],
    ['the queue', '/operator/'],
    ['its next page', `/operator/?after=${after}`],
    ['overdue', '/operator/?due=overdue'],
    ['without a date', '/operator/?due=none'],
    ['one kind', '/operator/?kind=erasure'],
    ['one law', '/operator/?law=us-ca-ccpa'],
    ['mine', '/operator/?assignee=me'],
    ['nobody’s', '/operator/?assignee=nobody'],
    ['kind, law and state', '/operator/?kind=complaint&law=ch-fadp&state=open'],
    ['not proved', '/operator/?queue=unproved'],
    ['closed', '/operator/?queue=closed'],
    ['closed, refused', '/operator/?queue=closed&state=refused'],
    ['closed, one kind', '/operator/?queue=closed&kind=access'],
  ];
  const measured: { name: string; times: number[] }[] = [];
  for (const [name, path] of views) measured.push({ name, times: await timed(async () => (await look(path, cookie)).arrayBuffer()) });
  measured.push({ name: 'a reference is searched', times: await search(cookie, sample.reference) });
  measured.push({ name: 'an address is searched', times: await search(cookie, 'nobody@mail.example') });
  measured.push({ name: 'a request is sent by the form', times: await submit() });
  writeResult('requests-queue', {
    stored: stored.count,
    rounds: ROUNDS,
    results: measured.map(({ name, times }) => ({ name, median: median(times), p95: percentile(times, 0.95) })),
  });
  say(
    markdownTable(
      [`${stored.count.toLocaleString('en')} requests`, 'median, ms', '95th percentile, ms'],
      measured.map(({ name, times }) => [name, median(times).toFixed(1), percentile(times, 0.95).toFixed(1)]),
    ),
  );
  say(machineInWords());
} finally {
  await edge.stop();
  rmSync(folder, { recursive: true, force: true });
}

function look(path: string, cookie: string): Promise<Response> {
  return fetch(edge.origin + path, { headers: { cookie }, redirect: 'manual' });
}

function send(path: string, cookie: string, fields: Record<string, string>): Promise<Response> {
  return fetch(edge.origin + path, {
    method: 'POST',
    headers: { ...FORM, origin: edge.origin, cookie },
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
}

async function signIn(): Promise<string> {
  const response = await send('/operator/sign-in/', '', { token: OPERATOR_TOKEN, name: 'Kim', role: 'admin' });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function timed(once: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const begun = performance.now();
    await once(round);
    if (round >= 0) times.push(performance.now() - begun);
  }
  return times;
}

async function search(cookie: string, q: string): Promise<number[]> {
  const html = await (await look('/operator/', cookie)).text();
  const form = /<form [^>]*aria-label="Search"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields = hiddenIn(form);
  return timed(async () => (await send('/operator/search/', cookie, { ...fields, q })).arrayBuffer());
}

function hiddenIn(form: string): Record<string, string> {
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
}

/** As people do it: the form first, two seconds to fill it in, then the request, each from an address of its own. */
async function submit(): Promise<number[]> {
  const filled: { cookie: string; fields: Record<string, string> }[] = [];
  for (let at = 0; at < ROUNDS + 3; at += 1) {
    const answers = { place: 'DE', behalf: 'self', email: `bench-${at}@mail.example` };
    const response = await send('/requests/access/', '', { ...answers, step: 'more' });
    const form = /<form\b[^>]*action="\/requests\/access\/"[\s\S]*?<\/form>/.exec(await response.text())?.[0] ?? '';
    filled.push({ cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', fields: { ...answers, ...hiddenIn(form), step: 'send' } });
  }
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const states: number[] = [];
  const times = await timed(async (round) => {
    const one = filled[round + 3];
    const response = await send('/requests/access/', one?.cookie ?? '', one?.fields ?? {});
    states.push(response.status);
    await response.arrayBuffer();
  });
  const taken = states.filter((status) => status === 303).length;
  if (taken < states.length) say(`Of ${states.length} requests ${taken} were taken.`);
  return times;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
