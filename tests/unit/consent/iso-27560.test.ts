/** The ISO/IEC TS 27560 record: valid JSON-LD, terms that the vocabulary has, and nothing that nobody stated. */
import jsonld from 'jsonld';
import { describe, expect, test } from 'vitest';
import { absentFrom, iso27560Of } from '../../../core/consent/exports/iso-27560.ts';
import type { ConsentRecord } from '../../../core/consent/record.ts';
import { regimeTable } from '../../../core/regimes.ts';
import { CONSENT_ACTIONS, CONSENT_MODELS, SURFACES } from '../../../core/vocabulary.ts';
import vocabulary from '../../vectors/dpv-terms.json' with { type: 'json' };
import { address, NOTICE, recordOf } from './samples.ts';

const terms = vocabulary.terms as Record<string, string>;
const OURS = /^(dpv|loc|legal-[a-z]{2}):/;
const BARE = { ...NOTICE, controller: { name: 'Shop' }, texts: {}, categories: NOTICE.categories.map((category) => ({ ...category, services: [] })) };

/** Every key and every reference in a document. */
function wordsIn(value: unknown): { properties: string[]; classes: string[] } {
  if (Array.isArray(value)) return joined(value.map(wordsIn));
  if (typeof value !== 'object' || value === null) return { properties: [], classes: [] };
  return joined(
    Object.entries(value).map(([key, inner]) => {
      const named = key === '@type' || key === '@id' ? [inner].flat().map(String) : [];
      const below = wordsIn(inner);
      return { properties: [...(key.startsWith('@') ? [] : [key]), ...below.properties], classes: [...named, ...below.classes] };
    }),
  );
}

function joined(parts: { properties: string[]; classes: string[] }[]): { properties: string[]; classes: string[] } {
  return { properties: parts.flatMap(({ properties }) => properties), classes: parts.flatMap(({ classes }) => classes) };
}

const cases: [string, ConsentRecord, typeof NOTICE][] = [
  ...CONSENT_ACTIONS.map((action): [string, ConsentRecord, typeof NOTICE] => [action, recordOf({ action }), NOTICE]),
  ...SURFACES.map((surface): [string, ConsentRecord, typeof NOTICE] => [surface, recordOf({ surface }), NOTICE]),
  ...CONSENT_MODELS.map((model): [string, ConsentRecord, typeof NOTICE] => [model, recordOf({ model }), NOTICE]),
  ...regimeTable.regimes.map(({ id }): [string, ConsentRecord, typeof NOTICE] => [id, recordOf({ regime: id }), NOTICE]),
  ['a record after another', recordOf({ previous: '019aae2c-5400-7000-8000-000000000009' }), NOTICE],
  ['nobody told apart, no law known', recordOf({ subject: null, regime: null, choices: { analytics: false, marketing: false }, action: 'reject' }), NOTICE],
  ['a law that the table has no more', recordOf({ regime: 'xx-gone' }), NOTICE],
  ['a notice that says little', recordOf(), BARE],
];

