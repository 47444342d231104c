import { requireTopic } from '../../lint/require-topic.ts';

export const caloppaDnt = requireTopic({
  id: 'caloppa-dnt',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Bus. & Prof. Code § 22575(b)(5) and (7)',
  topic: 'do-not-track',
  near: ['cookies', 'california'],
  missing: 'Nothing says what you do with Do Not Track signals.',
  advice: 'Say it in a sentence: also “we do nothing with it” is an answer. It is not the opt-out signal.',
});
