/**
 * The security headers of every answer, in one place: the Worker sets them, and the site writes the same
 * into `_headers` for the plain assets.
 */

/** No script, no frame, nothing from elsewhere: a policy page needs its own style sheet and images only. */
const PAGE_DIRECTIVES = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
];

/** What the banner needs, and nothing more: its files from this very site, records sent to it, one Trusted Types policy. */
const BANNER_DIRECTIVES = ["script-src 'self'", "connect-src 'self'", "require-trusted-types-for 'script'", 'trusted-types fairnotice'];

const PAGE_POLICY = PAGE_DIRECTIVES.join('; ');

/** A page of this site that carries the banner. */
const BANNER_POLICY = [...PAGE_DIRECTIVES, ...BANNER_DIRECTIVES].join('; ');

/**
 * The pages on which one can try a banner. They stand for a customer's page with a strict policy: only their one
 * inline script is named, by its hash, for a marked inline script needs what any inline script needs there.
 */
export function demoPolicy(inlineScript: string): string {
  const directives = BANNER_DIRECTIVES.map((directive) => (directive.startsWith('script-src') ? `${directive} '${inlineScript}'` : directive));
  return [...PAGE_DIRECTIVES, ...directives, "frame-src 'self'"].join('; ');
}

/**
 * The page that checks receipts: its own script, and no request to anybody. What the browser itself lacks is one more
 * script of this site, loaded through the Trusted Types policy.
 */
export const VERIFIER_POLICY = [
  ...PAGE_DIRECTIVES,
  "script-src 'self'",
  "connect-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types fairnotice-verify',
].join('; ');

/** The archive is one file that opens offline, so its style stands in it. */
export const ARCHIVE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** An organisation's drawing may carry its own style, and must not run anything when opened by itself. */
export const DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Headers of every page and plain asset. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'X-Content-Type-Options': 'nosniff',
  // Not `no-referrer`: browsers would then send `Origin: null` with the forms of this very site.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'browsing-topics=(), camera=(), geolocation=(), microphone=()',
  // Subdomains are left out: which of them speak TLS is not ours to say.
  'Strict-Transport-Security': 'max-age=31536000',
} as const satisfies Record<string, string>;

/** The same, where the site's own pages carry the banner. */
export function securityHeaders({ banner }: { banner: boolean }): Record<string, string> {
  return banner ? { ...SECURITY_HEADERS, 'Content-Security-Policy': BANNER_POLICY } : SECURITY_HEADERS;
}
