/** Which announcement a version's page carries. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { editionView } from '../../../site/lib/edition-view.ts';
import { buildSettings } from '../../../site/lib/settings.ts';
import { loadSite } from '../../../site/lib/site.ts';
import { KAIRO } from '../../support/run-sites.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'fairnotice-announced-'));
afterAll(() => rmSync(cacheDir, { recursive: true }));

/** For each version of a policy the one that its page announces. */
function announced(policyId: string, now: string): Map<string, string | undefined> {
  const site = loadSite({ ...buildSettings({}), contentDir: KAIRO, cacheDir, now, drafts: false });
  const policy = site.own.find(({ id }) => id === policyId);
  if (!policy) throw new Error(policyId);
  return new Map(site.history(policy, 'en').editions.map((edition) => [edition.version.id, editionView(site, policy, edition, now, false).announced?.id]));
}

test('a version that has not begun names the one that comes after it', () => {
  expect(announced('cookies', '2026-12-01T00:00:00Z').get('2027-01-01')).toBe('2027-01-02');
});

test('the version in force names the next one; one that was replaced names none', () => {
  expect(announced('cookies', '2027-01-01T12:00:00Z').get('2027-01-01')).toBe('2027-01-02');
  expect(announced('cookies', '2027-01-03T00:00:00Z').get('2027-01-01')).toBeUndefined();
  expect(announced('privacy', '2026-12-01T00:00:00Z').get('2025-12-16')).toBe('2027-01-01');
});
