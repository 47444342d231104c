/** `npm start` leaves nothing behind, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { forgetBuild, ROOT } from '../support/command.ts';
import { smallTree } from '../support/memory-tree.ts';

const content = mkdtempSync(join(tmpdir(), 'fairnotice-start-'));
for (const [path, text] of Object.entries(smallTree())) {
  mkdirSync(dirname(join(content, path)), { recursive: true });
  writeFileSync(join(content, path), text);
}
afterAll(() => {
  forgetBuild(content, join(ROOT, 'dist'));
  rmSync(content, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/robots.txt`).then(
    () => true,
    () => false,
  );

async function until(holds: () => boolean | Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) if (await holds()) return true;
  return false;
}

/** As npm does it: a shell that starts the command and waits for it. Its first line is the id of the command. */
async function startedByNpm(port: number): Promise<{ shell: ChildProcess; command: number }> {
  const env = { ...process.env, npm_execpath: '/npm', FAIRNOTICE_CONTENT: content, PORT: String(port), INIT_CWD: ROOT };
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${join(ROOT, 'cli', 'fairnotice.ts')}" start & echo $!; wait`], { cwd: ROOT, env });
  let told = '';
  shell.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  expect(await until(() => told.includes('Stop with Ctrl+C'), 60), told).toBe(true);
  return { shell, command: Number(told.split('\n')[0]) };
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

test.each<[string, (run: { shell: ChildProcess; command: number }) => void]>([
  ['npm is killed', ({ shell }) => shell.kill('SIGKILL')],
  ['the terminal is closed', ({ command }) => process.kill(command, 'SIGHUP')],
  ['it is told to end', ({ command }) => process.kill(command, 'SIGTERM')],
])('when %s, the Worker stops and the port is free', async (_how, end) => {
  const port = await freePort();
  const run = await startedByNpm(port);
  expect(await answers(port)).toBe(true);
  end(run);
  expect(await until(async () => !isAlive(run.command) && !(await answers(port)), 20)).toBe(true);
});
