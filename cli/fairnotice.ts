#!/usr/bin/env node
/** The command line: one file for each command under `commands/`, nothing but the wiring here. */
import { Command, CommanderError } from 'commander';
import { failure } from './outcome.ts';

/** Read when they are asked for: the importer and the linter bring much with them. */
const COMMANDS: Record<string, () => Promise<() => Command>> = {
  new: async () => (await import('./commands/new.ts')).newCommand,
  lint: async () => (await import('./commands/lint.ts')).lintCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  publish: async () => (await import('./commands/publish.ts')).publishCommand,
  withdraw: async () => (await import('./commands/take-back.ts')).withdrawCommand,
  mistake: async () => (await import('./commands/take-back.ts')).mistakeCommand,
  correct: async () => (await import('./commands/correct.ts')).correctCommand,
  compare: async () => (await import('./commands/compare.ts')).compareCommand,
  build: async () => (await import('./commands/build.ts')).buildCommand,
  archive: async () => (await import('./commands/archive.ts')).archiveCommand,
  deploy: async () => (await import('./commands/deploy.ts')).deployCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  requests: async () => (await import('./commands/requests.ts')).requestsCommand,
  start: async () => (await import('./commands/start.ts')).startCommand,
};

const program = new Command('fairnotice')
  .description('Publishes policies with their whole history, and keeps their words provable.')
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    '\nEvery command but verify and requests takes --content DIR, every one but start and deploy --json. Each exits with 0 (fine), 1 (found something) or 2 (could not run).\n',
  )
  .exitOverride();

const asked = COMMANDS[process.argv[2] ?? ''];
for (const read of asked ? [asked] : Object.values(COMMANDS)) program.addCommand((await read())().exitOverride());

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  // With 1 it would say that two texts differ, which it has not seen.
  else process.exitCode = failure(error, process.argv.includes('--json'), process.argv[2] === 'compare');
}
