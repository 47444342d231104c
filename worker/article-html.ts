/** An article's HTML as a page shows it. The same as `site/lib/article-html.ts`, which the Worker may not import. */

/** Puts an article's own links (`/cookies/`) below the base path, and wide tables into scrollers that keys can reach. */
export function inPlace(html: string, base: string, tableLabel: string): string {
  const based = base === '/' ? html : html.replaceAll(/(<a [^>]*?href=")\/(?!\/)/g, `$1${base}`);
  const label = tableLabel.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return based.replaceAll('<table', `<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table`).replaceAll('</table>', '</table></div>');
}
