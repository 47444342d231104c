import { readFileSync } from 'node:fs';
import type { ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { describe, expect, test } from 'vitest';
import { PHRASING } from '../../core/phrasing.ts';
import type { ComponentContext } from '../../core/policy/components/context.ts';
import { deadlines } from '../../core/policy/components/deadlines.ts';
import { rightKey, rights } from '../../core/policy/components/rights.ts';
import { blocksOf } from '../../core/policy/flatten.ts';
import { PERIOD_UNITS, PHRASES, variantsOf } from '../../core/regimes/schema.ts';
import { regimeTable } from '../../core/regimes.ts';
import { type OrganisationOn, organisationOn, organisationSchema, type Wording, wordingSchema } from '../../core/schemas.ts';
import { RIGHTS } from '../../core/vocabulary.ts';
import { translator } from '../../core/wording.ts';

const LOCALES = ['en', 'de'] as const;
const wording: Record<string, Wording> = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)]));

function read(locale: string): Wording {
  return wordingSchema.parse(JSON.parse(readFileSync(new URL(`../../content/wording/${locale}.json`, import.meta.url), 'utf8')));
}

function context(organisation: Partial<OrganisationOn>, locale = 'en', date = '2027-01-01'): ComponentContext {
  const whole = organisationSchema.parse({ name: 'Example', domain: 'example.org', locales: ['en'], ...organisation });
  return { date, locale, organisation: organisationOn(whole, date), cookies: [], policyKind: 'privacy', phrasing: PHRASING, t: translator(wording, locale) };
}

/** The lines that a reader meets. */
function lines(children: ElementContent[]): string[] {
  return blocksOf({ type: 'root', children }).map(({ prefix, text }) => `${prefix}${text}`);
}

const EU = { regimes: ['eu-gdpr'] };
const CALIFORNIA = { regimes: ['us-ca-ccpa'] };
const BOTH = { regimes: ['eu-gdpr', 'us-ca-ccpa'] };

