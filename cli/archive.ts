/**
 * Sends what a build publishes for ever to the archive of a running site: notices, banner builds, seals and canonical texts.
 * It asks what is missing and sends that alone, so it may be broken off and repeated as often as needed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveState, MOST_ASKED, type Publication } from '../core/publications.ts';
import { CannotRun } from './outcome.ts';

export interface ArchiveRequest {
  /** Address of the site, with its base path. */
  to: string;
  token: string;
  /** Folder of the built site, and of the content it was built from. */
  out: string;
  content: string;
  /** How often a request is made that fails for a reason which may pass. */
  tries?: number;
  progress?: (done: number, total: number, what: string) => void;
}

export type Archived =
  /** `later`: of sites that the running deployment does not know yet. */
  | { ok: true; listed: number; sent: number; later: number; differing: ArchiveState['differing'] }
  | { ok: false; reason: 'unreachable' | 'no-archive' | 'wrong-token'; detail: string };

/** Requests under way at the same time. */
const AT_ONCE = 6;
const TRIES = 4;

/** @throws {CannotRun} where the build has no list, or a file is not the one that it lists. */
export async function archivePublications(request: ArchiveRequest): Promise<Archived> {
  const { base, list } = readPublications(request.out);
  const states: ArchiveState[] = [];
  for (let from = 0; from < list.length; from += MOST_ASKED) {
    const asked = list.slice(from, from + MOST_ASKED).map(({ path, sha256, log }) => ({ path, sha256, log }));
    const answer = await post(request, 'missing', { method: 'POST', body: JSON.stringify(asked) });
    if (!answer.ok) return answer;
    states.push(answer.value as ArchiveState);
    request.progress?.(Math.min(from + MOST_ASKED, list.length), list.length, 'files asked about');
  }
  const missing = new Set(states.flatMap((state) => state.missing));
  const failed = await sendAll(
    request,
    base,
    list.filter(({ path }) => missing.has(path)),
  );
  if (failed) return failed;
  return {
    ok: true,
    listed: list.length,
    sent: missing.size,
    later: states.reduce((sum, { later }) => sum + later.length, 0),
    differing: states.flatMap(({ differing }) => differing),
  };
}

/** What a build lists. Its base is where the files lie in its folder. */
export function readPublications(out: string): { base: string; list: Publication[] } {
  try {
    const read = <T>(name: string): T => JSON.parse(readFileSync(join(out, '_at', name), 'utf8')) as T;
    return { base: read<{ base: string }>('index.json').base, list: read<Publication[]>('publications.json') };
  } catch {
    throw new CannotRun(`${out} has no _at/publications.json. Build the site first: fairnotice build`);
  }
}

async function sendAll(request: ArchiveRequest, base: string, list: readonly Publication[]): Promise<Exclude<Archived, { ok: true }> | undefined> {
  const waiting = [...list];
  let done = 0;
  let failed: Exclude<Archived, { ok: true }> | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !failed; next = waiting.shift()) {
      const answer = await send(request, base, next);
      if (!answer.ok) failed = answer;
      done += 1;
      request.progress?.(done, list.length, 'files archived');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

function send(request: ArchiveRequest, base: string, { kind, path, sha256 }: Publication): Promise<Answer> {
  // Seals lie in the content alone: as files of the site they would count against the platform's limit.
  const file = kind === 'seal' ? join(request.content, 'policies', path) : join(request.out, base, path);
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest();
  if (digest.toString('hex') !== sha256) throw new CannotRun(`${file} is not what the build lists. Build again, then archive.`);
  const headers = { 'Content-Digest': `sha-256=:${digest.toString('base64')}:`, 'Content-Type': 'application/octet-stream' };
  return post(request, `?path=${encodeURIComponent(path)}`, { method: 'PUT', body: bytes, headers });
}

type Answer = { ok: true; value: unknown } | Exclude<Archived, { ok: true }>;

/** Asks the archive, again where it may only be busy. */
async function post({ to, token, tries = TRIES }: ArchiveRequest, what: string, init: RequestInit): Promise<Answer> {
  const root = new URL('api/v1/operator/archive', to.endsWith('/') ? to : `${to}/`);
  const address = new URL(what.startsWith('?') ? root.href + what : `${root.href}/${what}`);
  let last: Exclude<Answer, { ok: true }> = { ok: false, reason: 'unreachable', detail: '' };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    const answer = await ask(address, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
    if (answer.status === 200 || answer.status === 201) return { ok: true, value: JSON.parse(answer.text) };
    last = refusalOf(address, answer);
    if (last.reason !== 'unreachable') return last;
  }
  return last;
}

interface Asked {
  /** 0 where there was no answer: the text then says why. */
  status: number;
  text: string;
}

async function ask(address: URL, init: RequestInit): Promise<Asked> {
  try {
    const response = await fetch(address, { ...init, redirect: 'error' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: reasonOf(error) };
  }
}

function refusalOf(address: URL, { status, text }: Asked): Exclude<Answer, { ok: true }> {
  const detail = detailOf(text) ?? (status === 0 ? text : `status ${status}`);
  if (status === 401) return { ok: false, reason: 'wrong-token', detail };
  // What has no archive yet answers as any address that takes nothing.
  if (status === 404 || status === 405) return { ok: false, reason: 'no-archive', detail };
  if (status === 0 || status >= 500 || status === 429) return { ok: false, reason: 'unreachable', detail };
  throw new CannotRun(`${address.href} refused with ${status}: ${detail}`);
}

function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
