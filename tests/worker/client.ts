/** Asks the Worker over HTTP, in workerd, with the clock in the test's hand. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { SiteIndex } from '../../core/site-index.ts';
import { createApp } from '../../worker/app.ts';

export interface Asked {
  /** What the clock shows. */
  now?: string;
  /** One of the other sites of the fixture. */
  site?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | ReadableStream | null;
  /** What the platform knows of the place of a request. */
  cf?: { country?: string; regionCode?: string };
  /** Bindings that differ. */
  bindings?: Partial<Cloudflare.Env>;
}

export const ORIGIN = 'https://privacy.example';
export const NOW = '2026-11-24T00:00:00Z';

/** One answer; redirects are not followed. */
export async function ask(path: string, { now = NOW, site, method = 'GET', headers = {}, body = null, cf, bindings = {} }: Asked = {}): Promise<Response> {
  const app = createApp({ now: () => new Date(now) });
  const context = createExecutionContext();
  const request = new Request(ORIGIN + path, { method, headers, body, redirect: 'manual', ...(cf ? { cf: cf as IncomingRequestCfProperties } : {}) });
  const response = await app.fetch(request, { ...env, ASSETS: assetsOf(site), ...bindings }, context);
  await waitOnExecutionContext(context);
  return response;
}

export async function indexOf(site?: string): Promise<SiteIndex> {
  return (await assetsOf(site).fetch(`${ORIGIN}/_at/index.json`)).json();
}

/** The real asset server, seen from the folder in which a site of the fixture lies. */
function assetsOf(site: string | undefined): Fetcher {
  if (!site) return env.ASSETS;
  const fetch = (input: string | Request): Promise<Response> => {
    const request = new Request(input);
    const url = new URL(request.url);
    return env.ASSETS.fetch(new Request(new URL(`/sites/${site}${url.pathname}`, url), request));
  };
  return { fetch } as unknown as Fetcher;
}

/** The version that a page of the fixture says it shows. */
export async function shownBy(response: Response): Promise<string | undefined> {
  return /shows (\S+)/.exec(await response.text())?.[1];
}

/** A body as text, whatever its type: workerd warns of `text()` on types that it does not know. */
export async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

export interface ReadLink {
  href: string;
  rel: string[];
  attributes: Record<string, string>;
}

/** Reads a Link header or a link-format document as RFC 8288 says. */
export function readLinks(text: string | null): ReadLink[] {
  return [...(text ?? '').matchAll(/<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)/g)].map(([, href = '', rest = '']) => {
    const { rel = '', ...attributes } = Object.fromEntries([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    return { href, rel: rel.split(' '), attributes };
  });
}
