import { ORGANISATION_FACTS, type Organisation } from '../../../core/schemas.ts';
import type { OrganisationRule } from '../../lint/rule.ts';

/** What the gap costs a reader. */
const COSTS: Readonly<Record<(typeof ORGANISATION_FACTS)[number], string>> = {
  legalName: 'nobody knows who is responsible',
  seat: 'holidays, representatives and transfers cannot be judged',
  timeZone: 'days begin at midnight UTC',
  postalAddress: 'nobody can write by post',
  email: 'the request form is the only contact',
  telephone: 'nobody can call',
  dataProtectionOfficer: 'an officer, where one is appointed, cannot be reached',
  euRepresentative: 'people in the Union have no representative to turn to',
  ukRepresentative: 'people in the United Kingdom have no representative to turn to',
  address: 'no address of a page can be given in full',
  imprint: 'readers do not find out who offers the service',
};

const NOTED = { severity: 'info', advice: 'Fill it in as soon as it is known, and take it out of `unknown`.' } as const;

/** Facts about the organisation that are not there: said so, or overlooked. */
export const organisationFactMissing: OrganisationRule = {
  subject: 'organisation',
  id: 'organisation-fact-missing',
  group: 'form',
  severity: 'warning',
  confidence: 'sure',
  regimes: ['all'],
  appliesTo: ['any'],
  source: 'GDPR Art. 13(1)(a) and (b); Directive 2000/31/EC Art. 5',
  advice: 'Fill it in, or name it under `unknown`: then it is known to be absent, and only noted.',
  check(organisation, report) {
    for (const fact of ORGANISATION_FACTS) {
      if (factOf(organisation, fact) !== undefined) continue;
      if (organisation.unknown.includes(fact)) report(`${fact} is noted as not known: ${COSTS[fact]}.`, fact, NOTED);
      else report(`${fact} is missing: ${COSTS[fact]}.`, fact);
    }
  },
};

function factOf(organisation: Organisation, fact: (typeof ORGANISATION_FACTS)[number]): unknown {
  return fact === 'imprint' ? organisation.look.imprint : organisation[fact];
}
