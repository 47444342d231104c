/**
 * Pictures of every kind of page by width, scheme and direction, served by the real Worker: contact sheets to
 * look at, and the two pictures of the README. `npm run pictures [-- --pages redline,history --widths 390 --schemes dark]`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { FRAGMENTS, LTR_PAGES, openSites, RTL_PAGES } from '../tests/support/page-kinds.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(import.meta.dirname, 'pictures');
const WIDTHS = [320, 390, 768, 1360] as const;
const SCHEMES = ['light', 'dark'] as const;
/** A picture ends here: what is below looks like what is above. */
const TALLEST = 5000;
const PATIENCE_MS = 180_000;

const { values: options } = parseArgs({ options: { pages: { type: 'string' }, widths: { type: 'string' }, schemes: { type: 'string' } } });
const wanted = <T>(list: readonly T[], option: string | undefined): T[] => list.filter((item) => !option || option.split(',').includes(String(item)));

const visit = await openSites();
try {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, '.gitignore'), '*\n');
  for (const width of wanted(WIDTHS, options.widths)) {
    for (const scheme of wanted(SCHEMES, options.schemes)) await takeSet(visit.browser, width, scheme);
  }
  if (!options.pages) await takeReadme(visit.browser);
} finally {
  await visit.close();
}

async function takeSet(browser: Browser, width: number, scheme: (typeof SCHEMES)[number]): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: Math.round(width < 700 ? 760 : 900) },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    javaScriptEnabled: false,
  });
  // A sheet is many pictures in one page, and the machine may be busy.
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  for (const [direction, list] of [
    ['ltr', [...LTR_PAGES, ...FRAGMENTS.slice(0, 2)]],
    ['rtl', [...RTL_PAGES, ...FRAGMENTS.slice(2)]],
  ] as const) {
    const shown = list.filter(({ name }) => !options.pages || options.pages.split(',').includes(name));
    const folder = join(OUT, `${width}-${scheme}-${direction}`);
    if (!options.pages) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const kind of shown) await take(page, visit.at(kind), join(folder, `${kind.name}.png`));
    await sheet(
      browser,
      folder,
      shown.map(({ name }) => name),
      width,
      `${width} px, ${scheme}, ${direction}`,
    );
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
  const figures = names.map(
    (name) =>
      `<figure><div><img src="data:image/png;base64,${readFileSync(join(folder, `${name}.png`)).toString('base64')}"></div><figcaption>${name}</figcaption></figure>`,
  );
  const page = await browser.newPage({ viewport: { width: 1800, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setContent(
    `<style>body{font:600 20px sans-serif;margin:24px;background:#777;color:#fff}main{display:grid;gap:24px;grid-template-columns:repeat(auto-fill,${thumb}px)}figure{margin:0}div{height:${thumb * (width < 700 ? 2.4 : 1.3)}px;overflow:hidden}img{display:block;width:100%}</style><h1>${title}</h1><main>${figures.join('')}</main>`,
  );
  await page.screenshot({ path: `${folder}.png`, fullPage: true });
  await page.close();
}

/** The pictures of the README. */
async function takeReadme(browser: Browser): Promise<void> {
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(visit.at({ site: 'now', path: '/privacy/' }));
  await page.screenshot({ path: join(folder, 'policy.png') });
  await page.goto(visit.at({ site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/' }));
  await page.evaluate(() => document.querySelector('.redline h1')?.scrollIntoView());
  await page.screenshot({ path: join(folder, 'redline.png') });
  await page.close();
}
