/** Pages that the Worker writes for one person, in the frame that the build left for each language. Nobody keeps them. */
import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { escapeHtml } from '../core/policy/compare/escape.ts';
import type { Edge } from './edge.ts';
import { fillFrame } from './html.ts';
import { PLAIN_FRAME } from './problem.ts';
import { readFrame } from './site.ts';

export interface Page {
  /** A language of the organisation. */
  locale: string;
  title: string;
  /** hono/jsx: text in it is escaped. */
  body: HtmlEscapedString | Promise<HtmlEscapedString>;
  status?: 200 | 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 503;
  headers?: Record<string, string>;
}

export async function answerPage(c: Context<Edge>, { locale, title, body, status = 200, headers = {} }: Page): Promise<Response> {
  const html = (await body).toString();
  const frame = (await readFrame(c.env.site, c.req.raw, `page/${locale}/`)) ?? PLAIN_FRAME.replace('%%STATUS%%', '').replace('%%DETAIL%%', '%%BODY%%');
  return new Response(fillFrame(frame, { TITLE: escapeHtml(title), BODY: html }), {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
      ...headers,
    },
  });
}
