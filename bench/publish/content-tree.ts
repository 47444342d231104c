/** The corpus as a content tree of ours: every version published and sealed, as a history of years would be. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Content, loadContent } from '../../core/content.ts';
import { diskReader } from '../../core/files.ts';
import { renderEdition } from '../../core/editions.ts';
import { publishedFile, sealArticle } from '../../core/publishing.ts';
import type { PublishedVersion } from '../../core/schemas.ts';
import { policyHistory, toMarkdown, type Version } from './corpus.ts';

/** Writes `policies` policies with `versions` versions each, and gives the mean number of words of a version. */
export function writeContentTree(folder: string, policies: number, versions: number): { words: number } {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('organisation.json', JSON.stringify({ name: 'Bench', domain: 'bench.example', address: 'https://bench.example', locales: ['en'] }));
  let words = 0;
  for (let index = 0; index < policies; index += 1) {
    const history = policyHistory(index, versions);
    const id = history[0]?.policy ?? `policy-${index}`;
    write(`policies/${id}/policy.json`, JSON.stringify({ kind: 'other', title: { en: history[0]?.title ?? id }, prevailing: 'en' }));
    for (const version of history) {
      const text = mdxOf(version);
      words += text.split(/\s+/).length;
      write(`policies/${id}/${version.effective}/en.mdx`, text);
    }
  }
  seal(folder, write);
  return { words: Math.round(words / (policies * versions)) };
}

function mdxOf(version: Version): string {
  const body = toMarkdown(version).replace(/^---\n[\s\S]*?\n---\n/, '');
  const front = [`title: ${JSON.stringify(version.title)}`, `announced: ${version.announced}`, `summary: ${JSON.stringify(`${version.edits.length} edits`)}`];
  const anchored = body.replace(/^## (.*)$/gm, (_whole, title: string) => `## ${title} {#${version.sections.find((section) => section.title === title)?.id ?? 'x'}}`);
  return `---\n${front.join('\n')}\n---\n${anchored}`;
}

function seal(folder: string, write: (path: string, text: string) => void): void {
  const content = loadContent(diskReader(folder), diskReader(join(import.meta.dirname, '..', '..', 'content')));
  const published: PublishedVersion[] = [];
  for (const policy of content.policies) {
    for (const version of policy.versions) {
      const translation = version.translations.en;
      if (!translation) continue;
      const sealed = sealArticle(renderEdition(content, policy, version, translation), 'en', translation.frontMatter.title, translation.sealPath);
      const publishedAt = `${version.announced}T09:00:00Z`;
      write(sealed.path, sealed.text);
      published.push({ policy: policy.id, version: version.id, publishedAt, approvedBy: 'Bench', locales: { en: { sha256: sealed.sha256, seal: sealed.seal, publishedAt, approvedBy: 'Bench' } }, toolChanges: [] });
    }
  }
  write('published.json', publishedFile(published).text);
}

if (process.argv[1] === import.meta.filename) {
  const [policies, versions, folder] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(writeContentTree(folder ?? 'bench-content', Number(policies), Number(versions)))}\n`);
}
