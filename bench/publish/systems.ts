/** The publishers that are measured against each other: where each takes its content, what builds it, and what it leaves behind. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../cli/build.ts';
import { ROOT } from '../report.ts';
import { addPublishedVersion, writeContentTree } from './content-tree.ts';
import { policyHistory, toMarkdown, type Version, writeCorpus } from './corpus.ts';

export interface System {
  name: string;
  folder: string;
  output: string;
  command: string;
  /** What a cold build must not find: output, caches and the content of the last round. */
  remembered: string[];
  /** Puts the corpus where the system reads it. */
  write(policies: number, versions: number): void;
  /** Adds the next version of the first policy, published. */
  addVersion(versions: number): void;
}

const PEERS = join(ROOT, 'bench', 'publish', 'systems');
const NODE = process.execPath;

export function systems(work: string): System[] {
  return [
    peer('hugo', 'hugo --quiet', ['resources']),
    peer('eleventy', `${NODE} node_modules/.bin/eleventy --quiet`, []),
    peer('astro-md', `${NODE} node_modules/.bin/astro build --silent`, ['.astro', 'node_modules/.astro', 'node_modules/.vite']),
    fairnotice(join(work, 'content'), join(work, 'site')),
  ];
}

/** The product as its users run it. It makes redlines, section histories, text, JSON and feeds beside the pages. */
function fairnotice(content: string, output: string): System {
  return {
    name: 'fairnotice',
    folder: ROOT,
    output,
    command: `${NODE} cli/fairnotice.ts build --content ${content} --out ${output}`,
    remembered: [content, output, cacheFolder(content, output)],
    write: (policies, versions) => void writeContentTree(content, policies, versions),
    addVersion: (versions) => addPublishedVersion(content, versions),
  };
}

/** A generator that makes the pages of all versions and nothing else. */
function peer(name: string, command: string, caches: string[]): System {
  const folder = join(PEERS, name);
  const content = join(folder, 'content');
  const output = join(folder, 'dist');
  return {
    name,
    folder,
    output,
    command,
    remembered: [content, output, ...caches.map((cache) => join(folder, cache))],
    write(policies, versions) {
      writeCorpus(policies, versions, content, 'md');
      if (name === 'eleventy') writeFileSync(join(content, 'content.json'), '{"layout":"page.liquid"}');
    },
    addVersion(versions) {
      const version = policyHistory(0, versions + 1).at(-1) as Version;
      writeFileSync(join(content, version.policy, `v${String(version.version).padStart(3, '0')}.md`), toMarkdown(version));
    },
  };
}
