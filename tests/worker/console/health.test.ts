/** The page of health: what operators read there are words, and every figure has its own. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { outboxHealth } from '../../../worker/requests/health.ts';
import { figuresIn } from '../../../worker/routes/console/health.tsx';
import { readSite } from '../../../worker/site.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, open, signIn, taken, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-11-24T12:00:00Z';

test('every figure has a name in every language that the wording speaks to operators', async () => {
  const site = await readSite(env.ASSETS, 'https://privacy.example/');
  const paths = figuresIn(await outboxHealth({ ...env, site })).map(([path]) => path);
  expect(paths.length).toBeGreaterThan(10);
  const { wording } = (await deskAt(NOW)).file;
  for (const locale of ['en', 'de']) expect(Object.keys(wording[locale]?.texts ?? {})).toEqual(expect.arrayContaining(paths.map((path) => `health.${path}`)));
});

test('figures are said in words, and instants as dates', async () => {
  await taken({ kind: 'objection', content: { email: 'jo@mail.example', details: 'Stop.' } }, '2026-11-23T09:30:00Z');
  // Signing in sends what waits.
  const signed = await signIn('viewer', 'Kim', { now: NOW });
  await env.INDEX.exec("UPDATE outbox SET state = 'waiting', made = '2026-11-23T09:30:00.000Z', problem = 'E_RATE_LIMIT_EXCEEDED'");
  await env.INDEX.exec("INSERT OR REPLACE INTO rounds (name, at, value) VALUES ('dead-nudges', '2026-11-20T08:00:00.000Z', '1')");
  const words = wordsIn((await open(signed, '/operator/health/')).html);
  expect(words).toContain('The oldest mail waits since 23 November 2026, 09:30 UTC');
  expect(words).toContain('Hints that the queue gave up last at 20 November 2026, 08:00 UTC');
  expect(words).toContain('Mail goes to the mailbox of this machine');
  expect(words).not.toMatch(/nudge|waitingSince|Waiting since|T\d\d:\d\d/i);
});

test('where the database does not answer, that is said, and nothing is guessed', async () => {
  const broken = {
    prepare: () => {
      throw new Error('down');
    },
  } as unknown as D1Database;
  const signed = await signIn('viewer', 'Kim', { now: NOW });
  const { status, html } = await open({ ...signed, bindings: { INDEX: broken } }, '/operator/health/');
  expect(status).toBe(200);
  expect(wordsIn(html)).toContain('The database does not answer');
});
