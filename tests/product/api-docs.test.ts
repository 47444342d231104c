/** The reference of addresses and formats is complete: whoever gets a problem finds it there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROBLEMS } from '../../core/problems.ts';
import { ROOT } from '../support/command.ts';

test('docs/api.md has every problem with its status', () => {
  const page = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (\d{3}) /gm)].map(([, slug, status]) => [slug, Number(status)]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(PROBLEMS).map(([slug, { status }]) => [slug, status])));
});
