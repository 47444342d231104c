/**
 * Pages of somebody else that embed the banner: a server of its own on another origin than the publishing site,
 * which the real Worker serves. What a page holds and which headers it sends is each test's own.
 */
import { cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { builtSite, KAIRO, NOW, runFolder } from './run-sites.ts';
import { serveSite } from './worker-server.ts';

/** Host pages stand on the first of these that is free. All are listed in the tree, so that one build does for every run. */
const PORTS = Array.from({ length: 20 }, (_, index) => 41_730 + index);

/** A legacy theme: the kind of global CSS that breaks widgets which live in the page's own tree. */
export const HOSTILE_CSS = `*{letter-spacing:2px!important;box-sizing:content-box}
button,input{background:#c00!important;color:#fff!important;border-radius:0!important;text-transform:uppercase!important;font:700 22px/2 Impact,sans-serif!important;width:100%!important;float:left}
h1,h2,h3{font-size:44px!important;color:#0a0!important}
div,fairnotice-consent{max-width:300px!important;opacity:.5!important;transform:rotate(3deg)!important;font-size:40px!important;direction:rtl!important}
a{color:#f0f!important;text-decoration:line-through!important}
p{font-size:24px!important;margin:40px 0!important}
label,section,dialog{display:none!important}`;

/** The strictest policy under which the banner works. */
export function strictPolicy(privacy: string, host: string): string {
  return `default-src 'none'; script-src ${privacy}; connect-src ${privacy}; img-src ${host}; require-trusted-types-for 'script'; trusted-types fairnotice`;
}

const ALL = ['preferences', 'analytics', 'marketing', 'media'];
const LOCALES = ['en', 'de', 'ar', 'fi', 'el', 'hu'];

/** The sites of the tree by their id; what is not said here is as the product has it by default. */
const SITES: Record<string, Record<string, unknown>> = {
  /** Everything that there is to ask about, with services of each kind. */
  shop: {
    categories: ALL,
    services: [
      'google-analytics',
      'google-ads',
      'youtube',
      { id: 'own', name: 'Own maps', provider: 'Maps & Sons', category: 'media', purpose: { en: 'Shows where we are.' } },
    ],
  },
  /** One question, nothing behind it, few bytes. */
  small: { categories: ['analytics'] },
  /** Nothing to ask: only the quiet control. */
  none: { categories: [] },
  /** A site that has a link of its own in the place of the control. */
  linked: { categories: ['analytics'], control: false },
  end: { categories: ALL, position: 'corner-end' },
  bottom: { categories: ALL, position: 'bottom' },
  top: { categories: ALL, position: 'top' },
  dark: { categories: ALL, theme: { scheme: 'dark', radius: 0, font: 'Georgia, serif' } },
};
export type HostSite = 'shop' | 'small' | 'none' | 'linked' | 'end' | 'bottom' | 'top' | 'dark';

/** KAIRO's content with further sites, whose pages are those of this server. */
export function hostTree(): string {
  const folder = join(runFolder(), 'hosts');
  if (existsSync(folder)) return folder;
  const making = `${folder}-${process.pid}`;
  cpSync(KAIRO, making, { recursive: true });
  mkdirSync(join(making, 'sites'), { recursive: true });
  const origins = PORTS.map((port) => `http://localhost:${port}`);
  for (const [id, settings] of Object.entries(SITES))
    writeFileSync(join(making, 'sites', `${id}.json`), JSON.stringify({ origins, policy: 'privacy', locales: LOCALES, ...settings }));
  renameSync(making, folder);
  return folder;
}

export interface HostFile {
  /** The whole text of the answer, or what makes it of the request's address. */
  html: string | ((url: URL) => string);
  /** Beside the content type, which is that of the path's ending. */
  headers?: Record<string, string>;
  /** A path of one's own; a new one by default. */
  path?: string;
}

export interface OpenOptions extends Document {
  headers?: Record<string, string>;
  /** Attributes of the script tag. */
  attributes?: string;
  context?: BrowserContextOptions;
  /** Does the browser send Global Privacy Control? */
  gpc?: boolean;
  /** What is added to the address, such as `?fairnotice-debug`. */
  query?: string;
}

export interface HostVisit {
  browser: Browser;
  /** Where host pages stand: `http://localhost:41730`. */
  host: string;
  /** Where the banner comes from. */
  privacy: string;
  /** Serves a page or another file from now on. @returns its address. */
  hostPage(file: HostFile): string;
  /** The script tag of a site. */
  tag(site: HostSite, attributes?: string): string;
  /** A page that embeds a site's banner, opened in a context of its own. */
  open(site: HostSite, options?: OpenOptions): Promise<Page>;
  /** Closes every page that is open. */
  closePages(): Promise<void>;
  /** Addresses that the host's server was asked for, in order, with the path alone. */
  asked: string[];
  close(): Promise<void>;
}

/**
 * Builds the tree, serves it with the real Worker, serves host pages beside it, and opens a browser.
 *
 * @param options.now Where the Worker's clock stands still.
 * @param options.place Where the visitors are, `DE` or `US-CA`: it decides the consent model.
 */
export async function openHost({ now = NOW, place = 'DE' }: { now?: string; place?: string } = {}): Promise<HostVisit> {
  const edge = await serveSite(await builtSite({ content: hostTree(), now: NOW }), now, place);
  const privacy = (await edge.listen()).url.origin;
  const files = new Map<string, HostFile>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', host);
    asked.push(url.pathname);
    const file = files.get(url.pathname);
    response.writeHead(file ? 200 : 404, { 'Content-Type': typeOf(url.pathname), 'Cache-Control': 'no-store', ...file?.headers });
    response.end(typeof file?.html === 'function' ? file.html(url) : file?.html);
  });
  const host = `http://localhost:${await listen(server)}`;
  const browser = await launchChromium();

  function hostPage(file: HostFile): string {
    const path = file.path ?? `/page-${files.size + 1}/`;
    files.set(path, file);
    return host + path;
  }

  const tag: HostVisit['tag'] = (site, attributes = '') => `<script src="${privacy}/banner/${site}.js" ${attributes}></script>`;

  return {
    browser,
    host,
    privacy,
    asked,
    hostPage,
    tag,
    async open(site, { head = '', attributes, headers = {}, context = {}, gpc = false, query = '', ...document } = {}) {
      const page = await browser.newPage(context);
      if (gpc) await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
      await page.goto(hostPage({ html: documentOf({ ...document, head: head + tag(site, attributes) }), headers }) + query);
      return page;
    },
    async closePages() {
      for (const context of browser.contexts()) await context.close();
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await edge.close();
    },
  };
}

