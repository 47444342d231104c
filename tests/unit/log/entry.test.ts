/** Entries and bundles: commitments say nothing, statements have one spelling. */
import { describe, expect, test } from 'vitest';
import { sha256Bytes } from '../../../core/digest.ts';
import { concat, toHex, utf8 } from '../../../core/log/bytes.ts';
import { entryOfRecord } from '../../../core/log/commitment.ts';
import { bundleOf, commitmentEntry, readBundle, readEntry, statementEntry } from '../../../core/log/entry.ts';
import type { Statement } from '../../../core/log/statements.ts';

const HASH = 'a'.repeat(64);
const AT = '2027-01-01T00:00:00Z';
const PUBLISHED: Statement = { type: 'published', kind: 'notice', path: `notices/${HASH}.json`, sha256: HASH, at: AT };
const STATEMENTS: Statement[] = [
  PUBLISHED,
  { type: 'published', kind: 'seal', path: 'privacy/2027-01-01/pt-BR.txt', sha256: HASH, at: AT },
  { type: 'checkpoint', log: 'example.org/log/shop', size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', at: AT },
  { type: 'retired', below: 1024, at: AT },
];

describe('commitments', () => {
  test('are 0x01 and the SHA-256 of salt and record, on both sides alike', () => {
    const [salt, record] = [new Uint8Array(32).fill(7), utf8('{"v":1}')];
    const entry = commitmentEntry(salt, record);
    expect(toHex(entry)).toBe(`01${toHex(sha256Bytes(concat(salt, record)))}`);
    expect(entryOfRecord(salt, record)).toEqual(entry);
    expect(readEntry(entry)).toEqual({ ok: true, kind: 'commitment', commitment: entry.subarray(1) });
  });
});

describe('statements', () => {
  test.each(STATEMENTS)('$type are read back', (statement) => {
    expect(readEntry(statementEntry(statement))).toEqual({ ok: true, kind: 'statement', statement });
  });

  test('are canonical JSON (RFC 8785)', () => {
    expect(new TextDecoder().decode(statementEntry({ type: 'retired', below: 5, at: AT }))).toBe(`\x02{"at":"${AT}","below":5,"type":"retired"}`);
  });

  test.each([
    ['statement-not-canonical', `{"type":"retired","below":5,"at":"${AT}"}`],
    ['statement-not-canonical', `{"at":"${AT}","below":5.0,"type":"retired"}`],
    ['statement-not-canonical', `{"at":"${AT}","below":5,"below":5,"type":"retired"}`],
    ['statement-not-canonical', `{"at":"${AT}", "below":5,"type":"retired"}`],
    ['statement-unknown', `{"at":"${AT}","below":5,"more":1,"type":"retired"}`],
    ['statement-unknown', `{"at":"2027-02-30T00:00:00Z","below":5,"type":"retired"}`],
    ['statement-unknown', `{"at":"2027-01-01T00:00:00+01:00","below":5,"type":"retired"}`],
    ['statement-unknown', `{"at":"${AT}","below":-1,"type":"retired"}`],
    ['statement-unknown', '{"type":"erased"}'],
    ['statement-unknown', 'not JSON'],
    ['statement-unknown', ''],
  ])('are refused as %s: %s', (reason, json) => {
    expect(readEntry(concat(new Uint8Array([2]), utf8(json)))).toEqual({ ok: false, reason });
  });

  test.each(['../x', 'a//b', '/a', '.well-known/x', 'a/./b', 'a/', 'a b', 'a?b', ''])('cannot name the path %j', (path) => {
    expect(() => statementEntry({ ...PUBLISHED, path } as Statement)).toThrow('path');
  });
});

test.each<[string, Uint8Array]>([
  ['entry-unknown-kind', new Uint8Array()],
  ['entry-unknown-kind', new Uint8Array([3, 1])],
  ['entry-bad-length', new Uint8Array([1])],
  ['entry-bad-length', new Uint8Array(34).fill(1)],
  ['entry-bad-length', new Uint8Array(65_536).fill(2)],
])('other entries are refused as %s', (reason, bytes) => {
  expect(readEntry(bytes)).toEqual({ ok: false, reason });
});

describe('bundles', () => {
  test('hold entries with two bytes of length, big-endian', () => {
    const entries = [utf8('ab'), utf8(''), new Uint8Array(258).fill(9)];
    const bundle = bundleOf(entries);
    expect(toHex(bundle.subarray(0, 8))).toBe('0002616200000102');
    expect(readBundle(bundle)).toEqual({ ok: true, entries });
    expect(readBundle(new Uint8Array())).toEqual({ ok: true, entries: [] });
  });

  test('cut short anywhere are refused', () => {
    const bundle = bundleOf([utf8('ab'), utf8('c')]);
    const whole = [0, 4, bundle.length];
    for (let end = 0; end <= bundle.length; end += 1) expect(readBundle(bundle.subarray(0, end)).ok).toBe(whole.includes(end));
  });

  test('of more than 256 entries, or with one too long, are neither made nor read', () => {
    expect(() => bundleOf(Array.from({ length: 257 }, () => utf8('')))).toThrow('holds 256');
    expect(() => bundleOf([new Uint8Array(65_536)])).toThrow('longer than');
    expect(readBundle(new Uint8Array(257 * 2))).toEqual({ ok: false, reason: 'bundle-too-many-entries' });
  });
});
