/** Rules about the files of sites that embed the banner. */
import { describe, expect, it } from 'vitest';
import { type Finding, type LintedSite, lintSite } from '../../../cli/lint/index.ts';
import { findService, type Service } from '../../../core/catalogue.ts';
import { OWN_OF_BANNER } from '../../../core/own-storage.ts';
import { type CookieEntry, siteSchema } from '../../../core/schemas.ts';

function serviceNamed(id: string): Service {
  const found = findService(id);
  if (!found.ok) throw new Error(id);
  return found.service;
}

const registered = (name: string): CookieEntry => ({
  name,
  kind: 'cookie',
  category: 'analytics',
  service: 'Google Analytics',
  provider: 'Google',
  thirdParty: false,
  purpose: { en: 'Tells visitors apart.' },
  lifetime: 'P2Y',
  since: '2026-01-01',
});

/** What the banner itself keeps. */
const OWN = OWN_OF_BANNER.map((one): CookieEntry => ({ ...registered(one.name), ...one, since: '2028-01-01' }));

function lint(settings: object, more: Partial<LintedSite> = {}): Finding[] {
  const source = JSON.stringify({ origins: ['https://shop.example'], policy: 'privacy', categories: ['analytics'], ...settings }, null, 2);
  const site: LintedSite = {
    settings: siteSchema.parse(JSON.parse(source)),
    locales: ['en'],
    ownLocales: ['en'],
    wording: { en: { reviewed: true }, de: { reviewed: false }, fr: { reviewed: false } },
    services: [],
    today: '2027-01-01',
    ...more,
    cookies: [...OWN, ...(more.cookies ?? [])],
  };
  return lintSite('sites/shop.json', source, site);
}

const told = (findings: Finding[]): [string, string, string][] => findings.map(({ rule, severity, quote }) => [rule, severity, quote]);

describe('banner-wording-unreviewed', () => {
  it('warns of each language that the organisation or the site names, and notes the others', () => {
    expect(told(lint({}, { locales: ['en', 'de', 'fr'], ownLocales: ['en', 'de'] }))).toEqual([
      ['banner-wording-unreviewed', 'warning', 'de'],
      ['banner-wording-unreviewed', 'info', 'fr'],
    ]);
    expect(told(lint({ locales: ['fr'] }, { locales: ['fr'], ownLocales: ['en', 'de'] }))).toEqual([['banner-wording-unreviewed', 'warning', 'fr']]);
    expect(lint({ locales: ['en'] })).toEqual([]);
  });

  it('is accepted in the file of the site, for one language', () => {
    const accept = [{ rule: 'banner-wording-unreviewed', quote: 'de', reason: 'Read next month.' }];
    const findings = lint({ accept }, { locales: ['de', 'fr'], ownLocales: ['de', 'fr'] });
    expect(findings.map(({ quote, accepted }) => [quote, accepted])).toEqual([
      ['de', { reason: 'Read next month.', by: 'site' }],
      ['fr', undefined],
    ]);
  });
});

describe('banner-storage-unlisted', () => {
  const services = [{ ...serviceNamed('google-analytics'), originsConfidence: 'sure' as const, entries: serviceNamed('google-analytics').entries.slice(0, 2) }];

  it('names what the registry lacks, at the line of the field', () => {
    const [finding] = lint({ services: ['google-analytics'] }, { services, cookies: [registered('_ga')] });
    expect(finding).toMatchObject({ rule: 'banner-storage-unlisted', severity: 'warning', line: 9, quote: 'Google Analytics' });
    expect(finding?.message).toContain('does not list: _ga_*. ');
  });

  it('is silent where the registry has it, by name or by a wider one', () => {
    expect(lint({}, { services, cookies: [registered('_ga'), registered('_ga_*')] })).toEqual([]);
    expect(lint({}, { services, cookies: [registered('_ga*')] })).toEqual([]);
  });

  it('names what the banner itself keeps, where there is one', () => {
    const source = JSON.stringify({ origins: ['https://shop.example'], policy: 'privacy', categories: ['analytics'] });
    const site = { settings: siteSchema.parse(JSON.parse(source)), locales: ['en'], ownLocales: ['en'], wording: {}, services: [], cookies: [] };
    expect(lintSite('sites/shop.json', source, site)[0]?.message).toContain('does not list: fairnotice, fairnotice, fairnotice:outbox, fairnotice:subject. ');
    expect(lintSite('sites/shop.json', source, { ...site, settings: { ...site.settings, categories: [] } })).toEqual([]);
  });

  it('does not count an entry that has ended', () => {
    const ended = { ...registered('_ga*'), until: '2026-06-01' };
    expect(told(lint({}, { services, cookies: [ended] }))).toEqual([['banner-storage-unlisted', 'warning', 'Google Analytics']]);
  });
});

describe('banner-control-off', () => {
  it('asks for the place of the link (GDPR Art. 7(3)), as the reason of an acceptance', () => {
    expect(told(lint({ control: false }))).toEqual([['banner-control-off', 'warning', 'control']]);
    const accept = [{ rule: 'banner-control-off', reason: '“Privacy choices” in the foot of every page.' }];
    expect(lint({ control: false, accept })[0]?.accepted?.reason).toContain('foot of every page');
    expect(lint({ control: true })).toEqual([]);
  });
});

describe('catalogue-unchecked', () => {
  it('notes entries and origins that nobody has seen in a source', () => {
    const service = { ...serviceNamed('google-analytics'), entries: [], originsConfidence: 'check' as const };
    expect(lint({}, { services: [service] }).map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ['catalogue-unchecked', 'info', 'Google Analytics: nobody has seen its origins in a source.'],
    ]);
    expect(lint({}, { services: [{ ...service, originsConfidence: 'sure' }] })).toEqual([]);
  });
});
