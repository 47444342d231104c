/** Asking to be mailed: confirmed by a button, ended by one click, and of no use for flooding anybody or finding out about them. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ask, ORIGIN } from '../../client.ts';
import { forgetAll, rowsOf } from '../world.ts';

const NOW = '2026-11-24T09:00:00.000Z';
const at = (seconds: number): string => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const FROM_HERE = { 'sec-fetch-site': 'same-origin', origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };

beforeEach(forgetAll);

const tokenIn = (page: string): string => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';

async function send(email: string, { now = at(5), headers = {}, path = '/subscribe/', more = {} as Record<string, string> } = {}): Promise<Response> {
  const form = tokenIn(await (await ask(path, { now: NOW })).text());
  const body = new URLSearchParams({ form, email, website: '', ...more }).toString();
  return ask(path, { method: 'POST', now, headers: { ...FROM_HERE, ...headers }, body });
}

interface Mailed {
  to: string;
  subject: string;
  text: string;
}

async function mails(): Promise<Mailed[]> {
  return (await (await ask('/dev/mail/', { now: at(10), headers: { accept: 'application/json' } })).json<{ mails: Mailed[] }>()).mails;
}

const linkIn = (mail: Mailed | undefined): string => new URL(/https:\/\/\S+\/subscribe\/confirm\/\S+/.exec(mail?.text ?? '')?.[0] ?? ORIGIN).pathname;
const confirmed = async (): Promise<unknown> => (await rowsOf('SELECT confirmed IS NOT NULL AS confirmed FROM subscriptions'))[0];

describe('the form', () => {
  test.each([
    ['/subscribe/', 'Mail when a policy changes'],
    ['/subscribe/de/', 'Mail, wenn sich ein Text ändert'],
  ])('%s is a page without script, with a label and its hint', async (path, title) => {
    const response = await ask(path, { now: NOW });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toMatch(/<label for="email">[^<]+<\/label>/);
    expect(page).toMatch(/aria-describedby="email-hint"/);
    expect(page).not.toMatch(/<script|onclick|style=/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('that is wrong comes back with what was typed, and says what would be right', async () => {
    const response = await send('not "an" <address>');
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('value="not &quot;an&quot; &lt;address&gt;"');
    expect(page).toMatch(/<a href="#email">This is no complete e-mail address/);
    expect(page).toMatch(/aria-describedby="email-hint email-fault" aria-invalid="true"/);
    expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site, by an old browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['nobody that says where from', { 'sec-fetch-site': '', origin: '' }],
  ])('that %s sends is refused (CSRF)', async (_who, headers) => {
    const cleaned = Object.fromEntries(Object.entries({ ...FROM_HERE, ...headers }).filter(([, value]) => value !== ''));
    const form = tokenIn(await (await ask('/subscribe/', { now: NOW })).text());
    const response = await ask('/subscribe/', {
      method: 'POST',
      now: at(5),
      headers: cleaned,
      body: new URLSearchParams({ form, email: 'a@mail.example' }).toString(),
    });
    expect(response.status).toBe(403);
    expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
  });

  test.each<[string, Parameters<typeof send>[1]]>([
    ['faster than anybody types', { now: NOW }],
    ['a day later', { now: at(90_000) }],
    ['with a mark of its own making', { more: { form: 'abc.def' } }],
  ])('that comes %s is shown again, and sends nothing (bots)', async (_when, given) => {
    expect((await send('a@mail.example', given)).status).toBe(422);
    expect(await mails()).toEqual([]);
  });

  test('in which a field is filled that nobody sees sends nothing, and looks as if it did (honeypot)', async () => {
    expect((await send('a@mail.example', { more: { website: 'https://buy.example' } })).status).toBe(200);
    expect(await mails()).toEqual([]);
  });

  test('is closed where nothing can be sent, and says where changes can be seen instead', async () => {
    const response = await ask('/subscribe/', { now: NOW, bindings: { LOCAL: '', EMAIL: undefined as unknown as SendEmail } });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('cannot send mails');
  });
});

describe('a subscription', () => {
  test('begins with one mail and a button: neither looking at the link nor a scanner’s HEAD confirms it', async () => {
    expect((await send('Jo.Visitor@mail.example')).status).toBe(200);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.to).toBe('Jo.Visitor@mail.example');
    const link = linkIn(mail);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(link, { method, now: at(60) })).status).toBe(200);
    expect(await confirmed()).toEqual({ confirmed: 0 });
    for (let twice = 0; twice < 2; twice += 1) expect(await (await ask(link, { method: 'POST', now: at(70) })).text()).toContain('You are subscribed');
    expect(await confirmed()).toEqual({ confirmed: 1 });
  });

  test('lies in the database without a readable address', async () => {
    await send('Jo.Visitor@mail.example');
    for (const table of ['subscriptions', 'outbox', 'request_counters']) {
      const held = (await rowsOf(`SELECT * FROM ${table}`))
        .flatMap((row) => Object.values(row))
        .map((value) => (Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)));
      expect(held.join('\n')).not.toMatch(/visitor/i);
    }
  });

  test('is confirmed within three days, or asked for anew', async () => {
    await send('a@mail.example');
    const link = linkIn((await mails())[0]);
    expect((await ask(link, { method: 'POST', now: at(4 * 86_400) })).status).toBe(404);
    expect(await confirmed()).toEqual({ confirmed: 0 });
  });

  test.each([
    ['another id', (path: string) => path.replace(/\/[0-9a-f]{8}-/, '/00000000-')],
    ['another mark', (path: string) => path.replace(/\.[\w-]{4}/, '.AAAA')],
    ['the mark that ends it', (path: string) => path.replace('confirm', 'stop')],
    ['nothing', () => '/subscribe/confirm/x/'],
  ])('is not confirmed or ended by a link with %s (token guessing)', async (_what, changed) => {
    await send('a@mail.example');
    expect((await ask(changed(linkIn((await mails())[0])), { method: 'POST', now: at(60) })).status).toBe(404);
    expect(await confirmed()).toEqual({ confirmed: 0 });
  });

  test('answers known and unknown addresses alike (enumeration)', async () => {
    await send('known@mail.example');
    await ask(linkIn((await mails())[0]), { method: 'POST', now: at(60) });
    const seen = async (email: string, now: string) => {
      const response = await send(email, { now });
      return [response.status, await response.text(), [...response.headers].filter(([name]) => name !== 'x-request-id')];
    };
    const later = at(3600);
    expect(await seen('known@mail.example', later)).toEqual(await seen('unknown@mail.example', later));
    // And whoever is subscribed gets no mail about it.
    expect((await mails()).filter(({ to }) => to === 'known@mail.example')).toHaveLength(1);
  });
});

describe('flooding a mailbox', () => {
  test('by sending the form again and again brings one mail in a quarter of an hour, and three on a day', async () => {
    for (let minute = 0; minute < 120; minute += 5) await send('victim@mail.example', { now: at(5 + minute * 60) });
    expect((await rowsOf("SELECT id FROM outbox WHERE name = 'subscription-confirm'")).length).toBeLessThanOrEqual(3);
  });

  test('from one network ends after ten mails in an hour, whatever the addresses, by IPv6 prefix too', async () => {
    for (let number = 0; number < 15; number += 1)
      await send(`victim${number}@mail.example`, { headers: { 'cf-connecting-ip': `2001:db8:1:2:${number}::1` }, now: at(10 + number) });
    expect(await rowsOf('SELECT count(*) AS mails FROM outbox')).toEqual([{ mails: 10 }]);
  });

  test('counts together with the mails of requests', async () => {
    const { mayMail } = await import('../../../../worker/requests/limits.ts');
    const { deskAt } = await import('../desk.ts');
    const desk = await deskAt(NOW);
    const contact = await desk.vault.hash('contact', 'victim@mail.example');
    for (let count = 0; count < 3; count += 1) await mayMail(desk, contact, { address: undefined });
    await send('Victim@mail.example');
    expect(await mails()).toEqual([]);
  });

  test('does not reach who said that no such mails are wanted', async () => {
    const { blockStatement } = await import('../../../../worker/requests/limits.ts');
    const { deskAt } = await import('../desk.ts');
    const desk = await deskAt(NOW);
    await blockStatement(desk, await desk.vault.hash('contact', 'victim@mail.example')).run();
    await send('victim@mail.example');
    expect(await mails()).toEqual([]);
  });
});

describe('ending it', () => {
  async function subscribed(): Promise<string> {
    const { stopLink } = await import('../../../../worker/requests/subscriptions.ts');
    const { deskAt } = await import('../desk.ts');
    await send('a@mail.example');
    await ask(linkIn((await mails())[0]), { method: 'POST', now: at(60) });
    const [{ id } = { id: '' }] = await rowsOf<{ id: string }>('SELECT id FROM subscriptions');
    return new URL(await stopLink(await deskAt(NOW), id)).pathname;
  }

  test('takes one POST of a mail program, without page, cookie or origin (RFC 8058)', async () => {
    const path = await subscribed();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'List-Unsubscribe=One-Click';
    for (let twice = 0; twice < 2; twice += 1) expect((await ask(path, { method: 'POST', now: at(90), headers, body })).status).toBe(200);
    expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
    expect(await rowsOf('SELECT what FROM suppressions')).toEqual([{ what: 'unsubscribed' }]);
  });

  test('is not done by whatever looks at the link (link scanners)', async () => {
    const path = await subscribed();
    for (const method of ['GET', 'HEAD']) expect((await ask(path, { method, now: at(90) })).status).toBe(200);
    expect(await confirmed()).toEqual({ confirmed: 1 });
    expect(await (await ask(path, { now: at(90) })).text()).toMatch(/<form[^>]+method="post"/);
  });

  test('is said in the language of the subscription; a link that leads to none, in that of the browser', async () => {
    const { stopLink } = await import('../../../../worker/requests/subscriptions.ts');
    const { deskAt } = await import('../desk.ts');
    await send('a@mail.example', { path: '/subscribe/de/' });
    await ask(linkIn((await mails())[0]), { method: 'POST', now: at(60) });
    const [{ id } = { id: '' }] = await rowsOf<{ id: string }>('SELECT id FROM subscriptions');
    const path = new URL(await stopLink(await deskAt(NOW), id)).pathname;
    const shown = async (where: string, method = 'GET', headers: Record<string, string> = {}) => (await ask(where, { method, now: at(90), headers })).text();
    expect(await shown(path)).toContain('<h1>Benachrichtigungen abbestellen</h1>');
    expect(await shown(path, 'POST')).toContain('<h1>Abbestellt</h1>');
    const german = { 'accept-language': 'de' };
    expect(await shown('/subscribe/stop/x/', 'GET', german)).toContain('Dieser Link gilt nicht mehr');
    expect(await shown('/subscribe/confirm/x/', 'GET', german)).toContain('Dieser Link gilt nicht mehr');
    // Looked at once more it has ended already, and no button promises to end it.
    expect(await shown(path, 'GET', german)).toContain('<h1>Abbestellt</h1>');
    expect(await shown(path)).not.toContain('<form');
  });

  test('works years later', async () => {
    const path = await subscribed();
    expect((await ask(path, { method: 'POST', now: '2036-01-01T00:00:00Z' })).status).toBe(200);
    expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
  });
});

test.each(['/subscribe/', '/subscribe/confirm/x/', '/subscribe/stop/x/'])('%s has no page where the deployment has no keys', async (path) => {
  expect((await ask(path, { now: NOW, bindings: { REQUESTS_KEY: '' } })).status).toBe(404);
  expect((await ask(path, { method: 'DELETE', now: NOW })).status).toBe(405);
});

test('addresses that nobody confirmed are erased after a week', async () => {
  const { tidy } = await import('../../../../worker/jobs/purge.ts');
  const { deskAt } = await import('../desk.ts');
  await send('a@mail.example');
  await tidy(await deskAt(at(6 * 86_400)));
  expect(await rowsOf('SELECT count(*) AS left FROM subscriptions')).toEqual([{ left: 1 }]);
  await tidy(await deskAt(at(8 * 86_400)));
  expect(await rowsOf('SELECT count(*) AS left FROM subscriptions')).toEqual([{ left: 0 }]);
  expect(await env.INDEX.prepare('SELECT count(*) AS left FROM suppressions').first()).toEqual({ left: 0 });
});

test('no line of the log holds the secret of a link when something breaks', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const broken = {
    prepare: () => {
      throw new Error('down');
    },
  } as unknown as D1Database;
  const secret = '019aae2c-5400-7000-8000-000000000001.AAAAAAAAAAAAAAAAAAAAAA';
  expect((await ask(`/subscribe/confirm/${secret}/`, { now: NOW, bindings: { INDEX: broken } })).status).toBe(500);
  const logged = JSON.stringify(log.mock.calls);
  vi.restoreAllMocks();
  expect(logged).toContain('/subscribe/confirm/…/');
  expect(logged).not.toContain(secret);
});
