/** Every page of the person's side in a real browser against the real Worker: by axe, on a phone, at 320 px and at 400 %, and by keyboard. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { edgeInBrowser, inMail } from '../../support/edge-in-browser.ts';
import { releaseAnswer, signIn } from '../../support/operator-steps.ts';
import type { PersonPage } from '../../support/person-pages.ts';
import { newAddress, newestMail, type Options, personBefore, press, READING, typeCode } from '../../support/person-steps.ts';
import { TEST_SECRETS } from '../../support/secrets.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};

/** What depends on the scheme. */
const CONTRAST: RunOptions = { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } };

const edge = edgeInBrowser();
const { open, asked } = personBefore(edge);

/** A request in a language, whose address is proved where that is wished; with the address, and what its newest mail holds. */
async function mailed(options: Options, { proves = false, locale = 'en' } = {}) {
  const address = newAddress();
  const page = await asked(options, address, locale);
  if (proves) {
    await typeCode(page, (await newestMail(edge.origin, address)).code);
    await page.locator('form[action$="/message"]').waitFor();
  }
  return { page, address, ...(await newestMail(edge.origin, address)) };
}

/** The same request in another browser, which has no more than the link to keep. */
async function byLink(page: Page, options: Options): Promise<Page> {
  const link = (await page.locator('p.link a').getAttribute('href')) ?? '';
  await page.context().close();
  return open(link, options);
}

/** The mail of one more code, for whoever has the link alone. */
async function steppedUp(options: Options, locale = 'en') {
  const { page, address, code } = await mailed(options, { proves: true, locale });
  const device = await byLink(page, options);
  await device.locator('form[action$="/again"] button').click();
  return { page: device, ...(await newestMail(edge.origin, address, code)) };
}

/** Something else is done to the request in a second window, and then this in the first. */
async function tooLate(options: Options, first: string, then: (page: Page) => Promise<void>): Promise<Page> {
  const { page } = await mailed(options, { proves: true });
  const other = await page.context().newPage();
  await other.goto(page.url());
  await press(other, first);
  await other.close();
  await then(page);
  return page;
}

/** A request that an operator answers with a file. */
async function answered(options: Options): Promise<Page> {
  const { page } = await mailed(options, { proves: true });
  const reference = await page.locator('.facts code').innerText();
  const desk = await edge.browser.newContext({ javaScriptEnabled: false });
  const operator = await desk.newPage();
  await signIn(operator, edge.origin);
  await operator.goto(`${edge.origin}/operator/requests/${reference}/`);
  await operator.getByRole('link', { name: 'Put the answer together' }).click();
  await operator.getByLabel('Data as JSON').fill('{"orders": 2}');
  await press(operator, 'Add to the answer');
  await releaseAnswer(operator);
  await desk.close();
  await page.reload();
  return page;
}

async function subscribed(page: Page, address: string): Promise<void> {
  await page.locator('[name=email]').fill(address);
  await page.waitForTimeout(READING);
  await page.locator('main form button').click();
}

