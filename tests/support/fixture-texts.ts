/** Words of the other content tree: short, real texts in five languages. */

/** A section of the English privacy policy, before it is written as MDX. */
export interface Part {
  id: string;
  title: string;
  paragraphs: string[];
  items?: string[];
  table?: { head: string[]; rows: string[][] };
}

export const FIRST_PARTS: readonly Part[] = [
  {
    id: 'who',
    title: 'Who we are',
    paragraphs: [
      'Kōwhai Cooperative lends garden tools to its members. We decide why and how your data is used.',
      'Our [terms](/terms/) say what membership means, and the [cookie policy](/cookies/) what is stored on your device.',
    ],
  },
  {
    id: 'data',
    title: 'What we hold about you',
    paragraphs: ['When you join, you tell us your name, your address and how we can reach you.'],
    items: ['Name and postal address.', 'Email address or telephone number.', 'The tools that you borrowed, and when they came back.'],
  },
  {
    id: 'purposes',
    title: 'Why we use it',
    paragraphs: [
      'We use your data to lend you tools, to remind you when they are due, and to keep our books.',
      'We do not build profiles, and no decision about you is made by a machine.',
    ],
  },
  {
    id: 'retention',
    title: 'How long we keep it',
    paragraphs: ['Each kind of data is deleted when its time is over.'],
    table: {
      head: ['Data', 'Kept for', 'Counted from'],
      rows: [
        ['Membership', '30 days', 'the end of the membership'],
        ['Loans', '2 years', 'the return of the tool'],
        ['Books', '7 years', 'the end of the year'],
      ],
    },
  },
  {
    id: 'sharing',
    title: 'Who else sees it',
    paragraphs: ['We sell nothing. Two firms work for us and see only what they need:'],
    items: ['Tāmaki Hosting runs our server.', 'Fernleaf Post delivers our letters.'],
  },
  { id: 'security', title: 'How we protect it', paragraphs: ['Our records are encrypted, and three people can open them.'] },
  { id: 'contact', title: 'How to reach us', paragraphs: ['Write to [privacy@kowhai.example](mailto:privacy@kowhai.example), or see [what we hold](#data).'] },
];

/** Sections that come and go. */
export const TOPICS = ['Newsletters', 'Open days', 'Photographs', 'Volunteers', 'Seed exchange', 'Workshops', 'Lost tools', 'Gift vouchers'] as const;

export const TERMS = {
  de: (days: number): string => `## Mitgliedschaft {#membership}

Mitglied kann werden, wer mindestens 16 Jahre alt ist. Der Austritt ist jederzeit mit einer Frist von ${days} Tagen möglich.

## Ausleihe {#loans}

1. Werkzeuge werden für höchstens zwei Wochen ausgeliehen.
2. Wer ein Werkzeug verliert, meldet es sofort.

## Ihre Rechte {#rights}

<Rights/>

<RequestForm/>`,
  en: (days: number): string => `## Membership {#membership}

Anyone who is at least 16 years old can become a member. You can leave at any time with ${days} days’ notice.

## Loans {#loans}

1. Tools are lent for two weeks at most.
2. Whoever loses a tool reports it at once.

## Your rights {#rights}

<Rights/>

<RequestForm/>`,
};

export const COOKIES: Record<string, { title: string; body: string }> = {
  en: { title: 'Cookie policy', body: 'This is what our site stores on your device.\n\n## The list {#list}\n\n<Cookies/>' },
  de: { title: 'Cookie-Richtlinie', body: 'Das speichert unsere Website auf Ihrem Gerät.\n\n## Die Liste {#list}\n\n<Cookies/>' },
  fr: { title: 'Politique relative aux cookies', body: 'Voici ce que notre site enregistre sur votre appareil.\n\n## La liste {#list}\n\n<Cookies/>' },
  ar: { title: 'سياسة ملفات تعريف الارتباط', body: 'هذا ما يحفظه موقعنا على جهازك.\n\n## القائمة {#list}\n\n<Cookies/>' },
  ja: { title: 'クッキーポリシー', body: '当サイトがお使いの端末に保存するものは次のとおりです。\n\n## 一覧 {#list}\n\n<Cookies/>' },
};

/** Translations of the privacy policy, shorter than the text that counts. */
export const PRIVACY: Record<'de' | 'fr' | 'ar' | 'ja', { title: string; body: string }> = {
  de: {
    title: 'Datenschutzerklärung',
    body: `## Wer wir sind {#who}

Die Kōwhai-Genossenschaft verleiht Gartengeräte an ihre Mitglieder. Wir entscheiden, warum und wie Ihre Daten verwendet werden.

## Wie lange wir sie aufbewahren {#retention}

| Daten | Dauer |
| --- | ---: |
| Mitgliedschaft | 30 Tage |
| Ausleihen | 2 Jahre |

## So erreichen Sie uns {#contact}

Schreiben Sie an [privacy@kowhai.example](mailto:privacy@kowhai.example).`,
  },
  fr: {
    title: 'Politique de confidentialité',
    body: `## Qui nous sommes {#who}

La coopérative Kōwhai prête des outils de jardin à ses membres. Nous décidons pourquoi et comment vos données sont utilisées.

## Combien de temps nous les gardons {#retention}

Les données d’adhésion sont effacées 30 jours après la fin de l’adhésion.

## Nous joindre {#contact}

Écrivez à [privacy@kowhai.example](mailto:privacy@kowhai.example).`,
  },
  ar: {
    title: 'سياسة الخصوصية',
    body: `## من نحن {#who}

تُعير تعاونية كوفاي أدوات الحدائق لأعضائها. نحن من يقرر لماذا تُستخدم بياناتك وكيف تُستخدم.

## ما نحفظه عنك {#data}

- الاسم والعنوان البريدي.
- البريد الإلكتروني أو رقم الهاتف.
- الأدوات التي استعرتها وموعد إعادتها.

## مدة الحفظ {#retention}

| البيانات | المدة |
| --- | --- |
| العضوية | 30 يومًا |
| الإعارات | سنتان |

## كيف تتصل بنا {#contact}

راسلنا على [privacy@kowhai.example](mailto:privacy@kowhai.example)، أو اقرأ [ما نحفظه عنك](#data).`,
  },
  ja: {
    title: 'プライバシーポリシー',
    body: `## 私たちについて {#who}

コーファイ協同組合は、会員に園芸道具を貸し出しています。お客様のデータをなぜ、どのように使うかは、当組合が決定します。

## 保存期間 {#retention}

会員データは、退会から30日後に削除されます。貸出の記録は、道具の返却から2年間保存されます。

## お問い合わせ {#contact}

[privacy@kowhai.example](mailto:privacy@kowhai.example) までご連絡ください。`,
  },
};
