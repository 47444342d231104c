/** What the banner never does to a host page, and how it may be loaded. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HostVisit, html, openHosts, PRIVACY, ran, says, settled, THIRD, tag } from '../support/host-server.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());

const STRICT = `default-src 'none'; script-src ${PRIVACY}; connect-src ${PRIVACY}; require-trusted-types-for 'script'; trusted-types fairnotice`;
const VIOLATIONS = `window.seen = []; document.addEventListener('securitypolicyviolation', (e) => seen.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
document.addEventListener('fairnotice:warning', ({ detail }) => seen.push(detail.reason));`;
const seen = (page: import('playwright-core').Page): Promise<string[]> => page.evaluate(() => (window as unknown as { seen: string[] }).seen);

describe('a policy of the page', () => {
  test('the strictest one: banner, choice, record, external marked scripts, and not one violation', async () => {
    const policy = STRICT.replace(`script-src ${PRIVACY}`, `script-src ${PRIVACY} ${THIRD}`);
    const body = `<script type="text/plain" data-consent="analytics" data-src="${THIRD}/strict.js"></script>`;
    const { page, accept, errors } = await visit.open(visit.serve(html(tag(), body), { headers: { 'Content-Security-Policy': policy } }), { init: VIOLATIONS });
    const record = page.waitForResponse((response) => response.url().endsWith('/api/v1/consents'));
    await accept();
    expect((await record).status()).toBe(201);
    await expect.poll(() => ran(page)).toEqual(['strict']);
    await page.evaluate(() => window.fairnotice?.withdraw());
    await settled(1500);
    expect(await seen(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test.each([
    ['refuses the name', 'trusted-types other'],
    ['has given the name to somebody else', 'trusted-types fairnotice'],
  ])('one that %s keeps the gate shut and says so; the choice is kept', async (_, names) => {
    const policy = `script-src ${PRIVACY} ${THIRD} 'unsafe-inline'; require-trusted-types-for 'script'; ${names}`;
    const before = names.includes('other') ? '' : "<script>trustedTypes.createPolicy('fairnotice', {})</script>";
    const body = `<script type="text/plain" data-consent="analytics" data-src="${THIRD}/never.js"></script><iframe id="f" data-consent="media" data-src="${THIRD}/f.html"></iframe>`;
    const address = visit.serve(html(before + tag(), body), { headers: { 'Content-Security-Policy': policy } });
    const { page, accept, errors } = await visit.open(address, { init: VIOLATIONS });
    await accept();
    await settled(300);
    expect(await seen(page)).toContain('trusted-types-refused');
    expect(await ran(page)).toEqual([]);
    expect(await page.locator('#f').getAttribute('src')).toBeNull();
    expect(await page.evaluate(() => document.cookie)).toContain('fairnotice=1.');
    expect(errors).toEqual([]);
  });
});

test.each(['async', 'defer'])('works with %s', async (attribute) => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag('shop', attribute), says('a'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  expect(errors).toEqual([]);
});

test('works when a tag manager injects it, into a page that has an element of its name', async () => {
  const inject = `<div id="fairnotice"></div><script>const s = document.createElement('script'); s.src = '${PRIVACY}/banner/shop.js'; document.head.append(s)</script>`;
  const { page, accept, errors } = await visit.open(visit.serve(html('', inject + says('a'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  expect(errors).toEqual([]);
});

test('twice on one page is once: one banner, one record', async () => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag() + tag('shop', 'async'), tag('shop', 'defer') + says('a'))));
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/consents')) sent += 1;
  });
  expect(await page.locator('fairnotice-consent').count()).toBe(1);
  await accept();
  await expect.poll(() => sent).toBe(1);
  await settled(300);
  expect(sent).toBe(1);
  expect(await ran(page)).toEqual(['a']);
  expect(errors).toEqual([]);
});

test('where the script does not come, marked scripts stay off and the page works', async () => {
  const { page, context, errors } = await visit.open();
  await context.route(`${PRIVACY}/**`, (route) => route.abort());
  await page.goto(visit.serve(html(tag(), says('a') + says('own', ''))));
  expect(await ran(page)).toEqual(['own']);
  expect(errors).toEqual([]);
});

test('where only the file on demand does not come, the choice still holds and the owner is told', async () => {
  const { page, context, errors, accept } = await visit.open(undefined, { init: VIOLATIONS });
  await context.route(`${PRIVACY}/pinned/rest*`, (route) => route.abort());
  await page.goto(visit.serve(html(tag(), says('a'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  await expect.poll(() => seen(page)).toContain('not-loaded');
  expect(await page.evaluate(() => localStorage.getItem('fairnotice:outbox'))).toContain('accept');
  await context.unroute(`${PRIVACY}/pinned/rest*`);
  const record = page.waitForResponse((response) => response.url().endsWith('/consents'));
  await page.reload();
  expect((await record).status()).toBe(201);
  expect(errors).toEqual([]);
});

test.each([
  ['things of the page that are not what tools expect', 'window.dataLayer = {}; window.uetq = 5; window.clarity = "x";'],
  ['a listener that throws', "document.addEventListener('fairnotice:ready', () => { throw new Error('theirs') })"],
])('%s do not stop it', async (_, script) => {
  const { page, accept, errors } = await visit.open(visit.serve(html(`<script>${script}</script>${tag('signals')}`, says('a'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  expect(errors.filter((error) => !error.includes('theirs'))).toEqual([]);
});

describe('the module for bundlers', () => {
  const entry = (code: string): string => `<script type="module">import * as f from '${PRIVACY}/banner/fairnotice.mjs'; ${code}</script>`;

  test('exports load and the parsers; load resolves when the banner is ready, once', async () => {
    const code = `window.names = Object.keys(f).sort(); const a = await f.load('${PRIVACY}/banner/shop.js'); const b = await f.load('${PRIVACY}/banner/shop.js'); window.same = a === b && a === window.fairnotice; window.parsed = f.parseDecision('1.tp1kw0.182.pA.s.2027-01-01');`;
    const { page, accept, errors } = await visit.open(visit.serve(html(entry(code), says('a'))));
    await accept();
    expect(await page.evaluate(() => (window as unknown as { same: boolean }).same)).toBe(true);
    expect(await page.evaluate(() => (window as unknown as { names: string[] }).names)).toEqual(['WARNINGS', 'load', 'parseDecision', 'readDecision']);
    expect(await page.evaluate(() => (window as unknown as { parsed: unknown }).parsed)).toMatchObject({
      days: 182,
      choices: { preferences: false, analytics: true },
    });
    await expect.poll(() => ran(page)).toEqual(['a']);
    expect(errors).toEqual([]);
  });

  test('load is refused where the script does not come', async () => {
    const { page, errors } = await visit.open(
      visit.serve(html(entry(`f.load('${PRIVACY}/banner/nobody.js').catch((error) => { window.said = error.message })`))),
    );
    await expect.poll(() => page.evaluate(() => (window as unknown as { said?: string }).said)).toContain('did not come');
    expect(errors).toEqual([]);
  });
});