describe('wording', () => {
  const rightsAndVariants = RIGHTS.flatMap((right) => [undefined, ...variantsOf(right)].map((variant) => ({ right, variant })));
  const keys = [
    ...rightsAndVariants.flatMap((right) => [rightKey('ask', right), rightKey('name', right)]),
    ...PHRASES.map((phrase) => `phrase.${phrase}`),
    ...regimeTable.regimes.map(({ id }) => `law.${id}.name`),
  ];

  test.each(LOCALES)('%s has each right, variant, phrase and law', (locale) => {
    expect(keys.filter((key) => !wording[locale]?.texts[key]?.trim())).toEqual([]);
  });

  test.each(LOCALES)('%s leaves the full stop to the component, which puts the article before it', (locale) => {
    const asks = rightsAndVariants.map((right) => wording[locale]?.texts[rightKey('ask', right)] ?? '');
    expect(asks.filter((ask) => /[.;:,]$/.test(ask))).toEqual([]);
  });

  test.each(LOCALES)('%s has every law of the table, with everything turned on, in words', (locale) => {
    const regimes = regimeTable.regimes.filter(({ rights: rows }) => rows.length > 0).map(({ id }) => id);
    const all = context({ regimes, uncheckedRegimes: regimes }, locale, '2028-06-01');
    const text = [...lines(rights({}, [], all)), ...lines(deadlines({}, [], all))].join('\n');
    expect(text).not.toMatch(/undefined|\{\w+\}|\[object/);
    for (const unit of PERIOD_UNITS) expect(text).not.toContain(unit);
  });
});

describe('<Rights/>', () => {
  test('says under each law what one can ask for, with the article', () => {
    const found = lines(rights({}, [], context(BOTH)));
    expect(found[0]).toMatch(/^General Data Protection Regulation \(GDPR\) \(Regulation \(EU\) 2016\/679; .*\)\. Where its conditions are met/);
    expect(found).toContain('- You can ask us to erase data about you (Art. 17, 19).');
    expect(found).toContain('- You can opt out of the sale of data about you (1798.120; 11 CCR 7026).');
    expect(found).toContain('- We may not discriminate against you because you use your rights (1798.125; 11 CCR 7080-7081).');
  });

  test('speaks German', () => {
    const found = lines(rights({}, [], context(BOTH, 'de')));
    expect(found[0]).toMatch(/^Datenschutz-Grundverordnung \(DSGVO\) \(Verordnung \(EU\) 2016\/679; /);
    expect(found).toContain('- Sie können Ihre Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen (Art. 7(3)).');
  });

  test('uses what a right means under that law', () => {
    expect(lines(rights({}, [], context({ regimes: ['us-ut-ucpa'] })))).toContain('- You can ask us to erase data that you gave us (13-61-201, 13-61-203).');
  });

  test('names the authority that hears complaints, or the list of them (GDPR Art. 77)', () => {
    const html = rights({}, [], context(BOTH))
      .map((node) => toHtml(node))
      .join('');
    expect(html).toContain('<a href="https://www.edpb.europa.eu/about-edpb/about-edpb/members_en">list of the authorities</a> (Art. 77).');
    expect(html).toContain('<a href="https://cppa.ca.gov">California Privacy Protection Agency (CalPrivacy) and Attorney General</a> (1798.199.45).');
  });

  test('of one law is its list only', () => {
    const [list, ...more] = rights({ regime: 'eu-gdpr' }, [], context(BOTH));
    expect(more).toEqual([]);
    expect(list).toMatchObject({ tagName: 'ul' });
    expect(lines(list ? [list] : [])).toHaveLength(9);
  });

  test('is as of the date of the version', () => {
    const on = (date: string) => lines(rights({}, [], context({ ...CALIFORNIA, uncheckedRegimes: ['us-ca-ccpa'] }, 'en', date))).join('\n');
    expect(on('2026-12-31')).not.toContain('11 CCR 7221');
    expect(on('2027-01-01')).toContain('11 CCR 7221');
  });
});

describe('<Deadlines/>', () => {
  test('has a row for the rights of a law that are answered alike (GDPR Art. 12(3))', () => {
    expect(lines(deadlines({}, [], context(EU))).slice(1)).toEqual([
      '! | What you ask for | Law and article | Answer within (from receipt) | May be extended by |',
      '| Access, rectification, erasure, restriction of processing, data portability, objection, and review of automated decisions | General Data Protection Regulation (GDPR), Art. 15–21, 22(3) | 1 month (Art. 12(3)) | 2 months |',
      '| Withdrawal of consent | General Data Protection Regulation (GDPR), Art. 7(3) | at once | – |',
      '| Complaint to the authority | General Data Protection Regulation (GDPR), Art. 77 | the authority answers | – |',
    ]);
  });

  test.each([
    [
      'en',
      '45 days (11 CCR 7021(b)) | 45 days |',
      '15 business days (11 CCR 7026(f)) | no extension |',
      'as soon as possible, 15 business days at most (11 CCR 7026) | – |',
    ],
    [
      'de',
      '45 Tage (11 CCR 7021(b)) | 45 Tage |',
      '15 Arbeitstage (11 CCR 7026(f)) | nicht verlängerbar |',
      'so bald wie möglich, höchstens 15 Arbeitstage (11 CCR 7026) | – |',
    ],
  ])('has the periods of California in words: %s', (locale, ...cells) => {
    const found = lines(deadlines({}, [], context(CALIFORNIA, locale))).join('\n');
    for (const cell of cells) expect(found).toContain(cell);
  });

  test.each([
    ['guidance where it is not the statute that counts (Australia)', 'au-privacy', '30 days, by the guidance of the authority | –'],
    ['no period where only the table aims at one (PIPEDA)', 'ca-pipeda', 'the law names no period'],
    ['the articles alone, in whatever language (UK GDPR Art. 22A-22D)', 'uk-gdpr', 'Art. 12A, 15, 15(1A), 16–18, 20, 21, 22A-22D |'],
    ['when the clock waits (UK GDPR Art. 12A)', 'uk-gdpr', '1 month; where we may ask for proof of identity or a fee, from when we have received it'],
    ['an extension without a limit (DPO Art. 18)', 'ch-fadp', '30 days | no fixed limit; we tell you'],
    ['an extension that may be used twice (Korea)', 'kr-pipa', '30 days | 2 × 30 days'],
  ])('says %s', (_what, id, cell) => {
    expect(lines(deadlines({}, [], context({ regimes: [id], uncheckedRegimes: [id] }))).join('\n')).toContain(cell);
  });

  const EXTENDED = 'Where the law lets us extend its time limit, the answer can take longer. Before that limit is over we tell you why, and by when we answer.';
  const IN_GERMAN =
    'Wo das Gesetz uns erlaubt, seine Frist zu verlängern, kann die Antwort länger dauern. Bevor diese Frist abläuft, sagen wir Ihnen, warum, und bis wann wir antworten.';

  test.each<[string, Partial<OrganisationOn>, string, string | undefined]>([
    [
      'what is promised, and that an extension is told in time with its reason (GDPR Art. 12(3))',
      { ...EU, answerWithinDays: 30 },
      'en',
      `We answer within 30 days of receipt; where the law sets an earlier date, that date counts. ${EXTENDED}`,
    ],
    [
      'the same in German',
      { ...EU, answerWithinDays: 1 },
      'de',
      `Wir antworten innerhalb von 1 Tag nach Eingang; setzt das Gesetz einen früheren Termin, so gilt dieser. ${IN_GERMAN}`,
    ],
    ['the extension alone, where nothing is promised', EU, 'en', EXTENDED],
    [
      'the promise alone, where no law extends anything',
      { regimes: ['au-privacy'], answerWithinDays: 20 },
      'en',
      'We answer within 20 days of receipt; where the law sets an earlier date, that date counts.',
    ],
    ['nothing, where there is neither', { regimes: ['au-privacy'] }, 'en', undefined],
  ])('begins with %s', (_what, organisation, locale, words) => {
    const [first] = lines(deadlines({}, [], context(organisation, locale)));
    if (words === undefined) expect(first).toMatch(/^! \| What you ask for/);
    else expect(first).toBe(words);
  });

  test('says what it said where a version was sealed in the first phrasing', () => {
    const first = (days: number | undefined, locale: string) =>
      lines(deadlines({}, [], { ...context({ ...EU, answerWithinDays: days }, locale), phrasing: 1 }))[0];
    expect(first(30, 'en')).toBe('We answer within 30 days of receipt, even where the law allows longer; the earlier date counts.');
    expect(first(1, 'de')).toBe('Wir antworten innerhalb von 1 Tag nach Eingang, auch wenn das Gesetz mehr Zeit lässt; es gilt der frühere Termin.');
    expect(first(undefined, 'en')).toMatch(/^! \| What you ask for/);
  });

  test('has header cells for columns and rows', () => {
    const html = deadlines({}, [], context(EU))
      .map((node) => toHtml(node))
      .join('');
    expect(html.match(/<th scope="col">/g)).toHaveLength(4);
    expect(html.match(/<th scope="row">/g)).toHaveLength(3);
  });
});

describe('what nobody has checked in the statute', () => {
  const MARK = { en: 'not yet checked against the statute', de: 'noch nicht am Gesetzestext geprüft' };

  test('is not shown unless the organisation turns it on', () => {
    const found = [...lines(rights({}, [], context(CALIFORNIA))), ...lines(deadlines({}, [], context(CALIFORNIA)))].join('\n');
    expect(found).not.toContain('7222');
    expect(found).not.toContain(MARK.en);
  });

  test.each(LOCALES)('carries a mark in %s', (locale) => {
    const turnedOn = context({ ...CALIFORNIA, uncheckedRegimes: ['us-ca-ccpa'] }, locale);
    expect(lines(rights({}, [], turnedOn)).filter((line) => line.includes(MARK[locale]))).toHaveLength(2);
    expect(lines(rights({}, [], turnedOn)).join('\n')).toContain(`(11 CCR 7222; ${MARK[locale]}).`);
    expect(lines(deadlines({}, [], turnedOn)).filter((line) => line.includes(`${MARK[locale]} |`))).toHaveLength(2);
  });

  test('is marked once where it is a whole law, and at each right where only its list stands', () => {
    const iowa = context({ regimes: ['us-ia-icdpa'], uncheckedRegimes: ['us-ia-icdpa'] });
    const [first, ...items] = lines(rights({}, [], iowa));
    expect(first).toContain(`(Iowa Code ch. 715D; ${MARK.en}).`);
    expect(items.filter((item) => item.includes(MARK.en))).toEqual([]);
    expect(lines(rights({ regime: 'us-ia-icdpa' }, [], iowa)).every((item) => item.includes(MARK.en))).toBe(true);
  });
});

describe('mistakes are named with what would be right', () => {
  test.each<[string, Record<string, string | boolean>, Partial<OrganisationOn>, RegExp]>([
    ['a prop that it does not take', { law: 'eu-gdpr' }, EU, /^<Rights> does not take law; it takes regime$/],
    ['a law that is not known', { regime: 'eu-gpdr' }, BOTH, /^regime of <Rights> is "eu-gpdr", .*it can be eu-gdpr, us-ca-ccpa\. Near it are eu-gdpr/],
    ['a law without its id', { regime: true }, EU, /^regime of <Rights> is "true", .*it can be eu-gdpr/],
    ['a law that is not served', { regime: 'uk-gdpr' }, EU, /^regime of <Rights> is "uk-gdpr", which regimes in organisation\.json does not have/],
    [
      'a law that is not in force',
      { regime: 'in-dpdp' },
      { regimes: ['eu-gdpr', 'in-dpdp'] },
      /"in-dpdp", which is not in force on 2027-01-01; it can be eu-gdpr$/,
    ],
    [
      'a law that nobody has checked',
      { regime: 'us-ia-icdpa' },
      { regimes: ['eu-gdpr', 'us-ia-icdpa'] },
      /add it to uncheckedRegimes in organisation\.json, or it can be eu-gdpr$/,
    ],
    ['an unknown law in regimes', {}, { regimes: ['ccpa'] }, /^<Rights> reads regimes of organisation\.json, which has "ccpa"; .*us-ca-ccpa/],
    [
      'an unknown law in uncheckedRegimes',
      {},
      { ...EU, uncheckedRegimes: ['gdpr'] },
      /^<Rights> reads uncheckedRegimes of organisation\.json, which has "gdpr"/,
    ],
    ['no law', {}, { regimes: [] }, /name those that are served in organisation\.json: "regimes": \["eu-gdpr"\]$/],
    ['no law in force', {}, { regimes: ['in-dpdp'] }, /of in-dpdp \(organisation\.json, regimes\) none is in force on 2027-01-01$/],
    [
      'no law that is checked',
      {},
      { regimes: ['us-ia-icdpa'] },
      /no right under us-ia-icdpa is checked against the statute\. .*uncheckedRegimes in organisation\.json$/,
    ],
  ])('%s', (_what, props, organisation, message) => {
    expect(() => rights(props, [], context(organisation))).toThrow(message);
  });

  test('<Deadlines/> names itself', () => {
    expect(() => deadlines({ regime: 'eu-gdpr' }, [], context(EU))).toThrow('<Deadlines> does not take regime; it takes nothing');
    expect(() => deadlines({}, [], context({ regimes: [] }))).toThrow(/^<Deadlines> has no law to speak of/);
    expect(() => deadlines({}, [], context({ regimes: ['eu-gpdr'] }))).toThrow(/^<Deadlines> reads regimes .* "eu-gpdr".* eu-gdpr/);
  });
});
