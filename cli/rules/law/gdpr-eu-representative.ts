import { requireRepresentative } from '../../lint/require-representative.ts';

export const gdprEuRepresentative = requireRepresentative({
  id: 'gdpr-eu-representative',
  regimes: ['eu'],
  source: 'GDPR Art. 13(1)(a), 27',
  fact: 'euRepresentative',
  outside: 'EEA',
  place: 'the European Economic Area',
  within: 'the Union',
});
