/**
 * Another organisation's content tree: its own look and folder on the host, three policies, five
 * languages, and a privacy policy of sixty versions. Written by rule, so that each run makes the same
 * bytes, and published through `core/publishing.ts` as the commands do it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { planPublication, publishedFile } from '../../core/publishing.ts';
import type { PublishedVersion } from '../../core/schemas.ts';
import { COOKIES, FIRST_PARTS, type Part, PRIVACY, TERMS, TOPICS } from './fixture-texts.ts';
import { type Files, json, load, withFiles } from './memory-tree.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'tree');

/** The moment that the tree is made for: the newest privacy policy is announced, the one before it in force. */
export const FIXTURE_NOW = '2026-11-24T00:00:00Z';
export const FIXTURE_BASE = '/legal/';
export const FIXTURE_LOCALES = ['en', 'de', 'fr', 'ar', 'ja'] as const;
const ANNOUNCED = '2027-01-01';
const DAY = 86_400_000;

export interface FixtureTree {
  /** Ids of the privacy policy's versions, oldest first. */
  versions: string[];
  inForce: string;
  announced: string;
  withdrawn?: string;
  mistaken?: string;
}

/** Writes the tree into a folder. The version that begins in 2027 is announced and not yet in force. */
export function writeFixtureTree(folder: string, { versions = 60 }: { versions?: number } = {}): FixtureTree {
  const { files, tree } = fixtureTree(versions);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return tree;
}

export function fixtureTree(count: number): { files: Files; tree: FixtureTree } {
  const written = writeVersions(count);
  const ids = written.map(({ id }) => id);
  const special = count >= 55;
  const tree: FixtureTree = {
    versions: ids,
    inForce: ids.at(-2) ?? '',
    announced: ids.at(-1) ?? '',
    ...(special ? { mistaken: ids[20] ?? '', withdrawn: ids[50] ?? '' } : {}),
  };
  let files: Files = frame();
  const add = (policy: string, id: string, texts: Record<string, string>): void => {
    files[`policies/${policy}/policy.json`] = SETTINGS[policy] ?? '';
    for (const [locale, text] of Object.entries(texts)) files[`policies/${policy}/${id}/${locale}.mdx`] = text;
    files = published(files, policy, id);
  };
  for (const { id, text } of written) {
    add('privacy', id, { en: text, ...translations(id, ids) });
    if (id === tree.withdrawn) files = marked(files, id, 'withdrawn', -3, 'The new recipient was not asked yet.');
    if (id === tree.mistaken) files = marked(files, id, 'mistaken', 5, 'A draft was published in place of the text.');
  }
  add('cookies', '2024-03-01', inAll(COOKIES, ['en', 'de', 'fr', 'ar', 'ja']));
  add(
    'cookies',
    '2026-12-15',
    inAll(COOKIES, ['en', 'de', 'ar'], 'summary: The counter has another name.\ncause: wording\neditorial: Only the name differs.\n'),
  );
  add('terms', '2025-02-01', { de: mdx('Nutzungsbedingungen', TERMS.de(30)), en: mdx('Terms of use', TERMS.en(30)) });
  add('terms', '2026-05-01', {
    de: mdx('Nutzungsbedingungen', TERMS.de(14), 'summary: Die Frist für den Austritt ist kürzer.\nmaterial: true\nannounced: 2026-03-01\n'),
  });
  return { files, tree };
}

function frame(): Files {
  const entry = { kind: 'cookie', service: 'Kōwhai', provider: 'Kōwhai Cooperative' };
  const counting = {
    en: 'Counts visits.',
    de: 'Zählt Besuche.',
    fr: 'Compte les visites.',
    ar: 'يعدّ الزيارات.',
    ja: '訪問回数を数えます。',
  };
  return {
    'logo.svg': readFileSync(join(FIXTURES, 'logo.svg'), 'utf8'),
    'wording/ar.json': readFileSync(join(FIXTURES, 'wording-ar.json'), 'utf8'),
    'organisation.json': json({
      name: 'Kōwhai Cooperative',
      legalName: 'Kōwhai Tool Lending Cooperative Limited',
      domain: 'kowhai.example',
      address: 'https://www.kowhai.example',
      seat: { country: 'NZ' },
      timeZone: 'Pacific/Auckland',
      email: 'privacy@kowhai.example',
      regimes: ['eu-gdpr'],
      locales: FIXTURE_LOCALES,
      look: {
        logo: 'logo.svg',
        accent: '#8a3f00',
        accentDark: '#ffb77a',
        home: 'https://www.kowhai.example/home',
        imprint: 'https://www.kowhai.example/imprint',
        basePath: FIXTURE_BASE,
      },
      security: { contact: 'security@kowhai.example', expires: '2027-06-01T00:00:00Z' },
      gpcSince: '2025-01-01',
    }),
    'cookies.json': json({
      entries: [
        {
          ...entry,
          name: 'basket',
          category: 'necessary',
          lifetime: 'session',
          since: '2020-01-01',
          purpose: {
            en: 'Holds what you want to borrow.',
            de: 'Hält fest, was Sie leihen möchten.',
            fr: 'Retient ce que vous voulez emprunter.',
            ar: 'يحفظ ما تريد استعارته.',
            ja: '借りたい道具を覚えます。',
          },
        },
        { ...entry, name: 'count', category: 'analytics', lifetime: 'P13M', since: '2020-01-01', until: '2026-12-15', purpose: counting },
        { ...entry, name: 'tally', category: 'analytics', lifetime: 'P6M', since: '2026-12-15', purpose: counting },
      ],
    }),
  };
}

