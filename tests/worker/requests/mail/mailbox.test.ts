/** The mailbox of a laptop: it shows what would have been sent, and is nowhere else. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { sendWaiting } from '../../../../worker/requests/mail.ts';
import { ask } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { asked, forgetAll } from '../world.ts';

const NOW = '2026-11-24T09:00:00Z';

beforeEach(forgetAll);

test('shows what was sent and what waits, as a page, as JSON and as the mail itself', async () => {
  const desk = await deskAt(NOW);
  const opened = await asked(desk);
  await sendWaiting(desk);
  const page = await (await ask('/dev/mail/', { now: NOW })).text();
  expect(page).toContain(`Acme Instruments: we have your request ${opened.row.reference}`);
  expect(page).toMatch(/<a href="https:\/\/privacy\.example\/requests\/status\//);
  const { mails } = await (await ask('/dev/mail/', { now: NOW, headers: { accept: 'application/json' } })).json<{
    mails: { id: string; to: string; state: string }[];
  }>();
  expect(mails.map(({ to, state }) => [to, state])).toContainEqual(['Jo.Visitor@mail.example', 'sent']);
  const mail = await ask(`/dev/mail/${mails[0]?.id}/`, { now: NOW });
  expect(mail.headers.get('content-security-policy')).toMatch(/default-src 'none';.*sandbox/);
  expect(await mail.text()).toMatch(/^<!doctype html>/);
});

test.each(['/dev/mail/', '/dev/mail/x/', '/dev/'])('%s is no address of a deployment', async (path) => {
  const there = await ask(path, { now: NOW, bindings: { LOCAL: '' } });
  const nowhere = await ask('/nothing/at/all/', { now: NOW, bindings: { LOCAL: '' } });
  expect([there.status, await there.text()]).toEqual([nowhere.status, await nowhere.text()]);
});

test('a mail that cannot be opened is shown as such', async () => {
  await asked(await deskAt(NOW));
  await env.INDEX.exec('UPDATE requests SET key = NULL');
  expect(await (await ask('/dev/mail/', { now: NOW })).text()).toContain('no-key');
});
