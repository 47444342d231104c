import { lawRule } from '../../lint/rule.ts';
import { dataLeavesArea, seatIsOutside } from '../../lint/wording/conditions.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

export const gdprTransfersStated = lawRule({
  id: 'gdpr-transfers-stated',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: languagesOf('transfers'),
  source: 'GDPR Art. 13(1)(f), 14(1)(f)',
  advice: 'State the country and the safeguard.',
  check(document, report) {
    if (!dataLeavesArea(document) || speaksOf(document, 'transfers')) return;
    const why = seatIsOutside(document, 'EEA') ? 'The seat is outside the area' : 'A processor outside the area is named';
    report(`${why}, and nothing says that data goes there.`, placeAbout(document, 'transfers', 'sharing'));
  },
});
