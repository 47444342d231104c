/** `fairnotice compare`: two versions as text, HTML or JSON. */
import { Command, Option } from 'commander';
import type { Content, Policy } from '../../core/content.ts';
import { readEdition } from '../../core/editions.ts';
import type { Article } from '../../core/policy/article.ts';
import { type Comparison, changesHtml, compareBlocks, comparisonJson, redlineHtml, redlineLabels, sizeInWords } from '../../core/policy/compare/index.ts';
import { translator } from '../../core/wording.ts';
import { CannotRun, print } from '../outcome.ts';
import { contentDir, findPolicy, findVersion, readTree } from '../tree.ts';

interface Options {
  format: 'text' | 'html' | 'json';
  locale?: string;
  content?: string;
  json?: boolean;
}

export function compareCommand(): Command {
  return new Command('compare')
    .description('Compare two versions of a policy. Exits with 1 where their words differ.')
    .argument('<policy>', 'the policy')
    .argument('<a>', 'the older version')
    .argument('<b>', 'the newer version')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'html', 'json']).default('text'))
    .option('--locale <tag>', 'language; the prevailing one by default')
    .option('--content <dir>', 'content tree')
    .option('--json', 'the same as --format json')
    .addHelpText('after', '\nExample:\n  fairnotice compare privacy 2025-12-16 2027-01-01 --format html > redline.html\n')
    .action(compare);
}

function compare(policyId: string, a: string, b: string, options: Options): void {
  const content = readTree(contentDir(options.content));
  const policy = findPolicy(content, policyId);
  const locale = options.locale ?? policy.settings.prevailing;
  const [before, after] = [article(content, policy, a, locale), article(content, policy, b, locale)];
  const comparison = compareBlocks(before.blocks, after.blocks, { locale, renamed: findVersion(policy, b).frontMatter.renamed });
  const format = options.json ? 'json' : options.format;
  const labels = redlineLabels(translator(content.wording, locale));
  if (format === 'json') print(true, comparisonJson(comparison, { version: a, sha256: before.sha256 }, { version: b, sha256: after.sha256 }), '');
  else if (format === 'html') print(false, null, `${changesHtml(comparison, labels)}\n${redlineHtml(comparison, labels)}\n`);
  // What a command says is English, whatever language it compares.
  else print(false, null, inText(comparison, sizeInWords(comparison.stats, translator(content.wording, 'en'), 'en')));
  process.exitCode = before.sha256 === after.sha256 ? 0 : 1;
}

function article(content: Content, policy: Policy, id: string, locale: string): Article {
  const version = findVersion(policy, id);
  const translation = version.translations[locale];
  if (!translation) throw new CannotRun(`${policy.id} ${id} has no text in ${locale}. It has: ${Object.keys(version.translations).join(', ')}.`);
  return readEdition(content, policy, version, translation);
}

/** Changed blocks under their sections: `[-removed-]` and `{+added+}`, coloured on a terminal. */
function inText({ blocks, sections }: Comparison, size: string): string {
  const colour = process.stdout.isTTY && !process.env.NO_COLOR;
  const paint = (text: string, code: number, open: string, close: string): string =>
    text === '' ? '' : colour ? `\x1b[${code}m${open}${text}${close}\x1b[0m` : `${open}${text}${close}`;
  const titles = new Map(sections.map(({ before, after }) => [(after ?? before)?.id, (after ?? before)?.title]));
  const lines: string[] = [];
  let section: string | undefined;
  for (const block of blocks) {
    if (block.words.every(({ op }) => op === 'equal')) continue;
    if (block.section !== section) lines.push('', `# ${titles.get(block.section) || block.section || '(top)'}`);
    section = block.section;
    const words = block.words
      .map(({ op, text }) =>
        op === 'equal'
          ? text.replace(/\n$/, '')
          : op === 'insert'
            ? paint(text.replace(/\n$/, ''), 32, '{+', '+}')
            : paint(text.replace(/\n$/, ''), 31, '[-', '-]'),
      )
      .join('');
    lines.push(`${block.op === 'equal' || block.op === 'changed' ? '' : `(${block.op}) `}${words}`);
  }
  lines.push('', size);
  return `${lines.join('\n').trimStart()}\n`;
}
