/**
 * The history of one file as readers of a branch met it. Only the branch's own line is walked: what a
 * pull request tried out was never published, and its merge is the moment at which it was. So each
 * state has one instant, that of the commit which brought it onto the branch (the committer's date; the
 * author's may lie months before).
 */
import { nearest } from '../../core/nearest.ts';
import { decodeText } from './decode.ts';
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

interface LineCommit {
  sha: string;
  parents: string[];
  instant: string;
  author: string;
  subject: string;
  body: string;
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
      sha: commit.sha, instant: commit.instant, author: commit.author, path: name,
      subject: subjectOf(commit),
      ...(source === undefined ? {} : { source }),
      ...(movedFrom ? { movedFrom } : {}),
    });
  }
  if ((await git.run(['rev-parse', '--is-shallow-repository'])).trim() === 'true') {
    remarks.push('the repository is a shallow clone: its history is incomplete, and the first version found may be older than it seems. `git fetch --unshallow` completes it');
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
  throw new ImportError('no-such-branch', `${repository} has no branch ${branch ?? '(HEAD leads nowhere)'}. ${near ? `Did you mean ${near}? ` : ''}${known}; name one with --branch.`);
}

/** The commits of the branch's own line, newest first. */
async function readLine(git: Git, branch: string, remarks: string[]): Promise<LineCommit[]> {
  const output = await git.run(['log', '--topo-order', '--no-show-signature', '-z', '--encoding=UTF-8', '--format=%H%x1f%P%x1f%cI%x1f%an%x1f%s%x1f%b', branch, '--']);
  const all = new Map<string, LineCommit>();
  let tip: string | undefined;
  for (const record of output.split('\0')) {
    const [sha = '', parents = '', instant = '', author = '', subject = '', body = ''] = record.split('\x1f');
    if (sha === '') continue;
    tip ??= sha;
    all.set(sha, { sha, parents: parents.split(' ').filter(Boolean), instant, author, subject, body });
  }
  const line: LineCommit[] = [];
  let swapped = 0;
  for (let next = tip === undefined ? undefined : all.get(tip); next; ) {
    line.push(next);
    const [first, second] = next.parents;
    const swap = second !== undefined && mergesTheBranchItself(next.subject, branch);
    if (swap) swapped += 1;
    next = all.get((swap ? second : first) ?? '');
  }
  if (swapped > 0) remarks.push(`${swapped} ${swapped === 1 ? 'merge' : 'merges'} brought the branch itself into somebody's copy of it; the branch's side was followed`);
  return line;
}

/**
 * `Merge branch 'main' of github.com:…`: somebody pulled before pushing, so the branch as others saw it
 * is the second parent, not the first.
 */
function mergesTheBranchItself(subject: string, branch: string): boolean {
  const [, merged, into] = /^Merge (?:remote-tracking )?branch '(?:origin\/|upstream\/)?([^']+)'(?: of \S+)?(?: into (\S+))?$/.exec(subject) ?? [];
  const name = branch.replace(/^(?:refs\/heads\/|origin\/)/, '');
  const same = (other: string): boolean => other === name || (name === 'HEAD' && /^(main|master)$/.test(other)) || (/^(main|master)$/.test(name) && /^(main|master)$/.test(other));
  return merged !== undefined && same(merged) && (into === undefined || same(into));
}

interface Event {
  commit: LineCommit;
  path: string;
  blob?: string;
  movedFrom?: string;
}

/** Walks the line from its tip and finds where the file changed, under the names that it had. Newest first. */
async function followPath(git: Git, line: LineCommit[], path: string, remarks: string[]): Promise<Event[]> {
  const events: Event[] = [];
  let name = path;
  let blobs = await blobsAt(git, line, name);
  for (let index = 0; index < line.length; index += 1) {
    const commit = line[index] as LineCommit;
    const older = line[index + 1];
    const blob = blobs.get(commit.sha);
    const before = older && blobs.get(older.sha);
    if (blob === before) continue;
    if (blob === undefined) {
      events.push({ commit, path: name });
      remarks.push(`${commit.sha.slice(0, 10)} deleted ${name}`);
      continue;
    }
    if (before !== undefined || !older) {
      events.push({ commit, path: name, blob });
      continue;
    }
    const source = await movedFrom(git, older, commit, name, line[0] as LineCommit);
    events.push({ commit, path: name, blob, ...(source ? { movedFrom: source.path } : {}) });
    if (!source) continue;
    if (source.remark) remarks.push(source.remark);
    name = source.path;
    blobs = await blobsAt(git, line.slice(index + 1), name);
  }
  return events;
}

