/** `/log/<log>/…`: the public part of each log, as C2SP's tlog-tiles asks. Anybody may read it from anywhere. */
import { type Context, Hono } from 'hono';
import { HASH_BYTES } from '../../core/log/bytes.ts';
import { bundleOf, readBundle } from '../../core/log/entry.ts';
import { type BundleName, parseTilePath, TILE_WIDTH, type TileName } from '../../core/log/tiles.ts';
import type { Edge } from '../edge.ts';
import { archiveKey } from '../ledger/keys.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { signersOf, vkeysOf } from '../ledger/signers.ts';
import { type Log, logNamed, originOf } from '../logs.ts';
import { refuse } from '../problem.ts';
import { readBanners } from '../site.ts';
import { bucketOf } from '../store/archive.ts';

export const logs = new Hono<Edge>();

/** A checkpoint changes as often as it is sealed; tiles never do. */
const CACHE = { checkpoint: 'public, max-age=5', key: 'public, max-age=300', tile: 'public, max-age=31536000, immutable' } as const;
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } as const;
const TEXT = 'text/plain; charset=utf-8';

/** Refusals too: a reader on another page must be able to tell a tile that is not there from a line that is down. */
logs.use('/log/*', async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(OPEN)) c.res.headers.set(name, value);
});

logs.get('/log/:log/checkpoint', async (c) => {
  const log = await logOf(c);
  // From the archive, so that looking wakes no ledger. What lies there was staged before, and is never taken back.
  const object = log && (await bucketOf(c.env, log.jurisdiction).get(archiveKey.checkpoint(log.name)));
  return object ? answer(await object.text(), TEXT, CACHE.checkpoint) : refuse(c, { reason: 'no-page' });
});

/** The keys that sign now, the main one first. Whoever wants to be sure takes them from elsewhere too. */
logs.get('/log/:log/vkey', async (c) => {
  const log = await logOf(c);
  const vkeys = log ? vkeysOf(await signersOf(c.env.LOG_KEY, originOf(c.env.site, log.name))) : [];
  return vkeys.length > 0 ? answer(`${vkeys.join('\n')}\n`, TEXT, CACHE.key) : refuse(c, { reason: 'no-page' });
});

/** The index below which nothing is served, in decimal. */
logs.get('/log/:log/minimum', async (c) => {
  const log = await logOf(c);
  return log ? answer(`${await minimumOf(c, log)}\n`, TEXT, CACHE.key) : refuse(c, { reason: 'no-page' });
});

logs.get('/log/:log/tile/*', async (c) => {
  const log = await logOf(c);
  const name = parseTilePath(c.req.path.slice(`/log/${log?.name}/`.length));
  if (!log || !name) return refuse(c, { reason: 'no-page' });
  const minimum = await minimumOf(c, log);
  if (endOf(name) <= minimum) return refuse(c, { reason: 'pruned', minimum });
  const bytes = name.width === TILE_WIDTH ? await fullTile(c, log, name) : await partOf(c, log, name);
  return bytes ? answer(bytes, 'application/octet-stream', CACHE.tile) : refuse(c, { reason: 'no-page' });
});

async function logOf(c: Context<Edge>): Promise<Log | undefined> {
  return logNamed(await readBanners(c.env.site, c.req.raw), c.req.param('log') ?? '');
}

function answer(body: string | Uint8Array, type: string, cache: string): Response {
  return new Response(body as BodyInit, { headers: { 'Content-Type': type, 'Cache-Control': cache } });
}

async function fullTile(c: Context<Edge>, { name: log, jurisdiction }: Log, name: TileName | BundleName): Promise<Uint8Array | undefined> {
  const key = name.kind === 'tile' ? archiveKey.tile(log, name.level, name.n) : archiveKey.entries(log, name.n);
  const object = await bucketOf(c.env, jurisdiction).get(key);
  return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
}

/** Partial tiles lie in the ledger until they are full; then any part of one is a beginning of the full one. */
async function partOf(c: Context<Edge>, log: Log, name: TileName | BundleName): Promise<Uint8Array | undefined> {
  const bytes = await ledgerOf(c.env, log.name, log.jurisdiction).tile(name.kind === 'tile' ? name.level : 'entries', name.n, name.width);
  if (bytes !== 'full') return bytes;
  const full = await fullTile(c, log, name);
  if (name.kind === 'tile') return full?.subarray(0, name.width * HASH_BYTES);
  const bundle = full && readBundle(full);
  return bundle?.ok ? bundleOf(bundle.entries.slice(0, name.width)) : undefined;
}

/** The first leaf after those that a tile is about. */
function endOf(name: TileName | BundleName): number {
  return (name.n + 1) * TILE_WIDTH ** ((name.kind === 'tile' ? name.level : 0) + 1);
}

/** How long a log's minimum is believed, in milliseconds. */
const BELIEVED = 300_000;
const minima = new Map<string, { minimum: number; at: number }>();

async function minimumOf(c: Context<Edge>, { name, jurisdiction }: Log): Promise<number> {
  const known = minima.get(name);
  const now = c.env.now.getTime();
  if (known && Math.abs(now - known.at) < BELIEVED) return known.minimum;
  const object = await bucketOf(c.env, jurisdiction).get(archiveKey.minimum(name));
  const minimum = Number((await object?.text()) ?? 0);
  minima.set(name, { minimum, at: now });
  return minimum;
}
