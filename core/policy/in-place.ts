/** An article's sealed HTML as a page shows it. Words are never touched here. */

/**
 * Puts an article's own links (`/cookies/`) below the base path, and wide tables into scrollers that keys can reach.
 *
 * @param foreign The page is somebody else's and has none of our styles: the scroller brings its own.
 */
export function inPlace(html: string, base: string, tableLabel: string, foreign = false): string {
  const based = base === '/' ? html : html.replaceAll(/(<a [^>]*?href=")\/(?!\/)/g, `$1${base}`);
  if (!based.includes('<table')) return based;
  const label = tableLabel.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const style = foreign ? ' style="overflow-x:auto"' : '';
  return based
    .replaceAll('<table', `<div class="scroll"${style} role="group" tabindex="0" aria-label="${label}"><table`)
    .replaceAll('</table>', '</table></div>');
}

/** Parts a section's HTML after its heading, so that a note can stand between the two. */
export function splitHeading(html: string): { heading: string; rest: string } {
  const end = /<\/h[23]>/.exec(html);
  if (!end) return { heading: '', rest: html };
  const at = end.index + end[0].length;
  return { heading: html.slice(0, at), rest: html.slice(at) };
}
