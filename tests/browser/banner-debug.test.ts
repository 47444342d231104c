/** The debug view for a site's owner. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type HostVisit, openHost, wordsOf } from '../support/host-page.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHost();
});
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

const BODY = `<main><h1>Marks</h1>
<script type="text/plain" data-consent="analytics" id="counts">window.counted = true</script>
<script type="text/plain" data-consent="marketing" data-src="https://ads.example/a.js"></script>
<script data-consent="analytics" id="loose">1</script>
<script type="text/plain" data-consent="analytic" id="typo">1</script>
<iframe data-consent="media" data-src="https://maps.example/" title="Map"></iframe>
<img data-consent="marketing" src="data:," alt="">
</main>`;

test('says of each marked element where it stands and why, and follows the choice', async () => {
  const page = await visit.open('shop', { body: BODY, query: '?fairnotice-debug' });
  const row = (text: string) => page.locator('[part=debug] li', { hasText: text });
  await row('script#counts').waitFor();
  expect(await wordsOf(row('script#counts'))).toMatch(/^waiting · analytics [\s\S]*Nobody has chosen about analytics yet\.$/);
  expect(await wordsOf(row('script#loose'))).toContain('type="text/plain" is missing');
  expect(await wordsOf(row('script#typo'))).toContain('asks nobody about “analytic”');
  expect(await wordsOf(row('iframe'))).toContain('waiting · media');
  expect(await wordsOf(row('img'))).toContain('It has no data-src');
  expect(await row('Privacy Control').count()).toBe(0);

  await page.getByRole('button', { name: 'Choose' }).press('Enter');
  await page.getByRole('switch', { name: 'Analytics' }).press('Space');
  await page.locator('[part=save]').press('Enter');
  await expect.poll(() => wordsOf(row('script#counts'))).toMatch(/^released/);
  expect(await wordsOf(row('ads.example'))).toMatch(/^refused · marketing [\s\S]*The visitor refused marketing on 20/);
  expect(await wordsOf(page.locator('[part=debug]'))).toMatch(/save at 20\S+Z, runs out 20\S+Z: preferences off, analytics on/);
  expect(await wordsOf(page.locator('[part=debug]'))).toContain('"consent","update"');
});

test('names the consent model and the law that it follows from', async () => {
  const page = await visit.open('shop', { query: '?fairnotice-debug' });
  await expect.poll(() => wordsOf(page.locator('[part=debug]'))).toMatch(/Site, model, language\s*shop, opt-in, en\s*Law of the place\s*eu-gdpr/);
});

test('tells a warning in words, with what mends it', async () => {
  const page = await visit.open('shop', {
    body: '<main><h1>Odd</h1><img data-consent="media" data-src="javascript:alert(1)" alt=""></main>',
    query: '?fairnotice-debug',
  });
  await page.getByRole('button', { name: 'Accept all' }).click();
  const warning = page.locator('[part=debug] li', { hasText: 'address-refused' });
  await expect.poll(() => wordsOf(warning)).toContain('neither http nor https');
});

test('copies everything as JSON, without the visitor’s secret', async () => {
  const page = await visit.open('shop', { body: BODY, query: '?fairnotice-debug', context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  await page.getByRole('button', { name: 'Accept all' }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('fairnotice:subject'))).toBeTruthy();
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const { site, model, notice, marked } = JSON.parse(copied) as { site: string; model: string; notice: string; marked: unknown[] };
  expect({ site, model, marked: marked.length }).toEqual({ site: 'shop', model: 'opt-in', marked: 6 });
  expect(notice).toMatch(/^[0-9a-f]{64}$/);
  expect(copied).not.toContain(await page.evaluate(() => localStorage.getItem('fairnotice:subject') ?? '?'));
});

test('"reset" makes the page ask again, as on a first visit', async () => {
  const page = await visit.open('shop', { query: '?fairnotice-debug' });
  await page.getByRole('button', { name: 'Accept all' }).click();
  await page.getByRole('button', { name: 'Reset the decision and reload' }).click();
  await page.getByRole('button', { name: 'Reject all' }).waitFor();
  expect(await page.evaluate(() => [document.cookie, localStorage.getItem('fairnotice:subject')])).toEqual(['', null]);
});
