/** `fairnotice publish`: seals a version, so that no later edit or tool can move its words. */
import { Command } from 'commander';
import type { Content, Version } from '../../core/content.ts';
import { dateAt, dateInWords, timeAt, wholeSecond } from '../../core/dates.ts';
import { noteToolChange, type PublishRefusal, planPublication, type ToolChangeNote } from '../../core/publishing.ts';
import { promptLines } from '../first-text.ts';
import { CannotRun, print } from '../outcome.ts';
import { contentDir, findPolicy, findVersion, readTree, writeFiles } from '../tree.ts';

interface Options {
  approvedBy?: string;
  backdated?: boolean;
  noteToolChange?: string | true;
  content?: string;
  json?: boolean;
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('Seal a version: its words go into a plain HTML file, their hash, the instant and who approved into published.json.')
    .argument('<policy>', 'the policy, as its folder is named')
    .argument('<version>', 'the version, such as 2027-01-01')
    .option('--approved-by <name>', 'who approved the words')
    .option('--backdated', 'publish although the version begins in the past')
    .option('--note-tool-change [note]', 'of a published version: note that this tool renders other words; the sealed ones stand')
    .option('--content <dir>', 'content tree')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  fairnotice publish privacy 2027-01-01 --approved-by "Legal department"\n')
    .action(publish);
}

function publish(policyId: string, versionId: string, options: Options): void {
  const folder = contentDir(options.content);
  const content = readTree(folder);
  const policy = findPolicy(content, policyId);
  const version = findVersion(policy, versionId);
  const now = wholeSecond(new Date().toISOString());
  if (options.noteToolChange !== undefined) {
    const noted = noteToolChange(
      content,
      policy,
      version,
      now,
      typeof options.noteToolChange === 'string' ? options.noteToolChange : 'rendered by a later tool',
    );
    if (!noted.ok) throw new CannotRun(notNoted(policyId, versionId, noted.refusal));
    writeFiles(folder, noted.files);
    print(options.json, noted.entry, `Noted for ${policyId} ${versionId}. Readers keep the sealed words.`);
    return;
  }
  if (!options.approvedBy) throw new CannotRun('Say who approved the words: --approved-by "Name or role". It is published with the version.');
  const plan = planPublication(content, policy, version, { now, approvedBy: options.approvedBy, backdated: options.backdated ?? false });
  if (!plan.ok) {
    refuse(options, plan.refusal, refusalInWords(policyId, versionId, plan.refusal));
    return;
  }
  const prompts = promptsLeft(content, version);
  if (prompts.length > 0) {
    const words = `A prompt of the first text stands at ${prompts.join(', ')}. Write there, or delete the section: a seal holds for ever. Nothing was published.`;
    refuse(options, { reason: 'unfinished', prompts }, words);
    return;
  }
  writeFiles(folder, plan.files);
  const hashes = plan.locales.map((locale) => `  ${locale}  ${plan.entry.locales[locale]?.sha256}`).join('\n');
  const begins =
    version.effective > now
      ? `It takes effect by itself on ${dateInWords(dateAt(version.effective, content.timeZone), 'en')}, ${timeAt(version.effective, content.timeZone)} ${content.timeZone}.`
      : 'It is in force.';
  print(
    options.json,
    { ok: true, entry: plan.entry, files: plan.files.map(({ path }) => path) },
    `Published ${policyId} ${versionId}. ${begins}\nSHA-256 of the canonical text:\n${hashes}\nCommit with its text: ${plan.files.map(({ path }) => path).join(', ')}`,
  );
}

function refuse({ json }: Options, refusal: object, words: string): void {
  print(json, { ok: false, ...refusal }, words);
  process.exitCode = 1;
}

/** Where texts that would be sealed now still ask their writer, as `file:line`. */
function promptsLeft({ reader }: Content, { translations }: Version): string[] {
  return Object.values(translations)
    .filter(({ sealed }) => !sealed)
    .flatMap(({ mdxPath }) => promptLines(reader.read(mdxPath) ?? '').map((line) => `${mdxPath}:${line}`));
}

function notNoted(policy: string, version: string, refusal: Extract<ToolChangeNote, { ok: false }>['refusal']): string {
  switch (refusal.reason) {
    case 'not-published':
      return `${policy} ${version} is a draft; it has no sealed words from which a tool could differ.`;
    case 'same-words':
      return `${policy} ${version} renders the words that were sealed; there is nothing to note.`;
    case 'edited':
      return `${refusal.file} was edited after it was published, so its other words are not the tool's. Restore it from git; then note what differs still. New words need a new version: fairnotice new version ${policy} <date>`;
  }
}

function refusalInWords(policy: string, version: string, refusal: PublishRefusal): string {
  const name = `${policy} ${version}`;
  switch (refusal.reason) {
    case 'already-published':
      return `${name} is published already; published words never change. A new text needs a new version: fairnotice new version ${policy} <date>`;
    case 'in-the-past':
      return `${name} would have been in force since ${refusal.effective}, before it was published. Name a later date, or say --backdated where the text really was in force then.`;
    case 'no-summary':
      return `${name} replaces another version and does not say what changed. Add a summary to its front matter: one or two sentences for readers.`;
    case 'nothing-changed':
      return `${name} has the words of ${refusal.previous}. There is nothing to publish.`;
    case 'sensitive-but-editorial':
      return `${name} is not marked material, yet it changes what people may rely on:\n${refusal.changes.map((change) => `  ${change}`).join('\n')}\nSet material: true in its front matter, or say in editorial: why this is only editorial.`;
  }
}
