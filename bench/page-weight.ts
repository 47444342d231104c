/**
 * What a version page weighs beyond the policy's own text: gzip of the page and of the style sheets that it links, less gzip of
 * the text, for each version of KAIRO's policies and for a policy of the bench's corpus.
 *
 *     node bench/page-weight.ts
 *
 * The text is taken as readers of the plain file get it, without any markup, so marking up the words
 * counts as weight as well. Exits with 1 where a page is over the limit of 8 KB.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, cacheFolder } from '../cli/build.ts';
import { readTree } from '../cli/tree.ts';
import { pathOf } from '../core/addresses.ts';
import { writeContentTree } from './publish/content-tree.ts';
import { markdownTable, ROOT, say, writeResult } from './report.ts';

const LIMIT_BYTES = 8 * 1024;
/** Of the corpus the first, a middle and the last version are shown. */
const CORPUS_VERSIONS = 20;
const SHOWN = [0, CORPUS_VERSIONS / 2, CORPUS_VERSIONS - 1];

interface Weight {
  page: string;
  html: number;
  styles: number;
  text: number;
  beyond: number;
}

const work = mkdtempSync(join(ROOT, '.fairnotice', 'bench-weight-'));
try {
  const corpus = join(work, 'corpus');
  writeContentTree(corpus, 1, CORPUS_VERSIONS);
  const own = await weightsOf('KAIRO', join(ROOT, 'content'));
  const other = (await weightsOf('corpus', corpus)).filter((_, index) => SHOWN.includes(index));
  const weights = [...own, ...other];
  writeResult('page-weight', { limit: LIMIT_BYTES, weights });
  const rows = weights.map(({ page, html, styles, text, beyond }) => [
    page,
    `${html}`,
    `${styles}`,
    `${text}`,
    `${beyond}`,
    beyond <= LIMIT_BYTES ? 'yes' : 'no',
  ]);
  say(markdownTable(['version page, bytes after gzip', 'HTML', 'CSS', 'its text alone', 'beyond its text', `under ${LIMIT_BYTES}`], rows));
  if (weights.some(({ beyond }) => beyond > LIMIT_BYTES)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function weightsOf(name: string, tree: string): Promise<Weight[]> {
  const out = join(work, `site-${name}`);
  const { base } = await build({ content: tree, out, drafts: false, now: '2026-11-24T12:00:00Z' });
  rmSync(cacheFolder(tree, out), { recursive: true, force: true });
  const site = join(out, base);
  return readTree(tree).policies.flatMap((policy) =>
    policy.versions.flatMap((version) =>
      Object.values(version.translations)
        .filter(({ sealed }) => sealed)
        .map(({ locale }) => {
          const { prevailing } = policy.settings;
          const path = pathOf.version(policy.id, version.id, locale, prevailing);
          const page = join(site, path, 'index.html');
          const [html, styles] = [gzipped(page), sheetsOf(page).reduce((sum, sheet) => sum + gzipped(join(out, sheet)), 0)];
          const text = gzipped(join(site, pathOf.file(policy.id, version.id, locale, prevailing, 'txt')));
          return { page: `${name} /${path}`, html, styles, text, beyond: html + styles - text };
        }),
    ),
  );
}

/** Style sheets that a page links, by their addresses on the host. */
function sheetsOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/<link rel="stylesheet" href="([^"]*)"/g)].map(([, href = '']) => href);
}

function gzipped(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}
