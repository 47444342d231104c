/** An opt-out, a limit, a withdrawal: at once in this browser and in the ledger, with nothing in front of it. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatDecision, parseDecision } from '../../../../core/decision.ts';
import type { Mail } from '../../../../core/requests/mails.ts';
import { emptyLedgers, rowsOf } from '../../records.ts';
import { Browser, countOf, emptyRequests, fieldsOf, formIn } from './browser.ts';
import { caughtMails } from './mails.ts';

let mails: Mail[];
beforeEach(async () => {
  await emptyRequests();
  await emptyLedgers();
  mails = caughtMails();
});
afterEach(() => vi.restoreAllMocks());

function fresh(asked: ConstructorParameters<typeof Browser>[0] = {}): Browser {
  const browser = new Browser({ cf: { country: 'US', regionCode: 'CA' }, ...asked });
  browser.now = '2026-11-24T10:00:00Z';
  return browser;
}

const OPT_OUT = { place: 'US-CA', step: 'send' };
const decisionOf = (browser: Browser) => parseDecision(browser.cookies.get('fairnotice')?.value ?? '');
const eventsOf = async () =>
  (await env.INDEX.prepare('SELECT event FROM request_events ORDER BY number').all<{ event: string }>()).results.map(
    ({ event }) => JSON.parse(event) as { type: string; site?: string; record?: string },
  );

test('asks for two fields at most, and neither is proved (11 CCR 7026(b); Ford 2026)', async () => {
  const { html } = await fresh().post('/requests/opt-out-sale/', { step: 'send' });
  const fields = Object.keys(fieldsOf(formIn(html, '/requests/opt-out-sale/') ?? ''));
  expect(fields.filter((name) => name !== 'step' && name !== 'website')).toEqual(['place', 'email']);
  expect(html).toContain('E-mail address (optional)');
});

test.each(['opt-out-sale', 'opt-out-targeted-advertising'])('%s switches advertising off in this browser at once, with one form and no mail', async (kind) => {
  const browser = fresh();
  const { status, html } = await browser.post(`/requests/${kind}/`, OPT_OUT);
  expect(status).toBe(200);
  expect(decisionOf(browser)).toMatchObject({ choices: { marketing: false }, action: 'save', policy: '2026-03-01' });
  expect(browser.cookies.get('fairnotice')?.path).toBe('/');
  expect(html).toContain('Your choice holds');
  expect(html).toContain('privacy.example');
  expect(mails).toHaveLength(0);
  const { results } = await env.INDEX.prepare('SELECT kind, queue, state FROM requests').all();
  expect(results).toEqual([{ kind, queue: 'active', state: 'open' }]);
});

test('a flood from one network does not grow the ledger; the choice holds in the browser all the same', async () => {
  const CONSENT_LIMIT = { limit: async () => ({ success: false }) };
  const browser = fresh({ headers: { 'cf-connecting-ip': '203.0.113.9' }, bindings: { CONSENT_LIMIT } });
  expect((await browser.post('/requests/opt-out-sale/', OPT_OUT)).status).toBe(200);
  expect(decisionOf(browser)).toMatchObject({ choices: { marketing: false } });
  expect(await rowsOf('shop')).toEqual([]);
});

test('a record is in the ledger of each site that has something to switch off, and the request tells of it', async () => {
  await fresh({ headers: { 'sec-gpc': '1' } }).post('/requests/opt-out-sale/', OPT_OUT);
  const [row] = await rowsOf('shop');
  const record = JSON.parse(String(row?.record)) as Record<string, unknown>;
  expect(record).toMatchObject({
    site: 'shop',
    subject: null,
    action: 'save',
    surface: 'page',
    choices: { analytics: true, marketing: false },
    gpc: true,
    secGpc: true,
    regime: 'us-ca-ccpa',
    model: 'opt-out',
  });
  expect(await rowsOf('blog')).toEqual([]);
  expect(await eventsOf()).toMatchObject([{ type: 'received' }, { type: 'choice-recorded', site: 'shop', record: record.id }]);
});

test('a limit and a withdrawal switch everything off that is not necessary (GDPR Art. 7(3))', async () => {
  const limited = fresh();
  await limited.post('/requests/limit-sensitive/', OPT_OUT);
  expect(decisionOf(limited)).toMatchObject({ choices: { analytics: false, marketing: false, media: false }, action: 'save' });
  const withdrawn = fresh({ cf: { country: 'DE' } });
  await withdrawn.post('/requests/withdraw-consent/', { place: 'DE', step: 'send' });
  expect(decisionOf(withdrawn)).toMatchObject({ choices: { analytics: false, marketing: false, media: false }, action: 'withdraw' });
});

test('what the visitor allowed before stays, but for what the opt-out is about', async () => {
  const browser = fresh({ cf: { country: 'DE' } });
  const choices = { analytics: true, marketing: true };
  const before = formatDecision({ decided: Date.parse('2026-11-20T10:00:00Z') / 1000, days: 182, choices, action: 'accept', gpc: false, policy: '2026-03-01' });
  browser.cookies.set('fairnotice', { value: before, path: '/' });
  await browser.post('/requests/opt-out-sale/', OPT_OUT);
  const kept = decisionOf(browser);
  expect(kept?.choices).toEqual({ analytics: true, marketing: false });
});

test('the answer says which sites it covers and which have to be told themselves', async () => {
  const { html } = await fresh().post('/requests/opt-out-sale/', OPT_OUT);
  expect(html).toContain('In this browser, on: privacy.example.');
  expect(html).toContain('<a href="https://shop.example">shop.example</a>');
});

test('where no site has anything to switch off for it, no choice is claimed to hold', async () => {
  const assets = {
    fetch: async (input: Request) => {
      const response = await env.ASSETS.fetch(new Request(input));
      if (new URL(new Request(input).url).pathname !== '/_at/banner.json') return response;
      return Response.json({ ...(await response.json<object>()), sites: {} });
    },
  } as unknown as Fetcher;
  const browser = fresh({ bindings: { ASSETS: assets } });
  const { status, html } = await browser.post('/requests/opt-out-sale/', OPT_OUT);
  expect(status).toBe(200);
  expect(browser.cookies.has('fairnotice')).toBe(false);
  expect(html).not.toContain('Your choice holds');
  expect(html).toContain('None of our sites uses anything in your browser that this could switch off');
});

test('where the banner shares its cookie with a domain that takes this host in, the cookie is set for it', async () => {
  const assets = {
    fetch: async (input: Request) => {
      const request = new Request(input);
      const response = await env.ASSETS.fetch(request);
      if (new URL(request.url).pathname === '/_at/banner.json') {
        const index = await response.json<{ sites: Record<string, { origins: string[] }> }>();
        index.sites.shop = { ...index.sites.shop, origins: ['https://www.privacy.example', 'https://shop.example'] } as never;
        return Response.json(index);
      }
      if (!/^\/pinned\/shop\/.*\.json$|^\/pinned\/shop\/opt-/.test(new URL(request.url).pathname) || !response.ok) return response;
      return Response.json({ ...(await response.json<object>()), domain: 'privacy.example' });
    },
  } as unknown as Fetcher;
  const browser = fresh({ bindings: { ASSETS: assets } });
  const sent = await browser.post('/requests/opt-out-sale/', OPT_OUT);
  expect(sent.html).toContain('privacy.example, www.privacy.example.');
  expect(sent.html).toContain('<a href="https://shop.example">');
});

test('a ledger that is closed or down, and a desk without mail, are no gate', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const down = { getByName: () => ({ accept: () => Promise.reject(new Error('overloaded')) }) } as unknown as Cloudflare.Env['LEDGER'];
  for (const bindings of [{ LOG_KEY: '' }, { LEDGER: down }]) {
    const browser = fresh({ bindings });
    expect((await browser.post('/requests/opt-out-sale/', OPT_OUT)).status).toBe(200);
    expect(decisionOf(browser)?.choices.marketing).toBe(false);
  }
  expect(await countOf('requests')).toBe(2);
  expect(log).toHaveBeenCalled();
});

test('where too many came from a network, the choice holds all the same', async () => {
  let last: Browser | undefined;
  for (let at = 0; at < 31; at += 1) {
    last = fresh({ headers: { 'cf-connecting-ip': '203.0.113.7' } });
    await last.post('/requests/opt-out-sale/', OPT_OUT);
  }
  expect(await countOf('requests')).toBe(30);
  expect(last && decisionOf(last)?.choices.marketing).toBe(false);
}, 60_000);

test('an agent opts somebody out without anybody being asked to confirm it (11 CCR 7026(j)), and no browser is touched', async () => {
  const browser = fresh();
  await browser.post('/requests/opt-out-sale/', { place: 'US-CA', email: 'jo@mail.example', step: 'agent' });
  expect(browser.html).toContain('name="agentEmail"');
  await browser.later(10).send('/requests/opt-out-sale/', { name: 'Jo Visitor', agentName: 'Agents Ltd', agentEmail: 'desk@agents.example' });
  expect(browser.at).toBe(browser.page);
  expect(browser.cookies.has('fairnotice')).toBe(false);
  expect(mails).toHaveLength(0);
  expect(await env.INDEX.prepare('SELECT behalf, queue FROM requests').first()).toEqual({ behalf: 'agent', queue: 'active' });
});

test('the same opt-out pressed again is one request', async () => {
  const browser = fresh();
  await browser.post('/requests/opt-out-sale/', OPT_OUT);
  await browser.later(5).post('/requests/opt-out-sale/', OPT_OUT);
  expect(await countOf('requests')).toBe(1);
});
