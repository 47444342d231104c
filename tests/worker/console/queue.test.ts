/** The queue over HTTP: what is due first, filters that are addresses, search without anything personal in one, and many at once. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { addEvents } from '../../../worker/requests/cases.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, open, signIn, submit, taken, typesOf, withSettings, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-11-24T12:00:00Z';
const kim = (role: 'viewer' | 'operator' | 'admin' = 'operator') => signIn(role, 'Kim', { now: NOW });
const content = (email: string) => ({ email, details: 'Please.' });
const referencesIn = (html: string): string[] => [...html.matchAll(/<span class="reference">([^<]+)</g)].map(([, reference = '']) => reference);

test('what is due first stands first, with the days left as words and a bar', async () => {
  const late = await taken({ content: content('a@b.example') }, '2026-10-01T09:00:00Z');
  const today = await taken({ content: content('c@b.example') }, '2026-10-24T09:00:00Z');
  const fresh = await taken({ content: content('d@b.example') }, '2026-11-23T09:00:00Z');
  const { html } = await open(await kim(), '/operator/');
  expect(referencesIn(html)).toEqual([late, today, fresh].map(({ row }) => row.reference));
  const words = wordsIn(html);
  expect(words).toMatch(/22 days overdue.*due today.*29 days left/s);
  expect(html.match(/<meter /g)).toHaveLength(3);
  expect(html).not.toContain('@b.example');
});

test('each filter is a link, and shows those alone; what it cannot mean shows the queue', async () => {
  const access = await taken({ content: content('a@b.example') });
  const erasure = await taken({ kind: 'erasure', place: 'US-CA', content: content('b@b.example') });
  const letter = await taken({ channel: 'letter', received: '2026-09-01', content: content('c@b.example') });
  const desk = await deskAt(NOW);
  await addEvents(desk, access.row.id, () => [{ event: { type: 'assigned', at: NOW, to: 'Kim' }, actor: 'Kim' }]);
  const unproved = await taken({ content: content('u@b.example') }, undefined, [{ event: { type: 'proof-asked', at: NOW }, actor: 'system' }]);
  const closed = await taken({ content: content('x@b.example') }, undefined, [{ event: { type: 'answered', at: NOW, outcome: 'complied' }, actor: 'Kim' }]);
  const signed = await kim('viewer');
  const shown = async (query: string): Promise<string[]> => referencesIn((await open(signed, `/operator/${query}`)).html).sort();
  const of = (...cases: { row: { reference: string } }[]): string[] => cases.map(({ row }) => row.reference).sort();
  expect(await shown('')).toEqual(of(access, erasure, letter));
  expect(await shown('?queue=unproved')).toEqual(of(unproved));
  expect(await shown('?queue=closed')).toEqual(of(closed));
  expect(await shown('?queue=closed&state=answered')).toEqual(of(closed));
  expect(await shown('?kind=erasure')).toEqual(of(erasure));
  expect(await shown('?law=us-ca-ccpa')).toEqual(of(erasure));
  expect(await shown('?assignee=me')).toEqual(of(access));
  expect(await shown('?assignee=nobody&kind=access')).toEqual(of(letter));
  expect(await shown('?due=overdue')).toEqual(of(letter));
  expect(await shown('?state=waiting')).toEqual([]);
  expect(await shown('?kind=nonsense&queue=%3Cb%3E&after=x')).toEqual(of(access, erasure, letter));
  const { html } = await open(signed, '/operator/');
  for (const link of ['./?queue=unproved', './?due=overdue', './?kind=erasure', './?law=us-ca-ccpa', './?assignee=nobody', './?state=waiting'])
    expect(html).toContain(`href="${link.replaceAll('&', '&amp;')}"`);
});

test('pages follow one another by key: none is shown twice or left out, dated ones first, then those without a date', async () => {
  const made: string[] = [];
  for (let at = 0; at < 60; at += 1) {
    const day = `2026-11-${String(1 + (at % 20)).padStart(2, '0')}T09:00:00Z`;
    made.push((await taken({ ...(at % 7 === 0 ? { place: 'JP' } : {}), content: content(`p${at}@b.example`) }, day)).row.reference);
  }
  const signed = await kim('viewer');
  const first = await open(signed, '/operator/');
  const next = /<a href="\.\/([^"]*)" rel="next"/.exec(first.html)?.[1] ?? '';
  expect(next).toMatch(/^\?after=/);
  const second = await open(signed, `/operator/${decodeURI(next)}`);
  const all = [...referencesIn(first.html), ...referencesIn(second.html)];
  expect(referencesIn(first.html)).toHaveLength(50);
  expect([...all].sort()).toEqual([...made].sort());
  expect(second.html).not.toContain('rel="next"');
  expect(wordsIn(second.html).match(/no date/g)).toHaveLength(9);
});

describe('search', () => {
  test('a reference leads to its request, however it is typed', async () => {
    const { row } = await taken();
    const signed = await kim('viewer');
    const { html } = await open(signed, '/operator/');
    for (const q of [row.reference, ` ${row.reference.toLowerCase().replace('-', '')} `]) {
      const found = await submit(signed, html, 'Search', { q });
      expect(found.path).toBe(`/operator/requests/${row.reference}/`);
    }
  });

  test('an address finds every request of its owner, is in no URL, and only as a hash in the database', async () => {
    const [one, two] = [await taken(), await taken({ kind: 'erasure' })];
    await taken({ content: content('other@b.example') });
    const signed = await kim('viewer');
    const found = await submit(signed, (await open(signed, '/operator/')).html, 'Search', { q: ' Jo.Visitor@MAIL.example' });
    expect(found.path).toBe('/operator/search/');
    expect(referencesIn(found.html).sort()).toEqual([one.row.reference, two.row.reference].sort());
    expect(found.html.match(/(?:href|action)="[^"]*"/g)?.join(' ')).not.toMatch(/visitor/i);
    const { results } = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'search'").all<{ entry: string }>();
    expect(results).toHaveLength(1);
    expect(results[0]?.entry).not.toMatch(/visitor/i);
  });

  test('what is not found says so, and shows what was typed as text', async () => {
    const signed = await kim('viewer');
    const found = await submit(signed, (await open(signed, '/operator/')).html, 'Search', { q: '"><script>@' });
    expect(wordsIn(found.html)).toContain('Nothing was found.');
    expect(found.html).not.toContain('<script');
  });
});

describe('many at once', () => {
  const make = async (count: number) => {
    const cases = [];
    for (let at = 0; at < count; at += 1) cases.push(await taken({ content: content(`m${at}@b.example`) }));
    return cases;
  };

  test('requests are assigned together, each change an event and an entry of the audit', async () => {
    const cases = await make(3);
    const signed = await kim();
    const { html } = await open(signed, '/operator/');
    const done = await submit(signed, html, 'Requests', { id: cases.slice(0, 2).map(({ row }) => row.id), to: 'Kim', do: 'assign' });
    expect(wordsIn(done.html)).toContain('2 of 2 done.');
    expect(await Promise.all(cases.map(({ row }) => typesOf(row.id)))).toEqual([['received', 'assigned'], ['received', 'assigned'], ['received']]);
    const again = await submit(signed, html, 'Requests', { id: cases.slice(0, 2).map(({ row }) => row.id), to: '', do: 'assign' });
    expect(wordsIn(again.html)).toContain('0 of 2 done.');
  });

  test('receipt is acknowledged to those whom no mail of the system has told, once', async () => {
    const cases = [await taken({ content: { details: 'one' } }), await taken({ content: { details: 'two' } })];
    const signed = await kim();
    for (const expected of ['2 of 2 done.', '0 of 2 done.']) {
      const done = await submit(signed, (await open(signed, '/operator/')).html, 'Requests', { id: cases.map(({ row }) => row.id), do: 'acknowledge' });
      expect(wordsIn(done.html)).toContain(expected);
    }
    expect(await typesOf(cases[0]?.row.id ?? '')).toEqual(['received', 'acknowledged']);
  });

  test('closing asks first, with the consequence in words, and closes on the second form alone', async () => {
    const cases = await make(2);
    const ids = cases.map(({ row }) => row.id);
    const signed = await kim();
    const asked = await submit(signed, (await open(signed, '/operator/')).html, 'Requests', { id: ids, as: 'no-data', do: 'close' });
    expect(wordsIn(asked.html)).toContain('It cannot be taken back.');
    expect(await typesOf(ids[0] ?? '')).toEqual(['received']);
    const done = await submit(signed, asked.html, 'Close', { do: 'close' });
    expect(wordsIn(done.html)).toContain('2 of 2 done.');
    expect(await typesOf(ids[0] ?? '')).toEqual(['received', 'answered']);
  });

  test('with four eyes nothing is closed: each waits for a second person', async () => {
    const cases = await make(2);
    const ids = cases.map(({ row }) => row.id);
    const signed = await signIn('operator', 'Kim', { now: NOW, bindings: withSettings({ fourEyes: true }) });
    const asked = await submit(signed, (await open(signed, '/operator/')).html, 'Requests', { id: ids, as: 'complied', do: 'close' });
    await submit(signed, asked.html, 'Close', { do: 'close' });
    expect(await typesOf(ids[0] ?? '')).toEqual(['received', 'approval-asked']);
  });

  test('ids that are none, and nothing ticked, change nothing', async () => {
    const signed = await kim();
    await make(1);
    const { html } = await open(signed, '/operator/');
    expect((await submit(signed, html, 'Requests', { id: ["' OR 1=1 --"], do: 'assign' })).status).toBe(422);
    expect((await submit(signed, html, 'Requests', { do: 'close' })).status).toBe(422);
  });
});
