/** What may be in the receipt verifier's built files, what they cannot do, and what they weigh. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/command.ts';

const folder = join(ROOT, '.fairnotice', 'verifier');
let modules: Record<string, string[]> = {};
beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'verifier', 'build.ts'), folder], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  modules = JSON.parse(readFileSync(join(folder, 'modules.json'), 'utf8')) as Record<string, string[]>;
});
const codeOf = (name: string): string => readFileSync(join(folder, `${name}.js`), 'utf8');
const strange = (name: string, allowed: RegExp): string[] => (modules[name] ?? []).filter((id) => !allowed.test(id) && !id.startsWith('\0'));

test('the verifier holds nothing but its own code, the log’s arithmetic and the receipt’s check', () => {
  expect(modules.verify?.length).toBeGreaterThan(8);
  expect(strange('verify', /^(verifier\/|core\/log\/|core\/consent\/receipt\.ts$)/)).toEqual([]);
});

test('the one library in the browser beside Preact is the Ed25519 that a browser may lack, in a file of its own', () => {
  expect(modules.ed25519).toContain('node_modules/@noble/ed25519/index.js');
  expect(strange('ed25519', /^(verifier\/ed25519\.ts|node_modules\/@noble\/ed25519\/index\.js)$/)).toEqual([]);
});

test('it makes no request, no code and no markup from text', () => {
  const forbidden = [
    /\bfetch\b/,
    /XMLHttpRequest/,
    /WebSocket/,
    /sendBeacon/,
    /EventSource/,
    /\beval\(/,
    /new Function\b/,
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
  ];
  expect(forbidden.filter((pattern) => pattern.test(codeOf('verify'))).map(String)).toEqual([]);
});

test('it weighs less than 8 KB gzip, and what stands in for Ed25519 less than 5 KB', () => {
  expect(gzipSync(codeOf('verify'), { level: 9 }).length).toBeLessThan(8000);
  expect(gzipSync(codeOf('ed25519'), { level: 9 }).length).toBeLessThan(5000);
});
