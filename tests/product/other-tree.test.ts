/** Another organisation's tree: its own look and folder, three policies, five languages, sixty versions. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../core/digest.ts';
import { assetAt, type SiteIndex } from '../../core/site-index.ts';
import { fairnotice, forgetBuild } from '../support/command.ts';
import { FIXTURE_BASE, FIXTURE_NOW, type FixtureTree, writeFixtureTree } from '../support/fixture-tree.ts';
import { type BuiltPage, fileAt, readBuilt, readPage } from '../support/read-site.ts';

const ORIGIN = 'https://www.kowhai.example';
const folder = mkdtempSync(join(tmpdir(), 'fairnotice-other-'));
const content = join(folder, 'content');
const out = join(folder, 'out');
const later = join(folder, 'later');

let tree: FixtureTree;
let site: Map<string, string>;
let pages: Map<string, BuiltPage>;
let index: SiteIndex;
let reported = 0;

function build(to: string, now: string): number {
  const ran = fairnotice(['build', '--content', content, '--out', to, '--now', now, '--json']);
  expect(ran.status, ran.stdout + ran.stderr).toBe(0);
  return JSON.parse(ran.stdout).files;
}

/** A file below the base. */
function file(path: string): string {
  const found = site.get(FIXTURE_BASE.slice(1) + path);
  if (found === undefined) throw new Error(`the build has no ${path}`);
  return found;
}

const page = (path: string): BuiltPage => readPage(file(`${path}index.html`));
const list = (found: Iterable<string>): string[] => [...new Set(found)].slice(0, 20);

beforeAll(() => {
  tree = writeFixtureTree(content);
  reported = build(out, FIXTURE_NOW);
  site = readBuilt(out);
  pages = new Map([...site].filter(([path]) => path.endsWith('.html')).map(([path, html]) => [path, readPage(html)]));
  index = JSON.parse(site.get('_at/index.json') ?? '');
});

afterAll(() => {
  for (const to of [out, later]) forgetBuild(content, to);
  rmSync(folder, { recursive: true, force: true });
});

describe('the tree', () => {
  test('has three policies, five languages and sixty versions of one policy', () => {
    expect(index.policies.map(({ id }) => id)).toEqual(['cookies', 'privacy', 'terms']);
    expect(tree.versions).toHaveLength(60);
    const privacy = index.policies.find(({ id }) => id === 'privacy');
    expect(privacy?.versions).toHaveLength(60);
    expect(privacy?.locales).toEqual(['en', 'ar', 'de', 'fr', 'ja']);
    for (const id of tree.versions) expect(site.has(`legal/privacy/${id}/index.html`), id).toBe(true);
  });

  test('has as many files as the command says', () => {
    expect(reported).toBe(site.size);
  });
});

describe('the organisation’s look', () => {
  test('name, logo, home and imprint stand on every page of the site', () => {
    // The console is for operators, and has a frame of its own.
    const bare = /fragment\.html$|archive\.html$|cookie-table\/|_at\/console\//;
    const lacking = [...pages]
      .filter(([path]) => !bare.test(path))
      .filter(([, { links, text }]) => {
        const to = links.map((link) => link.to);
        return !text.includes('Kōwhai Cooperative') || !to.includes('/legal/logo.svg') || !to.includes(`${ORIGIN}/home`) || !to.includes(`${ORIGIN}/imprint`);
      });
    expect(list(lacking.map(([path]) => path))).toEqual([]);
    expect(file('logo.svg')).toBe(readFileSync(join(content, 'logo.svg'), 'utf8'));
  });

  test('its colours are in one style sheet, which every page of the site has', () => {
    const sheets = [...site].filter(([path]) => path.endsWith('.css'));
    expect(sheets.filter(([path]) => !path.startsWith('legal/_astro/'))).toEqual([]);
    const coloured = sheets.filter(([, css]) => css.includes('#8a3f00') && css.includes('#ffb77a')).map(([path]) => `/${path}`);
    expect(coloured).toHaveLength(1);
    const framed = [...pages.values()].filter(({ lang, links }) => lang !== '' && links.some(({ rel }) => rel === 'stylesheet'));
    expect(framed.length).toBeGreaterThan(100);
    expect(framed.filter(({ links }) => !links.some(({ to }) => to === coloured[0]))).toEqual([]);
  });

  test('only what belongs to the host lies outside the folder', () => {
    const outside = [...site.keys()].filter((path) => !path.startsWith('legal/'));
    expect(outside.sort()).toEqual([
      '.well-known/gpc.json',
      '.well-known/security.txt',
      '_at/banner.json',
      '_at/index.json',
      '_at/publications.json',
      '_at/requests.json',
      '_headers',
      'robots.txt',
    ]);
    expect(site.get('robots.txt')).toContain(`Sitemap: ${ORIGIN}/legal/sitemap.xml`);
  });
});

