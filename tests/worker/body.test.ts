/** What is said of a field that cannot be read: where it is, and what it takes. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readAs } from '../../worker/body.ts';

const schema = z.strictObject({
  site: z.string().min(2).max(5),
  days: z.int().min(1).max(395),
  ids: z.array(z.uuid()).min(1).max(2),
  email: z.email(),
  since: z.iso.date(),
  kind: z.enum(['access', 'erasure']),
  own: z.string().regex(/^x/, 'a word that begins with x'),
});
const GOOD = { site: 'shop', days: 1, ids: ['019aae2c-5400-7000-8000-000000000086'], email: 'jo@mail.example', since: '2027-01-01', kind: 'access', own: 'x' };

test.each<[object, string, string]>([
  [{ site: 's' }, '/site', 'at least 2 characters'],
  [{ site: 'shopping' }, '/site', 'at most 5 characters'],
  [{ site: undefined }, '/site', 'a string, and is missing'],
  [{ site: 1 }, '/site', 'a string'],
  [{ days: 0 }, '/days', 'at least 1'],
  [{ days: 396 }, '/days', 'at most 395'],
  [{ days: 1.5 }, '/days', 'a whole number'],
  [{ ids: [] }, '/ids', 'at least 1 entry'],
  [{ ids: 'x' }, '/ids', 'a list'],
  [{ ids: ['x'] }, '/ids/0', 'a UUID'],
  [{ email: 'jo' }, '/email', 'an e-mail address'],
  [{ since: '2027-02-30' }, '/since', 'a date such as 2027-01-31'],
  [{ kind: 'acess' }, '/kind', 'one of access, erasure'],
  [{ own: 'y' }, '/own', 'a word that begins with x'],
  [{ 'a/b': 1 }, '/a~1b', 'nothing: there is no such field'],
])('%o', (wrong, pointer, detail) => {
  const read = readAs(schema, { ...GOOD, ...wrong });
  expect(read.ok ? [] : (read.refusal as { errors: object[] }).errors).toEqual([{ pointer, detail }]);
});
