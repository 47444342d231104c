/** `fairnotice verify`, as an auditor and a visitor use it, and the independent verifier beside it on the same files. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatReceipt } from '../../core/consent/receipt.ts';
import { statementEntry } from '../../core/log/entry.ts';
import { COSIGNATURE, formatVkey } from '../../core/log/note.ts';
import { fairnotice, ROOT } from '../support/command.ts';
import { writeLog } from '../support/log-folder.ts';
import { testSigner } from '../support/log-world.ts';
import { PYTHON, verifyLog } from '../support/python.ts';
import { receiptWorld } from '../support/receipt-world.ts';
import { signedLog, testEntries } from '../support/signed-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STATEMENT = statementEntry({ type: 'published', kind: 'text', path: 'privacy/2027-01-01.txt', sha256: 'a'.repeat(64), at: '2027-01-01T00:00:00Z' });
const entries = [...testEntries(600), STATEMENT];
const log = await signedLog(entries);
const place = join(folder, 'shop');
writeLog(place, log.files);
const python = PYTHON.missing === undefined;

/** Changes one byte of a file of the log while something is done. */
function changed<T>(path: string, at: number, action: () => T): T {
  const file = join(place, path);
  const before = readFileSync(file);
  writeFileSync(
    file,
    before.map((byte, index) => (index === at ? byte ^ 1 : byte)),
  );
  try {
    return action();
  } finally {
    writeFileSync(file, before);
  }
}

