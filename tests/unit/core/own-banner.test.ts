/** The banner on the publishing site's own pages: which site's it is, and what the pages' security policy then allows. */
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../../core/content.ts';
import { demoPolicy, SECURITY_HEADERS, securityHeaders } from '../../../core/security-headers.ts';
import { json, load, smallTree } from '../../support/memory-tree.ts';

const tree = (banner: string | undefined, sites: string[]): Record<string, string> => ({
  ...smallTree(),
  'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'], ...(banner ? { banner } : {}) }),
  ...Object.fromEntries(sites.map((site) => [`sites/${site}.json`, json({ origins: ['https://example.org'], policy: 'privacy', categories: [] })])),
});

function problemOf(files: Record<string, string>): unknown {
  try {
    load(files);
  } catch (error) {
    return error instanceof ContentError ? error.problems[0] : error;
  }
  return undefined;
}

describe('the site whose banner it is', () => {
  test('has a file, or the tree is refused with what would be right', () => {
    expect(load(tree('shop', ['shop'])).organisation.banner).toBe('shop');
    expect(problemOf(tree('shopp', ['shop']))).toEqual({
      file: 'organisation.json',
      field: 'banner',
      found: '"shopp"',
      expected: 'a site of this tree; perhaps shop',
    });
    expect(problemOf(tree('shop', []))).toMatchObject({ field: 'banner', expected: expect.stringContaining('fairnotice new site') });
  });
});

describe('the security policy of pages', () => {
  test('names no script where there is no banner', () => {
    expect(securityHeaders({ banner: false })).toEqual(SECURITY_HEADERS);
    expect(SECURITY_HEADERS['Content-Security-Policy']).not.toMatch(/script|connect|trusted/);
  });

  test('allows the banner what it needs, and nothing that is inline or from elsewhere', () => {
    const policy = securityHeaders({ banner: true })['Content-Security-Policy']?.split('; ') ?? [];
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'", 'trusted-types fairnotice']));
    expect(policy.join()).not.toMatch(/unsafe|https?:|\*/);
  });

  test('of a demo page names its one inline script by hash', () => {
    expect(demoPolicy('sha256-abc')).toContain("script-src 'self' 'sha256-abc'; connect-src 'self'");
    expect(demoPolicy('sha256-abc')).toContain("frame-src 'self'");
  });
});
