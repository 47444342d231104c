/** `npm start` leaves nothing behind, however it ends, and keeps of each content tree its own logs and archive. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stateFolder } from '../../cli/local-edge.ts';
import { localSecrets } from '../../cli/secrets.ts';
import { fairnotice, forgetBuild, ROOT } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { smallTree } from '../support/memory-tree.ts';

const trees: string[] = [];
function newTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairnotice-start-'));
  for (const [path, text] of Object.entries(smallTree())) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  trees.push(folder);
  return folder;
}
const content = newTree();
afterAll(() => {
  for (const tree of trees) {
    forgetBuild(tree, join(ROOT, 'dist'));
    for (const folder of [tree, stateFolder(tree)]) rmSync(folder, { recursive: true, force: true });
  }
});

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
async function startedByNpm(port: number, tree = content): Promise<{ shell: ChildProcess; command: number; told: string }> {
  const env = { ...process.env, npm_execpath: '/npm', FAIRNOTICE_CONTENT: tree, PORT: String(port), INIT_CWD: ROOT };
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${join(ROOT, 'cli', 'fairnotice.ts')}" start & echo $!; wait`], { cwd: ROOT, env });
  let told = '';
  shell.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  expect(await until(() => told.includes('Stop with Ctrl+C'), 240), told).toBe(true);
  return { shell, command: Number(told.split('\n')[0]), told };
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
])(
  'when %s, the Worker stops and the port is free',
  async (_how, end) => {
    const port = await freePort();
    const run = await startedByNpm(port);
    expect(await answers(port)).toBe(true);
    end(run);
    expect(await until(async () => !isAlive(run.command) && !(await answers(port)), 60)).toBe(true);
  },
  400_000,
);

test('two trees share neither archive nor logs, and a second start finds what the first one archived', async () => {
  const published = newTree();
  expect(fairnotice(['publish', 'privacy', '2026-01-01', '--approved-by', 'A. Tester', '--backdated', '--content', published]).status).toBe(0);
  const paths = ['privacy/2026-01-01.txt', 'privacy/2026-01-01/en.sealed.html'];
  /** Which of the publications the archive of a started tree lacks. */
  const lacking = async (tree: string): Promise<{ missing: string[]; told: string }> => {
    const port = await freePort();
    const run = await startedByNpm(port, tree);
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/operator/archive/missing`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readFileSync(localSecrets(ROOT).token, 'utf8').trim()}` },
      body: JSON.stringify(paths.map((path) => ({ path, sha256: '0'.repeat(64), log: 'root' }))),
    });
    const { missing } = (await response.json()) as { missing: string[] };
    process.kill(run.command, 'SIGTERM');
    expect(await until(async () => !isAlive(run.command) && !(await answers(port)), 60)).toBe(true);
    return { missing, told: run.told };
  };
  const first = await lacking(published);
  expect(first.missing).toEqual([]);
  // Where to look: the logs, the page that checks receipts, and where the token lies, never the token itself.
  for (const place of ['/log/root/checkpoint', '/verify/', localSecrets(ROOT).token, stateFolder(published)]) expect(first.told).toContain(place);
  expect(first.told).not.toContain(readFileSync(localSecrets(ROOT).token, 'utf8').trim());
  const archived = statSync(join(stateFolder(published), 'archived')).mtimeMs;
  expect((await lacking(content)).missing).toEqual(paths);
  expect((await lacking(published)).missing).toEqual([]);
  // Nothing was sent again: the note of what is archived is that of the first start.
  expect(statSync(join(stateFolder(published), 'archived')).mtimeMs).toBe(archived);
}, 900_000);
