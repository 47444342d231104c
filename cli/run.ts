/** Runs a script of Node as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** @returns its status, and what it printed; of a failure what it complained of, too. */
export function run(args: readonly string[], cwd: string, env: Record<string, string>): Promise<{ code: number; output: string }> {
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => said[0].push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said[1].push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const [out, complaints] = said.map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code: code ?? 1, output: code === 0 ? (out ?? '') : `${out}\n${complaints}`.trim() });
    });
  });
}