describe('a record in JSON-LD', () => {
  test.each(cases)('%s: uses only terms that the vocabulary has, each as what it is', (_name, record, notice) => {
    const { '@context': context, ...document } = iso27560Of(record, notice, address);
    const { properties, classes } = wordsIn(document);
    for (const property of properties) if (OURS.test(property)) expect(terms[property], property).toBe('property');
    for (const name of classes) if (OURS.test(name)) expect(terms[name], name).toBe('class');
    for (const name of [...properties, ...classes]) {
      const prefix = /^([a-z-]+):(?!\/\/)/.exec(name)?.[1] ?? '';
      if (prefix !== '' && prefix !== 'urn') expect(Object.keys(context as object), name).toContain(prefix);
    }
  });

  test.each(cases)('%s: is valid JSON-LD in which no key is lost', async (_name, record, notice) => {
    const document = iso27560Of(record, notice, address);
    const quads = await jsonld.toRDF(document, { safe: true });
    const predicates = new Set(quads.map(({ predicate }) => predicate.value));
    expect(predicates).toContain('https://w3id.org/dpv#hasConsentStatus');
    // Round trip: compacted with its own context and expanded again, it says the same.
    const expanded = await jsonld.expand(document, { safe: true });
    expect(await jsonld.expand(await jsonld.compact(expanded, document['@context'] as object), { safe: true })).toEqual(expanded);
  });

  test('says what the record and its notice say', () => {
    expect(iso27560Of(recordOf(), NOTICE, address)).toMatchObject({
      '@id': 'urn:uuid:019aae2c-5400-7000-8000-000000000001',
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': { '@id': 'https://w3id.org/dpv/schema/dpv-27560#record' },
      'dct:identifier': '019aae2c-5400-7000-8000-000000000001',
      'dct:created': { '@type': 'xsd:dateTime', '@value': '2026-11-24T00:00:00.000Z' },
      'dpv:hasDataSubject': { 'dct:identifier': `sha256:${'12'.repeat(32)}` },
      'dpv:hasDataController': { 'dpv:hasName': 'Shop Ltd', 'schema:contactPoint': { 'schema:email': 'privacy@shop.example' } },
      'dpv:hasJurisdiction': { '@id': 'loc:EEA' },
      'dpv:hasApplicableLaw': { '@id': 'legal-eu:law-GDPR' },
      'dpv:hasNotice': [
        { '@id': `https://privacy.example/notices/${'ef'.repeat(32)}.json`, '@type': 'dpv:ConsentNotice', 'dct:language': 'de' },
        { '@id': 'https://privacy.example/privacy/2026-03-01/de/', '@type': 'dpv:PrivacyNotice', 'schema:version': '2026-03-01' },
      ],
      'dpv:hasRight': { 'dpv:isExercisedAt': { '@id': 'https://privacy.example/requests/' } },
      'dpv:hasProcess': [
        {
          'dpv:hasPurpose': { 'dct:title': 'Statistik', 'skos:broader': { '@id': 'dpv:ServiceUsageAnalytics' } },
          'dpv:hasLegalBasis': { '@id': 'dpv:ExpressedConsent' },
          'dpv:hasConsentStatus': {
            '@type': 'dpv:ConsentGiven',
            'dpv:hasIndicationMethod': 'save (dialog)',
            'dpv:hasDuration': { 'rdf:value': { '@value': 'P120D' } },
          },
          'dpv:hasRecipient': [{ 'dpv:hasName': 'Counter Inc.' }, { 'dpv:hasName': 'Shop Ltd' }],
        },
        { 'dpv:hasPurpose': { 'dct:title': 'Werbung' }, 'dpv:hasConsentStatus': { '@type': 'dpv:ConsentRefused' } },
      ],
    });
  });

  test.each<[string, Partial<ConsentRecord>, unknown[]]>([
    [
      'accept',
      { action: 'accept', choices: { analytics: true, marketing: true } },
      ['dpv:ConsentGiven accept (dialog) P180D', 'dpv:ConsentGiven accept (dialog) P180D'],
    ],
    [
      'reject',
      { action: 'reject', choices: { analytics: false, marketing: false } },
      ['dpv:ConsentRefused reject (dialog) P90D', 'dpv:ConsentRefused reject (dialog) P90D'],
    ],
    [
      'withdraw',
      { action: 'withdraw', choices: { analytics: false, marketing: false } },
      ['dpv:ConsentWithdrawn withdraw (dialog) P90D', 'dpv:ConsentWithdrawn withdraw (dialog) P90D'],
    ],
    [
      'accept under Global Privacy Control',
      { action: 'accept', secGpc: true, choices: { analytics: true, marketing: false } },
      ['dpv:ConsentGiven accept (dialog) P180D', 'dpv:ConsentRefused Global Privacy Control P180D'],
    ],
  ])('%s is told as the state that it brought about', (_name, given, states) => {
    const processes = iso27560Of(recordOf(given), NOTICE, address)['dpv:hasProcess'] as never[];
    const told = processes.map(
      ({ 'dpv:hasConsentStatus': status }) => `${status['@type']} ${status['dpv:hasIndicationMethod']} ${status['dpv:hasDuration']['rdf:value']['@value']}`,
    );
    expect(told).toEqual(states);
  });

  test('claims consent as the basis only where storing waits for it (ePrivacy Directive Art. 5(3))', () => {
    for (const model of CONSENT_MODELS) {
      const processes = iso27560Of(recordOf({ model }), NOTICE, address)['dpv:hasProcess'] as object[];
      for (const process of processes) expect('dpv:hasLegalBasis' in process).toBe(model === 'opt-in');
    }
  });

  test('names what nobody stated, and leaves it out', () => {
    const bare = recordOf({ subject: null, regime: null });
    const document = iso27560Of(bare, BARE, address);
    for (const key of ['dpv:hasDataSubject', 'dpv:hasJurisdiction', 'dpv:hasApplicableLaw', 'dpv:hasConsentControl'])
      expect(document).not.toHaveProperty([key]);
    expect(JSON.stringify(document)).not.toMatch(/schema:(email|address|contactPoint)|hasRecipient|hasPersonalData/);
    for (const fact of absentFrom(bare, BARE)) expect(document['rdfs:comment']).toContain(fact);
    expect(absentFrom(recordOf(), NOTICE)).toEqual(['personal data', 'storage by the recipients']);
  });
});