/** The blob of a path in each commit that has it. */
async function blobsAt(git: Git, line: LineCommit[], path: string): Promise<Map<string, string>> {
  if (path.includes('\n')) throw new ImportError('bad-option', 'a path with a line feed cannot be read');
  const output = await git.run(['cat-file', '--batch-check=%(objecttype) %(objectname)'], line.map((commit) => `${commit.sha}:${path}\n`).join(''));
  const blobs = new Map<string, string>();
  output.split('\n').forEach((answer, index) => {
    const [type, id] = answer.split(' ');
    const commit = line[index];
    if (type === 'blob' && id && commit && /^[0-9a-f]{40,64}$/.test(id)) blobs.set(commit.sha, id);
  });
  return blobs;
}

/** Documents are moved among documents: other files are not compared, which is faster, and a clone may lack the large ones. */
const DOCUMENTS = ['md', 'mdx', 'markdown', 'mdown', 'html', 'htm', 'xhtml', 'txt', 'text', 'erb', 'haml', 'pug', 'rst'].map((extension) => `:(icase)*.${extension}`);

/** Where a file that a commit added came from, and what there is to say about it. */
async function movedFrom(git: Git, older: LineCommit, commit: LineCommit, path: string, tip: LineCommit): Promise<{ path: string; remark?: string } | undefined> {
  const among = /\.[^./]+$/.test(path) ? ['--', `:(literal)${path}`, ...DOCUMENTS] : [];
  const find = async (...how: string[]): Promise<string | undefined> => {
    const output = await git.attempt(['diff-tree', '-r', '-z', '--name-status', '--diff-filter=RC', ...how, older.sha, commit.sha, ...among]);
    const fields = output?.split('\0') ?? [];
    for (let index = 0; index + 2 < fields.length; index += 3) if (fields[index + 2] === path) return fields[index + 1];
    return undefined;
  };
  const sha = commit.sha.slice(0, 10);
  // The first way reads no file, so it works where a clone lacks some.
  const renamed = (await find('-M100%')) ?? (await find('-M50%')) ?? (commit.parents.length > 1 ? await renamedOnTheSide(git, older, commit, path) : undefined);
  if (renamed !== undefined) return { path: renamed };
  const unlike = await find('-M30%');
  if (unlike !== undefined) return { path: unlike, remark: `${sha} replaced ${unlike} by ${path} and changed most of it; taken for the same document` };
  const copy = await find('-C90%', '--find-copies-harder');
  if (copy === undefined || (await git.attempt(['cat-file', '-e', `${tip.sha}:${copy}`])) !== undefined) return undefined;
  return { path: copy, remark: `${sha} began ${path} as a copy of ${copy}, which went later; its history was followed` };
}

/** A merge may hide a rename, when its branch renamed the file and rewrote it after that. */
async function renamedOnTheSide(git: Git, older: LineCommit, merge: LineCommit, path: string): Promise<string | undefined> {
  const output = await git.attempt(['log', '--follow', '-M', '-z', '--format=', '--name-status', `${older.sha}..${merge.sha}`, '--', path]);
  const sources = [...(output ?? '').matchAll(/[RC]\d+\0([^\0]+)\0[^\0]+/g)].map((match) => match[1] as string).reverse();
  for (const source of sources) {
    if ((await git.attempt(['cat-file', '-e', `${older.sha}:${source}`])) !== undefined) return source;
  }
  return undefined;
}

function readText(blob: Buffer | undefined, sha: string, path: string): string {
  const place = `${path} in ${sha.slice(0, 10)}`;
  if (!blob) throw new ImportError('git-failed', `${place} is not in the repository: a partial clone lacks it. Clone without --filter.`);
  return decodeText(blob, place);
}

/** Of a merged pull request GitHub puts the title below the first line. */
function subjectOf({ subject, body }: LineCommit): string {
  if (!/^Merge (pull request|branch|remote-tracking)|^Merged in /.test(subject)) return subject;
  return body.split('\n').map((line) => line.trim()).find((line) => line !== '' && !/^[*#]|:$/.test(line)) ?? subject;
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
    ...today.filter((file) => stem !== '' && file.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '').includes(stem)),
    ...today.filter((file) => /priva|datenschutz|terms|cookie/i.test(file)),
  ];
  const few = [...new Set(near)].slice(0, 5);
  return new ImportError('no-such-path', `${branch} never had a file ${path}. ${few.length > 0 ? `Near it: ${few.join(', ')}.` : 'List its files with git ls-tree -r --name-only.'}`);
}