const titles = (of: Record<string, { title: string }>, en: string): Record<string, string> => ({
  en,
  ...Object.fromEntries(Object.entries(of).map(([locale, { title }]) => [locale, title])),
});

const SETTINGS: Files = {
  privacy: json({ kind: 'privacy', title: titles(PRIVACY, 'Privacy policy'), prevailing: 'en' }),
  cookies: json({ kind: 'cookies', title: titles(COOKIES, 'Cookie policy'), prevailing: 'en' }),
  terms: json({ kind: 'terms', title: { de: 'Nutzungsbedingungen', en: 'Terms of use' }, prevailing: 'de' }),
};

/** Which translation lies beside which version: German and Japanese are behind, French stopped long ago, Arabic is up to date. */
function translations(id: string, ids: readonly string[]): Record<string, string> {
  const [old, middle, inForce, announced] = [ids[Math.min(10, ids.length - 3)], ids[Math.floor(ids.length / 2)], ids.at(-2), ids.at(-1)];
  const text = (locale: keyof typeof PRIVACY, fields = ''): Record<string, string> => ({ [locale]: mdx(PRIVACY[locale].title, PRIVACY[locale].body, fields) });
  return {
    ...(id === old ? text('fr') : {}),
    ...(id === middle ? text('de') : {}),
    ...(id === inForce ? { ...text('de', `translationOf: ${middle}\n`), ...text('ja', `translationOf: ${middle}\n`), ...text('ar') } : {}),
    ...(id === announced ? { ar: mdx(PRIVACY.ar.title, PRIVACY.ar.body.replace('30 يومًا', '60 يومًا'), 'summary: تُحفظ بيانات العضوية مدة أطول.\n') } : {}),
  };
}

function inAll(texts: Record<string, { title: string; body: string }>, locales: readonly string[], fields = ''): Record<string, string> {
  return Object.fromEntries(locales.map((locale) => [locale, mdx(texts[locale]?.title ?? '', texts[locale]?.body ?? '', fields)]));
}

function mdx(title: string, body: string, fields = ''): string {
  return `---\ntitle: ${JSON.stringify(title)}\n${fields}---\n\n${body}\n`;
}

/** Publishes a version a month before it begins. */
function published(files: Files, policyId: string, id: string): Files {
  const content = load(files);
  const policy = content.policies.find((found) => found.id === policyId);
  const version = policy?.versions.find((found) => found.id === id);
  if (!policy || !version) throw new Error(`the fixture has no ${policyId} ${id}`);
  const now = new Date(Math.min(Date.parse(version.effective) - 30 * DAY, Date.parse(FIXTURE_NOW) - DAY)).toISOString();
  const plan = planPublication(content, policy, version, { now, approvedBy: 'The board' });
  if (!plan.ok) throw new Error(`${policyId} ${id}: ${JSON.stringify(plan.refusal)}`);
  return withFiles(files, plan.files);
}

function marked(files: Files, id: string, as: 'withdrawn' | 'mistaken', days: number, reason: string): Files {
  const { versions } = JSON.parse(files['published.json'] ?? '') as { versions: PublishedVersion[] };
  const at = new Date(Date.parse(`${id.slice(0, 10)}T00:00:00Z`) + days * DAY).toISOString().replace('.000', '');
  return withFiles(files, [
    publishedFile(versions.map((entry) => (entry.policy === 'privacy' && entry.version === id ? { ...entry, [as]: { at, by: 'The board', reason } } : entry))),
  ]);
}

