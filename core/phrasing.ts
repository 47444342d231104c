/**
 * Which sentences the components of a policy use, where a sentence became another. A published version keeps the phrasing that it was
 * sealed with, so a truer sentence here moves no published word. A component must render every phrasing there ever was.
 *
 * - 1: `<Deadlines/>` promises an answer “even where the law allows longer”, and speaks of no extension.
 * - 2: `<Deadlines/>` says that the answer can take longer where the law lets it, and that people are told why in time.
 */
export const PHRASING = 2;

/** That of versions whose entry in `published.json` names none. */
const UNNAMED = 1;

/** The phrasing of a version: as it was published, or the newest for a draft. */
export function phrasingOf({ published }: { published?: { phrasing?: number | undefined } | undefined }): number {
  return published ? (published.phrasing ?? UNNAMED) : PHRASING;
}
