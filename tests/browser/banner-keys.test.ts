/** The banner by keyboard: in nobody's way, first to be reached, and never on top of what has the focus. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ARTICLE, documentOf, type HostVisit, openHost } from '../support/host-page.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHost();
});
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

/** The words of what has the focus, also inside a shadow root. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element === document.body ? '' : (element?.textContent ?? '').trim();
  });
}

test('Tab reaches accept, reject, choose and policy first, each one step from the next, and then the page', async () => {
  const page = await visit.open('shop');
  const order: string[] = [];
  for (let index = 0; index < 6; index++) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  expect(order).toEqual(['Accept all', 'Reject all', 'Choose', 'Privacy policy', 'Tides', 'Museum']);
});

test('takes no focus, and the page can be used while it stands', async () => {
  const page = await visit.open('shop');
  expect(await focused(page)).toBe('');
  await page.getByRole('button', { name: 'Button 0' }).click();
  expect(await focused(page)).toBe('Button 0');
  expect(await page.locator('[part=banner]').isVisible()).toBe(true);
});

test.each([
  ['Accept all', '.a.', true],
  ['Reject all', '.r.', false],
])('"%s" answers with Enter, is told to screen readers, and leaves the quiet control', async (name, did, allowed) => {
  const page = await visit.open('small');
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[part=banner]').count()).toBe(0);
  expect(await page.getByRole('status').textContent()).toBe('Your choice is saved.');
  expect(await page.evaluate(() => document.cookie)).toContain(did);
  expect(await page.evaluate(() => window.fairnotice?.allowed('analytics'))).toBe(allowed);
  expect(await page.getByRole('button', { name: 'Privacy choices' }).isVisible()).toBe(true);
});

test.each([
  ['shop', 1280, 800],
  ['shop', 375, 640],
  ['top', 375, 640],
  ['bottom', 768, 800],
] as const)('WCAG 2.2, 2.4.11: banner and control of %s at %i by %i cover nothing that has the focus', async (site, width, height) => {
  const page = await visit.open(site, { context: { viewport: { width, height } } });
  const covered = async (part: string) => {
    const found: string[] = [];
    await page.evaluate(() => scrollTo(0, 0));
    for (let index = 0; index < 50; index++) {
      await page.keyboard.press('Tab');
      const hidden = await page.evaluate((name) => {
        const element = document.activeElement as HTMLElement;
        const front = document.querySelector('fairnotice-consent')?.shadowRoot?.querySelector(`[part=${name}]`)?.getBoundingClientRect();
        if (!front || element === document.body || element.shadowRoot) return '';
        const own = element.getBoundingClientRect();
        const within = own.left >= front.left && own.right <= front.right && own.top >= front.top && own.bottom <= front.bottom;
        return within || own.bottom < 0 || own.top > innerHeight ? (element.textContent ?? '') : '';
      }, part);
      if (hidden) found.push(hidden);
    }
    return found;
  };
  expect(await covered('banner')).toEqual([]);
  await page.getByRole('button', { name: 'Reject all' }).click();
  expect(await covered('control')).toEqual([]);
});

test.each(['shop', 'bottom', 'top'] as const)('%s: nothing of the page stays covered, neither by the banner nor by the control', async (site) => {
  const page = await visit.open(site, { context: { viewport: { width: 375, height: 640 } } });
  const overlaps = (part: string, selector: string, end: 'top' | 'bottom') =>
    page.evaluate(
      async ([name = '', wanted = '', where]) => {
        scrollTo(0, where === 'top' ? 0 : 1e6);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const front = document.querySelector('fairnotice-consent')?.shadowRoot?.querySelector(`[part=${name}]`)?.getBoundingClientRect();
        const own = document.querySelector(wanted)?.getBoundingClientRect();
        return !front || !own || (own.top < front.bottom && own.bottom > front.top);
      },
      [part, selector, end] as const,
    );
  if (site === 'top') await expect.poll(() => overlaps('banner', 'nav', 'top')).toBe(false);
  else await expect.poll(() => overlaps('banner', '#last', 'bottom')).toBe(false);
  await page.getByRole('button', { name: 'Reject all' }).click();
  await expect.poll(() => overlaps('control', '#last', 'bottom')).toBe(false);
});

test('waits while the page asks something in a modal dialog of its own, and then works', async () => {
  const html = documentOf({
    body: `<dialog id="own"><p>Which harbour?</p><button type="button" id="answer">This one</button></dialog><script>document.getElementById('own').showModal()</script>${visit.tag('shop')}${ARTICLE}`,
  });
  const page = await visit.browser.newPage();
  await page.goto(visit.hostPage({ html }));
  await expect.poll(() => page.evaluate(() => !!window.fairnotice)).toBe(true);
  expect(await page.locator('[part=banner]').count()).toBe(0);
  expect(await focused(page)).toBe('This one');
  await page.keyboard.press('Escape');
  await page.locator('[part=banner]').waitFor();
  await page.getByRole('button', { name: 'Reject all' }).click();
  expect(await page.evaluate(() => document.cookie)).toContain('.r.');
});

test.each([
  ['shop', true, true],
  ['shop', false, false],
  ['small', true, false],
] as const)('%s with Global Privacy Control %s: the banner says that it is honoured, %s', async (site, gpc, said) => {
  const page = await visit.open(site, { gpc });
  await page.locator('[part=banner]').waitFor();
  expect(await page.getByText('Your browser sends the Global Privacy Control signal.').isVisible()).toBe(said);
});

test('without anything to ask about there is no question', async () => {
  const page = await visit.open('none');
  await page.getByRole('button', { name: 'Privacy choices' }).waitFor();
  expect(await page.locator('[part=banner]').count()).toBe(0);
});

test('a site with a link of its own has no control', async () => {
  const page = await visit.open('linked');
  await page.getByRole('button', { name: 'Reject all' }).click();
  await expect.poll(() => page.locator('[part=banner]').count()).toBe(0);
  expect(await page.locator('[part=control]').isVisible()).toBe(false);
  await page.evaluate(() => window.fairnotice?.open());
  expect(await page.getByRole('dialog').isVisible()).toBe(true);
});
