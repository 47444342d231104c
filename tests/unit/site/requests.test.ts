/** The page of rights: which laws it shows at which moment. And what a form says of the time in which it is answered. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { momentPages } from '../../../site/lib/pages.ts';
import { loadSite } from '../../../site/lib/site.ts';
import { json, smallTree } from '../../support/memory-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-requests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function siteWith(fields: object): ReturnType<typeof momentPages> {
  const organisation = { name: 'Example', domain: 'example.org', locales: ['en'], timeZone: 'Asia/Kolkata', ...fields };
  for (const [path, text] of Object.entries({ ...smallTree(), 'organisation.json': json(organisation) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const settings = {
    contentDir: folder,
    now: '2026-11-24T00:00:00Z',
    drafts: true,
    origin: null,
    cacheDir: join(folder, '.cache'),
    widgetDir: '',
    verifierDir: '',
    outDir: join(folder, 'out'),
    share: null,
    common: true,
  };
  const site = loadSite({ ...settings, defaultsDir: join(import.meta.dirname, '..', '..', '..', 'content') });
  return momentPages(site);
}

function pagesWith(regimes: string[]): { at: string | undefined; rights: string }[] {
  return siteWith({ regimes }).requests.map(({ at, view }) => ({ at, rights: view.rights }));
}

test('shows a law from the midnight at which it begins', () => {
  const pages = pagesWith(['eu-gdpr', 'in-dpdp']);
  expect(pages.map(({ at, rights }) => [at, rights.includes('DPDP Act')])).toEqual([
    [undefined, false],
    ['_at/20270512T183000Z', true],
  ]);
});

test('is made once where no law begins or ends', () => {
  expect(pagesWith(['eu-gdpr'])).toHaveLength(1);
});

test('is a page without rights where no law that is served has begun', () => {
  expect(pagesWith(['in-dpdp'])[0]).toEqual({ at: undefined, rights: '' });
});

test('a form says what is promised, and of extensions where a law that gives its right gives one (GDPR Art. 12(3))', () => {
  const { forms } = siteWith({ regimes: ['eu-gdpr'], answerWithinDays: 20 });
  const promiseOf = (kind: string) => forms.find(({ view }) => view.kind === kind)?.view.promise;
  const promise = 'We answer within 20 days of receipt; where the law sets an earlier date, that date counts.';
  expect(promiseOf('access')).toBe(
    `${promise} Where the law lets us extend its time limit, the answer can take longer. Before that limit is over we tell you why, and by when we answer.`,
  );
  expect(promiseOf('withdraw-consent')).toBe(promise);
});
