/** What a person is told of days: the answer, and the confirmation of receipt where the law sets a day for it and it comes first. */
import { expect, test } from 'vitest';
import { outlookNow } from '../../../../worker/requests/status.ts';
import { deskAt } from '../desk.ts';

// Received on Monday 3 August 2026. DPA 2018 s. 164A(3): a complaint is acknowledged within 30 days, that of receipt among them; for its answer no number of days stands.
// 11 CCR 7021(a) and (b): 10 business days and 45 calendar days.
test.each([
  ['complaint', 'GB', undefined, undefined, '2026-09-01'],
  ['complaint', 'GB', 14, '2026-08-17', undefined],
  ['complaint', 'GB', 29, '2026-09-01', undefined],
  ['complaint', 'GB', 30, '2026-09-02', '2026-09-01'],
  ['access', 'US-CA', undefined, '2026-09-17', '2026-08-17'],
  ['access', 'US-CA', 7, '2026-08-10', undefined],
  ['access', 'DE', undefined, '2026-09-03', undefined],
] as const)('%s in %s, promised within %s days: due %s, confirmed by %s', async (kind, place, promised, due, confirmed) => {
  const desk = await deskAt('2026-08-03T09:00:00Z');
  const organisation = { ...desk.file.organisation, answerWithinDays: promised === undefined ? [] : [{ value: promised }] };
  const outlook = outlookNow({ ...desk, file: { ...desk.file, organisation } }, kind, place, (key) => key, 'en');
  expect([outlook.due, outlook.acknowledgeBy]).toEqual([due, confirmed]);
});
