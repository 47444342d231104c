/** That the browser's tests have every page of the person's side before them. */
import { expect, test } from 'vitest';
import { personRequests } from '../../../../worker/routes/requests/index.ts';
import { subscriptions } from '../../../../worker/routes/subscriptions.tsx';
import { BUILT_PAGES, NO_PAGES, PERSON_PAGES } from '../../../support/person-pages.ts';

test('every address of the person’s side stands in the list of pages that are looked at by axe, at 320 px and by keyboard, and no other does', () => {
  // Those of `all` refuse what the others do not take.
  const routes = [...personRequests.routes, ...subscriptions.routes].filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  const listed = new Set([...Object.values(PERSON_PAGES).flat(), ...NO_PAGES] as string[]);
  expect([...listed].sort()).toEqual([...new Set([...routes, ...BUILT_PAGES])].sort());
});