async function subscribing(options: Options, locale = ''): Promise<{ page: Page; confirm: string; stop: string }> {
  const page = await open(`/subscribe/${locale}`, options);
  const address = newAddress();
  await subscribed(page, address);
  const confirm = await inMail(edge.origin, address, /\/subscribe\/confirm\/[^/\s]+\//);
  const [, id = ''] = /confirm\/([^.]+)\./.exec(confirm) ?? [];
  const mark = createHmac('sha256', Buffer.from(TEST_SECRETS.REQUESTS_PEPPER, 'base64url')).update(`unsubscribe\n${id}`).digest().subarray(0, 16);
  return { page, confirm, stop: `/subscribe/stop/${id}.${mark.toString('base64url')}/` };
}

async function toStop(options: Options, locale = ''): Promise<Page> {
  const { page, confirm, stop } = await subscribing(options, locale);
  await page.goto(edge.origin + confirm);
  await page.locator('main button').click();
  await page.goto(edge.origin + stop);
  return page;
}

async function then(page: Page, ...buttons: string[]): Promise<Page> {
  for (const name of buttons) await press(page, name);
  return page;
}

async function at(page: Page, path: string): Promise<Page> {
  await page.goto(edge.origin + path);
  return page;
}

/** The way to each page. */
const ways: Record<PersonPage, (options: Options) => Promise<Page>> = {
  list: (options) => open('/requests/', options),
  'list in German': (options) => open('/requests/de/', options),
  form: (options) => open('/requests/rectification/', options),
  'opt-out': (options) => open('/requests/limit-sensitive/', options),
  faults: async (options) => then(await open('/requests/access/', options), 'Continue'),
  'faults in German': async (options) => then(await open('/requests/access/de/', options), 'Weiter'),
  'more questions': async (options) => {
    const page = await open('/requests/access/', options);
    await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
    await page.getByLabel('For somebody else, who has authorised me').check();
    await page.getByLabel('E-mail address').fill('jo@mail.example');
    return then(page, 'Continue');
  },
  'sent from another site': async (options) => {
    const page = await open('/requests/', options);
    await page.route('http://evil.localhost/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${edge.origin}/requests/access/"><button>Win</button></form>` }),
    );
    await page.goto('http://evil.localhost/');
    return then(page, 'Win');
  },
  'status before proof': (options) => asked(options),
  'status after proof': async (options) => {
    const { page } = await mailed(options, { proves: true });
    await page.getByLabel('Message').fill('Only the invoices, please.');
    return then(page, 'Send the message');
  },
  'status after an opt-out': async (options) => {
    const page = await open('/requests/withdraw-consent/', options);
    await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
    return then(page, 'Withdraw now');
  },
  'requests in this browser': async (options) => {
    const { page } = await mailed(options, { proves: true });
    await page.getByRole('link', { name: 'Requests in this browser' }).click();
    return page;
  },
  'no request here': async (options) => then(await asked(options), 'Close in this browser'),
  'see what is personal': async (options) => byLink((await mailed(options, { proves: true })).page, options),
  'see what is personal, in German': async (options) => byLink((await mailed(options, { proves: true, locale: 'de' })).page, options),
  'link that leads to no request': (options) => open('/requests/status/AAAAAAAAAAAAAAAAAAAAAA/', options),
  'code that is wrong': async (options) => {
    const page = await asked(options);
    await page.getByLabel('Code of six digits').fill('000000');
    return then(page, 'Confirm');
  },
  'mail asked for again': async (options) => then(await asked(options), 'Send the mail again'),
  'mail asked for again, in German': async (options) => then(await asked(options, newAddress(), 'de'), 'E-Mail erneut senden'),
  'message that is empty': async (options) => then((await mailed(options, { proves: true })).page, 'Send the message'),
  'message that came too late': (options) =>
    tooLate(options, 'Withdraw the request', async (page) => {
      await page.getByLabel('Message').fill('Only the invoices, please.');
      await press(page, 'Send the message');
    }),
  'correction that is empty': async (options) => {
    const { page } = await mailed(options, { proves: true });
    await page.getByText('Correct the request').click();
    await page.getByLabel('What is it about?').fill('x'.repeat(10_001));
    return then(page, 'Save the correction');
  },
  'withdrawn too late': (options) => tooLate(options, 'I asked nothing', (page) => press(page, 'Withdraw the request')),
  'disowned too late': (options) => tooLate(options, 'Withdraw the request', (page) => press(page, 'I asked nothing')),
  'files of the answer': answered,
  'file that was fetched too often': async (options) => {
    const page = await answered(options);
    for (let times = 0; times < 3; times += 1) {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: /^Fetch file/ }).click();
      await (await saved).delete();
    }
    await page.getByRole('button', { name: /^Fetch file/ }).click();
    return page;
  },
  'reference and address that are none': async (options) => then(await open('/requests/status/', options), 'Send a code'),
  'code on its way': async (options) => {
    const page = await open('/requests/status/', options);
    await page.getByLabel('Reference').fill('7KQ2-M4XR');
    await page.getByLabel('E-mail address of the request').fill('jo@mail.example');
    return then(page, 'Send a code');
  },
  'code for a reference that is wrong': async (options) => {
    const page = await ways['code on its way'](options);
    await page.getByLabel('Code of six digits').fill('000000');
    return then(page, 'Show');
  },
  'link of a mail': async (options) => {
    const { page, link } = await mailed(options);
    await page.context().close();
    return open(link, options);
  },
  'link of a mail with one more code': async (options) => {
    const { page, link } = await steppedUp(options);
    return at(page, link);
  },
  'link of a mail with one more code, in German': async (options) => {
    const { page, link } = await steppedUp(options, 'de');
    return at(page, link);
  },
  'link of a mail, code that is wrong': async (options) => {
    const page = await ways['link of a mail'](options);
    await page.getByLabel('Code of six digits').fill('000000');
    return then(page, 'Confirm');
  },
  'link that is over': (options) => open('/requests/proof/AAAAAAAAAAAAAAAAAAAAAA/', options),
  'I asked nothing': async (options) => {
    const { page, notMe } = await mailed(options);
    return at(page, notMe);
  },
  'I asked nothing, in German': async (options) => {
    const { page, notMe } = await mailed(options, { locale: 'de' });
    return at(page, notMe);
  },
  'I asked nothing, done': async (options) => then(await ways['I asked nothing'](options), 'I asked nothing'),
  'I did not ask for this code': async (options) => {
    const { page, notMe } = await steppedUp(options);
    return at(page, notMe);
  },
  'I did not ask for this code, in German': async (options) => {
    const { page, notMe } = await steppedUp(options, 'de');
    return at(page, notMe);
  },
  'I did not ask for this code, done': async (options) => then(await ways['I did not ask for this code'](options), 'I did not ask for it'),
  'mail when a policy changes': (options) => open('/subscribe/', options),
  'mail when a policy changes, in German': (options) => open('/subscribe/de/', options),
  'address that is none': async (options) => {
    const page = await open('/subscribe/', options);
    await page.getByLabel('Your e-mail address').fill('nobody');
    return then(page, 'Send me the confirmation');
  },
  'confirmation on its way': async (options) => (await subscribing(options)).page,
  'confirmation on its way, in German': async (options) => (await subscribing(options, 'de/')).page,
  'subscription to confirm': async (options) => {
    const { page, confirm } = await subscribing(options);
    return at(page, confirm);
  },
  'subscription that is confirmed': async (options) => then(await ways['subscription to confirm'](options), 'Yes, write to me'),
  'link of a subscription that is over': (options) => open('/subscribe/confirm/AAAAAAAAAAAAAAAAAAAAAA/', options),
  'subscription to end': (options) => toStop(options),
  'subscription to end, in German': (options) => toStop(options, 'de/'),
  'subscription that has ended': async (options) => then(await toStop(options), 'Write to me no more'),
};

