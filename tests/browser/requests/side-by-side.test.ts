/**
 * Two requests in one real browser with scripts turned off: somebody is sent a stranger's link while their own page lies open. It opens
 * beside it, says which it is, and gets nothing that was meant for one's own.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { edgeInBrowser } from '../../support/edge-in-browser.ts';
import { newAddress, newestMail, personBefore, press, typeCode } from '../../support/person-steps.ts';

const edge = edgeInBrowser();
const { asked } = personBefore(edge);

const referenceOn = (page: Page): Promise<string> => page.locator('.facts code').innerText();

/** The link to keep of somebody else's request, and its reference. */
async function stranger(): Promise<{ link: string; reference: string; close(): Promise<void>; page: Page }> {
  const page = await asked({}, `mallory.${newAddress()}`);
  return {
    page,
    link: (await page.locator('p.link a').getAttribute('href')) ?? '',
    reference: await referenceOn(page),
    close: () => page.context().close(),
  };
}

test('a stranger’s link that is opened while a message is typed takes neither the message nor the page', async () => {
  const other = await stranger();
  const address = newAddress();
  const page = await asked({}, address);
  await typeCode(page, (await newestMail(edge.origin, address)).code);
  await page.locator('.steps').getByText('Address confirmed').waitFor();
  const [own, reference] = [page.url(), await referenceOn(page)];
  const visited: string[] = [];
  page.context().on('request', (request) => visited.push(request.url()));

  await page.getByLabel('Message').fill('For the shop alone.');
  const second = await page.context().newPage();
  await second.goto(edge.origin + other.link);
  expect(await referenceOn(second)).toBe(other.reference);
  expect(await second.locator('main').innerText()).toContain('Opened by a link');
  expect(await second.locator('.facts').innerText()).toContain('m…@m….example');
  expect(await second.getByLabel('Message').count()).toBe(0);
  expect(await second.title()).toContain(other.reference);

  await press(page, 'Send the message');
  expect([page.url(), await referenceOn(page)]).toEqual([own, reference]);
  expect(await page.locator('.messages .words').innerText()).toBe('For the shop alone.');
  expect(await page.locator('.facts').innerText()).toContain(address);

  await second.getByRole('link', { name: 'Requests in this browser' }).click();
  const listed = await second.locator('main li').allInnerTexts();
  expect(listed).toHaveLength(2);
  expect(listed.find((one) => one.includes(reference))).not.toContain('Opened by a link');
  expect(listed.find((one) => one.includes(other.reference))).toContain('Opened by a link');

  // Closing the stranger's leaves one's own, proved as it was.
  await second.goBack();
  await press(second, 'Close in this browser');
  await page.reload();
  expect(await page.getByLabel('Message').count()).toBe(1);

  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('fairnotice-request'));
  expect(cookies.map(({ name }) => name)).toEqual([`fairnotice-request-${reference}`]);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/requests/' });
  expect(visited.filter((url) => /mail\.example|%40|@|message=|shop/i.test(url))).toEqual([]);
  await other.close();
});
