/** Everything else: files that depend on the moment, pages that are plain assets, and what does not exist. */
import { type Context, Hono } from 'hono';
import { ARCHIVE_POLICY } from '../../core/security-headers.ts';
import type { IndexedPolicy } from '../../core/site-index.ts';
import { lead, page } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { refuse } from '../problem.ts';
import { pageAt, passOn } from '../site.ts';
import { fromArchive } from './archive.ts';
import { LOOKS_LIKE_VERSION, policyOf } from './policies.ts';

export const files = new Hono<Edge>();

/** Pieces for other people's pages may be fetched from there. */
const OPEN = { 'Access-Control-Allow-Origin': '*' };

files.on('GET', ['/:policy/fragment.html', '/:policy/:locale/fragment.html'], (c) => page(c, pathOfRequest(c), { lifetime: LIFETIMES.moving, headers: OPEN }));
files.get('/cookie-table/:file{[^/]+\\.html}', (c) => page(c, pathOfRequest(c), { lifetime: LIFETIMES.moving, headers: OPEN }));
files.get('/:policy/archive.html', (c) => page(c, pathOfRequest(c), { lifetime: LIFETIMES.moving, headers: { 'Content-Security-Policy': ARCHIVE_POLICY } }));

// The asset server would answer for a file without its ending too, and know nothing of the moment.
files.on('GET', ['/:policy/fragment', '/:policy/:locale/fragment', '/:policy/archive'], (c) =>
  lead(c, `${pathOfRequest(c)}.html`, 308, { lifetime: LIFETIMES.moving }),
);
files.get('/cookie-table/:file{[^/.]+}', (c) => lead(c, `${pathOfRequest(c)}.html`, 308, { lifetime: LIFETIMES.moving }));

files.get('/404.html', (c) => refuse(c, { reason: 'no-page' }));

files.get('/:policy/:file{[^/]+\\.(?:txt|json)}', async (c, next) => {
  const policy = policyOf(c);
  const asked = c.req.param('file').replace(/\.\w+$/, '');
  if (!policy || !LOOKS_LIKE_VERSION.test(asked) || hasVersion(policy, asked)) return next();
  return (await fromArchive(c, pathOfRequest(c))) ?? refuse(c, { reason: 'no-version', policy, asked });
});

// The prevailing text lies under the version's name alone; it answers under its language as well.
files.get('/:policy/:version/:file{[^/]+\\.(?:txt|json)}', async (c, next) => {
  const policy = policyOf(c);
  const [language = '', ending = ''] = c.req.param('file').split('.');
  if (language !== policy?.prevailing) return next();
  const version = c.req.param('version');
  const path = `${policy.id}/${version}.${ending}`;
  if (!hasVersion(policy, version)) return (await fromArchive(c, path)) ?? refuse(c, { reason: 'no-page' });
  return page(c, path, { lifetime: LIFETIMES.comparisonData, headers: OPEN });
});

/** One section through time: the same at every moment, so it is a plain asset where there is one. */
files.on('GET', ['/:policy/sections/:section/', '/:policy/sections/:section/:locale/'], async (c, next) => {
  const policy = policyOf(c);
  if (!policy) return next();
  const asset = await passOn(c.env.site, c.req.raw);
  if (asset.status !== 404) return asset;
  const locale = c.req.param('locale') ?? policy.prevailing;
  return refuse(c, { reason: 'no-section', policy, asked: c.req.param('section'), locale: policy.locales.includes(locale) ? locale : policy.prevailing });
});

files.get('*', async (c) => {
  const path = pathOfRequest(c);
  const moving = c.env.site.index.moments.some(({ paths }) => paths.includes(path));
  if (moving) return page(c, path, { lifetime: LIFETIMES.moving });
  const asset = await passOn(c.env.site, c.req.raw);
  if (asset.status !== 404) return asset;
  // An address typed without its final slash, of a page that only the Worker knows.
  const folder = `${path}/`;
  if (policyOf(c) && !path.endsWith('/') && (await pageAt(c.env.site, c.req.raw, folder, c.env.moment)))
    return lead(c, folder, 308, { lifetime: LIFETIMES.moving });
  // What an earlier deployment published, and the seals, which are no assets.
  return (await fromArchive(c, path)) ?? refuse(c, { reason: 'no-page' });
});

function hasVersion({ versions }: IndexedPolicy, name: string): boolean {
  return versions.some(({ id }) => id === name);
}

function pathOfRequest(c: Context<Edge>): string {
  return c.req.path.slice(1);
}
