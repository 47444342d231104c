/** A person's way in a real browser with scripts turned off, against the real Worker with its storage: from the list of rights to the page of the request. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edgeInBrowser } from '../../support/edge-in-browser.ts';
import { newAddress, newestMail, personBefore, press, READING } from '../../support/person-steps.ts';

/** The address of a request's page. */
const OWN = /^\/requests\/status\/[0-9A-Z]{4}-[0-9A-Z]{4}\/$/;

const edge = edgeInBrowser();
const { open, asked } = personBefore(edge);

test('a person in Germany asks for a copy, confirms by code, writes, corrects and withdraws, without a script', async () => {
  const address = newAddress();
  const page = await open('/requests/');
  await page.getByRole('link', { name: 'Get a copy of your data' }).click();
  await page.getByLabel('Where do you live?').selectOption({ label: 'Germany' });
  await page.getByLabel('E-mail address').fill(address);
  await press(page, 'Continue');
  await page.waitForTimeout(READING);
  await press(page, 'Send the request');
  expect(new URL(page.url()).pathname).toMatch(OWN);
  expect(await page.locator('.steps .next').innerText()).toBe('Next: you confirm your address');
  expect(await page.locator('.due strong').innerText()).toMatch(/^We answer by \w+day,? \d/);
  await page.getByText('Why this day?').click();
  expect(await page.locator('.due').innerText()).toContain('Art. 12(3)');
  await page.getByLabel('Code of six digits').fill('000000');
  await press(page, 'Confirm');
  expect(await page.locator('.faults').innerText()).toContain('The code is wrong');
  await page.getByLabel('Code of six digits').fill((await newestMail(edge.origin, address)).code);
  await press(page, 'Confirm');
  expect(await page.locator('.steps').innerText()).toContain('Address confirmed');
  await page.getByLabel('Message').fill('Only the invoices, please.\nThank you.');
  await page.getByLabel('Files (optional)').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') });
  await press(page, 'Send the message');
  expect(await page.locator('.messages .words').innerText()).toBe('Only the invoices, please.\nThank you.');
  expect(await page.locator('main').innerText()).toContain('document-1.pdf');
  await page.getByText('Correct the request').click();
  await page.getByLabel('What is it about?').fill('Invoices of 2026.');
  await press(page, 'Save the correction');
  expect(await page.locator('.steps').innerText()).toContain('You corrected the request');
  await press(page, 'Withdraw the request');
  expect(await page.locator('.steps li').last().innerText()).toContain('You withdrew the request');
});

test('asked at a desk, confirmed on a telephone: the link shows a page, and takes the code of its own mail', async () => {
  const address = newAddress();
  const desk = await asked({}, address);
  const { link, code } = await newestMail(edge.origin, address);
  const telephone = await edge.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', viewport: { width: 390, height: 760 } });
  const page = await telephone.newPage();
  await page.goto(edge.origin + link);
  expect(new URL(page.url()).pathname).toBe('/requests/proof/');
  await page.getByLabel('Code of six digits').fill(code);
  await press(page, 'Confirm');
  expect(await page.locator('.steps').innerText()).toContain('Address confirmed');
  await telephone.close();
  await desk.reload();
  expect(await desk.locator('.steps').innerText()).toContain('Address confirmed');
  expect(await desk.locator('main').innerText()).toContain('See what is personal');
});

test('"I asked nothing" is one link and one button', async () => {
  const address = newAddress();
  const page = await asked({}, address);
  const { notMe } = await newestMail(edge.origin, address);
  await page.goto(edge.origin + notMe);
  await press(page, 'I asked nothing');
  expect(await page.locator('main').innerText()).toContain('The request has ended.');
});

test('the acknowledgement is downloaded, and /verify/ says in words what it is', async () => {
  const page = await asked();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Signed acknowledgement of receipt' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^request-receipt-[0-9A-Z-]{9}\.json$/);
  const path = await file.path();
  const withScript = await edge.browser.newPage();
  await withScript.goto(`${edge.origin}/verify/`);
  await withScript.setInputFiles('#file', { name: 'receipt.json', mimeType: 'application/json', buffer: readFileSync(path) });
  await withScript.locator('.verdict').waitFor();
  const words = await withScript.locator('#result').innerText();
  expect(words).toContain('This receipt is genuine');
  expect(words).toContain('A request was received');
  expect(words).not.toMatch(/undefined|choice/);
  await withScript.close();
});

test('a person in California opts out with one choice and one button, and the browser has the decision', async () => {
  const page = await open('/requests/withdraw-consent/');
  expect(await page.locator('form.request .field :is(input, select, textarea)').count()).toBe(2);
  await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
  await press(page, 'Withdraw now');
  expect(await page.locator('main').innerText()).toContain('Your choice holds');
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'fairnotice');
  expect(cookie?.value).toMatch(/^1\.\w+\.\d+\.[a-z]+\.w\./);
  expect(cookie?.httpOnly).toBe(false);
  const session = (await page.context().cookies()).find(({ name }) => name.startsWith('fairnotice-request-'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/requests/' });
});

test('an agent in California is asked for the mandate and the period on the next page, and errors come back with what was typed', async () => {
  const page = await open('/requests/access/');
  await press(page, 'Continue');
  expect(await page.locator('.faults').innerText()).toContain('Choose where you live');
  await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
  await page.getByLabel('For somebody else, who has authorised me').check();
  await page.getByLabel('E-mail address').fill('jo@mail.example');
  await press(page, 'Continue');
  await page.getByLabel('Your name or your firm').fill('Agents "Ltd"');
  await page.waitForTimeout(READING);
  await press(page, 'Send the request');
  expect(await page.getByLabel('Your name or your firm').inputValue()).toBe('Agents "Ltd"');
  await page.locator('.faults a').first().click();
  await page.getByLabel('Everything that you hold').check();
  await page.getByLabel('Name of the person for whom you ask').fill('Jo Visitor');
  await page.getByLabel('Your own e-mail address').fill('desk@agents.example');
  await page.getByLabel('Mandate (optional)').setInputFiles({ name: 'm.txt', mimeType: 'text/plain', buffer: Buffer.from('I authorise them.\n') });
  await page.waitForTimeout(READING);
  await press(page, 'Send the request');
  expect(new URL(page.url()).pathname).toMatch(OWN);
});

test('with the keyboard alone: the summary of faults has the focus, and leads to the field', async () => {
  const page = await open('/requests/access/');
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.className || document.activeElement?.id || document.activeElement?.tagName);
  await expect.poll(focused).toBe('faults');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(new URL(page.url()).hash).toBe('#field-place');
});