interface Document {
  /** Usually the script tag. */
  head?: string;
  body?: string;
  lang?: string;
}

/** A page with some links and long text, to be put into `hostPage`. */
export function documentOf({ head = '', body = ARTICLE, lang = 'en' }: Document): string {
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Harbour notes</title>
<link rel="icon" href="data:,">
${head}</head>
<body>
${body}
</body>
</html>`;
}

const TEXT =
  'The harbour at dawn is a working place. Trawlers come in on the tide, the ice plant hums, and the first buyers walk the quay with their collars up against the wind.';

/** Twenty paragraphs, each with a link and a button, so that there is something to tab through. */
export const ARTICLE = `<header><nav aria-label="Main"><a href="#p1">Tides</a> <a href="#p2">Museum</a></nav></header>
<main><h1>A working harbour</h1>
${Array.from({ length: 20 }, (_, index) => `<p id="p${index}">${TEXT} <a href="#p${index}">Link ${index}</a> <button type="button">Button ${index}</button></p>`).join('\n')}
</main>
<footer><p>Harbour notes. <a href="#end" id="last">The last link</a></p></footer>`;

function typeOf(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (path.endsWith('.css')) return 'text/css; charset=utf-8';
  if (path.endsWith('.svg')) return 'image/svg+xml';
  return 'text/html; charset=utf-8';
}

async function listen(server: Server): Promise<number> {
  for (const port of PORTS) {
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, 'localhost', () => resolve(true));
    });
    server.removeAllListeners('error');
    server.removeAllListeners('listening');
    if (free) return port;
  }
  throw new Error(`No port of ${PORTS[0]} to ${PORTS.at(-1)} is free`);
}
