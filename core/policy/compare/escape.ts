/** Text of a policy is not trusted here: whatever it holds, it is shown and never obeyed. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** The address if it may stand in a link: web, mail, telephone, or relative to this site. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined || /[\s\\\p{Cc}]/u.test(href)) return undefined;
  const scheme = href.match(/^([^/?#]*?):/)?.[1];
  if (scheme === undefined) return href.startsWith('//') ? undefined : href;
  return /^(?:https?|mailto|tel)$/i.test(scheme) ? href : undefined;
}

/** Attributes as they stand in a tag, each with a space before it; those without value are left out. */
export function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [` ${name}="${escapeHtml(value)}"`]))
    .join('');
}
