import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImportPlan, importFile, importGit, overlay, reportInWords, writePlan } from '../../../cli/import/index.ts';
import { type Content, type ContentReader, loadContent } from '../../../core/content.ts';
import { checkSeal, readEdition } from '../../../core/editions.ts';
import { diskReader } from '../../../core/files.ts';
import { Repository } from './repository.ts';

const defaults = diskReader(join(import.meta.dirname, '../../../content'));
const empty: ContentReader = { read: () => undefined, list: () => [] };
const whose = { organisation: 'Acme', domain: 'acme.example' };

let folder: string;
let repository: Repository;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairnotice-file-'));
  repository = new Repository();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  repository.remove();
});

function fileWith(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function load(plan: ImportPlan, base = empty): Content {
  return loadContent(overlay(base, plan.files), defaults);
}

describe('importing a file', () => {
  const policy = '# Privacy of Acme\n\nLast updated: May 1, 2020\n\n## Your {rights}\n\nAsk us.\n';

  it('makes an empty directory a content tree that is read as it is', () => {
    const plan = importFile({ content: empty, defaults, file: fileWith('p.md', policy), policy: 'privacy', version: '2027-01-01', ...whose });
    expect(plan.report.files).toEqual(['organisation.json', 'policies/privacy/policy.json', 'policies/privacy/2027-01-01/en.mdx']);
    const content = load(plan);
    const [privacy] = content.policies;
    expect(privacy?.settings).toMatchObject({ kind: 'privacy', title: { en: 'Privacy of Acme' }, prevailing: 'en' });
    const version = privacy?.versions[0];
    const english = version?.translations.en;
    expect(version?.publishedAt).toBeUndefined();
    expect(privacy && version && english && readEdition(content, privacy, version, english).text).toBe(
      '# Privacy of Acme\nLast updated: May 1, 2020\n## Your {rights}\nAsk us.\n',
    );
    expect(plan.report.remarks.join()).toContain('the text names a date of its own');
  });

  it('adds a translation to a version', () => {
    const first = importFile({ content: empty, defaults, file: fileWith('p.md', policy), policy: 'privacy', version: '2027-01-01', ...whose });
    const tree = overlay(empty, first.files);
    const second = importFile({
      content: tree,
      defaults,
      file: fileWith('de.html', '<h1>Datenschutz</h1><p>Fragen Sie.</p>'),
      policy: 'privacy',
      version: '2027-01-01',
      locale: 'de',
    });
    expect(second.report.files).toEqual(['policies/privacy/2027-01-01/de.mdx']);
    expect(Object.keys(load(second, tree).policies[0]?.versions[0]?.translations ?? {})).toEqual(['de', 'en']);
    expect(second.report.remarks.join()).toContain('does not list the locale de');
  });

  it('replaces nothing', () => {
    const options = { defaults, file: fileWith('p.md', policy), policy: 'privacy', version: '2027-01-01' };
    const tree = overlay(empty, importFile({ content: empty, ...options, ...whose }).files);
    expect(() => importFile({ content: tree, ...options })).toThrow(/is there already/);
  });

  it.each([
    [{}, 'needs-organisation', /--organisation NAME and --domain DOMAIN/],
    [{ organisation: 'Acme' }, 'needs-organisation', /Give --domain DOMAIN/],
    [{ ...whose, domain: 'https://acme.example/' }, 'bad-option', /without https/],
    [{ ...whose, policy: 'Privacy Policy' }, 'bad-option', /--policy Privacy Policy/],
    [{ ...whose, version: '2027-02-30' }, 'bad-option', /--version 2027-02-30/],
    [{ ...whose, locale: 'english' }, 'bad-option', /--locale english/],
    [{ ...whose, kind: 'privat' }, 'bad-option', /--kind privat/],
    [{ ...whose, format: 'docx' }, 'bad-option', /--format docx/],
    [{ ...whose, base: 'example.org' }, 'bad-option', /--base example.org/],
    [{ ...whose, file: '/nowhere/p.md' }, 'not-found', /there is no such file/],
  ])('refuses %j', (options, reason, message) => {
    const attempt = () => importFile({ content: empty, defaults, file: fileWith('p.md', policy), policy: 'privacy', version: '2027-01-01', ...options });
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ name: 'ImportError', reason }));
  });

  it('refuses what is no text, and what has no words', () => {
    const attempt = (file: string) => () => importFile({ content: empty, defaults, file, policy: 'privacy', version: '2027-01-01', ...whose });
    expect(attempt(fileWith('p.md', '%PDF\u0000'))).toThrow(/no text file/);
    expect(attempt(fileWith('p.html', '<script>x()</script>'))).toThrow(/no words/);
    expect(attempt(folder)).toThrow(/is a folder/);
  });
});

