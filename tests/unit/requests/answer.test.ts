/**
 * The answer package, opened by tools that are not its maker's: Python's zipfile, and 7-Zip where a passphrase is wished. It must
 * not attack whoever reads it: no script, no name that leads elsewhere, nothing but what was put in.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AnswerFile, type AnswerParts, answerFault, MOST_ANSWER_BYTES, MOST_ANSWER_FILES, readableName } from '../../../core/requests/answer.ts';
import { translator } from '../../../core/wording.ts';
import { packAnswer } from '../../../worker/requests/pack.ts';
import { deskFixture } from '../../support/desk-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-answer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = deskFixture();
const aboutIn = (locale: string) => {
  const t = translator(file.wording, locale);
  return {
    organisation: 'Acme Instruments',
    reference: '7K2M-9QRT',
    right: t('right.access.name'),
    made: '1 December',
    now: new Date('2026-12-01T09:00:00Z'),
    t,
    locale,
  };
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (name: string, type = 'text/plain'): AnswerFile => ({ name, type, bytes: [bytes(`of ${name}`)] });

const packed = async (parts: AnswerParts, locale = 'en'): Promise<Uint8Array> =>
  new Uint8Array(await new Response(packAnswer(aboutIn(locale), parts) as unknown as BodyInit).arrayBuffer());

let made = 0;
async function write(parts: AnswerParts, locale = 'en'): Promise<string> {
  const path = join(folder, `${made++}.zip`);
  writeFileSync(path, await packed(parts, locale));
  return path;
}

/** Names and contents as Python reads them; its own check of every checksum included. */
function unzip(path: string): Record<string, string> {
  const program =
    'import sys,json,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n:z.read(n).decode("utf-8","replace") for n in z.namelist()}))';
  const { stdout, stderr } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, string>;
}

const PYTHON = spawnSync('python3', ['-c', 'import zipfile']).status === 0;
const SEVEN_ZIP = ['7zz', '7z', '7za'].find((name) => spawnSync(name, ['--help']).status === 0);

describe.skipIf(!PYTHON)('an answer without a passphrase', () => {
  test('has the data as JSON and as a page, the files, and a manifest whose hashes hold', async () => {
    const entries = unzip(
      await write({
        data: { name: 'Jo Visitor', orders: [{ id: 1, open: true }] },
        files: [fileOf('photo.png', 'image/png'), fileOf('letter.pdf', 'application/pdf')],
      }),
    );
    expect(Object.keys(entries)).toEqual(['answer.json', 'files/001.png', 'files/002.pdf', 'answer.html', 'manifest.json']);
    expect(JSON.parse(entries['answer.json'] ?? '')).toEqual({ name: 'Jo Visitor', orders: [{ id: 1, open: true }] });
    expect(entries['answer.html']).toContain('Jo Visitor');
    const manifest = JSON.parse(entries['manifest.json'] ?? '') as {
      request: string;
      entries: { path: string; sha256: string; bytes: number; formerName?: string }[];
    };
    expect(manifest).toMatchObject({ type: 'fairnotice-answer', request: '7K2M-9QRT', made: '2026-12-01T09:00:00.000Z' });
    expect(manifest.entries.map(({ path }) => path)).toEqual(Object.keys(entries).slice(0, -1));
    for (const { path, sha256 } of manifest.entries)
      expect(
        createHash('sha256')
          .update(entries[path] ?? '')
          .digest('hex'),
      ).toBe(sha256);
    expect(manifest.entries.find(({ path }) => path === 'files/002.pdf')?.formerName).toBe('letter.pdf');
  });

  test('speaks the language of the request', async () => {
    const { 'answer.html': page = '' } = unzip(await write({ data: { a: true }, files: [] }, 'de'));
    expect(page).toContain('<html lang="de"');
    expect(page).toContain('Antwort von Acme Instruments auf Ihren Antrag');
    expect(page).toContain('<span>ja</span>');
  });

  test('runs nothing that somebody wrote into their data or file names', async () => {
    const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><style>*{display:none}</style>';
    const { 'answer.html': page = '' } = unzip(
      await write({ data: { [attack]: attack, list: [{ [attack]: [attack] }], 'javascript:alert(1)': 1 }, files: [fileOf(attack)] }),
    );
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|<a /i);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toMatch(/http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/);
  });

  test('its own style sheet is the one that its policy names', async () => {
    const { 'answer.html': page = '' } = unzip(await write({ data: 1, files: [] }));
    const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`sha256-${createHash('sha256').update(style).digest('base64')}`);
  });

  const HOSTILE = [
    '../../../etc/passwd',
    '/etc/cron.d/x',
    'C:\\Windows\\system32\\x.exe',
    '..\\..\\x.bat',
    'a\0b.pdf',
    'CON',
    'photo\u202Egnp.exe',
    '.htaccess',
    'x\r\ny',
    '',
    '~/.ssh/id',
    'a'.repeat(5000),
    'file:///x',
    '-rf',
    '$(reboot)',
  ];
  test.each(HOSTILE)('a file called %j lies under a name that was made here', async (name) => {
    const entries = unzip(await write({ files: [fileOf(name, 'application/x-msdownload'), fileOf(name, 'text/html'), fileOf(name, 'image/svg+xml')] }));
    expect(Object.keys(entries).filter((path) => path.startsWith('files/'))).toEqual(['files/001.bin', 'files/002.bin', 'files/003.bin']);
    expect(Object.keys(entries).every((path) => /^(files\/\d{3}\.[a-z0-9]+|answer\.(html|json)|manifest\.json)$/.test(path))).toBe(true);
  });

  test('lists that nest without end, and very wide ones, are told all the same', async () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 60; level += 1) deep = [deep];
    const wide = Array.from({ length: 3 }, (_one, row) => Object.fromEntries(Array.from({ length: 40 }, (_two, column) => [`c${column}`, row])));
    const { 'answer.html': page = '' } = unzip(await write({ data: { deep, wide }, files: [] }));
    expect(page).toContain('bottom');
    expect(page).toContain('c39');
  });
});

