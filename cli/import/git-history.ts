/**
 * The history of one file as readers of a branch met it. Only the branch's own line is walked: what a
 * pull request tried out was never published, and its merge is the moment at which it was. So each
 * state has one instant, that of the commit which brought it onto the branch (the committer's date; the
 * author's may lie months before).
 */
import { nearest } from '../../core/nearest.ts';
import { type LineCommit, readLine } from './branch-line.ts';
import { decodeText } from './decode.ts';
import { followPath } from './follow-path.ts';
import { Git } from './git.ts';
import { ImportError } from './import-error.ts';

/** One commit of the line that changed the file. */
export interface HistoryCommit {
  sha: string;
  /** When it landed, ISO 8601 with the committer's offset. */
  instant: string;
  /** First line of the message; of a merged pull request, its title. */
  subject: string;
  author: string;
  path: string;
  /** Text of the file; absent where the commit deleted it. */
  source?: string;
  /** The path before, where the commit moved the file. */
  movedFrom?: string;
}

export interface History {
  /** Oldest first. */
  commits: HistoryCommit[];
  branch: string;
  /** What a reader of the result should know: a shallow clone, clocks that went wrong, and the like. */
  remarks: string[];
}

export interface HistoryOptions {
  repository: string;
  path: string;
  branch?: string;
  progress?: (done: number, total: number, what: string) => void;
}

/** Reads the history of a file, renames followed. Works on bare and on shallow repositories. */
export async function readHistory(options: HistoryOptions): Promise<History> {
  const git = new Git(options.repository);
  await assertRepository(git, options.repository);
  const branch = await branchOf(git, options);
  const path = options.path.replaceAll('\\', '/').replace(/^\.?\//, '');
  const remarks: string[] = [];
  const line = await readLine(git, branch, remarks);
  options.progress?.(0, line.length, 'commits');
  const events = await followPath(git, line, path, remarks);
  if (events.length === 0) throw await noSuchPath(git, branch, path);
  const blobs = await git.readObjects(events.filter((event) => event.blob).map((event) => event.blob as string));
  const commits: HistoryCommit[] = [];
  for (const { commit, path: name, blob, movedFrom } of events) {
    const source = blob ? readText(blobs.shift(), commit.sha, name) : undefined;
    commits.push({
      sha: commit.sha,
      instant: commit.instant,
      author: commit.author,
      path: name,
      subject: subjectOf(commit),
      ...(source === undefined ? {} : { source }),
      ...(movedFrom ? { movedFrom } : {}),
    });
  }
  if ((await git.run(['rev-parse', '--is-shallow-repository'])).trim() === 'true') {
    remarks.push(
      'the repository is a shallow clone: its history is incomplete, and the first version found may be older than it seems. `git fetch --unshallow` completes it',
    );
  }
  options.progress?.(line.length, line.length, 'commits');
  return { commits: withOrderedInstants(commits.reverse(), remarks), branch, remarks };
}

async function assertRepository(git: Git, directory: string): Promise<void> {
  if ((await git.attempt(['rev-parse', '--git-dir'])) === undefined) {
    throw new ImportError('not-a-repository', `${directory} is no git repository. Give the folder of a clone (bare or not) with --git.`);
  }
}

async function branchOf(git: Git, { branch, repository }: HistoryOptions): Promise<string> {
  const wanted = branch ?? 'HEAD';
  if (!wanted.startsWith('-') && (await git.attempt(['rev-parse', '--verify', '--quiet', `${wanted}^{commit}`])) !== undefined) {
    if (branch) return branch;
    return (await git.attempt(['symbolic-ref', '--short', 'HEAD']))?.trim() || 'HEAD';
  }
  const branches = (await git.run(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes'])).split('\n').filter(Boolean);
  const near = branch ? nearest(branch, branches) : undefined;
  const known = branches.length === 0 ? 'It has none' : `It has ${branches.slice(0, 8).join(', ')}${branches.length > 8 ? ', …' : ''}`;
  throw new ImportError(
    'no-such-branch',
    `${repository} has no branch ${branch ?? '(HEAD leads nowhere)'}. ${near ? `Did you mean ${near}? ` : ''}${known}; name one with --branch.`,
  );
}

function readText(blob: Buffer | undefined, sha: string, path: string): string {
  const place = `${path} in ${sha.slice(0, 10)}`;
  if (!blob) throw new ImportError('git-failed', `${place} is not in the repository: a partial clone lacks it. Clone without --filter.`);
  return decodeText(blob, place);
}

/** Of a merged pull request GitHub puts the title below the first line. */
function subjectOf({ subject, body }: LineCommit): string {
  if (!/^Merge (pull request|branch|remote-tracking)|^Merged in /.test(subject)) return subject;
  return (
    body
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && !/^[*#]|:$/.test(line)) ?? subject
  );
}

/** A clock that went wrong must not turn the order of the line around. */
function withOrderedInstants(commits: HistoryCommit[], remarks: string[]): HistoryCommit[] {
  let latest = '';
  return commits.map((commit) => {
    if (latest !== '' && Date.parse(commit.instant) < Date.parse(latest)) {
      remarks.push(`${commit.sha.slice(0, 10)} is dated ${commit.instant}, before the commit that it follows; the later instant was taken`);
      return { ...commit, instant: latest };
    }
    latest = commit.instant;
    return commit;
  });
}

async function noSuchPath(git: Git, branch: string, path: string): Promise<ImportError> {
  const today = (await git.run(['ls-tree', '-r', '-z', '--name-only', branch, '--'])).split('\0').filter(Boolean);
  const name = path.split('/').at(-1)?.toLowerCase() ?? '';
  const stem = name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N}]+/gu, '');
  const near = [
    ...today.filter((file) => file.toLowerCase() === path.toLowerCase()),
    ...today.filter((file) => file.toLowerCase().endsWith(`/${name}`) || file.toLowerCase() === name),
    ...[nearest(path, today)].filter((file) => file !== undefined),
    ...today.filter(
      (file) =>
        stem !== '' &&
        file
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, '')
          .includes(stem),
    ),
    ...today.filter((file) => /priva|datenschutz|terms|cookie/i.test(file)),
  ];
  const few = [...new Set(near)].slice(0, 5);
  return new ImportError(
    'no-such-path',
    `${branch} never had a file ${path}. ${few.length > 0 ? `Near it: ${few.join(', ')}.` : 'List its files with git ls-tree -r --name-only.'}`,
  );
}
