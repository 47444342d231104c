/**
 * Host pages under names of their own (`www.shop.localhost`, `tracker.localhost`), all answered by one server, beside
 * the publishing site behind the real Worker (`privacy.localhost`). The browser maps the names to ports, so origins and
 * domains are those of a real site, and every request to a third party is seen.
 */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { catalogue } from '../../core/catalogue.ts';
import type {} from '../../widget/api.ts';
import type {} from '../../widget/guard.ts';
import { findChromium } from './chromium.ts';
import { builtSite, KAIRO, NOW, runFolder } from './run-sites.ts';
import { serveSite } from './worker-server.ts';

export const HOST = 'http://www.shop.localhost';
export const BLOG = 'http://blog.shop.localhost';
export const PRIVACY = 'http://privacy.localhost';
export const THIRD = 'http://tracker.localhost';
const OTHER = 'http://neutral.localhost';

export { OTHER as UNLISTED };

const CATEGORIES = ['preferences', 'analytics', 'marketing', 'media'];
const tracker = { id: 'tracker', name: 'Tracker', provider: 'Tracker Ltd', category: 'analytics', origins: ['https://tracker.localhost'] };
const video = { id: 'video', name: 'Video', provider: 'Video Ltd', category: 'media', origins: ['https://*.video.localhost'] };

/** What differs from the product's defaults, by site. */
const SITES = {
  shop: { categories: CATEGORIES, services: [tracker, video] },
  domain: { categories: CATEGORIES, cookieDomain: 'shop.localhost', lifetime: { accept: 100, reject: 50, save: 70 } },
  signals: {
    categories: CATEGORIES,
    signals: {
      google: { waitForUpdate: 700, urlPassthrough: true, adsDataRedaction: true, regions: [{ region: ['US-TX'], granted: ['analytics', 'marketing'] }] },
      uet: true,
      clarity: true,
    },
  },
  asking: { categories: ['analytics'], askCrawlers: true },
  none: { categories: [] },
  /** Everything that the catalogue knows. */
  catalogue: { categories: CATEGORIES, services: catalogue.map(({ id }) => id) },
};
export type HostSite = keyof typeof SITES;

const KINDS = ['cookie', 'local-storage', 'session-storage', 'indexed-db'] as const;

/** KAIRO's content with sites of our own, and an entry of each kind to clear: ended before the cookie policy that is sealed already. */
function contentTree(): string {
  const folder = join(runFolder(), 'behaviour');
  if (existsSync(folder)) return folder;
  const making = `${folder}-${process.pid}`;
  cpSync(KAIRO, making, { recursive: true });
  rmSync(join(making, 'sites', 'kairo.json'));
  for (const [id, settings] of Object.entries(SITES))
    writeFileSync(join(making, 'sites', `${id}.json`), JSON.stringify({ origins: [HOST, BLOG], policy: 'privacy', locales: ['en', 'de'], ...settings }));
  const file = join(making, 'cookies.json');
  const registry = JSON.parse(readFileSync(file, 'utf8')) as { entries: unknown[] };
  const entry = { category: 'analytics', service: 'Tracker', provider: 'Tracker Ltd', purpose: { en: 'Counts.', de: 'Zählt.' }, lifetime: 'P1Y' };
  registry.entries.push(...KINDS.map((kind) => ({ ...entry, name: '_t*', kind, since: '2020-01-01', until: '2026-12-20' })));
  writeFileSync(file, JSON.stringify(registry));
  renameSync(making, folder);
  return folder;
}

type Body = string | ((response: ServerResponse) => void);

export interface HostVisit {
  browser: Browser;
  /** Requests to third parties, `tracker.localhost/a.js`, since it was last emptied. */
  asked: string[];
  /** Serves a page from now on. @returns its address. */
  serve(body: Body, options?: { headers?: Record<string, string>; origin?: string }): string;
  /** A page in a context of its own; what reaches it as an error is in `errors`. */
  open(address?: string, options?: OpenOptions): Promise<Visitor>;
  close(): Promise<void>;
}

