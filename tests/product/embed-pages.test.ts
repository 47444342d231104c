/** The pages for owners of sites: what they hand out is what was built, and they are where they should be alone. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../cli/build.ts';
import { forgetBuild } from '../support/command.ts';
import { json, smallTree } from '../support/memory-tree.ts';
import { builtSite, KAIRO, NOW } from '../support/run-sites.ts';

let site = '';
beforeAll(async () => {
  site = await builtSite({ content: KAIRO, now: NOW });
});

const page = (path: string): string => readFileSync(join(site, path, 'index.html'), 'utf8');
/** As one copies it. */
const shown = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&');

describe('/embed/<site>/', () => {
  test('names, for each model and language, a file that is there, and its hash', () => {
    const tags = [...shown(page('embed/kairo')).matchAll(/src="https:\/\/privacy\.example\/(pinned\/[^"]+)"\s+integrity="(sha384-[^"]+)"/g)];
    expect(new Set(tags.map(([, path]) => path)).size).toBe(36);
    for (const [, path = '', integrity] of tags) {
      expect([path, integrity]).toEqual([
        path,
        `sha384-${createHash('sha384')
          .update(readFileSync(join(site, path)))
          .digest('base64')}`,
      ]);
    }
  });

  test('hands out addresses that the build has', () => {
    const addresses = [...shown(page('embed/kairo')).matchAll(/https:\/\/privacy\.example\/((?:banner|pinned)\/[\w./-]+)/g)].map(([, path = '']) => path);
    expect(addresses).toEqual(expect.arrayContaining(['banner/kairo.js', 'banner/kairo.de.js', 'banner/kairo.guard.js', 'banner/fairnotice.mjs']));
    expect(addresses.filter((path) => !existsSync(join(site, path)))).toEqual([]);
  });

  test('says until when the hashed files hold, and is another page from that day on', () => {
    expect(page('embed/kairo')).toContain('<time datetime="2027-01-01">1 January 2027</time>');
    const later = readFileSync(join(site, '_at', '20270101T000000Z', 'embed', 'kairo', 'index.html'), 'utf8');
    expect(shown(later).match(/opt-in\.en\.\w+\.js/)?.[0]).not.toBe(shown(page('embed/kairo')).match(/opt-in\.en\.\w+\.js/)?.[0]);
    const moments = readdirSync(join(site, '_at')).filter((name) => existsSync(join(site, '_at', name, 'embed', 'kairo', 'index.html')));
    const last = readFileSync(join(site, '_at', moments.sort().at(-1) ?? '', 'embed', 'kairo', 'index.html'), 'utf8');
    expect(last).toContain('No next change is known.');
  });

  test('runs no script, and is not indexed', () => {
    for (const path of ['embed', 'embed/kairo']) {
      expect(page(path)).not.toMatch(/<script/);
      expect(page(path)).toContain('<meta name="robots" content="noindex"');
    }
  });
});

describe('/demo/', () => {
  test('is no part of a deployment that does not ask for it', () => {
    expect(existsSync(join(site, 'demo'))).toBe(false);
    expect(readFileSync(join(site, '_headers'), 'utf8')).not.toContain('/demo/');
    expect(page('embed/kairo')).not.toContain('/demo/');
  });

  test('is there with drafts, under its own policy that names its one inline script', async () => {
    const drafts = await builtSite({ content: KAIRO, now: NOW, drafts: true });
    const html = readFileSync(join(drafts, 'demo', 'kairo', 'us-ca', 'index.html'), 'utf8');
    expect(html).toContain('data-region="US-CA"');
    expect(html).toContain('<meta name="robots" content="noindex"');
    const inline = [...html.matchAll(/<script(?![^>]* src=)[^>]*>([^<]*)<\/script>/g)].map(([, text = '']) => text);
    expect(inline.length).toBeGreaterThan(0);
    const hashes = new Set(inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`));
    const [, policy = ''] =
      /\n\/demo\/\*\n {2}! Content-Security-Policy\n {2}Content-Security-Policy: (.*)\n/.exec(readFileSync(join(drafts, '_headers'), 'utf8')) ?? [];
    expect(policy).toContain(`script-src 'self' ${[...hashes].join(' ')};`);
    const files = [...html.matchAll(/(?:src|data-src|data-tool)="\/(demo\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.filter((path) => !existsSync(join(drafts, path)) && !existsSync(join(drafts, `${path}.html`)))).toEqual([]);
  });
});

describe('the banner on the publishing site’s own pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairnotice-own-banner-'));
  const content = join(folder, 'content');
  const out = join(folder, 'out');
  afterAll(() => {
    forgetBuild(content, out);
    rmSync(folder, { recursive: true, force: true });
  });

  test('stands on each page by the tag of any site, and its policy lets it', async () => {
    const tree = smallTree();
    const organisation = JSON.parse(tree['organisation.json'] ?? '') as object;
    const files = {
      ...tree,
      'organisation.json': json({ ...organisation, banner: 'own' }),
      'sites/own.json': json({ origins: ['https://example.org'], policy: 'privacy', categories: [] }),
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(content, path)), { recursive: true });
      writeFileSync(join(content, path), text);
    }
    await build({ content, out, now: '2026-06-01T00:00:00Z', drafts: true });
    const pages = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('index.html') && !/demo|archive|fragment|cookie-table|verify|_at\/console/.test(file),
    );
    const without = pages.filter((file) => !readFileSync(join(out, file), 'utf8').includes('<script src="/banner/own.js"></script>'));
    expect([pages.length > 4, without]).toEqual([true, []]);
    expect(readFileSync(join(out, '_headers'), 'utf8')).toMatch(
      /^\/\*\n {2}Content-Security-Policy: .*script-src 'self'; connect-src 'self'.*trusted-types fairnotice$/m,
    );
    expect(JSON.parse(readFileSync(join(out, '_at', 'index.json'), 'utf8'))).toMatchObject({ banner: true });
  });

  test('is nowhere without it: policy pages run no script', () => {
    expect(page('privacy')).not.toContain('<script');
    // `/verify/` has a script and a policy of its own.
    const [, policy = ''] = /^\/\*\n {2}Content-Security-Policy: (.*)$/m.exec(readFileSync(join(site, '_headers'), 'utf8')) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
  });
});