test('file names are told without paths, hidden signs and signs that turn text round', () => {
  expect(['../x.pdf', 'C:\\y.pdf', 'a\0b', 'photo\u202Egnp.exe', 'z\u200B\n.txt'].map(readableName)).toEqual(['x.pdf', 'y.pdf', 'ab', 'photognp.exe', 'z.txt']);
});

describe('with a passphrase', () => {
  const passphrase = 'correct horse battery';

  test('every entry is encrypted by AES-256 in the form AE-2 (APPNOTE, extra field 0x9901), and nothing of it is in clear', async () => {
    const zip = readFileSync(await write({ data: { secret: 'in-clear-nowhere' }, files: [fileOf('in-clear-nowhere.txt')], passphrase }));
    let entries = 0;
    for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
      entries += 1;
      expect(zip.readUInt16LE(at + 8) & 1).toBe(1);
      expect(zip.readUInt16LE(at + 10)).toBe(99);
      expect(zip.readUInt32LE(at + 16)).toBe(0);
      const extra = zip.subarray(at + 46 + zip.readUInt16LE(at + 28)).subarray(0, zip.readUInt16LE(at + 30));
      const aes = extra.indexOf(Buffer.from([0x01, 0x99, 0x07, 0x00]));
      expect([extra.readUInt16LE(aes + 4), extra.toString('latin1', aes + 6, aes + 8), extra[aes + 8]]).toEqual([2, 'AE', 3]);
    }
    expect(entries).toBe(4);
    expect(zip.includes('in-clear-nowhere')).toBe(false);
  });

  test.skipIf(!SEVEN_ZIP)('7-Zip opens it with the passphrase, and with no other', async () => {
    const path = await write({ data: { secret: 'in-clear-nowhere' }, files: [fileOf('photo.png', 'image/png')], passphrase });
    const listed = spawnSync(SEVEN_ZIP ?? '', ['l', '-slt', path], { encoding: 'utf8' }).stdout;
    expect(listed.match(/Method = AES-256/g)).toHaveLength(4);
    const out = join(folder, 'opened');
    expect(spawnSync(SEVEN_ZIP ?? '', ['x', '-y', `-p${passphrase}`, `-o${out}`, path]).status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['answer.html', 'answer.json', 'files', 'manifest.json']);
    expect(readFileSync(join(out, 'files', '001.png'), 'utf8')).toBe('of photo.png');
    expect(spawnSync(SEVEN_ZIP ?? '', ['t', '-pcorrect horse batterx', path]).status).not.toBe(0);
    expect(existsSync(join(folder, 'etc'))).toBe(false);
  });
});

test.each<[string, Parameters<typeof answerFault>[0], string]>([
  ['nothing', { hasFiles: false }, ''],
  ['a short passphrase', { data: 1, hasFiles: false, passphrase: 'short' }, '/passphrase'],
  ['one that unpackers read differently', { data: 1, hasFiles: false, passphrase: 'Grüße aus der Straße' }, '/passphrase'],
])('%s makes no package', (_what, parts, pointer) => {
  expect(answerFault(parts)?.pointer).toBe(pointer);
});

const MEBIBYTE = new Uint8Array(1_048_576);
const inPieces = (length: number): Uint8Array[] => [
  ...Array.from({ length: Math.floor(length / MEBIBYTE.length) }, () => MEBIBYTE),
  new Uint8Array(length % MEBIBYTE.length),
];

test.each<[string, AnswerParts]>([
  ['one byte too many', { files: [{ name: 'a', type: 'b', bytes: inPieces(MOST_ANSWER_BYTES + 1) }] }],
  ['as much in files as may be, and data beside', { data: 1, files: [{ name: 'a', type: 'b', bytes: inPieces(MOST_ANSWER_BYTES) }] }],
  ['one file too many', { files: Array.from({ length: MOST_ANSWER_FILES + 1 }, () => fileOf('a')) }],
])('%s fails the package while it is made', async (_what, parts) => {
  await expect(packed(parts)).rejects.toThrow(/at most .* send several packages/);
});

test('what fails a file fails the package, and whoever stops reading stops the file', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield MEBIBYTE;
    throw new Error('the line went dead');
  };
  await expect(packed({ files: [{ name: 'a', type: 'b', bytes: broken() }] })).rejects.toThrow('the line went dead');
  let taken = 0;
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (; taken < 1000; taken += 1) yield crypto.getRandomValues(new Uint8Array(65_536));
  };
  const reader = packAnswer(aboutIn('en'), { files: [{ name: 'a', type: 'b', bytes: endless() }] }).getReader();
  for (let reads = 0; reads < 5; reads += 1) await reader.read();
  await reader.cancel();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = taken;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([taken, taken < 60]).toEqual([stopped, true]);
});