export interface OpenOptions {
  gpc?: boolean;
  userAgent?: string;
  locale?: string;
  /** In the context of another visitor: a second tab. */
  context?: BrowserContext;
  init?: string | (() => void);
}

export interface Visitor {
  page: Page;
  context: BrowserContext;
  errors: string[];
  accept(): Promise<void>;
  reject(): Promise<void>;
  /** Waits until the banner is there. */
  asked(): Promise<void>;
}

/** @param options.now Where the Worker's clock stands still. @param options.place Where the visitors are. */
export async function openHosts({ now = NOW, place = 'DE' }: { now?: string; place?: string } = {}): Promise<HostVisit> {
  const edge = await serveSite(await builtSite({ content: contentTree(), now: NOW }), now, place);
  const edgePort = (await edge.listen()).url.port;
  const asked: string[] = [];
  const pages = new Map<string, { body: Body; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { host = '', pathname, searchParams } = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const page = pages.get(`http://${host}${pathname}`);
    if (page) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
      if (typeof page.body === 'function') page.body(response);
      else response.end(page.body);
      return;
    }
    if (host.endsWith('shop.localhost') && pathname === '/favicon.ico') return void response.writeHead(204).end();
    asked.push(host + pathname);
    setTimeout(() => thirdParty(pathname, response), Number(searchParams.get('ms') ?? 0));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      `--host-resolver-rules=MAP privacy.localhost 127.0.0.1:${edgePort},MAP *.localhost 127.0.0.1:${port}`,
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    browser,
    asked,
    serve(body, { headers = {}, origin = HOST } = {}) {
      const address = `${origin}/p${pages.size + 1}`;
      pages.set(address, { body, headers });
      return address;
    },
    open: (address, options) => open(browser, address, options),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await edge.close();
    },
  };
}

async function open(browser: Browser, address?: string, options: OpenOptions = {}): Promise<Visitor> {
  const { gpc, userAgent, locale = 'en-GB', init } = options;
  const context = options.context ?? (await browser.newContext({ locale, ...(userAgent ? { userAgent } : {}) }));
  if (gpc) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.setDefaultTimeout(30_000);
  if (address) await page.goto(address);
  return {
    page,
    context,
    errors,
    accept: () => page.locator('[part~=accept]').click(),
    reject: () => page.locator('[part~=reject]').click(),
    asked: () => page.locator('[part~=banner]').waitFor(),
  };
}

/** A script says its name in `ran`; everything else is as small as can be. */
function thirdParty(pathname: string, response: ServerResponse): void {
  const kind = pathname.split('.').at(-1);
  const name = pathname.slice(1).split('.')[0];
  const [type, body] =
    kind === 'js'
      ? ['text/javascript', `(window.ran = window.ran || []).push(${JSON.stringify(name)});`]
      : kind === 'gif'
        ? ['image/gif', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')]
        : kind === 'html'
          ? ['text/html', `<!doctype html><title>${name}</title>`]
          : ['application/json', '{}'];
  response.writeHead(200, { 'Content-Type': type as string, 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' });
  response.end(body);
}

/** The script tag of a site. */
export function tag(site: HostSite = 'shop', attributes = '', query = ''): string {
  return `<script src="${PRIVACY}/banner/${site}.js${query}" ${attributes}></script>`;
}

/** A page with the given head and body. */
export function html(head: string, body = '', lang = 'en'): string {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A shop</title>\n${head}\n</head><body>\n<h1>A shop</h1>\n${body}\n</body></html>`;
}

/** What a page's scripts have said. */
export function ran(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { ran?: string[] }).ran ?? []);
}

/** An inline script that says its name. */
export function says(name: string, attributes = 'type="text/plain" data-consent="analytics"'): string {
  return `<script ${attributes}>(window.ran = window.ran || []).push('${name}');</script>\n`;
}

/** Lets what is under way come to its end. */
export function settled(ms = 150): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
