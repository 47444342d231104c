/**
 * Content trees and the sites built from them, made once for a run of tests: files of one run share a
 * folder that is named by the process which runs them, and folders of runs that are over are swept away.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, cacheFolder } from '../../cli/build.ts';
import { ROOT, readTree, writeFiles } from '../../cli/tree.ts';
import { sha256 } from '../../core/digest.ts';
import { planPublication, publishedFile, withEntry } from '../../core/publishing.ts';

const PREFIX = 'fairnotice-run-';
const FOLDER = join(tmpdir(), `${PREFIX}${process.ppid}`);

/** The product's own content. */
export const KAIRO = join(ROOT, 'content');

/** A moment at which KAIRO has a version in force and one that is announced. */
export const NOW = '2026-11-24T12:00:00Z';
/** A moment at which it has a version that was replaced. */
export const LATER = '2027-03-01T12:00:00Z';

export interface SiteWanted {
  content: string;
  now: string;
  drafts?: boolean;
}

/**
 * A built site.
 *
 * @returns The folder to serve.
 */
export async function builtSite({ content, now, drafts = false }: SiteWanted): Promise<string> {
  sweep();
  const out = join(FOLDER, `site-${sha256(`${content} ${now} ${drafts}`).slice(0, 12)}`);
  const done = `${out}.done`;
  if (existsSync(done)) return out;
  await build({ content, out, now, drafts, origin: 'https://privacy.example' });
  writeFileSync(done, cacheFolder(content, out));
  return out;
}

/** Where this run may keep content trees of its own. */
export function runFolder(): string {
  sweep();
  return FOLDER;
}

/** Publication of the tree in `tests/fixtures/showcase`: what happened when. */
const EVENTS: { policy: string; version: string; at: string; taken?: 'withdrawn' | 'mistaken'; reason?: string }[] = [
  { policy: 'privacy', version: '2024-03-01', at: '2024-02-01T09:00:00Z' },
  { policy: 'privacy', version: '2025-02-01', at: '2025-01-02T09:00:00Z' },
  { policy: 'privacy', version: '2025-06-01', at: '2025-05-20T09:00:00Z' },
  { policy: 'privacy', version: '2025-06-01', at: '2025-06-03T09:00:00Z', taken: 'mistaken', reason: 'نُشرت مسودة لم تُعتمد.' },
  { policy: 'terms', version: '2026-03-01', at: '2026-02-01T09:00:00Z' },
  { policy: 'privacy', version: '2026-01-15', at: '2025-12-10T09:00:00Z' },
  { policy: 'privacy', version: '2026-10-01', at: '2026-08-20T09:00:00Z' },
  { policy: 'privacy', version: '2026-10-01', at: '2026-09-02T09:00:00Z', taken: 'withdrawn', reason: 'لم يُذكر أحد المستلمين.' },
  { policy: 'privacy', version: '2027-01-01', at: '2026-11-20T09:00:00Z' },
];

/**
 * A tree in Arabic, with an English translation that is behind, below `/legal/`: a version of each
 * standing, a section that was removed, one that was renamed, and a note on a version.
 *
 * @returns Its folder.
 */
export function showcaseTree(): string {
  sweep();
  const folder = join(FOLDER, 'showcase');
  if (existsSync(folder)) return folder;
  const making = `${folder}-${process.pid}`;
  cpSync(join(ROOT, 'tests', 'fixtures', 'showcase'), making, { recursive: true });
  for (const event of EVENTS) publish(making, event);
  renameSync(making, folder);
  return folder;
}

function publish(folder: string, { policy: id, version: name, at, taken, reason = '' }: (typeof EVENTS)[number]): void {
  const content = readTree(folder);
  const policy = content.policies.find((item) => item.id === id);
  const version = policy?.versions.find((item) => item.id === name);
  if (!policy || !version) throw new Error(`the fixture has no ${id} ${name}`);
  if (taken && version.published) {
    const entry = { ...version.published, [taken]: { at, by: 'الإدارة القانونية', reason } };
    writeFiles(folder, [publishedFile(withEntry(content.published, entry))]);
    return;
  }
  const plan = planPublication(content, policy, version, { now: at, approvedBy: 'الإدارة القانونية' });
  if (!plan.ok) throw new Error(`${id} ${name}: ${JSON.stringify(plan.refusal)}`);
  writeFiles(folder, plan.files);
}

/** Removes what runs that are over have left, with what the builds remembered of it. */
function sweep(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length));
    if (isRunning(pid)) continue;
    const folder = join(tmpdir(), name);
    for (const done of readdirSync(folder).filter((file) => file.endsWith('.done')))
      rmSync(readFileSync(join(folder, done), 'utf8'), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
