/** What is taken at `POST /api/v1/consents`, what is kept of it, and who may read the answer. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { regimeTable } from '../../core/regimes.ts';
import { ORIGIN } from './client.ts';
import { CONSENTS, emptyLedgers, noticeOf, recordWith, rowsOf, SHOP, SOON, send } from './records.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await emptyLedgers();
});

const only = async (): Promise<Record<string, unknown>> => {
  const rows = await rowsOf();
  expect(rows).toHaveLength(1);
  return JSON.parse(String(rows[0]?.record)) as Record<string, unknown>;
};

describe('a record', () => {
  test('is taken, and the answer says when', async () => {
    const record = await recordWith();
    const response = await send(record, { cf: { country: 'DE' } });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      id: record.id,
      state: 'accepted',
      received: SOON,
      log: 'shop',
      // The notice comes first: what was shown is in the log before what was chosen.
      index: 1,
      leaf: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      promise: expect.stringContaining('fairnotice.promise/v1'),
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('is kept with what its notice says and with the law, and with nothing else', async () => {
    const record = await recordWith();
    await send(record, {
      cf: { country: 'DE', regionCode: 'BE' },
      headers: {
        'user-agent': 'Secret/1.0',
        'cf-connecting-ip': '203.0.113.77',
        'x-forwarded-for': '203.0.113.77',
        cookie: 'id=person',
        referer: `${SHOP}/me?x=1`,
        'cf-ray': 'ray77',
      },
    });
    const notice = { policy: { id: 'privacy', version: '2026-03-01', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }, locale: 'de', model: 'opt-in' };
    expect(await only()).toEqual({ v: 1, ...record, received: SOON, ...notice, regime: 'eu-gdpr', secGpc: false, previous: null });
    const [row = {}] = await rowsOf();
    expect(Object.keys(row)).toEqual(['idx', 'key', 'subject', 'id', 'entry', 'received', 'erased', 'salt', 'record']);
    expect(JSON.stringify(row)).not.toMatch(/203\.0|Secret|person|\/me|ray77|"BE"|"DE"/);
  });

  test.each([
    ['accept', 'banner', { analytics: true, marketing: true }],
    ['reject', 'banner', { analytics: false, marketing: false }],
    ['save', 'dialog', { marketing: true, analytics: false }],
    ['withdraw', 'page', { analytics: false, marketing: false }],
    // A visitor may allow one embed before the rest is asked.
    ['save', 'placeholder', { marketing: true }],
  ])('%s at the %s with %o is taken', async (action, surface, choices) => {
    const response = await send(await recordWith({ action, surface, choices }));
    expect(response.status).toBe(201);
    expect(await only()).toMatchObject({ action, surface, choices });
  });

  test('that accepts is taken under Global Privacy Control where all stays off: the signal may cover all that was asked', async () => {
    const record = await recordWith({ action: 'accept', choices: { analytics: false, marketing: false }, gpc: true });
    expect((await send(record)).status).toBe(201);
  });

  test('without a subject is taken: nothing may ever have been allowed', async () => {
    expect((await send(await recordWith({ subject: null, action: 'reject', choices: { analytics: false, marketing: false } }))).status).toBe(201);
    expect(await only()).toMatchObject({ subject: null });
  });

  test('of a banner that was shown before midnight is taken after it, under the notice that was shown', async () => {
    const record = await recordWith();
    expect((await send(record, { now: '2027-01-01T00:00:01Z' })).status).toBe(201);
    expect(await only()).toMatchObject({ notice: record.notice, policy: { version: '2026-03-01' }, received: '2027-01-01T00:00:01.000Z' });
  });

  test('from a page of the publishing site itself is taken', async () => {
    const response = await send(await recordWith(), { headers: { origin: ORIGIN } });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([201, ORIGIN]);
  });

  test('is taken below a base, and not beside it', async () => {
    expect((await send(await recordWith(), { site: 'legal', path: `/legal${CONSENTS}` })).status).toBe(201);
    expect((await send(await recordWith(), { site: 'legal' })).status).toBe(405);
    expect(await rowsOf()).toHaveLength(1);
  });

  test('goes to the ledger of its site alone', async () => {
    const notice = await noticeOf('blog');
    const record = await recordWith({ site: 'blog', notice, choices: { media: true } });
    expect((await send(record, { headers: { origin: 'https://blog.example' } })).status).toBe(201);
    expect([await rowsOf('blog'), await rowsOf('shop')].map(({ length }) => length)).toEqual([1, 0]);
  });

  test('is refused where the build has no site', async () => {
    expect((await send(await recordWith(), { site: 'auckland' })).status).toBe(400);
  });
});

describe('a record that comes again', () => {
  test('is one row, and gets the first answer', async () => {
    const record = await recordWith();
    const first = await (await send(record, { cf: { country: 'DE' } })).json();
    const [before] = await rowsOf();
    const again = await send(record, { now: '2026-11-25T00:00:00Z', cf: { country: 'AU' } });
    expect([again.status, await again.json()]).toEqual([200, first]);
    expect(await rowsOf()).toEqual([before]);
  });

  test('is the same with its fields in another order and its id in capitals', async () => {
    const record = await recordWith();
    await send(record);
    const turned = Object.fromEntries(Object.entries({ ...record, id: record.id.toUpperCase(), choices: { marketing: false, analytics: true } }).reverse());
    expect((await send(turned)).status).toBe(200);
    expect(await rowsOf()).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['choices', { analytics: false, marketing: false }],
    ['subject', null],
    ['subject', 'cd'.repeat(32)],
    ['decided', '2026-11-23T23:59:58.124Z'],
    ['action', 'accept'],
    ['surface', 'banner'],
    ['gpc', true],
  ])('with another %s is refused, and the first one stays', async (field, value) => {
    const record = await recordWith();
    await send(record);
    const response = await send({ ...record, [field]: value });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ type: `${ORIGIN}/problems/record-differs/` });
    expect(await only()).toMatchObject(record);
  });

  test('with another notice is refused', async () => {
    const record = await recordWith();
    await send(record);
    expect((await send({ ...record, notice: await noticeOf('shop', 'region=DE&lang=en') })).status).toBe(409);
  });

  test('many times at once is one row', async () => {
    const record = await recordWith();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(record)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await rowsOf()).toHaveLength(1);
  });

  test('with different contents at once is taken once', async () => {
    const record = await recordWith();
    const answers = await Promise.all([0, 1, 2, 3].map((ms) => send({ ...record, decided: `2026-11-23T23:59:58.00${ms}Z` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await rowsOf()).toHaveLength(1);
  });
});

describe('the law in a record', () => {
  const regimeIn = async (cf: { country?: string; regionCode?: string } | undefined, bindings = {}): Promise<unknown> => {
    await send(await recordWith(), { ...(cf ? { cf } : {}), bindings });
    const { regime } = await only();
    return regime;
  };

  test.each([
    [{ country: 'DE', regionCode: 'BE' }, 'eu-gdpr'],
    [{ country: 'US', regionCode: 'CA' }, 'us-ca-ccpa'],
    [{ country: 'GB' }, 'uk-gdpr'],
    [{ country: 'CA', regionCode: 'QC' }, 'ca-qc-law25'],
    // Where no law is known, and where the place is not.
    [{ country: 'US', regionCode: 'WY' }, null],
    [{ country: 'US' }, null],
    [{ country: 'NZ' }, null],
    [{ country: 'T1' }, null],
    [{ country: 'XX' }, null],
    [{ country: '' }, null],
    [{ country: '__proto__' }, null],
    [undefined, null],
  ])('from %o is %s', async (cf, regime) => {
    expect(await regimeIn(cf)).toBe(regime);
  });

  test('is that of the place which development fixes', async () => {
    expect(await regimeIn({ country: 'DE' }, { FIXED_PLACE: 'US-CA' })).toBe('us-ca-ccpa');
  });

  test('is never the place itself, wherever a record comes from', async () => {
    const laws = new Set(regimeTable.regimes.map(({ id }) => id));
    const places = [...new Set([...regimeTable.regimes.flatMap(({ territory }) => territory), 'NZ', 'XX', 'T1', 'US-WY', 'CA-ON', 'BR-SP'])];
    for (const place of places) {
      const [country = '', regionCode] = place.split('-');
      const regime = await regimeIn({ country, ...(regionCode ? { regionCode } : {}) });
      expect(regime === null || (laws.has(String(regime)) && regime !== place), place).toBe(true);
      expect(JSON.stringify(await rowsOf()), place).not.toContain(`"${place}"`);
      await emptyLedgers();
    }
  }, 120_000);

  test('is that of the day in the zone of the organisation', async () => {
    await send(await recordWith(), { now: '2026-12-31T23:59:59Z', cf: { country: 'DE' } });
    expect(await only()).toMatchObject({ regime: 'eu-gdpr' });
  });
});

describe('logs', () => {
  test('say of a failing ledger which request it was, and nothing of the record or the visitor', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const LEDGER = { getByName: () => ({ accept: () => Promise.reject(new Error('the object is overloaded')) }) } as unknown as Cloudflare.Env['LEDGER'];
    const record = await recordWith();
    const response = await send(record, {
      bindings: { LEDGER },
      headers: { 'cf-connecting-ip': '203.0.113.77', 'user-agent': 'Secret/1.0' },
      path: `${CONSENTS}?who=person`,
    });
    expect(response.status).toBe(500);
    // The banner keeps what it could not deliver, so it must be able to read that.
    expect(response.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toContain('overloaded');
    expect(log).toHaveBeenCalledOnce();
    const logged = String(log.mock.calls[0]?.[0]);
    expect(JSON.parse(logged)).toMatchObject({ method: 'POST', path: CONSENTS, error: 'Error: the object is overloaded' });
    for (const secret of [record.id, record.subject, record.notice, '203.0', 'Secret', 'person', SHOP]) expect(logged).not.toContain(String(secret));
  });

  test('say nothing of what is taken or refused', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level));
    await send(await recordWith());
    await send('{"subject":"person"');
    await send(await recordWith({ site: 'nope' }));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});

test('the clock of the edge dates a record, not that of the browser', async () => {
  await send(await recordWith({ decided: '2019-01-01T00:00:00.000Z' }));
  expect(await only()).toMatchObject({ decided: '2019-01-01T00:00:00.000Z', received: SOON });
});
