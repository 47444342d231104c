/** Runs `fairnotice` as a person does, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../cli/build.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
  milliseconds: number;
}

/** Nothing of the person's own environment reaches the command. */
export function fairnotice(args: readonly string[], env: Record<string, string> = {}): Ran {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(FAIRNOTICE_|INIT_CWD$|PORT$|HOST$|VITEST|NODE_ENV$)/.test(name)));
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'cli', 'fairnotice.ts'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...clean, ...env },
    maxBuffer: 64_000_000,
  });
  return { status, stdout, stderr, milliseconds: Math.round(performance.now() - started) };
}

/** Removes what a build of a temporary tree keeps for the next one. */
export function forgetBuild(content: string, out: string): void {
  rmSync(cacheFolder(content, out), { recursive: true, force: true });
}
