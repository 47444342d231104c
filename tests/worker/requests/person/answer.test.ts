/** The files of the answer: after a code of the last half hour, three times each, for the person alone. */
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { addEvents } from '../../../../worker/requests/cases.ts';
import { listFiles, storeFile } from '../../../../worker/requests/files.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { writtenThrough } from '../../written-database.ts';
import { deskAt } from '../desk.ts';
import { last } from './asked.ts';
import { Browser } from './browser.ts';
import { freshDesk, mails } from './mails.ts';
import { FIRST, proved, stepUp, theCase, types } from './proved.ts';

freshDesk();

async function released(): Promise<{ browser: Browser; file: string }> {
  const browser = await proved();
  const desk = await deskAt('2026-02-02T09:00:00Z');
  const known = await theCase();
  const stored = await storeFile(desk, known, 'answer', {
    name: 'Jo Visitor.json',
    type: 'application/json',
    bytes: new TextEncoder().encode('{"name":"Jo"}'),
  });
  await addEvents(
    desk,
    known.row.id,
    () => [
      { event: stored.event, actor: 'Kim' },
      { event: { type: 'answer-released', at: '2026-02-02T09:00:00Z', until: '2026-02-09' }, actor: 'Kim' },
      { event: { type: 'answered', at: '2026-02-02T09:00:00Z', outcome: 'complied' }, actor: 'Kim', words: 'Here it is.' },
    ],
    { also: () => [stored.statement] },
  );
  return { browser, file: stored.id };
}

test('is fetched after a code of the last half hour, three times at most, and each time is an event', async () => {
  const { browser, file } = await released();
  browser.later(2 * 86_400);
  await browser.open(browser.page);
  expect(browser.html).not.toContain(`${browser.page}files/${file}`);
  await stepUp(browser);
  expect(mails.at(-1)?.name).toBe('step-up');
  expect(browser.html).toContain('Here it is.');
  const page = browser.html;
  for (let times = 1; times <= 3; times += 1) {
    const { status, html, headers } = await browser.act(`files/${file}`);
    expect(status).toBe(200);
    expect(html).toBe('{"name":"Jo"}');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="answer-[0-9A-Z]{4}-[0-9A-Z]{4}-1\.json"$/);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  }
  browser.html = page;
  expect(await browser.act(`files/${file}`)).toMatchObject({ status: 422, html: expect.stringContaining('fetched three times') });
  expect((await types()).filter((type) => type === 'file-fetched')).toHaveLength(3);
});

test('fetches side by side are counted one by one', async () => {
  const { browser, file } = await released();
  browser.later(3600);
  await stepUp(browser);
  const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
  const all = await Promise.all(Array.from({ length: 8 }, () => browser.post(`${browser.page}files/${file}`, { token })));
  expect(all.filter(({ headers }) => headers.get('content-type') === 'application/octet-stream')).toHaveLength(3);
  expect(all.filter(({ status }) => status === 422)).toHaveLength(5);
  expect((await types()).filter((type) => type === 'file-fetched')).toHaveLength(3);
});

test('a fetch that could not be noted is none, and uses up none of the three', async () => {
  const { browser, file } = await released();
  browser.later(3600);
  await stepUp(browser);
  const page = browser.html;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const INDEX = writtenThrough(env.INDEX, () => Promise.reject(new Error('D1_ERROR: internal error')));
  expect((await browser.act(`files/${file}`, {}, { bindings: { INDEX } })).status).toBe(500);
  browser.html = page;
  for (let times = 1; times <= 3; times += 1) expect((await browser.act(`files/${file}`)).status).toBe(200);
});

test('a code that is older than half an hour does not do, nor does the link alone', async () => {
  const { browser, file } = await released();
  browser.later(3600);
  await stepUp(browser);
  const page = browser.html;
  browser.later(1900);
  expect((await browser.act(`files/${file}`)).html).toContain('need a code of the last half hour');
  const stranger = new Browser();
  await stranger.open(`/${await statusPath(await deskAt('2026-02-03T00:00:00Z'), (await theCase()).row.id)}`);
  const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
  expect((await stranger.post(`${stranger.page}files/${file}`, { token })).status).toBe(422);
  expect(page).toContain(file);
});

test('after its last day it is not there any more', async () => {
  const { browser, file } = await released();
  browser.later(10 * 86_400);
  await stepUp(browser);
  const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
  expect((await browser.post(`${browser.page}files/${file}`, { token })).html).toContain('not any more');
});

test('the session of one request does not fetch the file of another, nor the person’s own', async () => {
  const { file } = await released();
  const other = new Browser();
  other.later(3600);
  await other.post('/requests/rectification/', { ...FIRST, email: 'eve@mail.example', step: 'more' });
  await other.later(10).send('/requests/rectification/', {}, { files: [new File(['%PDF-1'], 'a.pdf')] });
  await other.act('code', { code: last().values.code ?? '' });
  const known = await theCase();
  await addEvents(await deskAt('2026-01-31T12:00:00Z'), known.row.id, () => [
    { event: { type: 'answer-released', at: '2026-01-31T12:00:00Z', until: '2026-02-09' }, actor: 'Kim' },
  ]);
  await other.open(other.page);
  const token = /name="token" value="([^"]*)"/.exec(other.html)?.[1] ?? '';
  const [own] = await listFiles(await deskAt('2026-02-01T00:00:00Z'), known);
  for (const id of [file, own?.id]) expect((await other.post(`${other.page}files/${id}`, { token })).status).toBe(404);
  expect(await env.INDEX.prepare("SELECT count(*) AS n FROM request_events WHERE type = 'file-fetched'").first('n')).toBe(0);
});
