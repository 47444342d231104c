/** What a section is about, by its heading: where a missing topic would belong. */
import type { LintDocument } from '../document.ts';
import type { Section } from '../outline.ts';
import type { Place } from '../syntax.ts';

const HEADINGS = {
  rights: /\brights?\b|\bchoices\b|\bcontrol\b|\baccess\b|rechte/i,
  retention: /\bretention\b|\bretain\b|how long|\bstor(?:e|age)\b|\bkeep\b|speicherdauer|aufbewahrung|wie lange/i,
  sharing: /\bshar(?:e|ing)\b|\bdisclos\w*|\brecipients?\b|third part|processors?|weitergabe|empfänger|dritte/i,
  purposes: /\buse\b|\bpurposes?\b|\bwhy\b|zwecke?|nutzung|verwendung/i,
  collection: /\bcollect\w*|\binformation we\b|\bdata we\b|welche daten|erhebung/i,
  transfers: /\btransfers?\b|\binternational\b|\blocation\b|where|drittl[aä]nd|übermittlung/i,
  california: /\bcalifornia\b|\bCCPA\b|\bstate privacy\b/i,
  children: /\bchild(?:ren)?\b|\bminors?\b|\bkids\b|kinder|minderjährige/i,
  cookies: /\bcookies?\b|\btracking\b/i,
  changes: /\bchanges?\b|\bupdates?\b|änderung/i,
  contact: /\bcontact\b|\bquestions?\b|\breach\b|kontakt|verantwortlich/i,
  marketing: /\bmarketing\b|\bnewsletter\b|werbung/i,
} as const;
export type SectionSubject = keyof typeof HEADINGS;

export function sectionAbout(document: LintDocument, subject: SectionSubject): Section | undefined {
  return document.sections.find((section) => section.heading && HEADINGS[subject].test(section.title));
}

/** The heading under which something belongs; without one, the top of the document. */
export function placeAbout(document: LintDocument, ...subjects: SectionSubject[]): Place | undefined {
  for (const subject of subjects) {
    const heading = sectionAbout(document, subject)?.heading;
    if (heading) return heading.place();
  }
  return undefined;
}
