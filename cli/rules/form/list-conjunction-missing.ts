import { listsOf } from '../../lint/lists.ts';
import { formRule } from '../../lint/rule.ts';

/** The condition itself stands in the items. */
const CONDITION = /\b(?:if|when|where|unless|provided(?: that)?|in case|cases where)(?: (?:you|we|it|they))?\s*:\s*$/i;
const QUANTIFIED = /\b(?:any|all|one|either|both|each|following (?:cases|situations|circumstances|reasons))\b/i;

export const listConjunctionMissing = formRule({
  id: 'list-conjunction-missing',
  severity: 'info',
  confidence: 'check',
  languages: ['en'],
  source: 'Legal drafting: one condition or all of them is a different rule',
  advice: 'Say “any of” or “all of” in the lead-in.',
  check(document, report) {
    for (const { items, leadIn } of listsOf(document)) {
      if (!leadIn || items.length < 2 || !CONDITION.test(leadIn.prose) || QUANTIFIED.test(leadIn.prose)) continue;
      const joined = items.slice(0, -1).some((item) => /\b(?:and|or)[;,]?\s*$/i.test(item.prose)) || /^\s*(?:and|or)\b/i.test(items.at(-1)?.prose ?? '');
      if (!joined) report('Must all of these hold, or is one enough?', leadIn.place());
    }
  },
});
