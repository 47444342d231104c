#!/usr/bin/env node
/** The command line: one file for each command under `commands/`, nothing but the wiring here. */
import { Command, CommanderError } from 'commander';
import { buildCommand } from './commands/build.ts';
import { compareCommand } from './commands/compare.ts';
import { correctCommand } from './commands/correct.ts';
import { importCommand } from './commands/import.ts';
import { lintCommand } from './commands/lint.ts';
import { newCommand } from './commands/new.ts';
import { publishCommand } from './commands/publish.ts';
import { startCommand } from './commands/start.ts';
import { mistakeCommand, withdrawCommand } from './commands/take-back.ts';
import { failure } from './outcome.ts';

const program = new Command('fairnotice')
  .description('Publishes policies with their whole history, and keeps their words provable.')
  .showSuggestionAfterError()
  .addHelpText('after', '\nEvery command takes --content DIR and --json, and exits with 0 (fine), 1 (found something) or 2 (could not run).\n')
  .exitOverride();

for (const command of [
  newCommand,
  lintCommand,
  importCommand,
  publishCommand,
  withdrawCommand,
  mistakeCommand,
  correctCommand,
  compareCommand,
  buildCommand,
  startCommand,
]) {
  program.addCommand(command().exitOverride());
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = failure(error, process.argv.includes('--json'));
}
