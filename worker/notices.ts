/**
 * Reads notice documents for those who take records: of the current assets, else of the archive. What it gives is archived
 * and has its leaf, so no record ever points to what the next deployment takes away.
 */
import type { Context } from 'hono';
import type { Notice } from '../core/banner/data.ts';
import { toHex } from '../core/log/bytes.ts';
import { digest } from '../core/log/web-crypto.ts';
import type { Edge } from './edge.ts';
import { publish } from './publish.ts';
import { lookUpKept, readKept } from './published.ts';
import { readAssetBytes, readJson } from './site.ts';

/** What a record needs to know of its notice. */
export interface NoticeFacts extends Pick<Notice, 'site' | 'policy' | 'locale' | 'model'> {
  categories: Pick<Notice['categories'][number], 'id'>[];
}

/** Notices that an isolate remembers, some 300 bytes each. A site has about a hundred at a time. */
const MOST_REMEMBERED = 2000;

/**
 * The notice of a hash.
 *
 * @returns Nothing where it is not known, or not known yet: a deployment may only just be arriving.
 * @throws where it is published but cannot be archived. The record has to come again.
 */
export async function readNotice(c: Context<Edge>, sha256: string): Promise<NoticeFacts | undefined> {
  const { site } = c.env;
  site.notices ??= new Map();
  const known = site.notices.get(sha256);
  if (known) return known;
  const facts = (await readCurrent(c, sha256)) ?? (await readSuperseded(c, sha256));
  if (!facts) return undefined;
  const [oldest] = site.notices.keys();
  if (oldest !== undefined && site.notices.size >= MOST_REMEMBERED) site.notices.delete(oldest);
  site.notices.set(sha256, facts);
  return facts;
}

/** The whole document: of this deployment, else of the archive, which has every one that was ever out. */
export async function readWholeNotice(c: Context<Edge>, sha256: string): Promise<Notice | undefined> {
  const path = pathOf(sha256);
  const current = await readJson<Notice>(c.env.site, c.req.raw, path);
  if (current) return current;
  const bytes = await keptBytes(c, sha256);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Notice);
}

async function readCurrent(c: Context<Edge>, sha256: string): Promise<NoticeFacts | undefined> {
  const path = pathOf(sha256);
  const bytes = await readAssetBytes(c.env.site, c.req.raw, path);
  if (!bytes) return undefined;
  if (toHex(await digest(bytes)) !== sha256) throw new Error(`the asset ${path} is another document than its name says`);
  const facts = factsOf(bytes);
  // Where the log takes nothing for now, it refuses the record too, and its leaf comes with the next `fairnotice archive`.
  if (!(await lookUpKept(c.env, path))) await publish(c, { kind: 'notice', path, sha256, log: facts.site }, bytes);
  return facts;
}

async function readSuperseded(c: Context<Edge>, sha256: string): Promise<NoticeFacts | undefined> {
  const bytes = await keptBytes(c, sha256);
  return bytes && factsOf(bytes);
}

/** Out of the archive, which is not trusted: what a record says of its notice has to be what its hash names. */
async function keptBytes(c: Context<Edge>, sha256: string): Promise<Uint8Array | undefined> {
  const bytes = await (await readKept(c.env, pathOf(sha256)))?.bytes();
  if (bytes && toHex(await digest(bytes)) !== sha256) throw new Error(`the archive holds another document as ${pathOf(sha256)}`);
  return bytes;
}

function pathOf(sha256: string): string {
  return `notices/${sha256}.json`;
}

function factsOf(bytes: Uint8Array): NoticeFacts {
  const { site, policy, locale, model, categories } = JSON.parse(new TextDecoder().decode(bytes)) as Notice;
  return { site, policy, locale, model, categories: categories.map(({ id }) => ({ id })) };
}
