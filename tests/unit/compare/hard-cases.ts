/**
 * Edits as they happen to policies, with the redline that a lawyer would write by hand. `[-removed-]`,
 * `{+added+}`, `¶` a line feed inside a block, `<inserted>` and the like what became of a whole block.
 */
import type { CompareOptions } from '../../../core/policy/compare/index.ts';

export interface HardCase {
  name: string;
  before: string;
  after: string;
  redline: string;
  options?: CompareOptions;
}

const LONG = 'We use your address only to send you the goods that you have ordered from us.';
const OTHER = 'Our servers stand in two data centres, and both of them are in the European Union.';

export const HARD_CASES: readonly HardCase[] = [
  {
    name: 'a number',
    before: 'We keep data for 30 days.',
    after: 'We keep data for 60 days.',
    redline: 'We keep data for [-30-]{+60+} days.',
  },
  {
    name: 'a negation put in',
    before: 'We sell your data to others.',
    after: 'We do not sell your data to others.',
    redline: 'We {+do not +}sell your data to others.',
  },
  {
    name: 'a sentence put in before one that begins alike',
    before: 'We share data. We use cookies.',
    after: 'We share data. We sell data. We use cookies.',
    redline: 'We share data. {+We sell data. +}We use cookies.',
  },
  {
    name: 'words added at the end, before the full stop',
    before: 'We log addresses.',
    after: 'We log addresses and times.',
    redline: 'We log addresses{+ and times+}.',
  },
  {
    name: 'a hyphen is part of a word',
    before: 'Write us an e-mail at any time.',
    after: 'Write us an email at any time.',
    redline: 'Write us an [-e-mail-]{+email+} at any time.',
  },
  {
    name: 'words in a row replaced become one edit',
    before: 'We process personal data on the basis of your consent.',
    after: 'We process personal data on the basis of legitimate interest.',
    redline: 'We process personal data on the basis of [-your consent-]{+legitimate interest+}.',
  },
  {
    name: 'a decimal number is one word',
    before: 'The fee is 3.5 % a year.',
    after: 'The fee is 3.7 % a year.',
    redline: 'The fee is [-3.5-]{+3.7+} % a year.',
  },
  {
    name: 'a paragraph moved to another section',
    before: `## One\n${LONG}\nFirst.\n## Two\nSecond.`,
    after: `## One\nFirst.\n## Two\nSecond.\n${LONG}`,
    redline: `## One\n<moved-from 1> ${LONG}\nFirst.\n## Two\nSecond.\n<moved-to 1> ${LONG}`,
  },
  {
    name: 'a paragraph moved and changed',
    before: `## One\n${LONG}\nFirst.\n## Two\nSecond.`,
    after: `## One\nFirst.\n## Two\nSecond.\n${LONG.replace('only to', 'to')}`,
    redline: `## One\n<moved-from 1> ${LONG}\nFirst.\n## Two\nSecond.\n<moved-to 1> ${LONG.replace('only to', '[-only -]to')}`,
  },
  {
    name: 'short blocks that are alike by chance are no move',
    before: '## One\nSee above.\nFirst.\n## Two\nSecond.',
    after: '## One\nFirst.\n## Two\nSecond.\nSee above.',
    redline: '## One\n<deleted> See above.\nFirst.\n## Two\nSecond.\n<inserted> See above.',
  },
  {
    name: 'two sections swapped: the shorter one moved, heading and all',
    before: `## Long {#long}\n${LONG}\n${OTHER}\n## Short {#short}\nCall us.`,
    after: `## Short {#short}\nCall us.\n## Long {#long}\n${LONG}\n${OTHER}`,
    redline: `<moved-to 1> ## Short\n<moved-to 2> Call us.\n## Long\n${LONG}\n${OTHER}\n<moved-from 1> ## Short\n<moved-from 2> Call us.`,
  },
  {
    name: 'a paragraph split',
    before: `${LONG} ${OTHER}`,
    after: `${LONG}\n${OTHER}`,
    redline: `<split> ${LONG}[- -]{+¶+}\n<split> ${OTHER}`,
  },
  {
    name: 'two paragraphs joined, and a word changed',
    before: `${LONG}\n${OTHER}`,
    after: `${LONG} ${OTHER.replace('two', 'three')}`,
    redline: `<joined> ${LONG}[-¶-]{+ +}\n<joined> ${OTHER.replace('two', '[-two-]{+three+}')}`,
  },
  {
    name: 'a paragraph made into a list',
    before: 'We collect your name and your address, the pages that you visit, and the times of your visits.',
    after: 'We collect\n- your name and your address,\n- the pages that you visit, and\n- the times of your visits.',
    redline:
      '<split> We collect[- -]{+¶+}\n<split> {+- +}your name and your address,[- -]{+¶+}\n' +
      '<split> {+- +}the pages that you visit, and[- -]{+¶+}\n<split> {+- +}the times of your visits.',
  },
  {
    name: 'an item put in',
    before: '- your name\n- your address',
    after: '- your name\n- your birthday\n- your address',
    redline: '- your name\n<inserted> - your birthday\n- your address',
  },
  {
    name: 'an item nested',
    before: '- your name\n- your street and number\n- your orders',
    after: '- your name\n  - your street and number\n- your orders',
    redline: '- your name\n[-- -]{+  - +}your street and number\n- your orders',
  },
  {
    name: 'a numbered item put in moves the numbers on',
    before: '1. Ask us.\n2. Wait a month.\n3. Complain.',
    after: '1. Ask us.\n2. Prove who you are.\n3. Wait a month.\n4. Complain.',
    redline: '1. Ask us.\n<inserted> 2. Prove who you are.\n[-2. -]{+3. +}Wait a month.\n[-3. -]{+4. +}Complain.',
  },
  {
    name: 'items of one list reordered',
    before: '- Access\n- Erasure\n- Portability',
    after: '- Erasure\n- Portability\n- Access',
    redline: '<moved-from 1> - Access\n- Erasure\n- Portability\n<moved-to 1> - Access',
  },
  {
    name: 'one cell changed',
    before: '! | Name | Lifetime |\n| _ga | 2 years |\n| _gid | 1 day |',
    after: '! | Name | Lifetime |\n| _ga | 13 months |\n| _gid | 1 day |',
    redline: '! | Name | Lifetime |\n| _ga | [-2 years-]{+13 months+} |\n| _gid | 1 day |',
  },
  {
    name: 'a row put in and a row taken out',
    before: '! | Name | Purpose |\n| sid | keeps you signed in |\n| old | nobody knows |',
    after: '! | Name | Purpose |\n| lang | remembers your language |\n| sid | keeps you signed in |',
    redline: '! | Name | Purpose |\n<inserted> | lang | remembers your language |\n| sid | keeps you signed in |\n<deleted> | old | nobody knows |',
  },
  {
    name: 'a column added',
    before: '! | Name | Lifetime |\n| _ga | 2 years |\n| _gid | 1 day |',
    after: '! | Name | Provider | Lifetime |\n| _ga | Google | 2 years |\n| _gid | Google | 1 day |',
    redline: '! | Name{+ | +}{+Provider+} | Lifetime |\n| _ga{+ | +}{+Google+} | 2 years |\n| _gid{+ | +}{+Google+} | 1 day |',
  },
  {
    name: 'a column taken out while a cell changes',
    before: '! | Name | Provider | Lifetime |\n| _ga | Google | 2 years |',
    after: '! | Name | Lifetime |\n| _ga | 1 year |',
    redline: '! | Name[- | -][-Provider-] | Lifetime |\n| _ga[- | -][-Google-] | [-2 years-]{+1 year+} |',
  },
  {
    name: 'two tables one after the other stay two',
    before: '! | A | B |\n| one | two |\n\n! | C | D |\n| three | four |',
    after: '! | A | B |\n| one | 2 |\n\n! | C | D |\n| zero | none |\n| three | four |',
    redline: '! | A | B |\n| one | [-two-]{+2+} |\n! | C | D |\n<inserted> | zero | none |\n| three | four |',
  },
  {
    name: 'escaped bars stay inside their cell',
    before: '| a \\| b | first words |',
    after: '| a \\| c | first words |',
    redline: '| a \\| [-b-]{+c+} | first words |',
  },
  {
    name: 'a heading renamed',
    before: '## Who gets your data {#recipients}\nNobody.',
    after: '## With whom we share your data {#recipients}\nNobody.',
    redline: '## [-Who gets-]{+With whom we share+} your data\nNobody.',
  },
  {
    name: 'a section renamed by the map, and rewritten',
    before: '## Log files {#logs}\nOur server writes down your address.\n## End {#end}\nBye.',
    after: '## Records {#records}\nWe store nothing.\n## End {#end}\nBye.',
    options: { renamed: { records: 'logs' } },
    redline: '<replaced> ## [-Log files-]{+Records+}\n<replaced> [-Our server writes down your address.-]{+We store nothing.+}\n## End\nBye.',
  },
  {
    name: 'a section renamed without saying so is known by its text',
    before: `## Shipping {#shipping}\n${LONG}\nIt takes 3 days.`,
    after: `## Delivery {#delivery}\n${LONG}\nIt takes 5 days.`,
    redline: `<replaced> ## [-Shipping-]{+Delivery+}\n${LONG}\nIt takes [-3-]{+5+} days.`,
  },
  {
    name: 'a new section beside a removed one',
    before: '## A {#a}\nText.\n## Fax {#fax}\nWe own one.\n## Z {#z}\nEnd.',
    after: '## A {#a}\nText.\nMore.\n## Chat {#chat}\nTalk to Ada.\n## Z {#z}\nEnd.',
    redline: '## A\nText.\n<inserted> More.\n<deleted> ## Fax\n<deleted> We own one.\n<inserted> ## Chat\n<inserted> Talk to Ada.\n## Z\nEnd.',
  },
  {
    name: 'the target of a link alone',
    before: 'See [our partners](/partners) for more.',
    after: 'See [our partners](https://ads.example/) for more.',
    redline: 'See our partners for more.',
  },
  {
    name: 'Chinese',
    before: '我们会保留您的个人信息三十天。',
    after: '我们不会保留您的个人信息三十天。',
    options: { locale: 'zh' },
    redline: '我们[-会-]{+不会+}保留您的个人信息三十天。',
  },
  {
    name: 'Japanese',
    before: '個人データを30日間保存します。',
    after: '個人データを60日間保存します。',
    options: { locale: 'ja' },
    redline: '個人データを[-30-]{+60+}日間保存します。',
  },
  {
    name: 'Thai',
    before: 'เราเก็บข้อมูลของคุณไว้สามสิบวัน',
    after: 'เราไม่เก็บข้อมูลของคุณไว้สามสิบวัน',
    options: { locale: 'th' },
    redline: 'เรา{+ไม่+}เก็บข้อมูลของคุณไว้สามสิบวัน',
  },
  {
    name: 'Arabic',
    before: 'نحتفظ ببياناتك لمدة 30 يومًا.',
    after: 'نحتفظ ببياناتك لمدة 60 يومًا.',
    options: { locale: 'ar' },
    redline: 'نحتفظ ببياناتك لمدة [-30-]{+60+} يومًا.',
  },
  {
    name: 'a family of emoji and a flag are one sign each',
    before: 'Made for 👩‍👩‍👧 in 🇩🇪 with care.',
    after: 'Made for 👩‍👩‍👦 in 🇩🇰 with care.',
    redline: 'Made for [-👩‍👩‍👧-]{+👩‍👩‍👦+} in [-🇩🇪-]{+🇩🇰+} with care.',
  },
  {
    name: 'a combining mark stays with its letter',
    before: 'We like q\u0323 a lot here.',
    after: 'We like q\u0307 a lot here.',
    redline: 'We like [-q\u0323-]{+q\u0307+} a lot here.',
  },
  {
    name: 'quotation marks alone',
    before: 'You are the "controller" of it, and we don\'t mind.',
    after: 'You are the “controller” of it, and we don’t mind.',
    redline: 'You are the [-"-]{+“+}controller[-"-]{+”+} of it, and we [-don\'t-]{+don’t+} mind.',
  },
  {
    name: 'white space alone',
    before: 'Call 030 12345 now.',
    after: 'Call 030\u00a012345 now.',
    redline: 'Call 030[- -]{+\u00a0+}12345 now.',
  },
  {
    name: 'a whole rewrite',
    before: 'First.\nYour privacy is important to our company.\nLast.',
    after: 'First.\nHere you can read what happens with personal data.\nLast.',
    redline: 'First.\n<replaced> [-Your privacy is important to our company.-]{+Here you can read what happens with personal data.+}\nLast.',
  },
  {
    name: 'from nothing to something',
    before: '',
    after: '## New {#new}\nText.',
    redline: '<inserted> ## New\n<inserted> Text.',
  },
  {
    name: 'the same paragraph three times, one taken out',
    before: 'Same.\nSame.\nSame.\nEnd.',
    after: 'Same.\nSame.\nEnd.',
    redline: 'Same.\nSame.\n<deleted> Same.\nEnd.',
  },
  {
    name: 'a paragraph turned into an item',
    before: 'Your rights:\nYou may ask for a copy.',
    after: 'Your rights:\n- You may ask for a copy.',
    redline: 'Your rights:\n{+- +}You may ask for a copy.',
  },
  {
    name: 'a rewritten paragraph before a new section',
    before: '## A {#a}\nYour privacy is important to us.\n## Z {#z}\nEnd.',
    after: '## A {#a}\nHere are all facts.\n## New {#new}\nNews.\n## Z {#z}\nEnd.',
    redline: '## A\n<replaced> [-Your privacy is important to us.-]{+Here are all facts.+}\n<inserted> ## New\n<inserted> News.\n## Z\nEnd.',
  },
  {
    name: 'a row of the same name, though another is more alike',
    before: '! | Name | Who | Life |\n| a | Us | 1 day |\n| b | Them | 2 years |',
    after: '! | Name | Who | Life |\n| b | Us | 1 day |\n| c | Them | 2 years |',
    redline: '! | Name | Who | Life |\n<deleted> | a | Us | 1 day |\n| b | [-Them-]{+Us+} | [-2 years-]{+1 day+} |\n<inserted> | c | Them | 2 years |',
  },
];
