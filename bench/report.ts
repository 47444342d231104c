/** What every bench of this folder shares: tables in Markdown, results in JSON, and the machine they were measured on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** Folder of the repository. */
export const ROOT = join(import.meta.dirname, '..');

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

/** Keeps a result in `bench/results/`, which git leaves out. */
export function writeResult(name: string, measured: object): void {
  const folder = join(ROOT, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const result = { date: new Date().toISOString(), machine: machine(), ...measured };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line about the machine and how busy it is, for ratios mean little without it. */
export function machineInWords(): string {
  const { processors, model, gigabytes, node } = machine();
  return `${processors} × ${model}, ${gigabytes} GB, Node ${node}; load average at the end ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}

/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

function machine(): { processors: number; model: string; gigabytes: number; node: string } {
  return { processors: cpus().length, model: cpus()[0]?.model.trim() ?? 'unknown', gigabytes: Math.round(totalmem() / 2 ** 30), node: process.versions.node };
}
