/** Runs a script of Node as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface Running {
  stop(): void;
  /** Lets a script go on that waits for a word. */
  go(): void;
  /** The first line that it prints; the empty string where it ends without one. */
  firstLine: Promise<string>;
  /** Its status, and what it printed; of a failure what it complained of, too. */
  done: Promise<{ code: number; output: string }>;
}

export function start(args: readonly string[], cwd: string, env: Record<string, string>): Running {
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  // Whoever is gone needs no word.
  child.stdin.on('error', () => {});
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  const said: [Buffer[], Buffer[]] = [[], []];
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said[0].push(chunk);
      if (chunk.includes(10)) resolve(Buffer.concat(said[0]).toString().split('\n', 1)[0] ?? '');
    });
    child.on('close', () => resolve(''));
  });
  child.stderr.on('data', (chunk: Buffer) => said[1].push(chunk));
  const done = new Promise<{ code: number; output: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', stop);
      const [out, complaints] = said.map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code: code ?? 1, output: code === 0 ? (out ?? '') : `${out}\n${complaints}`.trim() });
    });
  });
  return { stop: () => void stop(), go: () => child.stdin.end('go\n'), firstLine, done };
}

/** Runs a script that waits for nothing. */
export function run(args: readonly string[], cwd: string, env: Record<string, string>): Running['done'] {
  const { go, done } = start(args, cwd, env);
  go();
  return done;
}
