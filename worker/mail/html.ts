/** A mail's text as HTML. Everything is escaped; what stands alone on a line and is one of our own links becomes one. */
import { escapeHtml } from '../../core/policy/compare/escape.ts';

interface Letter {
  locale: string;
  title: string;
  paragraphs: readonly string[];
  foot: readonly string[];
  /** Addresses of our own. Any other stays text. */
  links: readonly string[];
  /** Shown large where it stands alone on a line. */
  code?: string;
}

/** Mail programs know no style sheets beside the mail. */
const BODY = 'font: 16px/1.5 system-ui, sans-serif; max-width: 36em; margin: 1.5em auto; padding: 0 1em';
const CODE = 'font: bold 1.5em/1.5 ui-monospace, monospace; letter-spacing: 0.1em';
const FOOT = 'font-size: 0.875em; border-top: 1px solid; margin-top: 2em; padding-top: 0.5em';

export function htmlOf({ locale, title, paragraphs, foot, links, code }: Letter): string {
  const line = (text: string): string => {
    const escaped = escapeHtml(text);
    if (links.includes(text)) return `<a href="${escaped}">${escaped}</a>`;
    return code !== undefined && text === code ? `<span style="${CODE}">${escaped}</span>` : escaped;
  };
  const paragraph = (text: string): string =>
    `<p>${text
      .split(/\r\n|\r|\n/)
      .map(line)
      .join('<br>\n')}</p>`;
  const all = paragraphs.flatMap((text) => text.split(/(?:\r?\n){2,}/)).map(paragraph);
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(locale)}" dir="${/^(ar|fa|he|ur)\b/.test(locale) ? 'rtl' : 'ltr'}">`,
    `<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head>`,
    `<body style="${BODY}">`,
    ...all,
    `<div style="${FOOT}">`,
    ...foot.map(paragraph),
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
