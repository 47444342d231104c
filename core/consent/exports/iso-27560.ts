/**
 * A consent record and its notice as an ISO/IEC TS 27560 consent record in JSON-LD, in the terms of the Data Privacy
 * Vocabulary 2.3 and after the DPVCG's guide (https://w3id.org/dpv/guides/consent-27560, 2026-02-15). Nothing is said that
 * record and notice do not say: what the guide asks for and nobody stated is left out, and named in `rdfs:comment`.
 */
import type { Notice, NoticeService } from '../../banner/data.ts';
import type { ConsentModel, OptionalCategory } from '../../vocabulary.ts';
import type { ConsentRecord } from '../record.ts';
import { daysHeld, placeOfLaw, statesOf } from './choices.ts';

/** What the Data Privacy Vocabulary knows, of any depth. */
type Node = { [key: string]: string | Node | (string | Node)[] };

const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  loc: 'https://w3id.org/dpv/loc#',
  'legal-eu': 'https://w3id.org/dpv/legal/eu#',
  'legal-gb': 'https://w3id.org/dpv/legal/gb#',
  'legal-us': 'https://w3id.org/dpv/legal/us#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  schema: 'https://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** The vocabulary's purpose that is just as wide as a category. None: what a media embed is for depends on the embed. */
const PURPOSES: Partial<Record<OptionalCategory, string>> = {
  preferences: 'dpv:Personalisation',
  analytics: 'dpv:ServiceUsageAnalytics',
  marketing: 'dpv:Marketing',
};

/** Laws that the vocabulary has, by their ids in our table. */
const LAWS: Record<string, string> = {
  'eu-gdpr': 'legal-eu:law-GDPR',
  'uk-gdpr': 'legal-gb:law-GDPR',
  'us-ca-ccpa': 'legal-us:law-CA-CCPA',
  'us-va-vcdpa': 'legal-us:law-VA-VCDPA',
  'us-co-cpa': 'legal-us:law-CO-CPA',
  'us-ct-ctdpa': 'legal-us:law-CT-CTPA',
  'us-ut-ucpa': 'legal-us:law-UT-UCPA',
};

/** What ISO/IEC TS 27560 or the guide wants in every record, and a notice never states. */
const NEVER_STATED = ['personal data', 'storage by the recipients'];

/**
 * @param address Makes an absolute address of a path of the publishing site.
 */
export function iso27560Of(record: ConsentRecord, notice: Notice, address: (path: string) => string): Node {
  const absent = absentFrom(record, notice);
  return {
    '@context': CONTEXT,
    '@id': `urn:uuid:${record.id}`,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': ref('https://w3id.org/dpv/schema/dpv-27560#record'),
    'dct:identifier': record.id,
    'dct:created': instant(record.received),
    ...(record.previous ? { 'dct:replaces': ref(`urn:uuid:${record.previous}`) } : {}),
    'rdfs:comment': `Not stated, and therefore absent: ${absent.join(', ')}.`,
    ...(record.subject ? { 'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:identifier': `sha256:${record.subject}` } } : {}),
    'dpv:hasDataController': controllerOf(notice),
    ...jurisdictionOf(record),
    'dpv:hasNotice': noticesOf(record, notice, address),
    'dpv:hasRight': { '@type': 'dpv:DataSubjectRight', 'dpv:isExercisedAt': ref(absolute(notice.requests, address)) },
    ...withdrawalOf(notice),
    'dpv:hasProcess': processesOf(record, notice),
  };
}

/** Mandatory facts that are not known of this record. */
export function absentFrom(record: ConsentRecord, { controller, texts }: Notice): string[] {
  return [
    ...(record.subject ? [] : ['data subject (nothing was ever allowed, so nobody was told apart)']),
    ...(placeOfLaw(record.regime) ? [] : ['jurisdiction']),
    ...(controller.postalAddress ? [] : ['address of the controller']),
    ...(controller.email ? [] : ['contact of the controller']),
    ...(texts['banner.reopen'] ? [] : ['way to withdraw']),
    ...NEVER_STATED,
  ];
}

function ref(iri: string): Node {
  return { '@id': iri };
}

function instant(value: string): Node {
  return { '@type': 'xsd:dateTime', '@value': value };
}

