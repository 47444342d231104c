/**
 * The built site as the Worker sees it: its index, read once for each isolate, and its assets. An asset of
 * a later moment answers under the address of its page; where it lies is never told.
 */
import type { BannerIndex } from '../core/banner/index-file.ts';
import type { DeskFile } from '../core/requests/desk.ts';
import { assetAt, nextMoment, type SiteIndex } from '../core/site-index.ts';
import { boundariesOf } from '../core/versions.ts';
import type { NoticeFacts } from './notices.ts';

/** Always at the root of the host, whatever the base: this is where the base is learnt from. */
const INDEX_PATH = '/_at/index.json';

export interface Assets {
  fetch(request: Request): Promise<Response>;
}

export interface Site {
  index: SiteIndex;
  /** Read when the first banner is asked for. */
  banners?: BannerIndex;
  /** What was read of notices, by their hash. */
  notices?: Map<string, NoticeFacts>;
  /** Read when the first request of a person is met. */
  desk?: DeskFile;
  assets: Assets;
}

/** @throws where the assets hold no index: the site was not built, or not with this Worker. */
export async function readSite(assets: Assets, origin: string): Promise<Site> {
  const response = await assets.fetch(new Request(new URL(INDEX_PATH, origin)));
  if (!response.ok) throw new Error(`the assets have no ${INDEX_PATH} (${response.status}); build the site first`);
  return { index: await response.json<SiteIndex>(), assets };
}

/** The first instant after a moment at which any answer may change without a deployment. */
export function nextChange(index: SiteIndex, moment: string): string | undefined {
  const known = [nextMoment(index, moment), index.gpc?.from, ...index.policies.flatMap(({ versions }) => boundariesOf(versions))];
  return known.filter((instant) => instant !== undefined && instant > moment).sort()[0];
}

/**
 * The asset that answers for a page at a moment.
 *
 * @param path Relative to the base, as in the request.
 * @returns The asset's answer to GET or HEAD, with 304 where the request's validator holds; nothing where there is no such page.
 */
export async function pageAt(site: Site, request: Request, path: string, moment: string): Promise<Response | undefined> {
  return fetchAsset(site, request, assetAt(site.index, path, moment));
}

/** A frame that the Worker fills, as text. */
export async function readFrame(site: Site, request: Request, path: string): Promise<string | undefined> {
  const response = await site.assets.fetch(new Request(assetUrl(site, request, `_at/${path}`)));
  return response.status === 200 ? response.text() : undefined;
}

/** A JSON asset. */
export async function readJson<T>(site: Site, request: Request, path: string): Promise<T | undefined> {
  const response = await site.assets.fetch(new Request(assetUrl(site, request, path)));
  return response.status === 200 ? response.json<T>() : undefined;
}

/** The bytes of an asset. */
export async function readAssetBytes(site: Site, request: Request, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await site.assets.fetch(new Request(assetUrl(site, request, path)));
  return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

/**
 * Which banner files there are. A build without sites has none.
 *
 * @throws where the asset server fails.
 */
export async function readBanners(site: Site, request: Request): Promise<BannerIndex> {
  if (!site.banners) {
    const response = await site.assets.fetch(new Request(new URL('/_at/banner.json', request.url)));
    // Only what is not there is kept as not there: a passing failure must not last as long as the isolate.
    if (!response.ok && response.status !== 404) throw new Error(`the assets answer ${response.status} for /_at/banner.json`);
    site.banners = response.ok ? await response.json<BannerIndex>() : { sites: {} };
  }
  return site.banners;
}

/** A file of the banner, by its path below `pinned/`. */
export function readPinned(site: Site, request: Request, path: string): Promise<Response | undefined> {
  return fetchAsset(site, request, `pinned/${path}`);
}

/** The asset server's own answer to a request, redirects to an asset's proper address included. */
export async function passOn(site: Site, request: Request): Promise<Response> {
  const response = await site.assets.fetch(new Request(request.url, { method: request.method, headers: validators(request), redirect: 'manual' }));
  // A copy, for the headers of a fetched one cannot be changed.
  return new Response(response.body, response);
}

async function fetchAsset(site: Site, request: Request, path: string): Promise<Response | undefined> {
  const response = await site.assets.fetch(
    new Request(assetUrl(site, request, path), { method: request.method, headers: validators(request), redirect: 'manual' }),
  );
  // A redirect would name the folder of the moment; an address that needs one is no page's.
  return response.status === 200 || response.status === 304 ? response : undefined;
}

/** The asset server answers for `page.html` at `page`, and redirects from one to the other. */
function assetUrl(site: Site, request: Request, path: string): URL {
  return new URL(site.index.base + path.replace(/\.html$/, ''), request.url);
}

/** Nothing else of a request concerns a static file. */
function validators(request: Request): HeadersInit {
  const etag = request.headers.get('If-None-Match');
  return etag === null ? {} : { 'If-None-Match': etag };
}
