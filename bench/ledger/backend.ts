/**
 * How many decisions a second are taken, and how long each waits, beside a peer and beside the least that the platform does.
 * All run on this machine and in turn, so what else the machine does hits all alike; ratios count, not seconds.
 *
 *     bench/ledger/peers/install.sh && node bench/ledger/backend.ts [--sizes 0,10000] [--rounds 3] [--seconds 3] [--connections 16] [--only alone,bare] [--group 5]
 *
 * `--group 5` also measures ours with a group commit of 5 ms. `--sizes 0,10000,100000,1000000` takes long: ours are filled by their own door, twenty records a request.
 * `--only alone,empty` says whether ours stay as fast: beside the one that is filled stands one that never is, and both are measured in turn.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineInWords, markdownTable, median, ROOT, say, writeResult } from '../report.ts';
import { type Load, load, send } from './load.ts';
import { alone, bareObject, c15tBackend, dev, empty, NEVER_FILLED, type System } from './systems.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '0,10000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string', default: 'alone,dev,c15t,bare' },
    group: { type: 'string' },
  },
});
const [rounds, seconds, connections] = [Number(values.rounds), Number(values.seconds), Number(values.connections)];
const MAKERS = { alone, empty, dev, c15t: c15tBackend, bare: bareObject, group: (folder: string) => alone(folder, Number(values.group)) } as const;
const names = [...values.only.split(','), ...(values.group === undefined ? [] : ['group'])];

/** A load, and what the system computed for each decision, in milliseconds. */
type Measured = Load & { cpu: number };

interface Row extends Measured {
  system: string;
  way: string;
  size: number;
  /** Records there at the beginning and at the end. */
  from: number;
  to: number;
}

mkdirSync(join(ROOT, '.fairnotice'), { recursive: true });
const folder = mkdtempSync(join(ROOT, '.fairnotice', 'bench-backend-'));
const running: System[] = [];
try {
  for (const name of names) {
    const own = join(folder, name);
    mkdirSync(own);
    const system = await MAKERS[name as keyof typeof MAKERS](own);
    if (system) running.push(system);
    else say(`${name} is left out: bench/ledger/peers/install.sh installs it.\n`);
  }
  for (const system of running) await answers(system);
  const rows: Row[] = [];
  for (const size of values.sizes.split(',').map(Number)) rows.push(...(await measure(size)));
  writeResult('ledger-backend', { rounds, seconds, connections, rows });
  say(tableOf(rows));
  say(`${connections} connections, ${rounds} rounds of ${seconds} s in turn, medians. ${machineInWords()}`);
  if (rows.some(({ failed }) => failed > 0)) process.exitCode = 1;
} finally {
  for (const system of running) await system.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Waits until it takes a decision, and warms it up. */
async function answers({ name, port, asked }: System): Promise<void> {
  const patience = Date.now() + 120_000;
  let status = 0;
  while (status < 200 || status > 299) {
    if (Date.now() > patience) throw new Error(`${name} answers ${status}`);
    status = await send(port, asked).catch(() => 0);
    if (status < 200 || status > 299) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await load(port, asked, connections, 1);
}

async function measure(size: number): Promise<Row[]> {
  const begun = new Map<System, number>();
  for (const system of running) {
    if (system.count() < size) await system.fill(size - system.count());
    await system.settled?.();
    begun.set(system, system.count());
  }
  const loads = new Map<System, Measured[]>(running.map((system) => [system, []]));
  for (let round = 0; round < rounds; round += 1) for (const system of running) loads.get(system)?.push(await measured(system));
  return running.map((system) => rowOf(system, size, begun.get(system) ?? 0, loads.get(system) ?? []));
}

async function measured(system: System): Promise<Measured> {
  const before = system.cpu?.() ?? Number.NaN;
  const one = await load(system.port, system.asked, connections, seconds);
  return { ...one, cpu: ((system.cpu?.() ?? Number.NaN) - before) / one.answered };
}

function rowOf(system: System, size: number, from: number, loads: readonly Measured[]): Row {
  const middle = (of: (load: Measured) => number): number => median(loads.map(of));
  const sum = (of: (load: Load) => number): number => loads.reduce((total, one) => total + of(one), 0);
  const [answered, to] = [sum((one) => one.answered), system.count()];
  // Whatever was answered must be there.
  if (to - from < answered) throw new Error(`${system.name} answered ${answered} and has ${to - from} more`);
  const figures = { perSecond: middle((one) => one.perSecond), p50: middle((one) => one.p50), p99: middle((one) => one.p99), cpu: middle((one) => one.cpu) };
  return { system: system.name, way: system.way, size, from, to, answered, failed: sum((one) => one.failed), ...figures };
}

function tableOf(rows: readonly Row[]): string {
  const peerAt = (size: number): Row | undefined => rows.find((row) => row.size === size && row.system === 'c15t');
  const emptyAt = (size: number): Row | undefined => rows.find((row) => row.size === size && row.system === NEVER_FILLED);
  const emptyOf = (system: string): Row | undefined => rows.find((row) => row.system === system);
  const times = (a: number, b: number | undefined): string => (b ? `${(a / b).toFixed(2)} ×` : '–');
  const cells = rows.map((row) => [
    row.system,
    row.way,
    row.from.toLocaleString('en'),
    row.perSecond.toFixed(0),
    `${row.p50.toFixed(1)} ms`,
    `${row.p99.toFixed(1)} ms`,
    Number.isNaN(row.cpu) ? '–' : `${row.cpu.toFixed(2)} ms`,
    times(row.perSecond, peerAt(row.size)?.perSecond),
    times(row.perSecond, emptyOf(row.system)?.perSecond),
    times(row.perSecond, emptyAt(row.size)?.perSecond),
    String(row.failed),
  ]);
  return markdownTable(
    [
      'system',
      'way of a request',
      'records at first',
      'a second',
      'p50',
      'p99',
      'CPU of each',
      'to c15t',
      'to itself at first',
      'to one never filled',
      'failed',
    ],
    cells,
  );
}