describe('links', () => {
  /** Addresses that have no file: the Worker makes their answers. */
  function workerAnswers(path: string): boolean {
    const [, policyId = '', rest = ''] = /^\/legal\/([a-z0-9-]+)\/(.*)$/.exec(path) ?? [];
    const policy = index.policies.find(({ id }) => id === policyId);
    // Where a request stands, its figures, and subscribing: pages for one person, or of the moment.
    if (/^\/legal\/(requests\/(status|statistics)|subscribe)\/([\w-]+\/)?$/.test(path)) return true;
    if (!policy) return false;
    if (/^timemap\/([\w-]+\/)?$/.test(rest) || rest === 'compare/') return true;
    const [, a, b, locale] = /^compare\/([\d.-]+?)\.\.([\d.-]+?)(?:\/([\w-]+))?(?:\/|\.json)$/.exec(rest) ?? [];
    const has = (id: string | undefined): boolean => policy.versions.some((version) => version.id === id && (!locale || locale in version.locales));
    return has(a) && has(b);
  }

  test('every internal address resolves to a file or to a route of the Worker, and its anchor to an element', () => {
    const dead: string[] = [];
    const outside: string[] = [];
    for (const [path, { links, ids }] of pages) {
      if (path.startsWith('legal/_at/compare/') || path.startsWith('legal/_at/problem/') || path.startsWith('legal/_at/console/')) continue;
      for (const { to } of links) {
        const local = to.startsWith(`${ORIGIN}/legal/`) ? to.slice(ORIGIN.length) : to;
        if (local.startsWith('#')) {
          if (local !== '#' && !ids.includes(decodeURIComponent(local.slice(1)))) dead.push(`${path} → ${to}`);
          continue;
        }
        if (/^[a-z]+:/.test(local)) continue;
        const [pathname = '', anchor] = local.split('#');
        if (!pathname.startsWith(FIXTURE_BASE)) outside.push(`${path} → ${to}`);
        const target = fileAt(pathname.split('?')[0] ?? '');
        if (!site.has(target) && !workerAnswers(pathname)) dead.push(`${path} → ${to}`);
        else if (anchor && pages.has(target) && !pages.get(target)?.ids.includes(decodeURIComponent(anchor))) dead.push(`${path} → ${to}`);
      }
    }
    expect(list(outside), 'outside the base path').toEqual([]);
    expect(list(dead), 'leads nowhere').toEqual([]);
  });

  test('no address shows the hidden folder', () => {
    const shown = [...site].filter(([path, text]) => !/^_at\/|_at\/index\.json$|_headers$/.test(path) && /["'(/]_at\//.test(text));
    expect(list(shown.map(([path]) => path))).toEqual([]);
  });

  test('every id is there once on its page', () => {
    const twice = [...pages].flatMap(([path, { ids }]) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${path}#${id}`));
    expect(list(twice)).toEqual([]);
  });
});

describe('pages', () => {
  test('none has a script, a handler or an inline style, but that tables of fragments scroll in a page without our styles', () => {
    const fragment = /fragment\.html$|cookie-table\//;
    const found = [...pages].flatMap(([path, { forbidden }]) => forbidden.map((what) => ({ path, what })));
    expect(
      list(found.filter(({ path, what }) => !(fragment.test(path) && what === 'style="overflow-x:auto"')).map(({ path, what }) => `${path}: ${what}`)),
    ).toEqual([]);
  });

  test('old and announced versions are kept from search engines and name the standing page; the one in force may be found', () => {
    for (const id of tree.versions) {
      const { robots, canonical } = page(`privacy/${id}/`);
      expect([id, robots, canonical]).toEqual([id, id === tree.inForce ? '' : 'noindex', `${ORIGIN}/legal/privacy/`]);
    }
    expect(page('privacy/')).toMatchObject({ robots: '', canonical: `${ORIGIN}/legal/privacy/` });
    expect(page('privacy/ar/')).toMatchObject({ robots: '', canonical: `${ORIGIN}/legal/privacy/ar/` });
  });

  test('a version says where it stands', () => {
    const standing = (path: string): string | undefined => /data-standing="([a-z-]+)"/.exec(file(`${path}index.html`))?.[1];
    expect(standing('privacy/')).toBe('in-force');
    expect(standing(`privacy/${tree.inForce}/`)).toBe('in-force');
    expect(standing(`privacy/${tree.announced}/`)).toBe('announced');
    expect(standing(`privacy/${tree.versions[5]}/`)).toBe('superseded');
    expect(standing(`privacy/${tree.withdrawn}/`)).toBe('withdrawn');
    expect(standing(`privacy/${tree.mistaken}/`)).toBe('mistaken');
    const history = page('privacy/history/').text;
    expect(history).toContain('Reason: The new recipient was not asked yet.');
    expect(history).toContain('Reason: A draft was published in place of the text.');
  });

  test('a version says at what time of its day it begins', () => {
    const afternoon = tree.versions.find((id) => id.endsWith('.2'));
    expect(file(`privacy/${afternoon}/index.html`)).toMatch(/, 1[56]:00 Pacific\/Auckland/);
    expect(file(`privacy/${tree.announced}/index.html`)).toContain(', 00:00 Pacific/Auckland');
  });

  test('a removed section leaves a tombstone at its anchor, and a renamed one keeps its former anchor', () => {
    const first = tree.versions.findIndex((id) => page(`privacy/${id}/`).ids.includes('newsletters'));
    const texts = tree.versions.map((id) => file(`privacy/${id}.txt`));
    const gone = texts.findIndex((text, at) => at > first && !text.includes('## Newsletters'));
    expect(first).toBeGreaterThan(0);
    expect(gone).toBeGreaterThan(first);
    const html = file(`privacy/${tree.versions[gone]}/index.html`);
    expect(html).toMatch(/<li id="newsletters">/);
    expect(page(`privacy/${tree.announced}/`).ids).toContain('newsletters');

    const renamed = tree.versions[4] ?? '';
    expect(page(`privacy/${renamed}/`).ids).toEqual(expect.arrayContaining(['protection-4', 'security']));
    expect(file(`privacy/${renamed}.txt`)).not.toContain('How we protect it');
    expect(page('privacy/sections/security/').text).toContain('Earlier anchors: protection-');
  });

  test('a long history is parted by year, with a way to each', () => {
    const { ids, links } = page('privacy/history/');
    const years = [...new Set(tree.versions.map((id) => `y${id.slice(0, 4)}`))].sort();
    expect(years.length).toBeGreaterThan(5);
    expect(ids.filter((id) => /^y\d{4}$/.test(id)).sort()).toEqual(years);
    expect(links.map(({ to }) => to)).toEqual(expect.arrayContaining(years.map((year) => `#${year}`)));
    expect(page('terms/history/').ids.filter((id) => /^y\d{4}$/.test(id))).toEqual([]);
  });

  test('errata stand beside the text and are no part of it', () => {
    const id = tree.versions[1] ?? '';
    expect(page(`privacy/${id}/`).text).toContain('The summary first named a wrong day.');
    expect(file(`privacy/${id}.txt`)).not.toContain('wrong day');
  });
});

describe('languages', () => {
  test('Arabic pages run from right to left, the interface too, for the tree has its words', () => {
    for (const path of ['privacy/ar/', `privacy/${tree.announced}/ar/`, 'cookies/ar/', 'privacy/history/ar/']) {
      expect(page(path), path).toMatchObject({ lang: 'ar', dir: 'rtl' });
    }
    expect(file('privacy/ar/index.html')).toMatch(/<article[^>]* lang="ar" dir="rtl"/);
    expect(page('privacy/ar/').text).toContain('جميع النسخ');
  });

  test('a language without words of the interface keeps its text and gets an English frame', () => {
    expect(page('privacy/ja/')).toMatchObject({ lang: 'en', dir: 'ltr' });
    expect(file('privacy/ja/index.html')).toMatch(/<article[^>]* lang="ja" dir="ltr"/);
    expect(page('privacy/ja/').text).toContain('会員データは、退会から30日後に削除されます。');
  });

  test('a stale translation says what it is behind, and an up-to-date one does not', () => {
    const behind = (path: string): string =>
      /<div class="next">(?:(?!<\/div>)[\s\S])*/.exec(file(`${path}index.html`).replace(/[\s\S]*<section class="ribbon"/, ''))?.[0] ?? '';
    const middle = tree.versions[30] ?? '';
    expect(page(`privacy/${tree.inForce}/ja/`).text).toMatch(/This translation is of the version of .*; the text of 28 September 2026 is newer/);
    expect(file(`privacy/${tree.inForce}/ja/index.html`)).toContain(`href="/legal/privacy/compare/${middle}..${tree.inForce}/"`);
    expect(page('privacy/de/').text).toMatch(/Diese Übersetzung|Übersetzung/);
    expect(page('privacy/fr/').text).toMatch(/This translation is of the version of .*; the text of 28 September 2026 is newer/);
    expect(behind('privacy/ar/')).not.toContain('هذه الترجمة لنسخة');
  });

  test('a section through time has a page in each language that has it, and pages of a language lead to their own', () => {
    const german = page('privacy/sections/retention/de/');
    expect(german.lang).toBe('de');
    expect(file('privacy/sections/retention/de/index.html')).toMatch(/class="redline" lang="de"/);
    expect(german.links.map(({ to }) => to)).toEqual(expect.arrayContaining(['/legal/privacy/history/de/', '/legal/privacy/sections/retention/']));
    const sections = (path: string): string[] => [...file(path).matchAll(/href="(\/legal\/privacy\/sections\/[^"]*)"/g)].map(([, to = '']) => to);
    for (const path of [`privacy/${tree.inForce}/de/index.html`, 'privacy/history/de/index.html']) {
      expect(sections(path).length).toBeGreaterThan(2);
      expect(sections(path).filter((to) => !to.endsWith('/de/'))).toEqual([]);
    }
  });

  test('pages name their other languages', () => {
    const { links } = page('privacy/ja/');
    expect(links.filter(({ rel }) => rel === 'alternate').map(({ to }) => to)).toEqual(
      expect.arrayContaining([
        `${ORIGIN}/legal/privacy/`,
        `${ORIGIN}/legal/privacy/ar/`,
        `${ORIGIN}/legal/privacy/de/`,
        `${ORIGIN}/legal/privacy/fr/`,
        `${ORIGIN}/legal/privacy/ja/`,
      ]),
    );
  });

  test('what the Worker says of problems is marked as English, whatever the site speaks', () => {
    expect(file('_at/problem/index.html')).toContain('<h1 lang="en" dir="ltr">%%TITLE%%</h1>');
    expect(page('problems/not-found/').lang).toBe('en');
  });

  test('a policy whose German text counts has it at the address without a language', () => {
    expect(file('terms/index.html')).toMatch(/<article[^>]* lang="de"/);
    expect(file('terms/2025-02-01/en/index.html')).toMatch(/<article[^>]* lang="en"/);
  });
});

describe('what machines get', () => {
  test('each text’s SHA-256 is the one that versions.json, published.json and the page name', () => {
    const published = JSON.parse(readFileSync(join(content, 'published.json'), 'utf8')).versions as {
      policy: string;
      version: string;
      locales: Record<string, { sha256: string }>;
    }[];
    let texts = 0;
    for (const { id } of index.policies) {
      const { versions } = JSON.parse(file(`${id}/versions.json`)) as {
        versions: { version: string; locales: Record<string, { sha256: string; text: string; url: string }> }[];
      };
      for (const { version, locales } of versions) {
        for (const [locale, { sha256: named, text, url }] of Object.entries(locales)) {
          const served = site.get(text.slice(ORIGIN.length + 1)) ?? '';
          expect([text, sha256(served)]).toEqual([text, named]);
          expect(published.find((entry) => entry.policy === id && entry.version === version)?.locales[locale]?.sha256).toBe(named);
          expect(site.get(fileAt(url.slice(ORIGIN.length)))).toContain(named);
          expect(served.endsWith('\n') && !served.endsWith('\n\n') && served === served.normalize('NFC')).toBe(true);
          texts += 1;
        }
      }
    }
    expect(texts).toBe(published.reduce((sum, { locales }) => sum + Object.keys(locales).length, 0));
  });

  test('tenures have no gap, and neither the withdrawn version nor a moment without a text is in them', () => {
    const { tenures } = JSON.parse(file('privacy/versions.json')) as { tenures: { id: string; from: string; until?: string }[] };
    expect(tenures.map(({ until }) => until)).toEqual([...tenures.slice(1).map(({ from }) => from), undefined]);
    expect(tenures.map(({ id }) => id)).not.toContain(tree.withdrawn);
    expect(tenures.filter(({ id }) => id === tree.versions[19])).toHaveLength(2);
    expect(tenures.at(-1)).toEqual({ id: tree.announced, from: '2026-12-31T11:00:00Z' });
  });

  test('feeds are XML and JSON whose ids are tags that never change', () => {
    const ids = [...file('privacy/feed.xml').matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id);
    expect(ids[0]).toBe('tag:kowhai.example,2026:fairnotice:privacy:all');
    expect(new Set(ids).size).toBe(61);
    expect(ids).toContain(`tag:kowhai.example,2026:fairnotice:privacy:${tree.announced}`);
    for (const path of ['feed.xml', 'privacy/feed.xml', 'privacy/feed-material.xml', 'terms/feed.xml', 'sitemap.xml'])
      expect(unbalanced(file(path)), path).toEqual([]);
    const { items } = JSON.parse(file('privacy/feed.json')) as { items: { id: string; url: string }[] };
    expect(items).toHaveLength(60);
    for (const { url } of items) expect(site.has(fileAt(url.slice(ORIGIN.length))), url).toBe(true);
    expect(JSON.parse(file('privacy/feed-material.json')).items.length).toBeLessThan(60);
  });

  test('the sitemap names pages that are there and may be found', () => {
    const locations = [...file('sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, to = '']) => fileAt(to.slice(ORIGIN.length)));
    expect(locations.length).toBeGreaterThan(10);
    for (const path of locations) expect(pages.get(path)?.robots, path).toBe('');
  });

  test('the archive holds every version and needs nothing else', () => {
    const archive = pages.get('legal/privacy/archive.html');
    for (const id of tree.versions) expect(archive?.ids).toContain(`v${id}`);
    expect(archive?.text).toContain('会員データは、退会から30日後に削除されます。');
    const html = file('privacy/archive.html');
    expect(html).not.toMatch(/<(?:link|img|script|iframe|source)\b|@import|url\(/);
  });

  test('fragments are bare: no frame, no style, absolute links', () => {
    const html = file('privacy/fragment.html');
    expect(html).toMatch(/^<div class="fairnotice-policy" lang="en" dir="ltr" data-version="2026-09-28" data-sha256="[0-9a-f]{64}">/);
    expect(html).not.toMatch(/<html|<head|<link|<style|<script/);
    for (const { to } of readPage(html).links) expect(to).toMatch(/^(https:\/\/|mailto:|#)/);
    expect(file('privacy/ar/fragment.html')).toContain('dir="rtl"');
  });
});

/** Element names that are opened and not closed, or closed and not opened. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const parser = new Parser(
    {
      onopentagname: (name) => open.push(name),
      onclosetag: (name) => {
        if (open.pop() !== name) wrong.push(name);
      },
      onend: () => wrong.push(...open),
    },
    { xmlMode: true },
  );
  parser.end(xml);
  if (!xml.startsWith('<?xml')) wrong.push('no declaration');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) wrong.push('a bare &');
  return wrong;
}

describe('time', () => {
  const differing = (a: Map<string, string>, b: Map<string, string>): string[] =>
    [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();

  test('a second build changes no byte', () => {
    build(out, FIXTURE_NOW);
    expect(list(differing(site, readBuilt(out)))).toEqual([]);
  });

  test('boundaries are the midnights of Auckland', () => {
    expect(index.moments.map(({ at }) => at)).toEqual(['2026-12-14T11:00:00Z', '2026-12-31T11:00:00Z']);
  });

  test.each([0, 1])('what boundary %i shows is, byte for byte, what a build made then shows, and nothing else differs', (number) => {
    const moment = index.moments[number];
    expect(moment).toBeDefined();
    const at = moment?.at ?? '';
    build(later, at);
    const then = readBuilt(later);
    const base = FIXTURE_BASE.slice(1);
    const fileOf = (path: string): string => fileAt(`/${base}${path}`);
    const hidden = (path: string): boolean => path.startsWith('_at/') || path.startsWith(`${base}_at/`);
    // The build made now, as the Worker serves it at the boundary.
    const served = new Map([...site].filter(([path]) => !hidden(path)));
    for (const path of new Set(index.moments.flatMap(({ paths }) => paths))) {
      const asset = site.get(fileOf(assetAt(index, path, at)));
      if (asset !== undefined) served.set(fileOf(path), asset);
    }
    const built = new Map([...then].filter(([path]) => !hidden(path)));
    expect(list(differing(served, built))).toEqual([]);
    // And the pages that differ between the two builds are those that the index lists for a boundary up to then.
    const listed = new Set(index.moments.slice(0, number + 1).flatMap(({ paths }) => paths.map(fileOf)));
    const moved = differing(new Map([...site].filter(([path]) => !hidden(path))), built);
    expect(list(moved.filter((path) => !listed.has(path)))).toEqual([]);
    expect(moved.length).toBeGreaterThan(5);
  });

  test('a build in the place of an earlier one leaves what a fresh build would', () => {
    build(out, index.moments[1]?.at ?? '');
    expect(list(differing(readBuilt(later), readBuilt(out)))).toEqual([]);
  });

  test('a version that is added, and taken away again, leaves no trace', () => {
    const added = join(content, 'policies', 'terms', '2026-05-01', 'draft.tmp');
    writeFileSync(added, '');
    const ran = fairnotice(['build', '--content', content, '--out', out, '--json']);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout).problems).toEqual([
      { file: 'policies/terms/2026-05-01/draft.tmp', found: 'a file that is no part of a version', expected: expect.any(String) },
    ]);
    rmSync(added);
    expect(list(differing(readBuilt(later), readBuilt(out)))).toEqual([]);
  });
});
