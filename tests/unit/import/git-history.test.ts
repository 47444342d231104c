import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHistory } from '../../../cli/import/git-history.ts';
import { Repository } from './repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = new Repository();
});
afterEach(() => repository.remove());

const read = (path: string, branch?: string) => readHistory({ repository: repository.folder, path, ...(branch ? { branch } : {}) });
const subjects = async (path: string, branch?: string): Promise<string[]> => (await read(path, branch)).commits.map(({ subject }) => subject);
const long = (words: string): string => `${Array.from({ length: 20 }, (_unused, index) => `Line ${index} of the policy.`).join('\n')}\n${words}\n`;

describe('the history of a file', () => {
  it('has each commit that changed it, oldest first', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a');
    repository.commit('2020-01-02', 'other', 'q.md', 'x');
    const sha = repository.commit('2020-01-03', 'two', 'p.md', 'b');
    const { commits, branch } = await read('p.md');
    expect(commits.map(({ subject, source }) => [subject, source])).toEqual([
      ['one', 'a'],
      ['two', 'b'],
    ]);
    expect(commits[1]).toMatchObject({ sha, author: 'Ada', path: 'p.md' });
    expect(Date.parse(commits[1]?.instant ?? '')).toBe(Date.parse('2020-01-03T12:00:00Z'));
    expect(branch).toBe('main');
  });

  it('follows renames, also into folders with spaces and other scripts', async () => {
    repository.commit('2020-01-01', 'one', 'old.md', long('a'));
    repository.git('mv', 'old.md', 'new.md');
    repository.seal('2020-01-02', 'rename');
    repository.write('Über uns/隐私 policy.md', long('b'));
    repository.git('rm', '--quiet', 'new.md');
    repository.git('add', '--all');
    repository.seal('2020-01-03', 'move and change');
    const { commits } = await read('Über uns/隐私 policy.md');
    expect(commits.map(({ path, movedFrom }) => [path, movedFrom])).toEqual([
      ['old.md', undefined],
      ['new.md', 'old.md'],
      ['Über uns/隐私 policy.md', 'new.md'],
    ]);
  });

  it('takes a merge as one moment, and its title as its subject', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a\n');
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.commit('2020-01-02', 'wip 1', 'p.md', 'b\n');
    repository.commit('2020-01-03', 'wip 2', 'p.md', 'c\n');
    repository.git('checkout', '--quiet', 'main');
    repository.at('2020-02-01T12:00:00Z', 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request #7 from a/topic\n\nName the processor', 'topic');
    const { commits } = await read('p.md');
    expect(commits.map(({ subject, source }) => [subject, source])).toEqual([
      ['one', 'a\n'],
      ['Name the processor', 'c\n'],
    ]);
    expect(commits[1]?.instant.slice(0, 10)).toBe('2020-02-01');
  });

  it('finds a rename that a merge hides', async () => {
    repository.commit('2020-01-01', 'one', 'old.md', long('a'));
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.git('mv', 'old.md', 'new.md');
    repository.seal('2020-01-02', 'rename');
    repository.commit('2020-01-03', 'rewrite', 'new.md', 'Nothing is as it was.\n'.repeat(30));
    repository.git('checkout', '--quiet', 'main');
    repository.at('2020-02-01T12:00:00Z', 'merge', '--quiet', '--no-ff', '-m', 'Merge branch topic', 'topic');
    expect((await read('new.md')).commits.map(({ path }) => path)).toEqual(['old.md', 'new.md']);
  });

  it('follows the branch where somebody merged it into their copy', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a\n');
    repository.git('checkout', '--quiet', '-b', 'copy');
    repository.commit('2020-01-02', 'local', 'q.md', 'x\n');
    repository.git('checkout', '--quiet', 'main');
    repository.commit('2020-01-03', 'two', 'p.md', 'b\n');
    repository.git('checkout', '--quiet', 'copy');
    repository.at('2020-01-05T12:00:00Z', 'merge', '--quiet', '-m', "Merge branch 'main' of https://example.org/r", 'main');
    repository.git('branch', '--force', 'main', 'copy');
    expect((await read('p.md', 'main')).commits.map(({ instant }) => instant.slice(0, 10))).toEqual(['2020-01-01', '2020-01-03']);
  });

  it('keeps what was before a deletion', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a');
    repository.git('rm', '--quiet', 'p.md');
    repository.seal('2020-01-02', 'gone');
    repository.commit('2020-01-03', 'back', 'p.md', 'b');
    const { commits, remarks } = await read('p.md');
    expect(commits.map(({ subject, source }) => [subject, source])).toEqual([
      ['one', 'a'],
      ['gone', undefined],
      ['back', 'b'],
    ]);
    expect(remarks.join()).toContain('deleted p.md');
  });

  it('reads a file that is gone today', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a');
    repository.git('rm', '--quiet', 'p.md');
    repository.seal('2020-01-02', 'gone');
    expect(await subjects('p.md')).toEqual(['one', 'gone']);
  });

  it('lets no clock turn the order around', async () => {
    repository.commit('2020-01-05', 'one', 'p.md', 'a');
    repository.commit('2020-01-01', 'two', 'p.md', 'b');
    const { commits, remarks } = await read('p.md');
    expect(commits.map(({ source }) => source)).toEqual(['a', 'b']);
    expect(new Date(commits[1]?.instant ?? '').toISOString().slice(0, 10)).toBe('2020-01-05');
    expect(remarks.join()).toContain('the later instant was taken');
  });

  it('reads bare and shallow clones, and says when history is missing', async () => {
    repository.commit('2020-01-01', 'one', 'p.md', 'a');
    repository.commit('2020-01-02', 'two', 'p.md', 'b');
    const bare = join(repository.folder, '.clone.git');
    execFileSync('git', ['clone', '--quiet', '--bare', '--depth', '1', pathToFileURL(repository.folder).href, bare], { stdio: 'ignore' });
    const { commits, remarks } = await readHistory({ repository: bare, path: 'p.md' });
    expect(commits.map(({ source }) => source)).toEqual(['b']);
    expect(remarks.join()).toContain('shallow clone');
  });

  it('reads another branch, and other encodings', async () => {
    repository.commit('2020-01-01', 'one', 'p.html', Buffer.from('<p>caf\xe9</p>', 'latin1'));
    repository.git('checkout', '--quiet', '-b', 'live');
    repository.commit('2020-01-02', 'two', 'p.html', '<p>café</p>');
    repository.git('checkout', '--quiet', 'main');
    expect(await subjects('p.html')).toEqual(['one']);
    expect((await read('p.html', 'live')).commits.map(({ source }) => source)).toEqual(['<p>café</p>', '<p>café</p>']);
  });
});

describe('what cannot be read', () => {
  beforeEach(() => {
    repository.commit('2020-01-01', 'one', 'legal/Privacy-Policy.md', 'a');
  });

  it.each([
    ['no such path, with what is near', { path: 'privacy-policy.md' }, /never had a file privacy-policy\.md.*legal\/Privacy-Policy\.md/],
    ['no such branch, with those there are', { path: 'x', branch: 'mian' }, /no branch mian.*Did you mean main\?/],
  ])('%s', async (_name, { path, branch }: { path: string; branch?: string }, message) => {
    await expect(read(path, branch)).rejects.toThrow(message);
  });

  it('is no repository', async () => {
    await expect(readHistory({ repository: '/', path: 'x' })).rejects.toMatchObject({ name: 'ImportError', reason: 'not-a-repository' });
  });

  it('is no text', async () => {
    repository.commit('2020-01-02', 'two', 'a.pdf', new Uint8Array([37, 0, 1]));
    await expect(read('a.pdf')).rejects.toMatchObject({ reason: 'not-text' });
  });
});
