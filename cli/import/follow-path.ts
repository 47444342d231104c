/** A file through the commits of a line, under the names that it had. */
import type { LineCommit } from './branch-line.ts';
import type { Git } from './git.ts';
import { ImportError } from './import-error.ts';

/** A commit that changed the file. */
export interface FileEvent {
  commit: LineCommit;
  path: string;
  blob?: string;
  movedFrom?: string;
}

/** Walks the line from its tip and finds where the file changed, under the names that it had. Newest first. */
export async function followPath(git: Git, line: LineCommit[], path: string, remarks: string[]): Promise<FileEvent[]> {
  const events: FileEvent[] = [];
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

/** Where a clone lacks files (the largest ones, or images), comparing only these may still work. */
const DOCUMENTS = ['md', 'mdx', 'markdown', 'mdown', 'html', 'htm', 'xhtml', 'txt', 'text', 'erb', 'haml', 'pug', 'rst'].map(
  (extension) => `:(icase)*.${extension}`,
);

/** Where a file that a commit added came from, and what there is to say about it. */
async function movedFrom(
  git: Git,
  older: LineCommit,
  commit: LineCommit,
  path: string,
  tip: LineCommit,
): Promise<{ path: string; remark?: string } | undefined> {
  const compare = (how: string[], among: string[]): Promise<string | undefined> =>
    git.attempt(['diff-tree', '-r', '-z', '--name-status', '--diff-filter=RC', ...how, older.sha, commit.sha, '--', ...among]);
  const find = async (...how: string[]): Promise<string | undefined> => {
    const output = (await compare(how, [])) ?? (await compare(how, [`:(literal)${path}`, ...DOCUMENTS]));
    const fields = output?.split('\0') ?? [];
    for (let index = 0; index + 2 < fields.length; index += 3) if (fields[index + 2] === path) return fields[index + 1];
    return undefined;
  };
  const sha = commit.sha.slice(0, 10);
  // The first way reads no file.
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