/** Addresses in a notice are paths of the publishing site where its origin was not known. */
function absolute(path: string, address: (path: string) => string): string {
  return path.startsWith('/') ? new URL(path, address('')).href : path;
}

function controllerOf({ controller }: Notice): Node {
  const { name, legalName, email, postalAddress } = controller;
  return {
    '@type': 'dpv:DataController',
    'dpv:hasName': legalName ?? name,
    ...(email ? { 'schema:contactPoint': { '@type': 'schema:ContactPoint', 'schema:email': email } } : {}),
    ...(postalAddress ? { 'schema:address': { '@type': 'schema:PostalAddress', 'schema:streetAddress': postalAddress } } : {}),
  };
}

function jurisdictionOf({ regime }: ConsentRecord): Node {
  const place = placeOfLaw(regime);
  const law = regime ? LAWS[regime] : undefined;
  return { ...(place ? { 'dpv:hasJurisdiction': ref(`loc:${place}`) } : {}), ...(law ? { 'dpv:hasApplicableLaw': ref(law) } : {}) };
}

function noticesOf(record: ConsentRecord, notice: Notice, address: (path: string) => string): Node[] {
  const { policy } = notice;
  return [
    {
      '@id': address(`notices/${record.notice}.json`),
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': `sha256:${record.notice}`,
      'dct:language': notice.locale,
    },
    {
      '@id': absolute(policy.address, address),
      '@type': 'dpv:PrivacyNotice',
      'dct:title': policy.title,
      'dct:identifier': `sha256:${policy.sha256}`,
      'schema:version': policy.version,
    },
  ];
}

/** The banner's own control, by the words that stand on it. */
function withdrawalOf({ texts }: Notice): Node {
  const words = texts['banner.reopen'];
  return words ? { 'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent', 'dct:description': words } } : {};
}

function processesOf(record: ConsentRecord, notice: Notice): Node[] {
  const days = daysHeld(record, notice);
  return statesOf(record, notice).map(({ category, state, method }) => {
    const { id, name, sentence, services } = category;
    const purpose = PURPOSES[id];
    return {
      '@type': 'dpv:Process',
      'dpv:hasPurpose': { '@type': 'dpv:Purpose', 'dct:title': name, 'dct:description': sentence, ...(purpose ? { 'skos:broader': ref(purpose) } : {}) },
      ...legalBasisOf(record.model),
      'dpv:hasConsentStatus': {
        '@type': `dpv:${state}`,
        'dpv:isIndicatedAtTime': instant(record.decided),
        'dpv:isIndicatedBy': ref('dpv:DataSubject'),
        'dpv:hasIndicationMethod': method,
        'dpv:hasDuration': { '@type': 'dpv:TemporalDuration', 'rdf:value': { '@type': 'xsd:duration', '@value': `P${days}D` } },
      },
      ...recipientsOf(services),
    };
  });
}

/** Only where storing waits for consent is consent the basis: elsewhere the record says what was expressed, and no more. */
function legalBasisOf(model: ConsentModel): Node {
  return model === 'opt-in' ? { 'dpv:hasLegalBasis': ref('dpv:ExpressedConsent') } : {};
}

function recipientsOf(services: readonly NoticeService[]): Node {
  if (services.length === 0) return {};
  const entries = services.flatMap((service) => service.entries.map((entry) => ({ ...entry, service })));
  return {
    'dpv:hasRecipient': [...new Set(services.map(({ provider }) => provider))].map((provider) => ({ '@type': 'dpv:Recipient', 'dpv:hasName': provider })),
    'dpv:hasService': services.map(({ name, purpose }) => ({ '@type': 'dpv:Service', 'dct:title': name, ...(purpose ? { 'dct:description': purpose } : {}) })),
    ...(entries.length > 0
      ? {
          // What lies in the visitor's browser: the notice says no more of places and periods.
          'dpv:hasStorageCondition': entries.map(({ name, purpose, lifetime, service }) => ({
            '@type': ['dpv:StorageLocation', 'dpv:StorageDuration'],
            'dct:title': `${name} (${service.name})`,
            ...(purpose ? { 'dct:description': purpose } : {}),
            'dpv:hasLocation': ref('dpv:WithinDevice'),
            'dpv:hasDuration': { '@type': 'dpv:Duration', 'rdf:value': lifetime },
          })),
        }
      : {}),
  };
}
