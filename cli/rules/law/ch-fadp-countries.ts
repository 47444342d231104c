import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

const COUNTRIES =
  /\b(?:United States|USA|U\.S\.|Germany|Ireland|France|Netherlands|United Kingdom|India|Canada|Singapore|Japan|Australia|EU|EEA|European (?:Union|Economic Area)|Deutschland|Irland|Frankreich|Niederlande|Vereinigte[ns]? (?:Staaten|Königreich)|Indien|Kanada|Europäische[ns]? Union|EWR)\b/;

export const chFadpCountries = lawRule({
  id: 'ch-fadp-countries',
  severity: 'warning',
  confidence: 'check',
  regimes: ['ch'],
  languages: languagesOf('transfers'),
  source: 'Swiss FADP Art. 19(4)',
  advice: 'List the countries.',
  check(document, report) {
    const abroad = speaksOf(document, 'transfers') || /\babroad\b|\bausland\b/i.test(document.text);
    if (abroad && !COUNTRIES.test(document.text)) report('Data goes abroad, and no country is named.', placeAbout(document, 'transfers', 'sharing'));
  },
});
