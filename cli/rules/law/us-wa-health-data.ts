import { lawRule } from '../../lint/rule.ts';
import { namesSensitiveData } from '../../lint/wording/conditions.ts';

const HEALTH = /\b(?:health (?:data|information)|medical)\b/i;

export const usWaHealthData = lawRule({
  id: 'us-wa-health-data',
  severity: 'warning',
  confidence: 'check',
  regimes: ['us'],
  languages: ['en'],
  source: 'Wash. Rev. Code § 19.373.020',
  advice: 'Publish a consumer health data policy as a document of its own, linked from the home page.',
  check(document, report) {
    if (namesSensitiveData(document) && HEALTH.test(document.text) && !/consumer health data/i.test(document.text)) {
      const passage = document.passages.find(({ prose }) => HEALTH.test(prose));
      report('Health data is named, and there is no consumer health data policy.', passage?.placeOfFirst(HEALTH));
    }
  },
});