async function broken(page: Page, rules: RunOptions): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
    rules as unknown as Record<string, unknown>,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`));
}

/** Goes through the page with Tab. @returns what cannot be reached, or not in its order, or does not show that it has the focus. */
async function unreached(page: Page): Promise<string[]> {
  await page.locator('a.skip').focus();
  const all = await page.evaluate(() => {
    const isFirst = (one: HTMLInputElement): boolean => {
      const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${one.name}"]`)];
      return one === (group.find(({ checked }) => checked) ?? group[0]);
    };
    return [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter((one) => one.tabIndex >= 0 && one.getAttribute('type') !== 'hidden' && one.checkVisibility() && !one.matches('a.skip'))
      .filter((one) => one.getAttribute('type') !== 'radio' || isFirst(one as HTMLInputElement))
      .map((one, at) => {
        one.dataset.tab = String(at);
        return one.outerHTML.slice(0, 100);
      });
  });
  const seen: { at: number; isShown: boolean }[] = [];
  // A date has several stops.
  for (let presses = 0; presses < all.length + 20; presses += 1) {
    await page.keyboard.press('Tab');
    const one = await page.evaluate(() => {
      const { activeElement: focused } = document;
      if (!focused || focused === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return { at: Number((focused as HTMLElement).dataset.tab ?? -1), isShown: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 };
    });
    if (!one) break;
    if (one.at !== seen.at(-1)?.at) seen.push(one);
  }
  return all.filter((_html, at) => seen[at]?.at !== at || !seen[at]?.isShown);
}

// Most of a way is waiting: for as long as a person reads, and for mail.
test.concurrent.each(Object.keys(ways) as PersonPage[])(
  '%s: axe finds nothing on light and dark ground, nothing sticks out at 320 px, which is 1280 at four times the size, and Tab reaches all of it',
  async (name) => {
    const page = await ways[name]({ colorScheme: 'light', bypassCSP: true, javaScriptEnabled: true, viewport: { width: 1200, height: 900 } });
    for (const details of await page.locator('details').all()) await details.evaluate((element) => element.setAttribute('open', ''));
    expect(await broken(page, RULES)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await broken(page, CONTRAST)).toEqual([]);
    for (const [width, height] of [
      [320, 640],
      [320, 256],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth)).toBeLessThanOrEqual(0);
    }
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main :is(button, input, select, textarea, summary)')]
        .filter((element) => !element.closest('.trap') && element.offsetParent !== null && element.getAttribute('type') !== 'hidden')
        .map((element) => ({
          html: element.outerHTML.slice(0, 80),
          box: (element.matches('[type=radio]') ? (element.parentElement as HTMLElement) : element).getBoundingClientRect(),
        }))
        .filter(({ box }) => box.height < 24 || box.width < 24)
        .map(({ html }) => html),
    );
    expect(small).toEqual([]);
    expect(await unreached(page)).toEqual([]);
    for (const colorScheme of process.env.PICTURES ? (['light', 'dark'] as const) : []) {
      await page.emulateMedia({ colorScheme });
      for (const [size, width, height] of [
        ['phone', 390, 844],
        ['wide', 1280, 900],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(process.env.PICTURES ?? '', `${name}-${colorScheme}-${size}.png`), fullPage: true });
      }
    }
    await page.context().close();
  },
);
