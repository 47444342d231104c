/**
 * The desk when it is full: what it takes to send a request and to look at the queue with 100,000 requests stored, over HTTP through
 * the real Worker with its database on disk. Three figures of each: the answer's whole time on this machine, the proxy of
 * `wrangler dev` in it; the processor's time of the one process that holds the database open, which is workerd with the Worker, D1,
 * the logs and the assets; and that of all others, which is the proxy. What follows an answer, such as the log, counts as processor's time too.
 *
 *     node bench/requests/queue.ts [--requests 100000] [--rounds 40] [--pairs 5]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../../cli/local-edge.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startRealEdge } from '../../tests/support/real-edge.ts';
import { makeEdgeSites } from '../../tests/support/worker-site.ts';
import { holdsOpen, processesOf } from '../processes.ts';
import { machineInWords, markdownTable, median, say, writeResult } from '../report.ts';
import { filledForms, formIn, hiddenIn, send, signIn } from './desk.ts';
import { databaseIn, fill, KINDS, LAWS } from './fill.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '40' }, pairs: { type: 'string', default: '5' } },
});
const [REQUESTS, ROUNDS, PAIR_ROUNDS] = [Number(values.requests), Number(values.rounds), Number(values.pairs)];

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-queue-'));
const state = join(folder, 'state');
await migrate(state);
const db = databaseIn(state);
fill(db, REQUESTS, new Date().toISOString().slice(0, 10));
const stored = db.prepare('SELECT count(*) AS count FROM requests').get() as { count: number };
const sample = db.prepare("SELECT reference FROM requests WHERE queue = 'active' LIMIT 1 OFFSET 100").get() as { reference: string };
db.close();
say(`${stored.count.toLocaleString('en')} requests are stored; the Worker starts.`);
let holder: number | undefined;
const edge = await startRealEdge(makeEdgeSites(join(folder, 'assets')), state, await freePort());

try {
  const cookie = await signIn(edge.origin);
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
  const measured: Measured[] = [];
  for (const [name, path] of views) measured.push(await timed(name, async () => (await look(path, cookie)).arrayBuffer()));
  measured.push(await search('a reference is searched', cookie, sample.reference));
  measured.push(await search('an address is searched', cookie, 'nobody@mail.example'));
  measured.push(await submit('a request is sent by the form'));
  const pairs: Measured[] = [];
  for (const path of PAIR_ROUNDS > 0 ? pairsOfFilters() : [])
    pairs.push(await timed(path, async () => (await look(`/operator/${path}`, cookie)).arrayBuffer(), PAIR_ROUNDS));
  const pairsMedian = median(pairs.map(({ times }) => median(times)));
  const slowest = pairs.toSorted((a, b) => median(b.times) - median(a.times)).slice(0, 5);
  writeResult('requests-queue', {
    stored: stored.count,
    rounds: ROUNDS,
    results: measured.map(summed),
    pairs: { count: pairs.length, rounds: PAIR_ROUNDS, median: pairsMedian, slowest: slowest.map(summed) },
  });
  say(table(`${stored.count.toLocaleString('en')} requests`, measured));
  if (pairs.length > 0) {
    say(`${pairs.length} pairs of filters, each asked ${PAIR_ROUNDS} times: the median of their medians is ${pairsMedian.toFixed(1)} ms. The slowest:\n`);
    say(table('filters', slowest));
  }
  say(machineInWords());
} finally {
  await edge.stop();
  rmSync(folder, { recursive: true, force: true });
}

function look(path: string, cookie: string): Promise<Response> {
  return fetch(edge.origin + path, { headers: { cookie }, redirect: 'manual' });
}

interface Measured {
  name: string;
  times: number[];
  /** Milliseconds of processor's time for each answer. */
  worker: number;
  proxy: number;
}

async function timed(name: string, once: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<Measured> {
  const times: number[] = [];
  for (let round = -3; round < 0; round += 1) await once(round);
  const before = used();
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await once(round);
    times.push(performance.now() - begun);
  }
  const after = used();
  return { name, times, worker: (after.worker - before.worker) / rounds, proxy: (after.proxy - before.proxy) / rounds };
}

/** Processor's time so far: of the process with the database, and of all others that `wrangler dev` started. */
function used(): { worker: number; proxy: number } {
  const all = processesOf(edge.process.pid ?? 0);
  holder ??= all.find(({ pid }) => holdsOpen(pid, join(state, 'v3', 'd1')))?.pid;
  if (holder === undefined) throw new Error('no process holds the database open');
  const sum = (own: typeof all): number => own.reduce((milliseconds, { cpuMilliseconds }) => milliseconds + cpuMilliseconds, 0);
  return { worker: sum(all.filter(({ pid }) => pid === holder)), proxy: sum(all.filter(({ pid }) => pid !== holder)) };
}

function summed({ name, times, worker, proxy }: Measured) {
  return { name, median: median(times), p95: percentile(times, 0.95), worker, proxy };
}

function table(title: string, rows: readonly Measured[]): string {
  return markdownTable(
    [title, 'whole answer, median, ms', '95th percentile, ms', 'Worker, D1 and logs: CPU, ms', 'proxy: CPU, ms'],
    rows.map((row) => {
      const { name, median: middle, p95, worker, proxy } = summed(row);
      return [name, ...[middle, p95, worker, proxy].map((figure) => figure.toFixed(1))];
    }),
  );
}

/** Every pair of values that two filters can have: in each queue those that nothing matches too, which have the most to pass over. */
function pairsOfFilters(): string[] {
  const filters = (queue: string): string[][] => [
    (queue === 'closed' ? ['answered', 'refused', 'disputed'] : queue === 'active' ? ['open', 'waiting'] : ['unproved']).map((state) => `state=${state}`),
    KINDS.map((kind) => `kind=${kind}`),
    LAWS.flatMap(([law]) => (law === '' ? [] : [`law=${law}`])),
    ['assignee=me', 'assignee=nobody'],
    ['due=overdue', 'due=none'],
  ];
  return ['active', 'unproved', 'closed'].flatMap((queue) =>
    filters(queue).flatMap((own, at, all) =>
      own.flatMap((one) =>
        all
          .slice(at + 1)
          .flat()
          .map((other) => `?queue=${queue}&${one}&${other}`),
      ),
    ),
  );
}

async function search(name: string, cookie: string, q: string): Promise<Measured> {
  const html = await (await look('/operator/', cookie)).text();
  const fields = hiddenIn(formIn(html, 'aria-label="Search"'));
  return timed(name, async () => (await send(edge.origin, '/operator/search/', cookie, { ...fields, q })).arrayBuffer());
}

/** As people do it: the form first, two seconds to fill it in, then the request, each from an address of its own. */
async function submit(name: string): Promise<Measured> {
  const filled = await filledForms(edge.origin, '/requests/access/', { place: 'DE', behalf: 'self' }, ROUNDS + 3);
  const states: number[] = [];
  const measured = await timed(name, async (round) => {
    const one = filled[round + 3];
    const response = await send(edge.origin, '/requests/access/', one?.cookie ?? '', one?.fields ?? {});
    states.push(response.status);
    await response.arrayBuffer();
  });
  const taken = states.filter((status) => status === 303).length;
  if (taken < states.length) say(`Of ${states.length} requests ${taken} were taken.`);
  return measured;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
