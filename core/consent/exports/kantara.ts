/**
 * A consent record and its notice as a consent receipt of the Kantara Initiative, version 1.1.0 (2018-02-20). The format knows
 * given consent only, so a refusal is a receipt without purposes. Facts that the notice does not state are absent, also those
 * that the format's schema wants (`address`, `phone`, `piiCategory`, `sensitive`, …): nothing is made up to please it.
 */
import type { Notice } from '../../banner/data.ts';
import type { OptionalCategory } from '../../vocabulary.ts';
import type { ConsentRecord } from '../record.ts';
import { daysHeld, placeOfLaw, statesOf } from './choices.ts';

interface Purpose {
  purpose: string;
  /** From the format's own list. */
  purposeCategory?: string[];
  consentType: 'EXPLICIT';
  primaryPurpose: false;
  termination: string;
  thirdPartyDisclosure: boolean;
  thirdPartyName?: string;
}

export interface KantaraReceipt {
  version: 'KI-CR-v1.1.0';
  /** Where the law holds that the record names: ISO 3166, or `EEA`. */
  jurisdiction?: string;
  /** Seconds since 1970. */
  consentTimestamp: number;
  collectionMethod: string;
  consentReceiptID: string;
  language: string;
  piiPrincipalId?: string;
  piiControllers: { piiController: string; address?: { streetAddress: string }; email?: string }[];
  policyUrl: string;
  services: { service: string; purposes: Purpose[] }[];
}

/** The format's list of purposes has one for these; for embeds it has none. */
const PURPOSE_CATEGORIES: Partial<Record<OptionalCategory, string>> = {
  preferences: '5 - Personalize Experience',
  analytics: '16 - Improve Performance',
  marketing: '6 - Marketing',
};

/** @param address Makes an absolute address of a path of the publishing site. */
export function kantaraOf(record: ConsentRecord, notice: Notice, address: (path: string) => string): KantaraReceipt {
  const { name, legalName, email, postalAddress } = notice.controller;
  const purposes = purposesOf(record, notice);
  const jurisdiction = placeOfLaw(record.regime);
  return {
    version: 'KI-CR-v1.1.0',
    ...(jurisdiction ? { jurisdiction } : {}),
    consentTimestamp: Math.floor(Date.parse(record.decided) / 1000),
    collectionMethod: `Consent banner: ${record.action} (${record.surface})`,
    consentReceiptID: record.id,
    language: notice.locale,
    ...(record.subject ? { piiPrincipalId: `sha256:${record.subject}` } : {}),
    piiControllers: [
      {
        piiController: legalName ?? name,
        ...(postalAddress ? { address: { streetAddress: postalAddress } } : {}),
        ...(email ? { email } : {}),
      },
    ],
    policyUrl: notice.policy.address.startsWith('/') ? new URL(notice.policy.address, address('')).href : notice.policy.address,
    services: purposes.length > 0 ? [{ service: record.site, purposes }] : [],
  };
}

function purposesOf(record: ConsentRecord, notice: Notice): Purpose[] {
  const given = statesOf(record, notice).filter(({ state }) => state === 'ConsentGiven');
  return given.map(({ category: { id, name, sentence, services } }) => {
    const ours = [notice.controller.name, notice.controller.legalName];
    const others = [...new Set(services.map(({ provider }) => provider))].filter((provider) => !ours.includes(provider));
    const category = PURPOSE_CATEGORIES[id];
    return {
      purpose: `${name}: ${sentence}`,
      ...(category ? { purposeCategory: [category] } : {}),
      consentType: 'EXPLICIT',
      primaryPurpose: false,
      termination: `${daysHeld(record, notice)} days after the choice, or when it is withdrawn`,
      thirdPartyDisclosure: others.length > 0,
      ...(others.length > 0 ? { thirdPartyName: others.join(', ') } : {}),
    };
  });
}
