/**
 * How long a redline of two versions of 10,000 words takes, where 10, 40 and 100 % of the paragraphs differ:
 * in Node (first call of a process and median of 20), and at the edge, as the real Worker answers
 * `GET /long/compare/A..B/` in workerd for a pair that the build did not make. Beside it, in the same process,
 * what `diff`'s `diffWords` alone takes for the two whole texts.
 *
 *     node bench/redline.ts [--repeat 20] [--differences 10,40,100,everything]
 *
 * `everything` is another text below the same headings: the worst that two versions can be to each other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diffWords } from 'diff';
import { build, cacheFolder } from '../cli/build.ts';
import { readTree } from '../cli/tree.ts';
import { renderEdition } from '../core/editions.ts';
import { type Article, readArticle } from '../core/policy/article.ts';
import { compareBlocks, ENGLISH_REDLINE_LABELS, redlineHtml } from '../core/policy/compare/index.ts';
import { serveSite } from '../tests/support/worker-server.ts';
import { writeHistories } from './publish/content-tree.ts';
import { type Difference, longVersions } from './redline-texts.ts';
import { machineInWords, markdownTable, median, ROOT, say, writeResult } from './report.ts';

const { values } = parseArgs({
  options: { repeat: { type: 'string', default: '20' }, differences: { type: 'string', default: '10,40,100,everything' }, node: { type: 'string' } },
});
const repeat = Number(values.repeat);
const MOST_MILLISECONDS = 10_000;

interface Timed {
  first: number;
  median: number;
}

interface InNode {
  words: number;
  changedWords: number;
  ours: Timed;
  diffWords: Timed;
}

if (values.node !== undefined) say(JSON.stringify(inNode(differenceOf(values.node))));
else await report();

async function report(): Promise<void> {
  const results = [];
  for (const name of values.differences.split(',')) results.push({ name, ...inOwnProcess(name), edge: await atTheEdge(differenceOf(name)) });
  writeResult('redline', { repeat, results });
  const head = [
    'paragraphs changed',
    'words',
    'words that differ',
    'compareBlocks + redlineHtml, first, ms',
    'median, ms',
    'diffWords, first, ms',
    'median, ms',
    'ours / diffWords',
    'edge, first, ms',
    'edge, median, ms',
    'a built page, median, ms',
  ];
  const rows = results.map(({ name, words, changedWords, ours, diffWords: peer, edge }) => [
    name === 'everything' ? name : `${name} %`,
    `${words}`,
    `${changedWords}`,
    ...[ours.first, ours.median, peer.first, peer.median].map(inMilliseconds),
    `${(ours.median / peer.median).toFixed(2)}×`,
    inMilliseconds(edge.first),
    inMilliseconds(edge.median),
    inMilliseconds(edge.builtPage),
  ]);
  say(markdownTable(head, rows));
  say(machineInWords());
}

function differenceOf(name: string): Difference {
  return name === 'everything' ? name : Number(name) / 100;
}

/** A process for each difference, so that its first call is the first of a process. */
function inOwnProcess(name: string): InNode {
  const { stdout, stderr, status } = spawnSync(process.execPath, [import.meta.filename, '--node', name, '--repeat', String(repeat)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as InNode;
}

function inNode(difference: Difference): InNode {
  const { before, after } = articlesOf(difference);
  let changedWords = 0;
  const ours = timed(() => {
    const comparison = compareBlocks(before.blocks, after.blocks, { locale: 'en' });
    redlineHtml(comparison, ENGLISH_REDLINE_LABELS);
    changedWords = comparison.stats.wordsAdded + comparison.stats.wordsRemoved;
  });
  return { words: after.text.split(/\s+/).length, changedWords, ours, diffWords: timed(() => void diffWords(before.text, after.text)) };
}

function articlesOf(difference: Difference): { before: Article; after: Article } {
  const { before, after } = longVersions(difference);
  const folder = mkdtempSync(join(ROOT, '.fairnotice', 'bench-redline-'));
  try {
    writeHistories(folder, [[before, after]]);
    const content = readTree(folder);
    const policy = content.policies[0];
    const articles = (policy?.versions ?? []).map((version) => {
      const translation = version.translations.en;
      if (!policy || !translation) throw new Error('the tree lacks a version');
      return readArticle(renderEdition(content, policy, version, translation), 'en');
    });
    return { before: articles[0] as Article, after: articles[1] as Article };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first call, and the median of the others: as many as asked, or as fit into a few seconds. */
function timed(act: () => void): Timed {
  const times: number[] = [];
  const begun = performance.now();
  while (times.length <= repeat && (times.length < 2 || performance.now() - begun < MOST_MILLISECONDS)) {
    const started = performance.now();
    act();
    times.push(performance.now() - started);
  }
  return { first: times[0] ?? 0, median: median(times.slice(1)) };
}

/** Whole answers of the Worker, read to their end. A version lies between the two, so that no build has made their redline. */
async function atTheEdge(difference: Difference): Promise<Timed & { builtPage: number }> {
  const { before, between, after } = longVersions(difference);
  const work = mkdtempSync(join(ROOT, '.fairnotice', 'bench-redline-'));
  const [tree, out] = [join(work, 'content'), join(work, 'site')];
  try {
    writeHistories(tree, [[before, between, after]]);
    await build({ content: tree, out, drafts: false, now: '2026-11-24T12:00:00Z' });
    const server = await serveSite(out, '2026-11-24T12:00:00Z');
    try {
      const get = async (path: string): Promise<number> => {
        const started = performance.now();
        const response = await server.fetch(path);
        const body = await response.text();
        const took = performance.now() - started;
        if (response.status !== 200 || !body.includes('</html>')) throw new Error(`${path}: ${response.status}`);
        return took;
      };
      // The Worker itself has started; the comparison has not been asked for.
      await get('/long/');
      const times: number[] = [];
      for (let turn = 0; turn <= repeat; turn += 1) times.push(await get(`/long/compare/${before.effective}..${after.effective}/`));
      const built: number[] = [];
      for (let turn = 0; turn < repeat; turn += 1) built.push(await get(`/long/compare/${between.effective}..${after.effective}/`));
      return { first: times[0] ?? 0, median: median(times.slice(1)), builtPage: median(built) };
    } finally {
      await server.close();
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(cacheFolder(tree, out), { recursive: true, force: true });
  }
}

function inMilliseconds(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
