/** What somebody tries who has neither link nor code nor cookie. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { asked, eventsOf, last, pathOf, wrong } from './asked.ts';
import { Browser, SESSION } from './browser.ts';
import { freshDesk, mails } from './mails.ts';

freshDesk();

test('a code has five tries, and then not even the right one counts', async () => {
  const browser = await asked();
  const code = last().values.code ?? '';
  for (let tries = 1; tries <= 4; tries += 1) expect((await browser.act('code', { code: wrong(code) })).html).toContain('The code is wrong');
  expect((await browser.act('code', { code: wrong(code) })).html).toContain('tried too often');
  expect((await browser.act('code', { code })).html).toContain('tried too often');
  expect(await eventsOf()).toEqual(['received', 'proof-asked']);
});

test('whoever knows the reference and not the address uses up no try of a code', async () => {
  const browser = await asked();
  const { code = '' } = last().values;
  const stranger = new Browser();
  await stranger.later(60).open('/requests/status/');
  await stranger.send('/requests/status/open', { reference: browser.sessions[0] ?? '', email: 'eve@mail.example' });
  for (let tries = 1; tries <= 6; tries += 1)
    expect((await stranger.send('/requests/status/open-code', { code: wrong(code) })).html).toContain('The code is wrong');
  expect((await stranger.send('/requests/status/open-code', { code })).html).toContain('The code is wrong');
  expect(await env.INDEX.prepare('SELECT tries FROM proofs').first('tries')).toBe(0);
  expect((await browser.act('code', { code })).html).toContain('Address confirmed');
});

test('guesses side by side are counted one by one', async () => {
  const browser = await asked();
  const code = last().values.code ?? '';
  const page = browser.html;
  const guesses = await Promise.all(
    Array.from({ length: 20 }, async (_none, at) => {
      const one = new Browser();
      for (const [name, kept] of browser.cookies) one.cookies.set(name, kept);
      Object.assign(one, { html: page, now: browser.now });
      return (await one.act('code', { code: String((Number(code) + at + 1) % 1_000_000).padStart(6, '0') })).html;
    }),
  );
  expect(guesses.filter((html) => html.includes('The code is wrong')).length).toBeLessThanOrEqual(5);
  expect(await env.INDEX.prepare('SELECT tries FROM proofs').first('tries')).toBe(5);
});

test('link and code are over after their time, and a new mail ends the former one', async () => {
  const browser = await asked();
  const first = last();
  await browser.later(14_500).act('code', { code: first.values.code ?? '' });
  expect(browser.html).toContain('Link and code have expired');
  await browser.act('again');
  expect(mails).toHaveLength(2);
  expect((await browser.act('code', { code: first.values.code === last().values.code ? '' : (first.values.code ?? '') })).html).toContain('The code is wrong');
  await browser.open(pathOf(first.values.link));
  expect(browser.html).toContain('Link and code have expired');
  await browser.open(browser.page);
  expect((await browser.act('code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
});

test.each([
  '/requests/proof/AAAAAAAAAAAAAAAAAAAAAA/',
  '/requests/not-me/0190aaaa-0000-7000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAA/',
  '/requests/status/AAAAAAAAAAAAAAAAAAAAAA/',
])('a link that was made up shows nothing (%s)', async (path) => {
  await asked();
  const { html } = await new Browser().open(path);
  expect(html).not.toMatch(/<code>[0-9A-Z]{4}-/);
  expect(html).toMatch(/There is no (such link|request)/);
});

test('a cookie that was made up, whose level was raised, or that bears the name of another request, opens nothing', async () => {
  const [own = '', other = ''] = [...(await asked()).sessions, ...(await asked({ email: 'eve@mail.example' })).sessions];
  const browser = await asked({ email: 'ann@mail.example' });
  const [reference = ''] = browser.sessions;
  const value = browser.cookies.get(SESSION + reference)?.value ?? '';
  const made: [string, string][] = [
    [reference, value.replace('.asked.', '.proved.')],
    [reference, value.replace(/^./, 'f')],
    [reference, 'x'],
    [own, value],
    [other, value],
  ];
  for (const [name, cookie] of made) {
    const thief = new Browser();
    thief.cookies.set(SESSION + name, { value: cookie, path: '/requests/' });
    expect((await thief.open(`/requests/status/${name}/`)).html).toContain('type reference and address');
    expect((await thief.open('/requests/status/')).html).not.toContain('Requests in this browser');
  }
  expect((await browser.open(browser.page)).html).toContain('Your request');
});