describe('verify log', () => {
  test('of a folder says what was checked', () => {
    const { status, stdout } = fairnotice(['verify', 'log', place, '--vkey', log.vkeyText]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('example.org/log/shop: all 601 entries are as signed (600 records, 1 public statements)')]);
    expect(stdout).not.toContain('--vkey');
  });

  test('takes the log’s own key where none is given, and says so', () => {
    expect(fairnotice(['verify', 'log', place])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/says no key of its own at .*\/shop\/vkey\. Name the log’s key/),
    });
    writeFileSync(join(place, 'vkey'), `${log.vkeyText}\n`);
    expect(fairnotice(['verify', 'log', place])).toMatchObject({ status: 0, stdout: expect.stringContaining('The key came with the log itself') });
    const { stdout } = fairnotice(['verify', 'log', place, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      keyGiven: false,
      log: { origin: 'example.org/log/shop', size: 601 },
      commitments: 600,
      statements: 1,
      faults: [],
    });
  });

  test.each(['checkpoint', 'tile/0/001', 'tile/0/002.p/89', 'tile/1/000.p/2', 'tile/entries/000', 'tile/entries/002.p/89'])(
    'names %s, of which one byte was changed',
    (path) => {
      changed(path, 40, () => {
        const { status, stdout } = fairnotice(['verify', 'log', place, '--vkey', log.vkeyText, '--json']);
        expect(status).toBe(1);
        expect(JSON.parse(stdout).faults).toMatchObject([{ path }]);
        if (python) expect(verifyLog('log', place, '--vkey', log.vkeyText)).toMatchObject({ status: 1 });
      });
    },
  );

  test('says faults in words', () => {
    const { stdout } = changed('tile/0/001', 40, () => fairnotice(['verify', 'log', place, '--vkey', log.vkeyText]));
    expect(stdout).toBe('example.org/log/shop, 601 entries: one fault.\n  tile/0/001: its bytes are not those that the signed tree asks for.\n');
  });

  test.skipIf(!python)(`is of one mind with the independent verifier${python ? '' : `: skipped, for there is no ${PYTHON.missing}`}`, () => {
    expect(verifyLog('log', place, '--vkey', log.vkeyText)).toEqual({
      status: 0,
      said: expect.stringContaining('OK: example.org/log/shop: 601 entries, root '),
    });
  });

  test('of an address asks again where the server is busy, and stops where it stays so', async () => {
    let busy = 1;
    const server = createServer((request, response) => {
      const bytes = log.files.get((request.url ?? '').slice('/log/shop/'.length));
      const status = busy-- > 0 ? 503 : bytes ? 200 : 404;
      response.writeHead(status).end(status === 200 ? bytes : undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log/shop/`;
    try {
      expect(await inTheBackground(process.execPath, [join(ROOT, 'cli', 'fairnotice.ts'), 'verify', 'log', address, '--vkey', log.vkeyText])).toMatchObject({
        status: 0,
      });
      if (python)
        expect(await inTheBackground('python3', [join(ROOT, 'tests', 'support', 'verify_log.py'), 'log', address, '--vkey', log.vkeyText])).toMatchObject({
          status: 0,
        });
      busy = Number.POSITIVE_INFINITY;
      const refused = await inTheBackground(process.execPath, [join(ROOT, 'cli', 'fairnotice.ts'), 'verify', 'log', address, '--vkey', log.vkeyText]);
      expect(refused).toMatchObject({ status: 2, said: expect.stringContaining(`${address}checkpoint cannot be fetched: the answer was 503.`) });
    } finally {
      server.close();
    }
  });

  test('goes on from a file, and notices a log that was rolled back or forked', async () => {
    const state = join(folder, 'state.json');
    const verify = (where: string) => fairnotice(['verify', 'log', where, '--vkey', log.vkeyText, '--resume', state]);
    expect(verify(place).status).toBe(0);
    const grown = join(folder, 'grown');
    writeLog(grown, (await signedLog([...entries, ...testEntries(300)])).files);
    // What was checked is not looked at again.
    for (const path of ['tile/entries/000', 'tile/0/001']) rmSync(join(grown, path));
    expect(verify(grown)).toMatchObject({ status: 0, stdout: expect.stringContaining('all 901 entries') });
    expect(verify(place)).toMatchObject({ status: 1, stdout: expect.stringContaining('checkpoint: the log is shorter than when it was checked before') });
    const forked = join(folder, 'forked');
    writeLog(forked, (await signedLog([...entries, ...testEntries(301).slice(1), ...testEntries(99)])).files);
    expect(verify(forked)).toMatchObject({ status: 1, stdout: expect.stringContaining('checkpoint: the log has another history') });
    writeFileSync(state, '{}');
    expect(verify(place)).toMatchObject({ status: 2, stderr: expect.stringContaining('is not what an earlier check of a log left') });
  });

  test.each<[string, string[], RegExp]>([
    ['a folder that is not there', [join(folder, 'nowhere')], /is neither an address nor a folder/],
    ['a key that is none', [place, '--vkey', 'key'], /--vkey "key" is no verifier key\. It looks like/],
    ['a state that is a folder', [place, '--vkey', log.vkeyText, '--resume', folder], / cannot be read: /],
    ['a log without a place', [], /missing required argument 'place'/],
  ])('cannot run with %s', (_, args, says) => {
    expect(fairnotice(['verify', 'log', ...args])).toMatchObject({ status: 2, stderr: expect.stringMatching(says) });
  });

  test('of a folder without a log finds that there is none', () => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    expect(fairnotice(['verify', 'log', join(folder, 'empty'), '--vkey', log.vkeyText])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('checkpoint: it is not there'),
    });
  });
});

describe('verify receipt', async () => {
  const world = await receiptWorld();
  const witness = testSigner('witness.example');
  const witnessKey = formatVkey(witness.name, COSIGNATURE, witness.publicKey);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = write('receipt.json', formatReceipt(world.receipt));
  const witnessed = write('witnessed.json', formatReceipt(world.witnessed));
  const bad = write('bad.json', formatReceipt(world.receipt).replace('\\"analytics\\":true', '\\"analytics\\":false'));

  test('says what the record says, and where it stands', () => {
    const { status, stdout } = fairnotice(['verify', 'receipt', good, '--vkey', world.receipt.vkey]);
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^The receipt holds: this record is entry 300 of 1000 in example\.org\/log\/shop\.\n {2}action {4}accept\n {2}choices {3}\{"analytics":true/,
      ),
    ]);
    expect(stdout).not.toContain('--vkey');
    expect(fairnotice(['verify', 'receipt', good]).stdout).toContain('The key came with the receipt itself');
    const { stdout: json } = fairnotice(['verify', 'receipt', witnessed, '--vkey', world.witnessed.root.vkey, witnessKey, '--json']);
    expect(JSON.parse(json)).toMatchObject({
      ok: true,
      index: 300,
      size: 1000,
      keyTrusted: true,
      witnesses: [{ name: 'witness.example', time: 1_800_000_000 }],
      record: { action: 'accept' },
    });
  });

  test.each<[string, string, string[], RegExp]>([
    ['a changed record', bad, [], /does not hold\. The tree that was signed does not hold this/],
    ['another key', good, ['--vkey', world.strangerVkeyText], /does not hold\. It is signed by example\.org\/log\/shop, with another key/],
    ['no receipt', write('no.json', '{}'), [], /does not hold\. The file is no receipt\./],
    ['bytes that are no text', write('bytes.bin', '\ufffd'), [], /no receipt/],
  ])('refuses %s', (_, file, args, says) => {
    expect(fairnotice(['verify', 'receipt', file, ...args])).toMatchObject({ status: 1, stdout: expect.stringMatching(says) });
    if (python) expect(verifyLog('receipt', file, ...args)).toMatchObject({ status: 1 });
  });

  test.skipIf(!python)(`is of one mind with the independent verifier${python ? '' : `: skipped, for there is no ${PYTHON.missing}`}`, () => {
    expect(verifyLog('receipt', good, '--vkey', world.receipt.vkey)).toEqual({ status: 0, said: 'OK: entry 300 of 1000 in example.org/log/shop\n' });
    expect(verifyLog('receipt', witnessed, '--vkey', world.witnessed.root.vkey, '--vkey', witnessKey)).toMatchObject({
      status: 0,
      said: expect.stringContaining('witnessed by 1'),
    });
  });

  test('writes out what would move the cursor or turn a line, for anybody can make a receipt with a key of their own', async () => {
    const { receipt } = await receiptWorld({ site: '\u001b[1A\u001b[2Kshop\u202e\u009b', list: ['\u007f'] });
    const { status, stdout } = fairnotice(['verify', 'receipt', write('cursor.json', formatReceipt(receipt))]);
    expect(status).toBe(0);
    expect(stdout).toContain(String.raw`  site      \u{1b}[1A\u{1b}[2Kshop\u{202e}\u{9b}`);
    expect(stdout).toContain(String.raw`  list      ["\u{7f}"]`);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  test('gives the reason to programs', () => {
    const { status, stdout } = fairnotice(['verify', 'receipt', bad, '--json']);
    expect([status, JSON.parse(stdout)]).toEqual([1, { ok: false, reason: 'not-in-tree', in: 'site', detail: expect.stringContaining('does not hold this') }]);
  });

  test('cannot run without the file', () => {
    expect(fairnotice(['verify', 'receipt', join(folder, 'none.json')])).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be read') });
  });
});

function inTheBackground(command: string, args: string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, said })));
}
