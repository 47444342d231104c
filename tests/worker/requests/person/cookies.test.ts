/** What the pages of requests leave in a browser: the very cookies with which the linter compares an organisation's registry. */
import { expect, test } from 'vitest';
import { OWN_OF_REQUESTS, REQUEST_COOKIES } from '../../../../core/own-storage.ts';
import { asked, last, pathOf } from './asked.ts';
import { freshDesk } from './mails.ts';

freshDesk();

test('four cookies, each sent to the pages of requests alone and kept for as long as the registry says (Directive 2002/58/EC Art. 5(3))', async () => {
  const browser = await asked();
  const { link, notMe } = last().values;
  await browser.open(pathOf(link));
  await browser.open(pathOf(notMe));
  const [reference = ''] = browser.sessions;
  const kept = [...browser.cookies].map(([name, { path, until = 0 }]) => [name.replace(reference, '*'), path, (until - Date.parse(browser.now)) / 1000]);
  expect(kept.sort()).toEqual(
    Object.values(REQUEST_COOKIES)
      .map(({ name, seconds }) => [name === REQUEST_COOKIES.request.name ? `${name}*` : name, '/requests/', seconds])
      .sort(),
  );
  expect(OWN_OF_REQUESTS.map(({ name, lifetime }) => `${name} ${lifetime}`)).toEqual([
    'fairnotice-request-* P90D',
    'fairnotice-form P1D',
    'fairnotice-proof PT4H',
    'fairnotice-not-me PT4H',
  ]);
});
