/** The mails about requests, as a closed list. Their words stand in the wording: `mail.<name>.subject`, `mail.<name>.text`. */
export const MAILS = [
  /** To the typed address, with nothing in it that anybody typed: link and code. */
  'proof',
  'step-up',
  'acknowledged',
  'message',
  'clarification',
  'identity',
  'extended',
  'answered',
  'refused',
  'closed',
  /** To the person whom an operator entered a request for, so that a wrong entry is noticed. */
  'entered',
  'operator-new',
  'operator-message',
  'operator-reminder',
  'operator-overdue',
  'subscription-confirm',
  'policy-announced',
  'policy-in-force',
] as const;
export type MailName = (typeof MAILS)[number];

export interface Mail {
  name: MailName;
  to: string;
  locale: string;
  /** Values for the texts: links, codes, dates, references; never what a person typed in the first mail. */
  values: Record<string, string>;
  /** Two mails with the same key are one. */
  key: string;
}
