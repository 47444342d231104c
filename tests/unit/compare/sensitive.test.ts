/** Which edits are marked as changing a promise, and, as important, which are not. */
import { describe, expect, test } from 'vitest';
import { compareBlocks } from '../../../core/policy/compare/index.ts';
import { blocks } from './written.ts';

function sensitive(before: string, after: string, locale?: string): string[] {
  const { blocks: changes } = compareBlocks(blocks(before), blocks(after), { locale });
  return changes.flatMap((change) => change.sensitive ?? []).map((edit) => `${edit.kind}: ${edit.before} > ${edit.after}`);
}

describe('marks', () => {
  test.for<[string, string, string, string, string[]]>([
    ['a period', 'en', 'We keep data for 30 days.', 'We keep data for 60 days.', ['period: 30 days > 60 days']],
    ['its unit', 'en', 'We keep data for 30 days after that.', 'We keep data for 30 months after that.', ['period: 30 days > 30 months']],
    ['a period in words', 'en', 'Ask again after six months or so.', 'Ask again after twelve months or so.', ['period: six months > twelve months']],
    ['a negation put in', 'en', 'We sell your data to others.', 'We do not sell your data to others.', ['negation:  > not']],
    ['a negation in German', 'de', 'Wir verkaufen Ihre Daten nicht an Dritte.', 'Wir verkaufen Ihre Daten an Dritte.', ['negation: nicht > ']],
    ['kein', 'de', 'Wir haben keine Kopie Ihrer Daten.', 'Wir haben eine Kopie Ihrer Daten.', ['negation: keine > ']],
    ['a modal verb', 'en', 'We may delete your account at once.', 'We must delete your account at once.', ['modal: may > must']],
    ['a weak one in place of a strong one', 'en', 'We must delete your account at once.', 'We will delete your account at once.', ['modal: must > will']],
    ['a modal verb in German', 'de', 'Wir können Ihre Daten löschen.', 'Wir müssen Ihre Daten löschen.', ['modal: können > müssen']],
    ['an amount', 'en', 'A copy costs € 10 at most.', 'A copy costs € 25 at most.', ['amount: € 10 > € 25']],
    ['a date', 'en', 'This holds from 1 May 2025 on.', 'This holds from 1 June 2025 on.', ['date: 1 May 2025 > 1 June 2025']],
    ['a date in German', 'de', 'Dies gilt ab dem 1. Mai 2025 und danach.', 'Dies gilt ab dem 2. Mai 2025 und danach.', ['date: 1. Mai 2025 > 2. Mai 2025']],
    ['a number in Arabic digits', 'ar', 'نحتفظ ببياناتك لمدة ٣٠ يومًا.', 'نحتفظ ببياناتك لمدة ٦٠ يومًا.', ['number: ٣٠ > ٦٠']],
    ['a period in Japanese', 'ja', '個人データを30日間保存します。', '個人データを60日間保存します。', ['period: 30日間 > 60日間']],
    ['a date in Chinese', 'zh', '本政策自2025年5月1日起生效。', '本政策自2025年6月1日起生效。', ['date: 2025年5月1日 > 2025年6月1日']],
    ['a company', 'en', 'We host with Google on servers in Europe.', 'We host with Cloudflare on servers in Europe.', ['recipient: Google > Cloudflare']],
    [
      'a company by its form',
      'de',
      'Den Versand macht die Post AG für uns.',
      'Den Versand macht die Paket Blitz GmbH für uns.',
      ['recipient: Post AG > Paket Blitz GmbH'],
    ],
    [
      'a new item among recipients',
      'en',
      '## Who receives data {#recipients}\n- Our bank',
      '## Who receives data {#recipients}\n- Our bank\n- Our lawyers',
      ['recipient:  > Our lawyers'],
    ],
    [
      'a removed row among recipients',
      'de',
      '## Empfänger\n! | Wer | Wozu |\n| Bank | Zahlung |\n| Post | Versand |',
      '## Empfänger\n! | Wer | Wozu |\n| Bank | Zahlung |',
      ['recipient: Post > '],
    ],
    [
      'a new link among recipients',
      'en',
      '## Sharing\nWe give data to our bank only.',
      '## Sharing\nWe give data to our bank and [Acme](https://acme.example) only.',
      ['recipient:  > Acme'],
    ],
    ['a period in a new block', 'en', 'One.', 'One.\nLog files are erased after 14 days.', ['period:  > 14 days']],
  ])('%s', ([, locale, before, after, expected]) => {
    expect(sensitive(before, after, locale)).toEqual(expected);
  });
});

describe('does not mark', () => {
  test.for<[string, string, string, string]>([
    ['a modal verb that was kept', 'en', 'You may ask us for a copy.', 'You may ask us for one copy.'],
    ['the month of May', 'en', 'This is new since May.', 'This is newer since May.'],
    ['an inflected modal verb', 'de', 'Der Nutzer kann eine Kopie verlangen.', 'Die Nutzer können eine Kopie verlangen.'],
    ["don't become do not", 'en', 'We don’t sell your data.', 'We do not sell your data.'],
    ['what only changed its place in the block', 'en', 'Within 30 days we answer, not later.', 'We answer within 30 days, not later.'],
    ['the future tense of a new sentence', 'en', 'You hear from us.', 'You hear from us. Our team will write to you.'],
    ['the number of a heading', 'en', '## 3. Cookies {#c}\nText.', '## 4. Cookies {#c}\nText.'],
    ['the number of an item', 'en', '1. Ask.\n2. Wait.', '1. Ask.\n2. Prove.\n3. Wait.'],
    ['quotation marks around a number', 'en', 'We call it "30 days" here.', 'We call it “30 days” here.'],
    ['a bare number in a new block', 'en', 'One.', 'One.\nSee Article 13 of the law.'],
    ['a new item elsewhere', 'en', '## Your rights\n- Access', '## Your rights\n- Access\n- Erasure'],
    ['English words in German', 'de', 'Das Produkt heißt Toolbox heute.', 'Das Produkt heißt Toolbox may heute.'],
  ])('%s', ([, locale, before, after]) => {
    expect(sensitive(before, after, locale)).toEqual([]);
  });
});
