import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const OBJECT_EN =
  '(?:your |the |our |user |customer )?(?:(?:user |overall |customer |web ?site )?experience|services?|products?|web ?sites?|apps?|platform|offerings?)(?: (?:and|or) (?:your |the |our )?(?:services?|products?|web ?sites?|apps?|platform|experience|features|offerings?))*';
/** The whole purpose of a sentence: nothing more concrete follows it. */
const ONLY_VAGUE: ByLanguage<RegExp> = {
  en: new RegExp(
    `\\b(?:us(?:e|ed|ing)|process(?:ed|ing)?|collect(?:ed|ing)?)\\b[^.;:]{0,80}?\\b(?:data|information|details|cookies|it|them)\\b(?: \\w+){0,3}? (?:to|in order to|for) (?:(?:improv|enhanc|optimi[sz]|personali[sz]|develop)(?:e|ing) ${OBJECT_EN}|develop(?:ing)? (?:new )?(?:services|products|features)|(?:our )?(?:internal |legitimate )?(?:business|research|internal|commercial|operational|other) purposes)\\s*[.;]?$`,
    'i',
  ),
  de: /\b(?:nutzen|verwenden|verarbeiten|erheben)\b[^.;:]{0,80}?\b(?:daten|informationen|sie)\b,? (?:um (?:unsere?n? (?:dienste?|angebote?|produkte?|website|service)|ihr(?:e)? (?:erlebnis|nutzererfahrung)) zu (?:verbessern|optimieren)|für (?:interne |geschäftliche |sonstige )?(?:geschäfts|forschungs)?zwecke)\s*[.;]?$/i,
};

export const vaguePurpose = formRule({
  id: 'vague-purpose',
  severity: 'error',
  languages: ['en', 'de'],
  source: 'GDPR Art. 5(1)(b); WP260 rev.01 para. 12',
  advice: 'Name the use and the data that it needs: “we count calls to each endpoint to find slow ones”.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, ONLY_VAGUE)) report(`“${match[0].trim()}” could cover anything.`, place);
  },
});
