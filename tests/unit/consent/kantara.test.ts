/** The Kantara consent receipt 1.1.0, held against the fields that its schema names. */
import { describe, expect, test } from 'vitest';
import { kantaraOf } from '../../../core/consent/exports/kantara.ts';
import { address, NOTICE, recordOf } from './samples.ts';

/** Fields of the schema (github.com/KantaraInitiative/consent-receipt-v-next, CR_v1_1) with their types; `!` marks those that it requires. */
const RECEIPT = {
  version: 'string!',
  jurisdiction: 'string!',
  consentTimestamp: 'number!',
  collectionMethod: 'string!',
  consentReceiptID: 'string!',
  publicKey: 'string',
  language: 'string',
  piiPrincipalId: 'string!',
  piiControllers: 'object!',
  policyUrl: 'string!',
  services: 'object!',
  sensitive: 'boolean!',
  spiCat: 'object!',
};
const CONTROLLER = {
  piiController: 'string!',
  onBehalf: 'boolean',
  contact: 'string!',
  address: 'object!',
  email: 'string!',
  phone: 'string!',
  piiControllerUrl: 'string',
};
const SERVICE = { service: 'string!', purposes: 'object!' };
const PURPOSE = {
  purpose: 'string',
  consentType: 'string!',
  purposeCategory: 'object!',
  piiCategory: 'object!',
  primaryPurpose: 'boolean',
  termination: 'string!',
  thirdPartyDisclosure: 'boolean!',
  thirdPartyName: 'string',
};

/** Required fields that are absent. @throws where a field is not the schema's or has another type. */
function missing(found: object, schema: Record<string, string>): string[] {
  for (const [name, value] of Object.entries(found)) expect(`${name} ${typeof value}`).toBe(`${name} ${schema[name]?.replace('!', '')}`);
  return Object.keys(schema).filter((name) => schema[name]?.endsWith('!') && !(name in found));
}

const receipt = kantaraOf(recordOf(), NOTICE, address);

describe('a Kantara receipt', () => {
  test('says what record and notice say, in fields of the schema', () => {
    expect(receipt).toEqual({
      version: 'KI-CR-v1.1.0',
      jurisdiction: 'EEA',
      consentTimestamp: 1_795_478_398,
      collectionMethod: 'Consent banner: save (dialog)',
      consentReceiptID: '019aae2c-5400-7000-8000-000000000001',
      language: 'de',
      piiPrincipalId: `sha256:${'12'.repeat(32)}`,
      piiControllers: [{ piiController: 'Shop Ltd', address: { streetAddress: 'Example Road 1, 12345 Sampletown' }, email: 'privacy@shop.example' }],
      policyUrl: 'https://privacy.example/privacy/2026-03-01/de/',
      services: [
        {
          service: 'shop',
          purposes: [
            {
              purpose: 'Statistik: Wir zählen Besuche.',
              purposeCategory: ['16 - Improve Performance'],
              consentType: 'EXPLICIT',
              primaryPurpose: false,
              termination: '120 days after the choice, or when it is withdrawn',
              thirdPartyDisclosure: true,
              thirdPartyName: 'Counter Inc.',
            },
          ],
        },
      ],
    });
  });

  test('lacks just the required facts that no notice states', () => {
    expect(missing(receipt, RECEIPT)).toEqual(['sensitive', 'spiCat']);
    expect(missing(receipt.piiControllers[0] ?? {}, CONTROLLER)).toEqual(['contact', 'phone']);
    expect(missing(receipt.services[0] ?? {}, SERVICE)).toEqual([]);
    expect(missing(receipt.services[0]?.purposes[0] ?? {}, PURPOSE)).toEqual(['piiCategory']);
  });

  test('of a notice and a record that say less says less', () => {
    const bare = kantaraOf(recordOf({ subject: null, regime: null }), { ...NOTICE, controller: { name: 'Shop' } }, address);
    expect(missing(bare, RECEIPT)).toEqual(['jurisdiction', 'piiPrincipalId', 'sensitive', 'spiCat']);
    expect(bare.piiControllers).toEqual([{ piiController: 'Shop' }]);
  });

  test.each(['reject', 'withdraw'] as const)('of a %s has no purpose: nothing was consented to', (action) => {
    expect(kantaraOf(recordOf({ action, choices: { analytics: false, marketing: false } }), NOTICE, address).services).toEqual([]);
  });

  test('has no category for an embed, for the format has none', () => {
    const [service] = kantaraOf(recordOf({ choices: { media: true } }), NOTICE, address).services;
    expect(service?.purposes[0]).not.toHaveProperty('purposeCategory');
    expect(service?.purposes[0]).toMatchObject({ thirdPartyDisclosure: false });
  });
});
