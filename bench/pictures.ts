/**
 * Pictures of every kind of page by width, scheme and direction, served by the real Worker: contact sheets to
 * look at, and the two pictures of the README. `npm run pictures [-- --pages redline,history] [-- --sheets-only]`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { builtSite, KAIRO, LATER, NOW, showcaseTree } from '../tests/support/run-sites.ts';
import { launchChromium } from '../tests/support/chromium.ts';
import { serveSite } from '../tests/support/worker-server.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(import.meta.dirname, 'pictures');
const WIDTHS = [320, 390, 768, 1360] as const;
const SCHEMES = ['light', 'dark'] as const;
/** A picture ends here: what is below looks like what is above. */
const TALLEST = 5000;

interface Shown {
  name: string;
  path: string;
  site: 'now' | 'later' | 'showcase' | 'drafts';
}

const LTR: Shown[] = [
  { name: 'start', site: 'now', path: '/' },
  { name: 'in-force', site: 'now', path: '/privacy/' },
  { name: 'announced', site: 'now', path: '/privacy/2027-01-01/' },
  { name: 'superseded', site: 'later', path: '/privacy/2025-12-16/' },
  { name: 'translation', site: 'now', path: '/privacy/2027-01-01/de/' },
  { name: 'behind', site: 'showcase', path: '/legal/privacy/en/' },
  { name: 'cookies', site: 'later', path: '/cookies/' },
  { name: 'history', site: 'now', path: '/privacy/history/' },
  { name: 'section', site: 'now', path: '/privacy/sections/retention/' },
  { name: 'redline', site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/' },
  { name: 'redline-edge', site: 'now', path: '/privacy/compare/2027-01-01..2025-12-16/' },
  { name: 'redline-de', site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/de/' },
  { name: 'archive', site: 'now', path: '/privacy/archive.html' },
  { name: 'fragment', site: 'now', path: '/privacy/fragment.html' },
  { name: 'requests', site: 'now', path: '/requests/' },
  { name: 'problem', site: 'now', path: '/privacy/2026-02-02/' },
  { name: 'problem-type', site: 'now', path: '/problems/not-found/' },
  { name: 'problems', site: 'now', path: '/problems/' },
  { name: 'not-found', site: 'now', path: '/nothing/here/' },
];

const RTL: Shown[] = [
  { name: 'start', site: 'showcase', path: '/legal/' },
  { name: 'in-force', site: 'showcase', path: '/legal/privacy/' },
  { name: 'announced', site: 'showcase', path: '/legal/privacy/2027-01-01/' },
  { name: 'superseded', site: 'showcase', path: '/legal/privacy/2025-02-01/' },
  { name: 'mistaken', site: 'showcase', path: '/legal/privacy/2025-06-01/' },
  { name: 'withdrawn', site: 'showcase', path: '/legal/privacy/2026-10-01/' },
  { name: 'draft', site: 'drafts', path: '/legal/privacy/2027-06-01/' },
  { name: 'history', site: 'showcase', path: '/legal/privacy/history/' },
  { name: 'section', site: 'showcase', path: '/legal/privacy/sections/retention/' },
  { name: 'redline', site: 'showcase', path: '/legal/privacy/compare/2025-02-01..2026-01-15/' },
  { name: 'redline-edge', site: 'showcase', path: '/legal/privacy/compare/2024-03-01..2027-01-01/' },
  { name: 'archive', site: 'showcase', path: '/legal/privacy/archive.html' },
  { name: 'requests', site: 'showcase', path: '/legal/requests/' },
  { name: 'not-found', site: 'showcase', path: '/legal/nothing/' },
];

const { values: options } = parseArgs({ options: { pages: { type: 'string' }, widths: { type: 'string' }, schemes: { type: 'string' } } });
const wanted = <T>(list: readonly T[], option: string | undefined): T[] => list.filter((item) => !option || option.split(',').includes(String(item)));

const showcase = showcaseTree();
const plans = { now: { content: KAIRO, now: NOW }, later: { content: KAIRO, now: LATER }, showcase: { content: showcase, now: NOW }, drafts: { content: showcase, now: NOW, drafts: true } };
const servers = [];
const origins: Record<string, string> = {};
for (const [name, plan] of Object.entries(plans)) {
  const server = await serveSite(await builtSite(plan), plan.now);
  servers.push(server);
  origins[name] = (await server.listen()).url.origin;
}
const browser = await launchChromium();
try {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, '.gitignore'), '*\n');
  for (const width of wanted(WIDTHS, options.widths)) {
    for (const scheme of wanted(SCHEMES, options.schemes)) await takeSet(browser, width, scheme);
  }
  if (!options.pages) await takeReadme(browser);
} finally {
  await browser.close();
  await Promise.all(servers.map((server) => server.close()));
}

async function takeSet(browser: Browser, width: number, scheme: (typeof SCHEMES)[number]): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: Math.round(width < 700 ? 760 : 900) }, colorScheme: scheme, reducedMotion: 'reduce', javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [direction, list] of [['ltr', LTR], ['rtl', RTL]] as const) {
    const shown = list.filter(({ name }) => !options.pages || options.pages.split(',').includes(name));
    const folder = join(OUT, `${width}-${scheme}-${direction}`);
    if (!options.pages) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { name, site, path } of shown) await take(page, `${origins[site]}${path}`, join(folder, `${name}.png`));
    await sheet(browser, folder, shown.map(({ name }) => name), width, `${width} px, ${scheme}, ${direction}`);
  }
  await context.close();
}

async function take(page: Page, address: string, file: string): Promise<void> {
  await page.goto(address);
  const { width } = page.viewportSize() ?? { width: 0 };
  const box = await page.locator('html').boundingBox();
  await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(TALLEST, Math.ceil(box?.height ?? TALLEST)) } });
}

/** One picture of all. */
async function sheet(browser: Browser, folder: string, names: string[], width: number, title: string): Promise<void> {
  const thumb = width < 700 ? 300 : 560;
  const figures = names.map((name) => `<figure><div><img src="data:image/png;base64,${readFileSync(join(folder, `${name}.png`)).toString('base64')}"></div><figcaption>${name}</figcaption></figure>`);
  const page = await browser.newPage({ viewport: { width: 1800, height: 900 } });
  await page.setContent(`<style>body{font:600 20px sans-serif;margin:24px;background:#777;color:#fff}main{display:grid;gap:24px;grid-template-columns:repeat(auto-fill,${thumb}px)}figure{margin:0}div{height:${thumb * (width < 700 ? 2.4 : 1.3)}px;overflow:hidden}img{display:block;width:100%}</style><h1>${title}</h1><main>${figures.join('')}</main>`);
  await page.screenshot({ path: `${folder}.png`, fullPage: true });
  await page.close();
}

/** The pictures of the README. */
async function takeReadme(browser: Browser): Promise<void> {
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${origins.now}/privacy/`);
  await page.screenshot({ path: join(folder, 'policy.png') });
  await page.goto(`${origins.now}/privacy/compare/2025-12-16..2027-01-01/#retention`);
  await page.screenshot({ path: join(folder, 'redline.png') });
  await page.close();
}