describe('importing a history', () => {
  function history(): void {
    const page = (words: string, date: string): string => `# Privacy\n\nEffective ${date}\n\n## What we keep\n\n${words}\n`;
    repository.commit('2020-01-01', 'Begin', 'old.md', page('We keep {nothing}, ever.', 'January 1, 2020'));
    repository.commit('2020-02-01', 'Keep logs', 'old.md', page('We keep logs for 30 days.', 'March 1, 2020'));
    repository.git('mv', 'old.md', 'privacy.md');
    repository.seal('2020-02-02', 'Rename');
    repository.commit('2020-06-01', 'Update privacy.md', 'privacy.md', page('We keep logs for 60 days.', 'March 1, 2020'));
  }
  const plan = (content = empty, more = {}) =>
    importGit({ content, defaults, repository: repository.folder, path: 'privacy.md', policy: 'privacy', ...whose, ...more });

  it('publishes and seals each version, marked as imported', async () => {
    history();
    const planned = await plan();
    const content = load(planned);
    const [policy] = content.policies;
    expect(policy?.versions.map(({ id }) => id)).toEqual(['2020-01-01', '2020-03-01', '2020-06-01']);
    const broken = policy?.versions.flatMap((version) =>
      Object.values(version.translations).flatMap((translation) => checkSeal(content, policy, version, translation) ?? []),
    );
    expect(broken).toEqual([]);
    expect(content.published[1]).toMatchObject({
      publishedAt: '2020-02-01T12:00:00Z',
      approvedBy: 'Ada',
      imported: { source: expect.stringMatching(/^fairnotice-import-.*:privacy\.md$/), commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(policy?.versions[1]?.frontMatter).toMatchObject({ summary: 'Keep logs', announced: '2020-02-01' });
  });

  it('reports versions, folds and dates, for machines and in words', async () => {
    history();
    const { report } = await plan();
    expect(report).toMatchObject({ commits: 4, published: true, datesNotMoved: ['2020-06-01'], folded: [{ reason: 'moved', into: '2020-03-01' }] });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const words = reportInWords(report);
    expect(words).toContain('4 commits: 3 versions, 1 commit folded');
    expect(words).toContain('landed on 2020-02-01; the text says so (“Effective March 1, 2020”)');
    expect(words).toContain('Dates not moved with the words: 1 of 3 versions');
  });

  it('writes published.json last, and shows progress', async () => {
    history();
    const seen: string[] = [];
    const planned = await plan(empty, { progress: (done: number, total: number, what: string) => seen.push(`${done}/${total} ${what}`) });
    expect(seen).toContain('4/4 commits');
    expect(seen.at(-1)).toBe('3/3 seals');
    const written: string[] = [];
    await writePlan(planned, { write: (path) => void written.push(path) });
    expect(written.at(-1)).toBe('published.json');
    expect(written.filter((path) => path.endsWith('.sealed.html'))).toHaveLength(3);
  });

  it('goes beside other policies, never under versions that are there', async () => {
    history();
    const tree = overlay(empty, (await plan()).files);
    await expect(plan(tree)).rejects.toMatchObject({ reason: 'exists' });
    const second = await plan(tree, { policy: 'terms' });
    expect(load(second, tree).published.map(({ policy }) => policy)).toEqual(['privacy', 'privacy', 'privacy', 'terms', 'terms', 'terms']);
    expect(second.report.files).not.toContain('organisation.json');
  });

  it('keeps a password in an address out of the record', async () => {
    history();
    repository.git('remote', 'add', 'origin', 'https://ada:secret@git.example/acme/legal.git');
    const { report } = await plan();
    expect(report.source).toBe('https://git.example/acme/legal:privacy.md');
  });

  it('touches nothing in the repository', async () => {
    history();
    const before = readdirSync(join(repository.folder, '.git')).sort();
    await plan();
    expect(readdirSync(join(repository.folder, '.git')).sort()).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});
