import { sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const GOVERNING = {
  en: /\bgoverned by\b[^.\n]{0,80}\blaws?\b|\blaws? of [^.\n]{0,60}\b(?:appl(?:y|ies)|govern)/i,
  de: /\bes gilt (?:das|ausschließlich)[^.\n]{0,40}\brecht\b/i,
};
const KEPT =
  /\b(?:mandatory|consumer (?:protection|law|rights)|habitual residence|statutory rights|country (?:where|in which) you (?:live|reside)|your local law|zwingende\w*|verbraucher\w*|gewöhnlichen aufenthalt)\b/i;

/** Contracts that no consumer makes. */
const BETWEEN_BUSINESSES = /\b(?:corporate|enterprise|partner|developer|business|marketplace|sponsors?|educational|customer agreement)\b/i;

export const termsConsumerLawKept = lawRule({
  id: 'terms-consumer-law-kept',
  severity: 'warning',
  confidence: 'check',
  regimes: ['eu', 'uk'],
  appliesTo: ['terms'],
  languages: ['en', 'de'],
  source: 'Regulation (EC) 593/2008 Art. 6(2); CJEU C-191/15',
  advice: 'Add that mandatory consumer rules of the home country stay.',
  check(document, report) {
    const titles = `${document.sections
      .slice(0, 2)
      .map(({ title }) => title)
      .join(' ')} ${String(document.frontMatter.title ?? '')}`;
    if (KEPT.test(document.text) || BETWEEN_BUSINESSES.test(titles)) return;
    for (const { place } of sentencesWith(document, GOVERNING))
      report('A governing law, and no word on the consumer protection of the reader’s country.', place);
  },
});
