/** The commits of a branch's own line: what stood on it, one after the other. */
import type { Git } from './git.ts';

export interface LineCommit {
  sha: string;
  parents: string[];
  instant: string;
  author: string;
  subject: string;
  body: string;
}

/** The commits of the branch's own line, newest first. */
export async function readLine(git: Git, branch: string, remarks: string[]): Promise<LineCommit[]> {
  const output = await git.run([
    'log',
    '--topo-order',
    '--no-show-signature',
    '-z',
    '--encoding=UTF-8',
    '--format=%H%x1f%P%x1f%cI%x1f%an%x1f%s%x1f%b',
    branch,
    '--',
  ]);
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
  if (swapped > 0)
    remarks.push(`${swapped} ${swapped === 1 ? 'merge' : 'merges'} brought the branch itself into somebody's copy of it; the branch's side was followed`);
  return line;
}

/**
 * `Merge branch 'main' of github.com:…`: somebody pulled before pushing, so the branch as others saw it
 * is the second parent, not the first.
 */
function mergesTheBranchItself(subject: string, branch: string): boolean {
  const [, merged, into] = /^Merge (?:remote-tracking )?branch '(?:origin\/|upstream\/)?([^']+)'(?: of \S+)?(?: into (\S+))?$/.exec(subject) ?? [];
  const name = branch.replace(/^(?:refs\/heads\/|origin\/)/, '');
  const same = (other: string): boolean =>
    other === name || (name === 'HEAD' && /^(main|master)$/.test(other)) || (/^(main|master)$/.test(name) && /^(main|master)$/.test(other));
  return merged !== undefined && same(merged) && (into === undefined || same(into));
}
