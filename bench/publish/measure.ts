/**
 * Measures one command: wall time, CPU time of all its processes, and the most memory that they held
 * together. Linux only, for memory is read from /proc. Knows nothing of what the command makes.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from '../processes.ts';

export interface Measured {
  /** Seconds. CPU seconds suffer least from what else the machine does. */
  wall: number;
  user: number;
  system: number;
  /** Sum over the processes at the worst moment seen; pages that they share count for each. */
  peakMegabytes: number;
  /** Load average when it began. */
  load: number;
}

export interface Output {
  files: number;
  bytes: number;
  /** Files and bytes by ending. */
  types: Record<string, { files: number; bytes: number }>;
}

const SAMPLE_MILLISECONDS = 40;
const IDLE_ENOUGH = 0.8;

/** @throws where the command fails, with the end of what it said. */
export async function measure(command: string, folder: string): Promise<Measured> {
  const load = loadavg()[0] ?? 0;
  // A process group of its own, so that its processes can be told from others.
  const child = spawn('bash', ['-c', `TIMEFORMAT='@@ %R %U %S'; time { ${command} ; }`], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1', CI: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
    });
  }
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, groupBytes(child.pid ?? 0));
  }, SAMPLE_MILLISECONDS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(sampling);
  const times = /@@ ([\d.]+) ([\d.]+) ([\d.]+)/.exec(said);
  if (code !== 0 || !times) throw new Error(`${command} (in ${folder}) ended with ${code}\n${said}`);
  const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
  return { wall, user, system, peakMegabytes: Math.round(peak / 2 ** 20), load };
}

/** Waits until most of the processors' time was idle for two seconds, and not longer than asked. */
export async function waitForIdle(maximumSeconds: number): Promise<void> {
  const end = Date.now() + maximumSeconds * 1000;
  while (Date.now() < end) {
    const before = processorTimes();
    await sleep(2000);
    const after = processorTimes();
    if ((after.idle - before.idle) / Math.max(1, after.all - before.all) > IDLE_ENOUGH) return;
  }
}

/** Of several measurements the one with the least CPU time: the least disturbed. */
export function leastDisturbed(runs: readonly Measured[]): Measured | undefined {
  return runs.toSorted((a, b) => a.user + a.system - b.user - b.system)[0];
}

export function outputOf(folder: string): Output {
  const output: Output = { files: 0, bytes: 0, types: {} };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = statSync(join(entry.parentPath, entry.name)).size;
    const type = extname(entry.name) || 'none';
    const own = (output.types[type] ??= { files: 0, bytes: 0 });
    own.files += 1;
    own.bytes += bytes;
    output.files += 1;
    output.bytes += bytes;
  }
  return output;
}

function groupBytes(group: number): number {
  return processesOf(group).reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

function processorTimes(): { idle: number; all: number } {
  const times = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), all: times.reduce((sum, time) => sum + time, 0) };
}
