/**
 * What files cost in memory: forms with as much as they may have, and answers of 32 MB, one and several of them at once, through the
 * real Worker. Resident memory of the one process with the Worker, D1 and R2, beyond what it had at rest; and what the Worker's isolate
 * holds itself, which is what the platform bounds by 128 MB. Both are the highest of many looks, with garbage that nobody has collected.
 *
 *     node bench/requests/memory.ts [--forms 1,4,8] [--answers 1,4]
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../../cli/local-edge.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startRealEdge } from '../../tests/support/real-edge.ts';
import { makeEdgeSites } from '../../tests/support/worker-site.ts';
import { holdsOpen, processesOf } from '../processes.ts';
import { machineInWords, markdownTable, say, writeResult } from '../report.ts';
import { type Filled, filledForms, formIn, hiddenIn, sendFiles, signIn } from './desk.ts';
import { Isolate } from './isolate.ts';

const MEBIBYTE = 1_048_576;
/** Milliseconds between two looks. */
const LOOK = 20;
/** Each piece of 64 KiB waits so long for the next: a form of 12 MB takes a second. */
const PAUSE = 5;
const FORM = '/requests/rectification/';

const { values } = parseArgs({ options: { forms: { type: 'string', default: '1,4,8' }, answers: { type: 'string', default: '1,4' } } });
/** How many at once. */
const countsIn = (text: string): number[] => text.split(',').filter(Boolean).map(Number);

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-memory-'));
const state = join(folder, 'state');
await migrate(state);
const inspector = await freePort();
const edge = await startRealEdge(makeEdgeSites(join(folder, 'assets')), state, await freePort(), undefined, inspector);
const { origin } = edge;

try {
  const isolate = await Isolate.at(inspector);
  const pid = holder();
  const measured: Measured[] = [];
  // The first ones make what stays for good.
  const [warm] = await forms(1);
  await sendFiles(origin, FORM, warm as Filled, [pdf(3 * MEBIBYTE)]);
  for (const count of countsIn(values.forms)) {
    const filled = await forms(count);
    const files = [pdf(4 * MEBIBYTE), pdf(4 * MEBIBYTE), pdf(4 * MEBIBYTE - 8192)];
    measured.push(await watched(`a form of 12 MB, ${count} at once`, isolate, pid, () => all(filled, (one) => sendFiles(origin, FORM, one, files, PAUSE))));
  }
  const cookie = await signIn(origin);
  const references = await openRequests(cookie);
  for (const count of countsIn(values.answers)) {
    const pages = await Promise.all(
      references.slice(0, count).map(async (reference) => {
        const path = `/operator/requests/${reference}/answer/`;
        const html = await (await fetch(origin + path, { headers: { cookie } })).text();
        return { path, cookie, fields: hiddenIn(formIn(html, 'Add to the answer')) };
      }),
    );
    const file = randomBytes(32 * MEBIBYTE);
    measured.push(
      await watched(`an answer of 32 MB, ${count} at once`, isolate, pid, () => all(pages, (one) => sendFiles(origin, one.path, one, [file], PAUSE))),
    );
  }
  isolate.close();
  writeResult('requests-memory', { pause: PAUSE, results: measured });
  say(
    markdownTable(
      ['', 'taken', 'resident memory beyond rest, MB', 'isolate at rest, MB', 'isolate at most, MB', 'seconds'],
      measured.map(({ name, taken, resident, rest, most, seconds }) => [
        name,
        String(taken),
        inMegabytes(resident),
        inMegabytes(rest),
        inMegabytes(most),
        seconds.toFixed(1),
      ]),
    ),
  );
  say(machineInWords());
} finally {
  await edge.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  name: string;
  taken: number;
  /** Bytes. */
  resident: number;
  rest: number;
  most: number;
  seconds: number;
}

async function watched(name: string, isolate: Isolate, pid: number, act: () => Promise<number>): Promise<Measured> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const [restResident, rest] = [residentOf(pid), await isolate.heldBytes()];
  let [resident, most, isOver] = [restResident, rest, false];
  const looks = (async () => {
    for (; !isOver; await new Promise((resolve) => setTimeout(resolve, LOOK))) {
      resident = Math.max(resident, residentOf(pid));
      most = Math.max(most, await isolate.heldBytes());
    }
  })();
  const begun = performance.now();
  const taken = await act();
  const seconds = (performance.now() - begun) / 1000;
  isOver = true;
  await looks;
  say(`${name}: ${seconds.toFixed(1)} s`);
  return { name, taken, resident: resident - restResident, rest, most, seconds };
}

async function all<One>(ones: readonly One[], act: (one: One) => Promise<Response>): Promise<number> {
  const answers = await Promise.all(ones.map(act));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return answers.filter(({ status }) => status === 303).length;
}

function forms(count: number): Promise<Filled[]> {
  return filledForms(origin, FORM, { place: 'DE', behalf: 'self', details: 'My name is wrong.' }, count);
}

function pdf(length: number): Uint8Array {
  const bytes = randomBytes(length);
  bytes.write('%PDF-1.7\n', 'latin1');
  return bytes;
}

async function openRequests(cookie: string): Promise<string[]> {
  const html = await (await fetch(`${origin}/operator/?queue=unproved`, { headers: { cookie } })).text();
  return [...new Set([...html.matchAll(/\/operator\/requests\/([0-9A-Z]{4}-[0-9A-Z]{4})\//g)].map(([, reference = '']) => reference))];
}

function holder(): number {
  const found = processesOf(edge.process.pid ?? 0).find(({ pid }) => holdsOpen(pid, join(state, 'v3', 'd1')));
  if (!found) throw new Error('no process holds the database open');
  return found.pid;
}

function residentOf(pid: number): number {
  return processesOf(edge.process.pid ?? 0).find((one) => one.pid === pid)?.residentBytes ?? 0;
}

function inMegabytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(0);
}
