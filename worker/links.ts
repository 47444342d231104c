/** Links as HTTP writes them: the `Link` header (RFC 8288) and whole documents of them (RFC 9264, section 4.1). Pure. */

export interface Link {
  href: string;
  /** Relations, in the order of writing. */
  rel: string[];
  /** Further attributes: `type`, `datetime`, `from`, `until`. */
  attributes?: Record<string, string>;
}

function written({ href, rel, attributes = {} }: Link): string {
  const rest = Object.entries(attributes).map(([name, value]) => `; ${name}="${value}"`);
  return `<${href}>; rel="${rel.join(' ')}"${rest.join('')}`;
}

export function linkHeader(links: readonly Link[]): string {
  return links.map(written).join(', ');
}

/** The body of an `application/link-format` document. */
export function linkDocument(links: readonly Link[]): string {
  return `${links.map(written).join(',\n')}\n`;
}
