import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const STAND_IN =
  /\b(?:welcome to|operated by|owned by|provided by|by|at|from|with|contact|von|bei)\s+(?:the\s+)?(Our Company|Your Company|My Company|Company Name|Business Name|Website Name|Site Name|App Name|Firmenname|Musterfirma|Muster GmbH|Mustermann GmbH)\b/gi;

export const placeholderGenericName = formRule({
  id: 'placeholder-generic-name',
  severity: 'error',
  source: 'GDPR Art. 13(1)(a): the identity of the controller',
  advice: 'Give the registered name once, then a short form that you define.',
  check({ passages }, report) {
    for (const { groups, passage, end } of matchesIn(passages, STAND_IN)) {
      const name = groups[0] ?? '';
      // Written small it is ordinary English ("your company").
      if (/^\p{Lu}\S+ \p{Lu}|^\p{Lu}\p{L}+(?:firma|name)$/u.test(name))
        report(`“${name}” stands where a real name belongs.`, passage.place(end - name.length, end));
    }
  },
});
