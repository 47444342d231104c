/**
 * The archive of what was published, in R2 below `published/`: each file is written once, never overwritten and never deleted
 * by the Worker. It stands in for assets that a later deployment replaced. Its loss costs old addresses their answers; what
 * was out when is still proved by the leaves, which hold the hashes.
 */
import type { Publication } from '../core/publications.ts';

export type Kept = { ok: true; again: boolean } | { ok: false; reason: 'differs'; sha256: string };

/** What was published under a path. */
export function readKept(env: Cloudflare.Env, path: string): Promise<R2ObjectBody | null> {
  return env.ARCHIVE.get(keyOf(path));
}

/** The hash of what was published under a path, and the log that says so; nothing where nothing was. */
export async function lookUpKept(env: Cloudflare.Env, path: string): Promise<Publication | undefined> {
  const object = await env.ARCHIVE.head(keyOf(path));
  return object ? publicationOf(path, object) : undefined;
}

/** Writes a publication, durable when this returns. The first one under a path stays; the same one may come again. */
export async function keep(env: Cloudflare.Env, { path, sha256, kind, log }: Publication, bytes: Uint8Array): Promise<Kept> {
  const written = await env.ARCHIVE.put(keyOf(path), bytes, {
    // The condition is checked by the store itself, so of two that come at once one is the first.
    onlyIf: new Headers({ 'If-None-Match': '*' }),
    sha256,
    customMetadata: { kind, log, sha256 },
  });
  if (written) return { ok: true, again: false };
  const known = await lookUpKept(env, path);
  if (!known) throw new Error(`the archive neither took ${path} nor has it`);
  return known.sha256 === sha256 ? { ok: true, again: true } : { ok: false, reason: 'differs', sha256: known.sha256 };
}

function keyOf(path: string): string {
  return `published/${path}`;
}

function publicationOf(path: string, { customMetadata = {} }: R2Object): Publication {
  const { kind = 'text', log = '', sha256 = '' } = customMetadata;
  return { kind: kind as Publication['kind'], path, sha256, log };
}
