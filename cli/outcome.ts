/** How commands end: what they print, and their exit status. */
import { ContentError, problemInWords } from '../core/content.ts';
import { wholeSecond } from '../core/dates.ts';

/** 0: fine. 1: something was found. 2: the command could not run. */
export type ExitStatus = 0 | 1 | 2;

/** A reason why a command cannot run, in words for the person who typed it. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** `2 errors`, `1 error`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Prints what a command gives: JSON for programs, else text. */
export function print(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text.endsWith('\n') || text === '' ? text : `${text}\n`);
}

/**
 * Says why a command failed. Content problems are findings; anything else means that it could not run.
 *
 * @param isElsewhere Is 1 the answer to another question than whether the content is right? Then the command could not run.
 */
export function failure(error: unknown, json: boolean, isElsewhere = false): ExitStatus {
  if (error instanceof ContentError) {
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, problems: error.problems }, null, 2)}\n`);
    else
      process.stderr.write(
        `${error.problems.map(problemInWords).join('\n\n')}\n\n${error.problems.length === 1 ? 'One problem' : `${error.problems.length} problems`} in the content.\n`,
      );
    return isElsewhere ? 2 : 1;
  }
  const message = error instanceof CannotRun ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) }, null, 2)}\n`);
  else process.stderr.write(`${message}\n`);
  return 2;
}

/** Progress of long work: one line that is written over, on a terminal only. */
export function progress(): (done: number, total: number, what: string) => void {
  if (!process.stderr.isTTY) return () => {};
  let last = 0;
  return (done, total, what) => {
    const now = Date.now();
    if (now - last < 100 && done < total) return;
    last = now;
    process.stderr.write(done >= total ? '\r\x1b[K' : `\r\x1b[K${done} of ${total} ${what}`);
  };
}

/** An instant that somebody typed, in UTC and whole seconds. @throws {CannotRun} where it is none. */
export function typedInstant(option: string, typed: string): string {
  const milliseconds = Date.parse(typed);
  if (Number.isNaN(milliseconds)) throw new CannotRun(`${option} is "${typed}"; it takes an instant such as 2027-01-01T00:00:00Z.`);
  return wholeSecond(new Date(milliseconds).toISOString());
}
