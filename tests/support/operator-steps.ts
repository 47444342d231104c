/** What an operator does in a browser: signs in, enters a request that came by letter, releases its answer. Scripts may be off. */
import type { Page } from 'playwright-core';
import { OPERATOR_TOKEN } from './secrets.ts';

export async function signIn(page: Page, origin: string, { name = 'Kim', role = 'admin' } = {}): Promise<void> {
  await page.goto(`${origin}/operator/sign-in/`);
  await page.getByLabel('Operators’ token').fill(OPERATOR_TOKEN);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Role').selectOption(role);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export interface Entered {
  kind?: string;
  channel?: string;
  received?: string;
  place?: string;
  email?: string;
  details?: string;
}

/** Enters a request by its form. @returns its reference. */
export async function enterRequest(
  page: Page,
  origin: string,
  {
    kind = 'Access',
    channel = 'by letter',
    received = '2026-11-02',
    place = 'DE',
    email = 'jo.visitor@mail.example',
    details = 'Everything since spring, please.',
  }: Entered = {},
): Promise<string> {
  await page.goto(`${origin}/operator/enter/`);
  await page.getByLabel('What is asked for').selectOption({ label: kind });
  await page.getByLabel('How it came in').selectOption({ label: channel });
  await page.getByLabel('Arrived on').fill(received);
  await page.getByLabel('Where the person lives').fill(place);
  await page.getByLabel('E-mail address of the person').fill(email);
  await page.getByLabel('Name', { exact: true }).fill('Jo Visitor');
  await page.getByLabel('What the person wants').fill(details);
  await page.getByRole('button', { name: 'Enter the request' }).click();
  return page.url().split('/').at(-2) ?? '';
}

/** From an answer that was put together to its letter, which closes the request. */
export async function releaseAnswer(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Go on to the letter' }).click();
  await page.getByLabel('Done as asked').check();
  for (const name of ['Write the letter', 'Look at it', 'Send it and close the request']) await page.getByRole('button', { name, exact: true }).click();
}
