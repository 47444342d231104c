/** What the content says of the ledger, and what the Worker is told of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerIndexOf, logsOf, shardCountAt, siteLedgerOf } from '../../../core/ledger-settings.ts';
import { organisationSchema, siteSchema } from '../../../core/schemas.ts';
import { json, problemsIn, smallTree } from '../../support/memory-tree.ts';

const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const organisation = (given: object) => organisationSchema.parse({ name: 'Example', domain: 'example.org', locales: ['en'], ...given });
const SITE = { origins: ['https://www.example.org'], policy: 'privacy', categories: ['analytics'] };
const site = (given: object) => siteLedgerOf(siteSchema.parse({ ...SITE, ...given }), 'Europe/Berlin');

describe('the name that all logs begin with', () => {
  test.each<[object, string]>([
    [{}, 'example.org'],
    [{ address: 'https://privacy.example.org' }, 'privacy.example.org'],
    [{ address: 'https://privacy.example.org', look: { basePath: '/legal/eu/' } }, 'privacy.example.org/legal/eu'],
    [{ look: { basePath: '/legal/' } }, 'example.org/legal'],
    [{ address: 'http://localhost:8787' }, 'localhost:8787'],
    // Once there is a checkpoint it must not move with the address, so it can be named.
    [{ address: 'https://new.example.org', ledger: { origin: 'old.example.org/legal' } }, 'old.example.org/legal'],
  ])('of %j is %s', (given, origin) => {
    expect(ledgerIndexOf(organisation(given))).toEqual({ origin, keys: [], witnesses: [] });
  });
});

describe('the logs of a site', () => {
  test('are one, without a number, where nothing is said', () => {
    expect(site({})).toEqual({ shards: [], groupCommitMilliseconds: 0 });
    expect(logsOf('shop', site({}))).toEqual(['shop']);
    expect(shardCountAt(site({}), 0)).toBe(1);
  });

  test('are more from the beginning of a day in the zone of the organisation', () => {
    const ledger = site({ shards: [{ value: 2 }, { since: '2027-06-01', value: 4 }] });
    expect(ledger.shards).toEqual([{ count: 2 }, { from: '2027-05-31T22:00:00Z', count: 4 }]);
    const begin = Date.parse('2027-05-31T22:00:00Z');
    expect([0, begin - 1, begin, begin + 1].map((at) => shardCountAt(ledger, at))).toEqual([2, 2, 4, 4]);
    expect(logsOf('shop', ledger)).toEqual(['shop', 'shop.1', 'shop.2', 'shop.3']);
  });

  test('are one before the first day that is named', () => {
    const ledger = site({ shards: [{ since: '2027-06-01', value: 4 }] });
    expect(shardCountAt(ledger, 0)).toBe(1);
  });

  test('stay when they become fewer: what they hold is still asked for', () => {
    expect(logsOf('shop', site({ shards: [{ value: 3 }, { since: '2027-06-01', value: 1 }] }))).toEqual(['shop', 'shop.1', 'shop.2']);
  });

  test('are among those that are listed, whenever a record was made', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 2 ** 43 }), (values, at) => {
        const ledger = site({ shards: values.map((value, index) => ({ ...(index > 0 ? { since: `20${26 + index}-01-01` } : {}), value })) });
        const count = shardCountAt(ledger, at);
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(logsOf('shop', ledger).length);
      }),
    );
  });
});

test('what a site says of its ledger travels as it is', () => {
  expect(site({ retentionDays: 1095, jurisdiction: 'eu', groupCommitMilliseconds: 50, shards: 8 })).toEqual({
    shards: [{ count: 8 }],
    retentionDays: 1095,
    jurisdiction: 'eu',
    groupCommitMilliseconds: 50,
  });
});

describe('a mistake is told with its file and field', () => {
  test.each<[string, object, string, RegExp]>([
    ['shop', { retentionDays: 0 }, 'retentionDays', /whole number of days/],
    ['shop', { jurisdiction: 'us' }, 'jurisdiction', /eu/],
    ['shop', { shards: 0 }, 'shards', /from 1 to 256/],
    ['shop', { shards: 257 }, 'shards', /from 1 to 256/],
    ['shop', { shards: [{ value: 2 }, { value: 4 }] }, 'shards.1.since', /the day since which it holds/],
    ['shop', { groupCommitMilliseconds: 5000 }, 'groupCommitMilliseconds', /at most 1000 milliseconds/],
  ])('sites/%s.json %j', (name, given, field, expected) => {
    const found = problemsIn({ ...smallTree(), [`sites/${name}.json`]: json({ ...SITE, ...given }) });
    expect(found).toEqual([expect.objectContaining({ file: `sites/${name}.json`, field, expected: expect.stringMatching(expected) })]);
  });

  test('a site may not have the name of the log over all sites', () => {
    const found = problemsIn({ ...smallTree(), 'sites/root.json': json(SITE) });
    expect(found).toEqual([{ file: 'sites/root.json', found: 'the name root', expected: expect.stringContaining('another name') }]);
  });

  test.each<[object, string, RegExp]>([
    [{ origin: 'https://privacy.example.org' }, 'ledger.origin', /without scheme/],
    [{ origin: 'privacy.example.org/' }, 'ledger.origin', /final slash/],
    [{ origin: 'Privacy.example.org' }, 'ledger.origin', /a host/],
    [{ keys: ['nonsense'] }, 'ledger.keys.0', /a verifier key/],
    [{ witnesses: [{ url: 'witness.example', vkey: VKEY }] }, 'ledger.witnesses.0.url', /https:\/\//],
    [{ witness: [] }, 'ledger.witness', /witnesses\?/],
  ])('organisation.json %j', (ledger, field, expected) => {
    const found = problemsIn({ ...smallTree(), 'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'], ledger }) });
    expect(found).toEqual([expect.objectContaining({ file: 'organisation.json', field, expected: expect.stringMatching(expected) })]);
  });
});
