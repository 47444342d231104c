import { requireRepresentative } from '../../lint/require-representative.ts';

export const ukRepresentative = requireRepresentative({
  id: 'uk-representative',
  regimes: ['uk'],
  source: 'UK GDPR Art. 27',
  fact: 'ukRepresentative',
  outside: 'GB',
  place: 'the United Kingdom',
});
