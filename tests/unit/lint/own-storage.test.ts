/** The cookie registry against what the pages of requests set. */
import { expect, it } from 'vitest';
import { OWN_OF_REQUESTS } from '../../../core/own-storage.ts';
import { cookieSchema } from '../../../core/schemas.ts';
import { lintFor } from './samples.ts';

const entry = (parts: object) =>
  cookieSchema.parse({ category: 'necessary', service: 'Fairnotice', provider: 'Acme', purpose: { en: 'for your request' }, since: '2026-01-01', ...parts });
const ALL = OWN_OF_REQUESTS.map(entry);

const told = (cookies: ReturnType<typeof entry>[], source = '<RequestForm/>'): string[] =>
  lintFor('own-storage-unlisted', { source, format: 'mdx', tree: { cookies } }).map(({ message }) => message);

it('names what is not listed, where a policy leads to the form', () => {
  expect(told(ALL)).toEqual([]);
  expect(told(ALL.slice(2))).toEqual(['The pages of requests set what cookies.json does not list: fairnotice-request-*, fairnotice-form.']);
  expect(told([], 'Write to us.')).toEqual([]);
});

it('names a lifetime that is another, and of each cookie its own', () => {
  const all = ALL.map((one) => (one.name === 'fairnotice-form' ? { ...one, lifetime: 'P1Y' } : one));
  expect(told(all)).toEqual(['cookies.json says another lifetime: fairnotice-form is kept for P1D.']);
  expect(told([entry({ name: 'fairnotice-*', kind: 'cookie', lifetime: 'P90D' })])).toEqual([
    'cookies.json says another lifetime: fairnotice-form is kept for P1D, fairnotice-proof is kept for PT4H, fairnotice-not-me is kept for PT4H.',
  ]);
});

it('names what Fairnotice does not set, also where the name is right and the kind is not', () => {
  expect(told([...ALL, entry({ name: 'fairnotice_request', kind: 'cookie', lifetime: 'session' })])).toEqual([
    'cookies.json lists what Fairnotice does not set: fairnotice_request.',
  ]);
  expect(told([...ALL, entry({ name: 'fairnotice-form', kind: 'local-storage', lifetime: 'persistent' })])).toEqual([
    'cookies.json lists what Fairnotice does not set: fairnotice-form.',
  ]);
});