/** The English text of each version. What one version changes follows from its number alone. */
function writeVersions(count: number): { id: string; text: string }[] {
  let parts: Part[] = structuredClone([...FIRST_PARTS]);
  const written: { id: string; text: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    const last = index === count - 1;
    const change = index === 0 ? { parts, fields: '' } : changed(parts, last ? 30 : index);
    parts = change.parts;
    // Number 30 begins on the same day as the one before it, in the afternoon.
    const sameDay = count > 31 && index === 30;
    const id = last ? ANNOUNCED : sameDay ? `${dateOf(29, count)}.2` : dateOf(index, count);
    const instant = sameDay ? `effective: ${id.slice(0, 10)}T03:00:00Z\n` : '';
    const errata = index === 1 ? `errata:\n  - date: ${id}\n    note: The summary first named a wrong day.\n` : '';
    written.push({ id, text: mdx('Privacy policy', mdxOf(parts), `${change.fields}${instant}${errata}`) });
  }
  return written;
}

/** Sixty days apart, the last of them in September 2026. */
function dateOf(index: number, count: number): string {
  return new Date(Date.parse('2026-09-28T00:00:00Z') - (count - 2 - index) * 60 * DAY).toISOString().slice(0, 10);
}

function changed(before: readonly Part[], index: number): { parts: Part[]; fields: string } {
  const parts = structuredClone([...before]);
  const at = index % parts.length;
  const part = parts[at] as Part;
  const get = (id: string): Part | undefined => parts.find((found) => found.id === id);
  const material = (summary: string): { parts: Part[]; fields: string } => ({ parts, fields: `summary: ${summary}\nmaterial: true\n` });
  const editorial = (summary: string, more = ''): { parts: Part[]; fields: string } => ({
    parts,
    fields: `summary: ${summary}\neditorial: Nothing that people rely on differs.\n${more}`,
  });
  switch (index % 10) {
    case 0: {
      const row = get('retention')?.table?.rows[0];
      if (row) row[1] = `${30 + index} days`;
      return material('Data of former members is kept for another time.');
    }
    case 1:
      part.paragraphs.push(`Note ${index}: ask us where a word is not plain to you.`);
      return editorial('A note was added.');
    case 2: {
      const topic = TOPICS[Math.floor(index / 10) % TOPICS.length] ?? 'More';
      parts.splice(Math.min(at + 1, parts.length - 1), 0, {
        id: topic.toLowerCase().replace(' ', '-'),
        title: topic,
        paragraphs: [`For ${topic.toLowerCase()} we ask you first, and you can say no.`, 'What you tell us is deleted within a month.'],
      });
      return material(`A section on ${topic.toLowerCase()} is new.`);
    }
    case 3:
      parts.splice((at + 3) % parts.length, 0, ...parts.splice(at, 1));
      return editorial(`The section “${part.title}” stands elsewhere.`);
    case 4: {
      const renamed = parts.find(({ id }) => id === 'security' || id.startsWith('protection')) as Part;
      const old = renamed.id;
      renamed.id = old === 'security' ? `protection-${index}` : 'security';
      renamed.title = old === 'security' ? 'How your data is kept safe' : 'How we protect it';
      return editorial('A section has another name.', `renamed:\n  ${renamed.id}: ${old}\n`);
    }
    case 5:
      get('retention')?.table?.rows.splice(2, 0, [`Waiting list ${index}`, '6 months', 'the day on which you signed up']);
      return material('The table says how long the waiting list is kept.');
    case 6:
      get('sharing')?.items?.splice(1, 0, `Weka Print ${index} prints our membership cards.`);
      return material('A firm that prints our cards is named.');
    case 7: {
      const gone = parts.findIndex(({ title }) => (TOPICS as readonly string[]).includes(title));
      if (gone >= 0) parts.splice(gone, 1);
      else get('sharing')?.items?.pop();
      return material('A section was removed.');
    }
    case 8: {
      const purposes = get('purposes');
      if (purposes) purposes.paragraphs[0] = `We use your data to lend you tools, to remind you ${index} hours before they are due, and to keep our books.`;
      return material('Reminders come at another time.');
    }
    default: {
      const [moved] = get('who')?.paragraphs.splice(-1, 1) ?? [];
      if (moved) get('contact')?.paragraphs.unshift(moved);
      if (get('who')?.paragraphs.length === 0) get('who')?.paragraphs.push(`Kōwhai Cooperative lends garden tools, since ${1990 + index}.`);
      return editorial('A paragraph stands elsewhere.');
    }
  }
}

function mdxOf(parts: readonly Part[]): string {
  return parts
    .map(({ id, title, paragraphs, items = [], table }) => {
      const list = items.map((item) => `- ${item}`).join('\n');
      const rows = table ? [table.head, table.head.map(() => '---'), ...table.rows].map((row) => `| ${row.join(' | ')} |`).join('\n') : '';
      return [`## ${title} {#${id}}`, ...paragraphs, list, rows].filter(Boolean).join('\n\n');
    })
    .join('\n\n');
}
