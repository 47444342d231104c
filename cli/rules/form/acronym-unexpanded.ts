import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/**
 * Abbreviations of the trade that readers of a policy meet and do not know, with the words that they stand
 * for. A list, because any other word in capitals is as likely the name of a product or a company.
 */
const TRADE: Readonly<Record<string, RegExp>> = {
  SCC: /standard (?:contractual|data protection) clauses?|standardvertragsklausel/i,
  BCR: /binding corporate rules?/i,
  DPO: /data protection officer/i,
  DPA: /data (?:processing|protection) (?:agreement|addendum|authorit)/i,
  DPIA: /data protection impact/i,
  PII: /personally identifiable/i,
  IDTA: /international data transfer/i,
  DPF: /data privacy framework/i,
  CMP: /consent management/i,
  TCF: /transparency (?:and|&) consent/i,
  SAML: /security assertion/i,
  SSO: /single sign-?on/i,
  LLM: /large language model/i,
  IDE: /development environment/i,
  MLAT: /mutual legal assistance/i,
  ADMT: /automated decision/i,
  GPC: /global privacy control/i,
  DNT: /do[- ]not[- ]track/i,
  DSAR: /access request/i,
  MFA: /multi-?factor/i,
  ISP: /internet service provider/i,
  CSRF: /cross[- ]?site request/i,
  NAI: /network advertising initiative/i,
  DAA: /digital advertising alliance/i,
  EDPB: /european data protection board/i,
};
/** Not inside an address, a code, or a company's name ("Acme DPO Services"). */
const ACRONYM = new RegExp(`(?<![\\p{L}\\p{N}._/@{-])(${Object.keys(TRADE).join('|')})s?(?![\\p{L}\\p{N}_/@}-]|\\.\\p{L}|\\s\\p{Lu}\\p{Ll})`, 'gu');

export const acronymUnexpanded = formRule({
  id: 'acronym-unexpanded',
  severity: 'info',
  source: 'WCAG 2.2, 3.1.4 (AAA); plain language',
  advice: 'Spell it out where it is used first, with the short form in brackets.',
  check({ passages, text }, report) {
    const seen = new Set<string>();
    for (const { groups, passage, start, end } of matchesIn(passages, ACRONYM)) {
      const short = groups[0] ?? '';
      if (seen.has(short) || passage.touches('code', start, end)) continue;
      seen.add(short);
      if (!TRADE[short]?.test(text)) report(`“${short}” is never spelled out.`, passage.place(start, end));
    }
  },
});
