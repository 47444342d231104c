import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';
import { PLAIN_EMAILS } from '../../lint/wording/contact.ts';

const MOST = 2;

export const tooManyContacts = formRule({
  id: 'too-many-contacts',
  severity: 'info',
  confidence: 'check',
  source: 'GDPR Art. 12(2)',
  advice: 'Offer one way in, and route it yourself.',
  check({ passages }, report) {
    const seen = new Set<string>();
    for (const { words, place } of matchesIn(passages, PLAIN_EMAILS)) {
      if (seen.has(words.toLowerCase())) continue;
      seen.add(words.toLowerCase());
      if (seen.size === MOST + 1) report(`${words} is the third address in this document.`, place);
    }
  },
});
