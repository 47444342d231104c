/** The corpus as a content tree of ours: every version published and sealed, as a history of years would be. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadContent } from '../../core/content.ts';
import { diskReader } from '../../core/files.ts';
import { newEntry, planPublication, publishedFile, sealTranslation } from '../../core/publishing.ts';
import type { PublishedVersion } from '../../core/schemas.ts';
import { policyHistory, toMarkdown, type Version } from './corpus.ts';

/** Writes `policies` policies with `versions` versions each, and gives the mean number of words of a version. */
export function writeContentTree(folder: string, policies: number, versions: number): { words: number } {
  return writeHistories(
    folder,
    Array.from({ length: policies }, (_, index) => policyHistory(index, versions)),
  );
}

/** Writes the given versions of each policy, all published, and gives the mean number of words of a version. */
export function writeHistories(folder: string, histories: readonly (readonly Version[])[]): { words: number } {
  rmSync(folder, { recursive: true, force: true });
  const write = writerBelow(folder);
  write('organisation.json', JSON.stringify({ name: 'Bench', domain: 'bench.example', address: 'https://bench.example', locales: ['en'] }));
  let words = 0;
  for (const [index, history] of histories.entries()) {
    const id = history[0]?.policy ?? `policy-${index}`;
    write(`policies/${id}/policy.json`, JSON.stringify({ kind: 'other', title: { en: history[0]?.title ?? id }, prevailing: 'en' }));
    for (const version of history) {
      const text = mdxOf(version);
      words += text.split(/\s+/).length;
      write(`policies/${id}/${version.effective}/en.mdx`, text);
    }
  }
  seal(folder, write);
  return { words: Math.round(words / histories.flat().length) };
}

/** Adds the version that comes after `versions` versions of the corpus's first policy, and publishes it as the command does. */
export function addPublishedVersion(folder: string, versions: number): void {
  const next = policyHistory(0, versions + 1).at(-1) as Version;
  const write = writerBelow(folder);
  write(`policies/${next.policy}/${next.effective}/en.mdx`, mdxOf(next, ['editorial: The corpus means nothing by it.']));
  const content = readContent(folder);
  const policy = content.policies.find(({ id }) => id === next.policy);
  const version = policy?.versions.find(({ id }) => id === next.effective);
  if (!policy || !version) throw new Error(`${next.policy} ${next.effective} is not in ${folder}`);
  const plan = planPublication(content, policy, version, { now: `${next.announced}T09:00:00Z`, approvedBy: 'Bench' });
  if (!plan.ok) throw new Error(`${next.policy} ${next.effective}: ${JSON.stringify(plan.refusal)}`);
  for (const { path, text } of plan.files) write(path, text);
}

function writerBelow(folder: string): (path: string, text: string) => void {
  return (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
}

function readContent(folder: string): ReturnType<typeof loadContent> {
  return loadContent(diskReader(folder), diskReader(join(import.meta.dirname, '..', '..', 'content')));
}

function mdxOf(version: Version, also: readonly string[] = []): string {
  const body = toMarkdown(version).replace(/^---\n[\s\S]*?\n---\n/, '');
  const front = [
    `title: ${JSON.stringify(version.title)}`,
    `announced: ${version.announced}`,
    `summary: ${JSON.stringify(`${version.edits.length} edits`)}`,
    ...also,
  ];
  const anchored = body.replace(
    /^## (.*)$/gm,
    (_whole, title: string) => `## ${title} {#${version.sections.find((section) => section.title === title)?.id ?? 'x'}}`,
  );
  return `---\n${front.join('\n')}\n---\n${anchored}`;
}

function seal(folder: string, write: (path: string, text: string) => void): void {
  const content = readContent(folder);
  const published: PublishedVersion[] = [];
  for (const policy of content.policies) {
    for (const version of policy.versions) {
      const translation = version.translations.en;
      if (!translation) continue;
      const approval = { publishedAt: `${version.announced}T09:00:00Z`, approvedBy: 'Bench' };
      const { file, entry } = sealTranslation(content, policy, version, translation, approval);
      write(file.path, file.text);
      published.push(newEntry(policy, version, approval, { en: entry }));
    }
  }
  write('published.json', publishedFile(published).text);
}

if (process.argv[1] === import.meta.filename) {
  const [policies, versions, folder] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(writeContentTree(folder ?? 'bench-content', Number(policies), Number(versions)))}\n`);
}
