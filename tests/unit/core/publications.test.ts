/** Which paths are those of publications, and how a path is tied to the bytes under it. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pinOf, publicationAt, typeOf } from '../../../core/publications.ts';

const HASH = '530d903a'.repeat(8);

describe('a path of a publication', () => {
  test.each([
    [`notices/${HASH}.json`, 'notice', undefined],
    ['pinned/shop/opt-in.pt-BR.0123456789abcdef.js', 'banner', 'shop'],
    ['pinned/shop/opt-in.pt-BR.0123456789abcdef.json', 'banner', 'shop'],
    ['pinned/shop/guard.0123456789abcdef.js', 'banner', 'shop'],
    ['pinned/rest.abcDEF-123-45678.js', 'banner', 'root'],
    ['privacy/2027-01-01.txt', 'text', 'root'],
    ['privacy/2027-01-01.2.txt', 'text', 'root'],
    ['privacy/2027-01-01/zh-Hant.txt', 'text', 'root'],
    ['our-terms/2027-01-01/de.sealed.html', 'seal', 'root'],
  ])('%s is that of a %s, in the log of %s', (path, kind, log) => {
    const { names: _names, ...place } = publicationAt(path) ?? { names: () => false };
    expect(place).toEqual({ kind, ...(log ? { log } : {}) });
  });

  test.each([
    '',
    '/',
    `notices/${HASH.toUpperCase()}.json`,
    `notices/${HASH}.json/`,
    `notices//${HASH}.json`,
    `notices/current/shop`,
    `x/notices/${HASH}.json`,
    'pinned/shop/../root/guard.0123456789abcdef.js',
    'pinned/Shop/guard.0123456789abcdef.js',
    'pinned/shop/guard.0123456789abcdef.html',
    'pinned/shop/guard.0123456789abcdef0.js',
    'pinned/rest.js',
    'privacy/2027-02-30.txt',
    'privacy/2027-01-01.1.txt',
    'privacy/2027-01-01.txt/',
    'privacy/2027-01-01/EN.txt',
    'privacy/2027-01-01/en.html',
    'privacy/2027-01-01/en.sealed.html.txt',
    'privacy/2027-01-01/en.json',
    'privacy/latest.txt',
    '_at/index.json',
    '__proto__/2027-01-01',
  ])('is not %j', (path) => {
    expect(publicationAt(path)).toBeUndefined();
  });

  test('never reaches outside of its folder, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('notices', 'pinned', 'shop', '..', '.', '', '%2e%2e', 'privacy', '2027-01-01', 'en.txt', `${HASH}.json`), { maxLength: 5 }),
        (parts) => {
          const path = parts.join('/');
          const place = publicationAt(path);
          if (place) expect(new URL(path, 'https://a.example/published/').pathname).toBe(`/published/${path}`);
        },
      ),
    );
  });
});

test('a path with a hash in it names no other bytes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const hash = createHash('sha256').update(text).digest('hex');
      const another = createHash('sha256').update(other).digest('hex');
      for (const path of [`notices/${hash}.json`, `pinned/shop/guard.${hash.slice(0, 16)}.js`, `pinned/rest.${pinOf(hash)}.js`]) {
        expect(publicationAt(path)?.names(hash), path).toBe(true);
        expect(publicationAt(path)?.names(another), path).toBe(another === hash);
      }
    }),
  );
});

test.each([
  ['a.txt', 'text/plain; charset=utf-8'],
  ['a.js', 'text/javascript; charset=utf-8'],
  ['a.json', 'application/json'],
  ['a.sealed.html', 'text/html; charset=utf-8'],
])('%s is served as %s', (path, type) => {
  expect(typeOf(path)).toBe(type);
});
