import { nearest } from '../../../core/nearest.ts';
import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const COMPANY =
  /(?<![\p{L}-])((?:\p{Lu}[\p{L}\p{N}&.-]*\s){1,3}?),?\s?(GmbH|Gmbh|gmbh|GMBH|Ltd|LTD|Inc|INC|LLC|Llc|SAS|BV|B\.V|AG|Limited|Corporation|Corp|UG|S\.A|SARL|PLC|plc)(?![\p{L}])/gu;

export const companyNameInconsistent = formRule({
  id: 'company-name-inconsistent',
  severity: 'warning',
  source: 'GDPR Art. 13(1)(a): one controller, one name',
  advice: 'Write the registered name in one way. Another company of the group gets a sentence that says so.',
  check({ passages, tree }, report) {
    const first = new Map<string, string>();
    const registered = tree?.organisation.legalName;
    if (registered) first.set(keyOf(registered), registered);
    const known = [...first.values()];
    for (const { groups, words, passage, start } of matchesIn(passages, COMPANY)) {
      if (isShouted(passage.prose, start, words.length)) continue;
      const names = tails(`${groups[0]?.trim()} ${groups[1]}`);
      const name = names.find((tail) => first.has(keyOf(tail))) ?? names[0] ?? words;
      const former = first.get(keyOf(name)) ?? nearest(name, known);
      if (former !== undefined && spelling(former) !== spelling(name))
        report(`The company is written “${name}” here and “${former}” elsewhere.`, passage.place(start + words.length - name.length, start + words.length));
      for (const tail of names) if (!first.has(keyOf(tail))) first.set(keyOf(tail), tail);
    }
  },
});

/** `Here Acme GmbH`, `Acme GmbH`: where a name begins after a capital nobody knows. */
function tails(name: string): string[] {
  const words = name.split(' ');
  return words.slice(0, -1).map((_, index) => words.slice(index).join(' '));
}

/** Commas and full stops are taste; letters are the name. */
function spelling(name: string): string {
  return name.replace(/[.,]/g, '').replace(/\s+/g, ' ').trim();
}

function keyOf(name: string): string {
  return spelling(name).toLowerCase();
}

/** Inside a passage in capitals every name is in capitals. */
function isShouted(text: string, start: number, length: number): boolean {
  const around = (text.slice(Math.max(0, start - 60), start) + text.slice(start + length, start + length + 60)).replace(/[^\p{L}]/gu, '');
  return around.length > 10 && around.replace(/[^\p{Lu}]/gu, '').length / around.length > 0.6;
}
