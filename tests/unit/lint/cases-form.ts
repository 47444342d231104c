/** A bad and a good example for each form rule. `‸` marks where the finding must stand. */
import { cookieSchema } from '../../../core/schemas.ts';
import type { RuleCase } from './samples.ts';

const LONG_SENTENCE = `We keep ${Array.from({ length: 61 }, (_, index) => `word${index}`).join(' ')}.`;
const HARD = Array.from(
  { length: 5 },
  () =>
    'Notwithstanding the aforementioned processing operations, the organisational determination regarding international transmission of personally identifiable information necessitates comprehensive consideration of interoperability characteristics and jurisdictional particularities.',
).join(' ');
const EASY = Array.from({ length: 20 }, () => 'We keep your name and your mail so that you can sign in.').join(' ');
const RETENTION = 'We keep your account data until you delete the account, and for thirty days after that in backups.';

export const AD_COOKIE = cookieSchema.parse({
  name: '_fbp',
  kind: 'cookie',
  category: 'marketing',
  service: 'Meta Pixel',
  provider: 'Meta',
  thirdParty: true,
  purpose: { en: 'shows adverts that fit your visits' },
  lifetime: 'P3M',
  since: '2026-01-01',
});

export const FORM_CASES: Readonly<Record<string, RuleCase>> = {
  'leaked-html-markup': { bad: 'We keep it ‸&lt;strong>safe&lt;/strong> here.', good: 'We keep **it** safe; 3 < 4 and `<b>` are fine.' },
  'leaked-markdown': { bad: 'First **one**.\n\n‸**Cookies: **none are set.', good: '** A note about *this*.\n\n| a | b |\n|---|---|\n| c | d |' },
  'leaked-template': { bad: 'Contact ‸{{company.email}} today.', good: 'This clause is null and void, or undefined in law.' },
  'placeholder-bracket': { bad: 'We are ‸[Company Name], based here.', good: 'Ask [our company](https://acme.test/) or see [1] and [the address](/a).' },
  'placeholder-filler': { bad: 'Some text.\n\n‸Lorem ipsum dolor sit amet.', good: 'We store lorries and dolomite.' },
  'placeholder-domain': { bad: 'Write to ‸privacy@example.com.', good: 'Your address, for example jane@example.com, is stored. Write to privacy@acme.eu.' },
  'placeholder-generic-name': { bad: 'Welcome to ‸Our Company.', good: 'This is provided by your company, not by us.' },
  'company-name-inconsistent': {
    bad: 'Acme GmbH collects it. Here ‸ACME GmbH stores it.',
    good: 'GitHub, Inc. and GitHub B.V. are two companies, and GitHub Inc. is the first.',
  },
  'wrong-product-name': { bad: { source: '‸Globex Inc. (“we”) speaks.', tree: {} }, good: { source: 'Here Acme GmbH (“we”) speaks.', tree: {} } },
  'duplicate-section': { bad: `## Retention\n\nOne.\n\n## ‸Retention\n\nTwo.`, good: '## Basecamp\n\n### Data\n\nOne.\n\n## Highrise\n\n### Data\n\nTwo.' },
  'duplicate-paragraph': { bad: `## A\n\n${RETENTION}\n\n## B\n\n‸${RETENTION}`, good: `${RETENTION}\n\nContact us.\n\nContact us.` },
  'numbering-skipped': {
    bad: '## 1. Scope\n\na\n\n## 2. Data\n\nb\n\n## ‸4. Rights\n\nc',
    good: '## 2024 in review\n\na\n\n## 1. Scope\n\nb\n\n## 2. Data\n\nc\n\n## 24-hour help\n\nd',
  },
  'numbering-duplicated': { bad: '## 5. Cookies\n\na\n\n## ‸5. Sharing\n\nb', good: '## A. One\n\n### 1. x\n\na\n\n## B. Two\n\n### 1. y\n\nb' },
  'numbering-wrong-parent': { bad: '## 3. Rights\n\n### ‸4.1 Access\n\na', good: '## 3. Rights\n\n### 3.1 Access\n\na\n\n### 3.2 Erasure\n\nb' },
  'numbering-manual': {
    bad: '## 1. Who\n\na\n\n## ‸What\n\nb\n\n## 3. Rights\n\nc',
    good: '## Preamble\n\na\n\n## 1. Who\n\nb\n\n## 2. What\n\nc\n\n## Contact\n\nd',
  },
  'xref-missing-section': {
    bad: '## 1. A\n\nSee ‸section 14 for details.\n\n## 2. B\n\nb\n\n## 3. C\n\nc',
    good: '## 1. A\n\nSee section 2, section 5 of our Terms and Section 17 of the Act.\n\n## 2. B\n\nb\n\n## 3. C\n\nGDPR section 9.',
  },
  'xref-plain-text': {
    bad: '## How long we keep data\n\na\n\n## Rights\n\nThis is described in ‸How long we keep data.',
    good: '## How long we keep data\n\na\n\n## Rights\n\nSee [How long we keep data](#how-long-we-keep-data).',
  },
  'xref-position-words': { bad: 'The purposes ‸listed above are ours.', good: 'The data is listed below:\n\n- name' },
  'anchor-broken': {
    bad: '## Your rights\n\nSee ‸[your rights](#your-right).',
    good: '## Your rights {#mine}\n\n<a name="old"></a>See [a](#mine), [b](#old) and [c](#top).',
  },
  'anchor-removed': {
    bad: {
      source: '---\ntitle: P\n‸renamed: {}\n---\n\n## Cookies\n\na',
      format: 'mdx',
      tree: { previous: { source: '## Do not track\n\na\n\n## Cookies\n\nb' } },
    },
    good: {
      source: '---\ntitle: P\n---\n\n## Cookies\n\na',
      format: 'mdx',
      tree: { frontMatter: { renamed: { cookies: 'do-not-track' } }, previous: { source: '## Do not track\n\na\n\n## Cookies\n\nb' } },
    },
  },
  'link-broken': {
    bad: 'Please ‸[opt out](htps://optout.acme.eu).',
    good: 'See [a](https://acme.eu/x?y=1#z), [b](/b), [c](mailto:a@acme.eu), [d](tel:+49301234) and [e](../f.md).',
  },
  'link-empty-or-vague': { bad: 'Click ‸[here](/rights) to ask.', good: 'Use [the request form](/rights) or [![Logo](a.png)](/home) now.' },
  'link-insecure': { bad: 'Ask ‸[with the form](http://acme.eu/request).', good: 'See <https://acme.eu> and [a local one](http://localhost:8787/).' },
  'dangling-lead-in': {
    bad: '## Rights\n\n‸To use your rights, contact us at:\n\n## Cookies\n\nNone.',
    good: '## Rights\n\nYou have these:\n\n### Access\n\nYes.\n\n## Data\n\nWe keep:\n\n- name\n\nWrite to:\n\n<a@acme.eu>',
  },
  'contact-missing-after-verb': {
    bad: '## Questions\n\nIf you have questions, please ‸contact us.',
    good: '## Data\n\nYou may contact us.\n\n## Contact\n\nContact us by mail to <privacy@acme.eu>.',
  },
  'sentence-truncated': {
    bad: '‸We share your data with the',
    good: '(a) we must do it; and\n\nThe address is\n\n- this\n\nWrite to Acme, 1 Main Street\n\nYou can opt in.',
  },
  'brackets-or-quotes-unbalanced': {
    bad: 'We use processors ‸(hosting, mail and analytics.',
    good: 'a) We use (some) “processors” :( and 5" screens; b) ["others"].',
  },
  'empty-section': {
    bad: '## ‸International transfers\n\n<!-- later -->\n\n## Children\n\nNone.',
    good: '## Rights\n\n### Access\n\nYes.\n\n## Table\n\n<table><tr><th>a</th></tr></table>',
  },
  'empty-list-or-item': { bad: 'We keep:\n\n- Name\n‸-\n- Mail', good: 'We keep:\n\n- Name\n- ![Mail](a.png)' },
  'list-punctuation-mixed': {
    bad: '- your name;\n- ‸Your mail address.\n- phone',
    good: '- your name;\n- your mail; and\n- your phone.\n\nThen:\n\n- names, etc.\n- mail',
  },
  'list-not-parallel': {
    bad: 'We use data for:\n\n- billing you\n- keeping it safe\n- ‸security\n- answering',
    good: 'We use data for:\n\n- billing\n- using it\n- security\n- a\n- b\n- c',
  },
  'list-conjunction-missing': {
    bad: '‸We may disclose data if:\n\n- you agree;\n- the law asks.',
    good: 'We may disclose data if any of these holds:\n\n- you agree;\n- the law asks.\n\nWe do it if:\n\n- you agree; or\n- the law asks.',
  },
  'heading-level-jump': { bad: '# Privacy\n\na\n\n#### ‸Cookies\n\nb', good: '# Privacy\n\n## Cookies\n\n### Names\n\na\n\n## More on cookies\n\nb' },
  'fake-heading': {
    bad: '## A\n\na\n\n**‸Your rights**\n\nYou have some.',
    good: '**Last updated 3 May 2026**\n\n## A\n\n**Note:**\n\nThis is it.\n\n**We never sell data.**\n\nReally.',
  },
  'heading-vague': { bad: '## ‸Miscellaneous\n\na', good: '## Other companies that see your data\n\na' },
  'table-without-headers': { bad: '‸| | |\n|---|---|\n| a | b |', good: '| | Purpose |\n|---|---|\n| sid | signs you in |' },
  'image-of-text': { bad: '## Data\n\n‸![](policy-table.png)', good: '## Data\n\n![A table of all data with purposes](a.png)\n\nWe keep your name.' },
  'language-of-parts': {
    bad: '‸Wir verarbeiten Ihre Daten nicht, und sie werden mit niemandem geteilt, der das will.',
    good: 'We do not process your data for anything that you have not asked us to do.',
  },
  'all-caps-passage': {
    bad: '‸WE ARE NOT LIABLE FOR ANY LOSS WHATSOEVER ARISING FROM USE OF THIS.',
    good: 'The GDPR, the CCPA and the PECR apply in the EU, the UK and the USA.',
  },
  'date-mismatch-metadata': {
    bad: { source: 'Last updated: ‸3 May 2021', tree: {} },
    good: { source: 'Last updated: 1 October 2026. We stopped selling on 3 May 2021.', tree: {} },
  },
  'date-unmoved-text-changed': {
    bad: { source: 'New words.', tree: { version: { matchesSeal: false } } },
    good: { source: 'New words.', tree: { version: { matchesSeal: true } } },
  },
  'date-moved-text-same': {
    bad: { source: '## A\n\nSame words.', tree: { previous: { source: '## A\n\nSame\nwords.' } } },
    good: { source: 'Other words.', tree: { previous: { source: 'Same words.' } } },
  },
  'date-order': { bad: 'Created 8 May 2018, updated ‸23 January 2018.', good: 'Created 8 May 2018, updated 23 January 2019.' },
  'date-ambiguous-format': { bad: 'Effective ‸04/05/2026.', good: 'Effective 25/05/2026, 4 May 2026, 2026-05-04; version 1.2.2026; seal 24/7.' },
  'effective-date-absent': {
    bad: { source: 'We keep data.', options: { kind: 'terms' } },
    good: { source: 'Effective 1 May 2026.\n\nWe keep data.', options: { kind: 'terms' } },
  },
  'change-notice-too-short': {
    bad: {
      source: 'We tell you of changes to this policy ‸at least 30 days before they apply.',
      tree: { version: { announced: '2026-09-26' }, frontMatter: { material: true }, previous: { source: 'a' } },
    },
    good: {
      source: 'We tell you of changes to this policy at least 30 days before they apply.',
      tree: { version: { announced: '2026-08-01' }, frontMatter: { material: true }, previous: { source: 'a' } },
    },
  },
  'change-summary-missing': {
    bad: {
      source: '---\ntitle: P\n‸summary: Various updates and improvements.\n---\n\na',
      tree: { frontMatter: { summary: 'Various updates and improvements.' }, previous: { source: 'a' } },
    },
    good: { source: 'a', tree: { frontMatter: { summary: 'Backups are now kept for 30 days instead of 90.' }, previous: { source: 'a' } } },
  },
  'change-marked-minor-but-substantive': {
    bad: {
      source: '## How long we keep data\n\n‸We keep your server logs for 90 days and then delete them.',
      tree: { previous: { source: '## How long we keep data\n\nWe keep your server logs for 30 days and then delete them.' } },
    },
    good: {
      source: '## How long we keep data\n\nWe keep your server logs for 90 days and then delete them.',
      tree: { frontMatter: { material: true }, previous: { source: '## How long we keep data\n\nWe keep your server logs for 30 days and then delete them.' } },
    },
  },
  'negation-or-number-flip': {
    bad: {
      source: '‸We share your data with advertisers whenever they ask us.',
      tree: { previous: { source: 'We never share your data with advertisers whenever they ask us.' } },
    },
    good: {
      source: 'We share your data with advertisers whenever they ask us.',
      tree: { frontMatter: { material: true }, previous: { source: 'We never share your data with advertisers whenever they ask us.' } },
    },
  },
  'copyright-year-mixed': { bad: '© 2019 Acme\n\n‸© 2024 Acme', good: '© 2019–2026 Acme\n\nCopyright 2026 Acme' },
  'undefined-term': {
    bad: 'The ‸Permitted Users shall ask. Each Permitted User may. Any Permitted User can.',
    good: '“Permitted Users” means you. The Permitted Users shall ask. Each Permitted User may. Any Permitted User can.',
  },
  'unused-definition': {
    bad: '“‸Affiliate” means a company of the group.',
    good: '“Affiliate” means a company of the group. An affiliate may help. The GDPR (“GDPR”) too.',
  },
  'term-drift': {
    bad: {
      source: 'We keep personal data. Your personal data is safe. More personal data. Your ‸personal information is safe. Personal information it is.',
      options: { regimes: ['eu'] },
    },
    good: 'Personal data means the same as personal information. Personal data, personal data; personal information, personal information.',
  },
  'acronym-unexpanded': {
    bad: 'We rely on ‸SCCs for this and on SCCs for that.',
    good: 'We rely on standard contractual clauses (SCCs); SCCs are good. The GDPR applies to HEY and to Jetpack CRM.',
  },
  'reading-grade-high': { bad: `## ‸Hard\n\n${HARD}`, good: `## Easy\n\n${EASY}` },
  'sentence-too-long': { bad: `A short one. ‸${LONG_SENTENCE}`, good: 'We keep your name, mail, address, telephone, time zone and language.' },
  'paragraph-too-long': { bad: `‸${'We keep it all here for you. '.repeat(25).trim()}`, good: 'We keep it all here for you.' },
  legalese: { bad: '‸Pursuant to this policy we act.', good: 'Under this policy we act.' },
  'weak-modal': {
    bad: '‸We may share some of your data with certain partners.',
    good: 'We may share certain data, such as your name, when the law asks. We may keep your mail.',
  },
  'vague-purpose': {
    bad: 'We ‸use your data to improve our services.',
    good: 'We use your data to improve our services by counting which pages fail. We use cookies to keep you signed in.',
  },
  'open-ended-list': { bad: 'We collect data such as name, mail, ‸etc.', good: 'You are liable for damages, including but not limited to loss of data.' },
  'double-negative': { bad: 'We do ‸not fail to delete data unless it is not required.', good: 'We delete data unless the law forbids it.' },
  'passive-no-actor': { bad: 'Your ‸data is shared for analysis.', good: 'Your data is shared by our hosting provider. We share data.' },
  'blame-or-forced-consent': {
    bad: '‸By using this site you consent to this privacy policy.',
    good: 'By using this service you agree to these terms. Using it is not consent: by using it you do not consent to cookies.',
  },
  'contradiction-cookie-registry': {
    bad: { source: 'We use ‸advertising cookies.', tree: {} },
    good: { source: 'We use advertising cookies. We do not use analytics cookies.', tree: { cookies: [AD_COOKIE] } },
  },
  'contradiction-sale': {
    bad: { source: '‸We never sell or share your data.', tree: { cookies: [AD_COOKIE] } },
    good: { source: 'We never sell or share your data.', tree: {} },
  },
  'contradiction-retention': {
    bad: 'We keep logs for 30 days.\n\nLogs are deleted ‸after 12 months.',
    good: 'We keep logs for 30 days. Backups are deleted after 12 months. Logs are kept for 30 days.',
  },
  'contradiction-between-documents': {
    bad: {
      source: 'You must be ‸at least 13 years old.',
      tree: { otherPolicies: [{ id: 'terms', kind: 'terms', source: 'You must be at least 16 years old.' }] },
    },
    good: {
      source: 'You must be at least 16 years old.',
      tree: { otherPolicies: [{ id: 'terms', kind: 'terms', source: 'You must be at least 16 years old.' }] },
    },
  },
  'translation-behind': {
    bad: { source: '---\ntitle: P\n‸translationOf: 2025-12-16\n---\n\na', locale: 'de', tree: {} },
    good: { source: '---\ntitle: P\ntranslationOf: 2026-10-01\n---\n\na', locale: 'de', tree: {} },
  },
  'translation-shape-differs': {
    bad: { source: '## ‸Daten\n\n- Name', locale: 'de', tree: { translations: { en: '## Data\n\n- name\n- mail' } } },
    good: { source: '## Daten\n\n- Name\n- Mail', locale: 'de', tree: { translations: { en: '## Data\n\n- name\n- mail' } } },
  },
  'too-many-contacts': { bad: 'Ask a@acme.eu, b@acme.eu or ‸c@acme.eu.', good: 'Ask a@acme.eu or b@acme.eu, best a@acme.eu.' },
  'personal-name-in-policy': { bad: 'Our DPO is ‸Jane Roe.', good: 'Our DPO is reached at dpo@acme.eu. The data protection officer answers.' },
  'date-of-review-overdue': {
    bad: { source: 'a', tree: { version: { effective: '2024-01-01' } } },
    good: { source: 'a', tree: { version: { effective: '2024-01-01' }, frontMatter: { reviewed: '2026-06-01' } } },
  },
  'smart-character-damage': { bad: 'We‸â€™ll keep your data.', good: 'We’ll keep „Ihre“ data — naïvely: Ã la carte.' },
};
