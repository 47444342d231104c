/** How the banner looks, on pages of somebody else: alike buttons, small windows, other scripts and schemes, odd styles. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE_CSS, type HostSite, type HostVisit, openHost } from '../support/host-page.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHost();
});
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

const SITES: HostSite[] = ['shop', 'end', 'bottom', 'top', 'dark'];
const LOCALES = ['en', 'de', 'ar', 'fi', 'el', 'hu'];

/** Everything that a browser computes for an element, but what its words decide. */
function styleOf(page: Page, part: string): Promise<Record<string, string>> {
  return page.locator(`[part=${part}]`).evaluate((element) => {
    const style = getComputedStyle(element);
    const ofWords = /^(inline-size|width|perspective-origin|transform-origin|block-size|height)$/;
    return Object.fromEntries([...style].filter((name) => !ofWords.test(name)).map((name) => [name, style.getPropertyValue(name)]));
  });
}

async function box(page: Page, part: string) {
  const found = await page.locator(`[part=${part}]`).boundingBox();
  if (!found) throw new Error(`no ${part}`);
  return found;
}

/** By how much something sticks out of the window or of its own box. */
function sticksOut(page: Page, part: string): Promise<string[]> {
  return page.locator(`[part=${part}]`).evaluate((element) => {
    const out = [element, ...element.querySelectorAll('*')].filter((inner) => {
      const { left, right } = inner.getBoundingClientRect();
      return left < -0.5 || right > innerWidth + 0.5 || inner.scrollWidth > inner.clientWidth + 1;
    });
    return out.filter((inner) => inner.clientWidth > 0).map((inner) => inner.outerHTML.slice(0, 100));
  });
}

describe.each(SITES)('the banner of %s', (site) => {
  test.each([320, 375, 768, 1280])('has equal buttons at %i px, and stands inside the window', async (width) => {
    const page = await visit.open(site, { context: { viewport: { width, height: 700 } } });
    const [accept, reject] = [await box(page, 'accept'), await box(page, 'reject')];
    expect(Math.abs(accept.width - reject.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(accept.height - reject.height)).toBeLessThanOrEqual(1);
    expect(accept.height).toBeGreaterThanOrEqual(44);
    expect(await styleOf(page, 'accept')).toEqual(await styleOf(page, 'reject'));
    expect(await sticksOut(page, 'banner')).toEqual([]);
  });
});

test.each(LOCALES)('in %s the buttons are equal at 320 px, and no word is cut', async (lang) => {
  const page = await visit.open('shop', { lang, context: { viewport: { width: 320, height: 700 }, locale: lang } });
  await expect.poll(() => page.locator('[part=banner]').count()).toBe(1);
  const [accept, reject] = [await box(page, 'accept'), await box(page, 'reject')];
  expect(Math.abs(accept.width - reject.width)).toBeLessThanOrEqual(1);
  expect(Math.abs(accept.height - reject.height)).toBeLessThanOrEqual(1);
  expect(await sticksOut(page, 'banner')).toEqual([]);
  await page.locator('[part=choose]').click();
  await page.locator('dialog').waitFor();
  expect(await sticksOut(page, 'dialog')).toEqual([]);
});

test('at 400 % banner and dialog scroll inside themselves, and every button can be reached', async () => {
  const page = await visit.open('shop', { context: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 } });
  expect((await box(page, 'banner')).height).toBeLessThanOrEqual(256 * 0.7 + 1);
  for (const name of ['Accept all', 'Reject all', 'Choose']) {
    await page.keyboard.press('Tab');
    const button = page.getByRole('button', { name });
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
    const { y, height } = (await button.boundingBox()) ?? { y: -1, height: 0 };
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(256);
  }
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor();
  expect(await sticksOut(page, 'dialog')).toEqual([]);
  const save = page.locator('[part=save]');
  await save.focus();
  const { y = -1, height = 0 } = (await save.boundingBox()) ?? {};
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y + height).toBeLessThanOrEqual(256);
});

test('in Arabic everything runs from right to left', async () => {
  const page = await visit.open('shop', { lang: 'ar', context: { viewport: { width: 1280, height: 800 }, locale: 'ar' } });
  const banner = await box(page, 'banner');
  expect(banner.x + banner.width).toBeGreaterThan(1200);
  expect((await box(page, 'accept')).x).toBeGreaterThan((await box(page, 'reject')).x);
  await page.locator('[part=choose]').click();
  const dialog = page.locator('dialog');
  await dialog.waitFor();
  expect(await dialog.getAttribute('dir')).toBe('rtl');
  expect(await dialog.getAttribute('lang')).toBe('ar');
  const control = await page.getByRole('switch').first().boundingBox();
  const label = await page.locator('dialog label').first().boundingBox();
  expect(control?.x ?? 9999).toBeLessThan(label?.x ?? 0);
});

