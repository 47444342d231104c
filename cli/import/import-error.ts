/** Why an import could not be done. */
export type ImportFailure =
  | 'not-found'
  | 'not-a-repository'
  | 'no-such-branch'
  | 'no-such-path'
  | 'no-git'
  | 'git-failed'
  | 'unknown-format'
  | 'not-text'
  | 'empty'
  | 'bad-option'
  | 'needs-organisation'
  | 'exists'
  | 'content';

/** An import that could not be done. The message names the place and the mend. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly reason: ImportFailure;
  constructor(reason: ImportFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}
