/** Where the history of a policy leads to for mails about changes. */
import { expect, test } from 'vitest';
import { subscribePath } from '../../../site/lib/requests.ts';
import type { Site } from '../../../site/lib/site.ts';

const site = (requests: { sender?: string }): Site => ({ content: { organisation: { locales: ['en', 'de'], requests } } }) as unknown as Site;

test('the form is linked in the language of the page, and in the first one where it does not speak that', () => {
  const own = site({ sender: 'privacy@acme.example' });
  expect(['en', 'de', 'fr'].map((locale) => subscribePath(own, locale))).toEqual(['subscribe/', 'subscribe/de/', 'subscribe/']);
});

test('without a sender no mail can go out, and nothing leads to the form', () => {
  expect(subscribePath(site({}), 'en')).toBeUndefined();
});
