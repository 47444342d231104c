/** What a build keeps of the last one: nothing that differs is left, whatever hides it. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, build } from '../../cli/build.ts';
import { forgetBuild } from '../support/command.ts';
import { FIXTURE_NOW, writeFixtureTree } from '../support/fixture-tree.ts';
import { readBuilt } from '../support/read-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-last-'));
const content = join(folder, 'content');
const out = join(folder, 'out');
const other = join(folder, 'other');

const make = (to: string, more: { now?: string; processes?: number } = {}): Promise<Built> =>
  build({ content, out: to, drafts: false, now: FIXTURE_NOW, ...more });

beforeAll(async () => {
  writeFixtureTree(content, { versions: 8 });
  await make(out);
});

afterAll(() => {
  for (const to of [out, other]) forgetBuild(content, to);
  rmSync(folder, { recursive: true, force: true });
});

test('two processes make what one makes, byte for byte', async () => {
  await make(other, { processes: 2 });
  expect([...readBuilt(other)]).toEqual([...readBuilt(out)]);
});

test('nothing is made where nothing changed', async () => {
  const before = readBuilt(out);
  const built = await make(out);
  expect(built.unchanged).toBe(true);
  expect(built.files).toBe(before.size);
  expect(readBuilt(out)).toEqual(before);
});

test('another moment is built for', async () => {
  expect((await make(out, { now: '2026-11-24T00:00:01Z' })).unchanged).toBe(false);
  expect((await make(out)).unchanged).toBe(false);
});

test('a file that somebody touched, took away or put there does not stay', async () => {
  const before = readBuilt(out);
  const page = join(out, 'legal', 'privacy', 'index.html');
  const { atime, mtime } = statSync(page);
  appendFileSync(page, 'x');
  utimesSync(page, atime, mtime);
  rmSync(join(out, 'legal', 'terms'), { recursive: true });
  writeFileSync(join(out, 'legal', 'mine.html'), 'x');
  expect((await make(out)).unchanged).toBe(false);
  expect(readBuilt(out)).toEqual(before);
});

test('an edit that leaves size and time alone is seen', async () => {
  const file = join(content, 'organisation.json');
  const text = readFileSync(file, 'utf8');
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text.replace('Kōwhai Cooperative', 'Kōwhai Cooperativo'));
  utimesSync(file, atime, mtime);
  expect((await make(out)).unchanged).toBe(false);
  expect(readFileSync(join(out, 'legal', 'index.html'), 'utf8')).toContain('Kōwhai Cooperativo');
  writeFileSync(file, text);
});

test('a seal that was touched fails the build after one that was well', async () => {
  expect((await make(out)).unchanged).toBe(false);
  const { policies } = JSON.parse(readFileSync(join(out, '_at', 'index.json'), 'utf8')) as { policies: { id: string; versions: { id: string }[] }[] };
  const [privacy] = policies.filter(({ id }) => id === 'privacy');
  const seal = join(content, 'policies', 'privacy', privacy?.versions[0]?.id ?? '', 'en.sealed.html');
  const text = readFileSync(seal, 'utf8');
  writeFileSync(seal, text.replace('</p>', ' </p>'));
  await expect(make(out)).rejects.toThrow('a seal that was touched');
  await expect(make(out, { processes: 2 })).rejects.toThrow('a seal that was touched');
  writeFileSync(seal, text);
  expect((await make(out)).unchanged).toBe(false);
  expect((await make(out)).unchanged).toBe(true);
});
