/** The gate under a content security policy: what an attacker who can only write markup gains by it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostVisit, html, openHosts, PRIVACY, ran, says, settled, THIRD, tag } from '../support/host-server.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());

const WARN = `<script nonce="abc">window.found = []; document.addEventListener('fairnotice:warning', ({ detail }) => found.push(detail.reason + ' ' + (detail.element || {}).id))</script>`;
const found = (page: import('playwright-core').Page): Promise<string[]> => page.evaluate(() => (window as unknown as { found: string[] }).found);

test.each([
  ['nonces', `script-src 'nonce-abc'; connect-src ${PRIVACY}; object-src 'none'`],
  ['nonces and strict-dynamic', `script-src 'nonce-abc' 'strict-dynamic'; connect-src ${PRIVACY}; object-src 'none'`],
])('under a policy with %s a marked script without the nonce stays shut, one with it runs with it', async (_, policy) => {
  const marked = (id: string, more: string, text = `window.ran.push('${id}')`) =>
    `<script type="text/plain" data-consent="analytics" id="${id}" ${more}>${text}</script>\n`;
  const body = [
    says('setup', 'nonce="abc"'),
    marked('inline', ''),
    marked('wrong', 'nonce="abd"'),
    marked('external', `src="${THIRD}/external.js"`, ''),
    marked('handler', 'nonce="" onload="ran.push(1)" onerror="ran.push(2)"'),
    marked('good', 'nonce="abc"'),
    marked('goodsrc', `nonce="abc" src="${THIRD}/goodsrc.js"`, ''),
    '<script type="text/plain" data-consent-withdrawn="analytics" id="late">window.ran.push("late")</script>',
  ].join('');
  const { page, accept, errors } = await visit.open(
    visit.serve(html(WARN + tag('shop', 'nonce="abc"'), body), { headers: { 'Content-Security-Policy': policy } }),
  );
  await accept();
  await expect.poll(() => ran(page)).toEqual(['setup', 'good', 'goodsrc']);
  expect(await found(page)).toEqual(['nonce-differs inline', 'nonce-differs wrong', 'nonce-differs external', 'nonce-differs handler']);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(() => found(page)).toContain('nonce-differs late');
  await settled(200);
  expect(await ran(page)).toEqual(['setup', 'good', 'goodsrc']);
  expect(errors).toEqual([]);
});
