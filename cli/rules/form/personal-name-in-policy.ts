import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const NAMED =
  /\b(?:data protection officer|DPO|privacy officer|contact person|datenschutzbeauftragter?)\b(?: is|:| ist|,)?\s+(?:(?:Mr|Ms|Mrs|Dr|Herr|Frau)\.?\s+)?(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+)(?![\p{L}])/gu;

export const personalNameInPolicy = formRule({
  id: 'personal-name-in-policy',
  severity: 'info',
  confidence: 'check',
  source: 'GDPR Art. 13(1)(b) asks for contact details of the officer and for no name',
  advice: 'Give the role and its address: it outlives the person.',
  check({ passages }, report) {
    for (const { groups, passage, end } of matchesIn(passages, NAMED)) {
      const name = groups[0] ?? '';
      report(`“${name}” is named as the contact.`, passage.place(end - name.length, end));
    }
  },
});
