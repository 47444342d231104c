/** "I asked nothing", by the link of a mail: of a request that nobody proved, and of one that was proved. */
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { openCase } from '../../../../worker/requests/cases.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { deskAt } from '../desk.ts';
import { ACCESS, asked, eventsOf, idOf, last, pathOf, WRITES } from './asked.ts';
import { Browser, countOf } from './browser.ts';
import { freshDesk, mails } from './mails.ts';

freshDesk();

test('"I asked nothing" without the page’s own token ends nothing, and says what to do', async () => {
  await asked();
  const victim = new Browser();
  await victim.open(pathOf(last().values.notMe));
  const { status, html } = await victim.send('/requests/not-me/', { token: 'a.b.c' });
  expect(status).toBe(422);
  expect(html).toContain('<a href="#own">The page was open for too long');
  expect(await eventsOf()).toEqual(['received', 'proof-asked']);
});

test('"I asked nothing" ends the request on a button, and no mail goes there for thirty days', async () => {
  await asked();
  const victim = new Browser();
  await victim.open(pathOf(last().values.notMe));
  expect(victim.at).toBe('/requests/not-me/');
  expect(await eventsOf()).toEqual(['received', 'proof-asked']);
  expect((await victim.send('/requests/not-me/')).html).toContain('The request has ended.');
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'disputed']);
  const later = async (days: number) => {
    const browser = new Browser();
    browser.later(days * 86_400);
    await browser.post('/requests/access/', ACCESS);
    return browser.later(10).send('/requests/access/');
  };
  const page = await later(29);
  expect(page.html).toContain('Next: you confirm your address');
  expect(mails).toHaveLength(1);
  await later(31);
  expect(mails).toHaveLength(2);
  expect(JSON.stringify(await env.INDEX.prepare('SELECT * FROM mail_blocks').all())).not.toContain('mail.example');
});

describe('"I did not ask for this code", in a request that was proved', () => {
  /** A proved request, and somebody who was let in by a code of a mail that was passed on. */
  async function intruded(): Promise<{ intruder: Browser; id: string; notMe: string }> {
    const browser = await asked();
    await browser.act('code', { code: last().values.code ?? '' });
    const id = await idOf();
    const intruder = new Browser().later(1200);
    await intruder.open(`/${await statusPath(await deskAt(intruder.now), id)}`);
    await intruder.act('again');
    await intruder.act('code', { code: last().values.code ?? '' });
    expect(intruder.html).toMatch(WRITES);
    await env.INDEX.exec('DELETE FROM outbox');
    return { intruder, id, notMe: pathOf(last().values.notMe) };
  }

  test('does not end the request: whoever was let in is out, the code is over, operators are told, and no mail is stopped', async () => {
    const { intruder, id, notMe } = await intruded();
    const holder = new Browser().later(1260);
    await holder.open(notMe);
    expect(holder.html).toContain('The request itself goes on.');
    expect(await eventsOf()).not.toContain('code-disputed');
    expect((await holder.send('/requests/not-me/')).html).toContain('The code does nothing any more');
    expect(await eventsOf()).toEqual(['received', 'proof-asked', 'proved', 'code-disputed']);
    expect((await openCase(await deskAt(holder.now), { id }))?.summary).toMatchObject({ state: 'open', due: '2026-03-02' });
    expect(await countOf('mail_blocks')).toBe(0);
    expect((await env.INDEX.prepare('SELECT name FROM outbox').all()).results).toEqual([{ name: 'operator-code-disputed' }]);
    // The intruder's page still stands there, and does nothing.
    expect((await intruder.later(120).act('message', { message: 'x' })).html).toContain('This needs a code first');
    expect((await intruder.open(intruder.page)).html).not.toMatch(WRITES);
    // The holder gets in by a new code.
    const own = new Browser().later(1400);
    await own.open(`/${await statusPath(await deskAt(own.now), id)}`);
    await own.act('again');
    await own.act('code', { code: last().values.code ?? '' });
    expect(own.html).toMatch(WRITES);
  });

  test('ends a code that was not used yet, and a link with it', async () => {
    await intruded();
    const id = await idOf();
    const device = new Browser().later(3000);
    await device.open(`/${await statusPath(await deskAt(device.now), id)}`);
    await device.act('again');
    const { code = '', link, notMe } = last().values;
    const holder = new Browser().later(3060);
    await holder.open(pathOf(notMe));
    await holder.send('/requests/not-me/');
    expect((await device.later(120).act('code', { code })).html).toContain('Link and code have expired');
    expect((await device.open(pathOf(link))).html).toContain('Link and code have expired');
  });

  test('pressed again and again, also from the first mail of all, it is one report for each code', async () => {
    const { notMe } = await intruded();
    const first = pathOf(mails[0]?.values.notMe);
    for (const path of [notMe, notMe, first, first]) {
      const holder = new Browser().later(1260);
      await holder.open(path);
      await holder.send('/requests/not-me/');
    }
    expect((await eventsOf()).filter((type) => type === 'code-disputed')).toHaveLength(1);
    expect(await countOf('outbox')).toBe(1);
  });
});
