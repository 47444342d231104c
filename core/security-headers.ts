/**
 * The security headers of every answer, in one place: the Worker sets them, and the site writes the same
 * into `_headers` for the plain assets.
 */

/** No script, no frame, nothing from elsewhere: a policy page needs its own style sheet and images only. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
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
