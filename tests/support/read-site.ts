/** A built site, read from its folder: files as bytes, and what its pages lead to. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Parser } from 'htmlparser2';

export interface BuiltPage {
  lang: string;
  dir: string;
  ids: string[];
  /** Values of `href`, `src` and `action`, as written. */
  links: { tag: string; rel: string; to: string }[];
  /** `<script>` elements, `style` and `on…` attributes. */
  forbidden: string[];
  robots: string;
  canonical: string;
  /** Visible words. */
  text: string;
}

/** Text of each file by its path below the root of the host. */
export function readBuilt(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')] as const)
      .sort(),
  );
}

export function readPage(html: string): BuiltPage {
  const page: BuiltPage = { lang: '', dir: '', ids: [], links: [], forbidden: [], robots: '', canonical: '', text: '' };
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        const { id, rel = '', href, src, action, style } = attributes;
        if (tag === 'html') Object.assign(page, { lang: attributes.lang ?? '', dir: attributes.dir ?? '' });
        if (id !== undefined) page.ids.push(id);
        for (const to of [href, src, action]) if (to !== undefined) page.links.push({ tag, rel, to });
        if (tag === 'script') page.forbidden.push('<script>');
        if (style !== undefined) page.forbidden.push(`style="${style}"`);
        for (const name of Object.keys(attributes)) if (/^on/.test(name)) page.forbidden.push(name);
        if (tag === 'meta' && attributes.name === 'robots') page.robots = attributes.content ?? '';
        if (tag === 'link' && rel === 'canonical') page.canonical = href ?? '';
        if (tag === 'style') hidden += 1;
      },
      ontext(text) {
        if (hidden === 0) page.text += text;
      },
      onclosetag(tag) {
        if (tag === 'style') hidden -= 1;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  page.text = page.text.replace(/\s+/g, ' ');
  return page;
}

/** The file that the asset server answers an address with. */
export function fileAt(pathname: string): string {
  const path = decodeURIComponent(pathname).slice(1);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
