/** The words that a redline adds to the text it shows, in whatever language the page is in. */

const ENGLISH = {
  added: 'Added',
  removed: 'Removed',
  rewritten: 'Rewritten',
  movedTo: 'Moved to',
  movedFrom: 'Moved from',
  sameSection: 'another place in this section',
  topOfText: 'the beginning of the text',
  split: 'Split into separate blocks',
  joined: 'Joined into one block',
  addedStart: 'added:',
  addedEnd: 'end of added text',
  removedStart: 'removed:',
  removedEnd: 'end of removed text',
  columnAdded: 'Column added',
  columnRemoved: 'Column removed',
  linkChanged: 'Link changed',
  linkBefore: 'before',
  linkAfter: 'now',
  typographic: 'Only typography changed',
  changed: 'Changed',
  renamed: 'Renamed',
  moved: 'Moved',
  movedAndChanged: 'Moved and changed',
  sectionAdded: 'New section',
  sectionRemoved: 'Section removed',
  sectionMoved: 'Section moved',
  lookFirst: 'Look at these first',
  otherChanges: 'Other changes',
  noChanges: 'No words differ.',
  number: 'Number',
  period: 'Period',
  amount: 'Amount',
  date: 'Date',
  negation: 'Negation',
  modal: 'May, must, can',
  recipient: 'Recipient',
} as const;

export type RedlineLabels = { readonly [Key in keyof typeof ENGLISH]: string };

export const ENGLISH_REDLINE_LABELS: RedlineLabels = ENGLISH;

/** The names of the labels; in wording files each stands under `redline.<name>`. */
export const REDLINE_LABEL_NAMES = Object.keys(ENGLISH) as (keyof RedlineLabels)[];

/** Labels from a translation function, which is asked for `redline.added`, `redline.removed`, … */
export function redlineLabels(t: (key: string) => string): RedlineLabels {
  return Object.fromEntries(REDLINE_LABEL_NAMES.map((name) => [name, t(`redline.${name}`)])) as unknown as RedlineLabels;
}