test('in forced colours buttons and switches keep their edges, and a switch shows whether it is on', async () => {
  const page = await visit.open('shop', { context: { forcedColors: 'active' } });
  for (const part of ['accept', 'reject', 'choose'])
    expect(await page.locator(`[part=${part}]`).evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid');
  await page.locator('[part=choose]').click();
  const first = page.getByRole('switch').first();
  const look = () => first.evaluate((element) => getComputedStyle(element).backgroundColor + getComputedStyle(element, '::before').backgroundColor);
  const off = await look();
  await first.press('Space');
  expect(await look()).not.toBe(off);
});

test.each(['reduce', 'no-preference'] as const)('with motion "%s" nothing moves by itself', async (reducedMotion) => {
  const page = await visit.open('shop', { context: { reducedMotion } });
  await page.locator('[part=choose]').click();
  await page.locator('dialog').waitFor();
  const moving = await page.locator('fairnotice-consent').evaluate(
    (host) =>
      [...(host.shadowRoot?.querySelectorAll('*') ?? [])].filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== 'none' || Number.parseFloat(transitionDuration) > 0;
      }).length,
  );
  expect(moving).toBe(0);
});

test('follows the dark scheme of the system, and one that the site fixes', async () => {
  const ground = (page: Page) => page.locator('[part=banner]').evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await ground(await visit.open('shop', { context: { colorScheme: 'light' } }))).toBe('rgb(255, 255, 255)');
  expect(await ground(await visit.open('shop', { context: { colorScheme: 'dark' } }))).toBe('rgb(28, 31, 34)');
  expect(await ground(await visit.open('dark', { context: { colorScheme: 'light' } }))).toBe('rgb(28, 31, 34)');
});

test('a page with hostile styles changes nothing of buttons and dialog', async () => {
  const styles = async (head: string) => {
    const page = await visit.open('shop', { head });
    const banner = [
      await styleOf(page, 'accept'),
      await styleOf(page, 'reject'),
      await styleOf(page, 'title'),
      await styleOf(page, 'policy'),
      await box(page, 'banner'),
    ];
    await page.locator('[part=choose]').click();
    await page.locator('dialog').waitFor();
    return { banner, dialog: [await styleOf(page, 'save'), await styleOf(page, 'dialog'), await box(page, 'dialog')] };
  };
  expect(await styles(`<style>${HOSTILE_CSS}</style>`)).toEqual(await styles(''));
});

test('takes custom properties and ::part() from the page, also against its will to hide a button', async () => {
  const page = await visit.open('shop', {
    head: '<style>fairnotice-consent { --fairnotice-accent: rgb(120, 0, 60); --fairnotice-radius: 0px } fairnotice-consent::part(title) { letter-spacing: 3px }</style>',
  });
  const computed = (part: string, name: string) =>
    page.locator(`[part=${part}]`).evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
  expect(await computed('accept', 'background-color')).toBe('rgb(120, 0, 60)');
  expect(await computed('reject', 'background-color')).toBe('rgb(120, 0, 60)');
  expect(await computed('banner', 'border-top-left-radius')).toBe('0px');
  expect(await computed('title', 'letter-spacing')).toBe('3px');
});

test.each(['shop', 'top'] as const)('%s: moves nothing of the page, and is not its largest paint', async (site) => {
  const page = await visit.open(site, {
    head: `<style>h1{font-size:6rem}</style>`,
    context: { viewport: { width: 1280, height: 900 } },
  });
  await page.locator('[part=banner]').waitFor();
  await page.waitForTimeout(500);
  const seen = await page.evaluate(
    () =>
      new Promise<{ shift: number; largest: string }>((resolve) => {
        let shift = 0;
        let largest = '';
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) largest = (entry as unknown as { element?: Element }).element?.tagName ?? 'shadow';
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        setTimeout(() => resolve({ shift, largest }), 300);
      }),
  );
  expect(seen.shift).toBe(0);
  expect(['H1', 'P']).toContain(seen.largest);
});

test('writes no style attribute, and leaves the page as it was but for one element', async () => {
  const page = await visit.open('shop');
  await page.locator('[part=choose]').click();
  await page.locator('dialog').waitFor();
  const written = await page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    return {
      styled: roots.flatMap((root) => [...root.querySelectorAll('[style]')]).length,
      sheets: document.querySelectorAll('style, link[rel=stylesheet]').length,
      hosts: document.querySelectorAll('fairnotice-consent').length,
    };
  });
  expect(written).toEqual({ styled: 0, sheets: 0, hosts: 1 });
});
