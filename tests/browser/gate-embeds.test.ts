/** Marked frames and images: nothing goes to a third party before it is allowed, and frames are emptied on withdrawal. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type HostVisit, html, openHosts, settled, tag } from '../support/host-server.ts';

const VIDEO = 'http://player.video.localhost/film.html';
const frame = (mark = 'media', id = 'film'): string =>
  `<iframe id="${id}" title="A film" data-consent="${mark}" data-src="${VIDEO}" width="320" height="180"></iframe>`;
const image = '<img id="pixel" alt="" data-consent="marketing" data-src="http://tracker.localhost/p.gif" data-srcset="http://tracker.localhost/p2.gif 2x">';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());
beforeEach(() => {
  visit.asked.length = 0;
});

const inside = (page: Page, id = 'film'): Promise<string | undefined> =>
  page.evaluate((name) => (document.getElementById(name) as HTMLIFrameElement).getAttribute('src') ?? undefined, id);
const placeholders = (page: Page) => page.locator('[part~=placeholder]');

test('before a choice a frame is a placeholder, and nothing is fetched from the third party', async () => {
  const { page, errors, asked } = await visit.open(visit.serve(html(tag(), frame() + image)));
  await asked();
  await placeholders(page).waitFor();
  expect(await placeholders(page).count()).toBe(1);
  expect((await page.locator('[part~=placeholder]').allInnerTexts()).join(' ')).toContain('Video Ltd');
  await settled(400);
  expect(visit.asked).toEqual([]);
  expect(errors).toEqual([]);
});

test('accepting opens frames and images; refusing does not', async () => {
  const { page, accept, reject } = await visit.open(visit.serve(html(tag(), frame() + image)));
  await reject();
  await settled(300);
  expect(visit.asked).toEqual([]);
  await page.context().clearCookies();
  await page.reload();
  await accept();
  await expect.poll(() => visit.asked.toSorted()).toEqual(['player.video.localhost/film.html', 'tracker.localhost/p.gif']);
  expect(await placeholders(page).count()).toBe(0);
  expect(await page.locator('#pixel').getAttribute('srcset')).toBe('http://tracker.localhost/p2.gif 2x');
});

test('"once" opens one frame, decides nothing, and outlives a choice about something else', async () => {
  const { page, reject } = await visit.open(visit.serve(html(tag(), frame() + frame('media', 'other'))));
  await page.locator('[part~=once]').first().click();
  await expect.poll(() => visit.asked).toEqual(['player.video.localhost/film.html']);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(await placeholders(page).count()).toBe(1);
  await reject();
  await settled();
  expect(await inside(page)).toBe(VIDEO);
  expect(await inside(page, 'other')).toBeUndefined();
});

test('"always" allows the category, keeps the question about the rest, and opens on the next page by itself', async () => {
  const { page, asked } = await visit.open(visit.serve(html(tag(), frame())));
  await asked();
  await page.locator('[part~=always]').click();
  await expect.poll(() => inside(page)).toBe(VIDEO);
  expect(await page.evaluate(() => window.fairnotice?.get())).toMatchObject({ allowed: { media: true, analytics: false }, decided: false });
  expect(await page.locator('[part~=banner]').count()).toBe(1);
  await page.reload();
  await expect.poll(() => inside(page)).toBe(VIDEO);
  await asked();
});

test('withdrawing empties the frame and puts the placeholder back', async () => {
  const { page, accept } = await visit.open(visit.serve(html(tag(), frame())));
  await accept();
  await expect.poll(() => page.frames().some((one) => one.url() === VIDEO)).toBe(true);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await placeholders(page).waitFor();
  expect(await inside(page)).toBeUndefined();
  await expect.poll(() => page.frames().some((one) => one.url() === VIDEO)).toBe(false);
  await page.locator('[part~=once]').click();
  await expect.poll(() => inside(page)).toBe(VIDEO);
});

test('what is added later waits or opens as what was there', async () => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag(), '<main></main>')));
  const add = (markup: string) => page.evaluate((text) => document.querySelector('main')?.insertAdjacentHTML('beforeend', `<div>${text}</div>`), markup);
  await add(frame());
  await placeholders(page).waitFor();
  expect(visit.asked).toEqual([]);
  await accept();
  await expect.poll(() => inside(page)).toBe(VIDEO);
  await add(image);
  await expect.poll(() => visit.asked).toContain('tracker.localhost/p.gif');
  expect(errors).toEqual([]);
});

test.each(['javascript:window.ran=["attack"]', 'data:text/html,<script>parent.ran=1</script>', 'JaVaScRiPt:1', ' javascript:1', 'blob:x', 'http://['])(
  'an address such as %s is refused, and the owner is told',
  async (address) => {
    const body = `<iframe id="film" data-consent="media"></iframe><script type="text/plain" id="s" data-consent="media"></script><img id="i" alt="" data-consent="media">`;
    const { page, accept, errors } = await visit.open(visit.serve(html(tag(), '')));
    await page.evaluate(
      ([markup, evil]) => {
        const found: string[] = [];
        Object.assign(window, { found });
        document.addEventListener('fairnotice:warning', ({ detail }) => found.push(`${detail.reason} ${detail.element?.id}`));
        const template = document.createElement('template');
        template.innerHTML = markup ?? '';
        for (const element of template.content.querySelectorAll<HTMLElement>('[data-consent]')) element.dataset.src = evil ?? '';
        document.body.append(template.content);
      },
      [body, address],
    );
    await accept();
    await settled(300);
    expect((await page.evaluate(() => (window as unknown as { found: string[] }).found)).toSorted()).toEqual([
      'address-refused film',
      'address-refused i',
      'address-refused s',
    ]);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    expect(await page.locator('#film').getAttribute('src')).toBeNull();
    expect(errors).toEqual([]);
  },
);
