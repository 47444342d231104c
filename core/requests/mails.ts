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
  /** The person at the address did not ask for a code. */
  'operator-code-disputed',
  /** Four eyes: somebody proposed how to close a request. */
  'operator-approval',
  /** What was not told at once, in counts. */
  'operator-digest',
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
  /** Two mails with the same key are one. It is kept in clear, so it says nothing of a person. */
  key: string;
  /** The instant at which what it says is over, such as its code: then it is of no use, and is not sent. */
  expires?: string;
}

interface MailValues {
  /** Without these the mail is of no use: it is refused before it is stored. */
  needs: readonly string[];
  /** A paragraph that names one of these is left out where it is not given. */
  may?: readonly string[];
}

/**
 * What each mail takes; the organisation's name is given to all. What is not listed is not told, whoever hands it in: the mails that
 * go to an address before anybody proved that it is theirs take nothing but links and codes.
 */
export const MAIL_VALUES: Record<MailName, MailValues> = {
  proof: { needs: ['link', 'code'], may: ['lasting', 'notMe'] },
  'step-up': { needs: ['link', 'code'], may: ['lasting', 'notMe'] },
  acknowledged: { needs: ['reference'], may: ['words', 'kind', 'received', 'due', 'link'] },
  entered: { needs: ['reference'], may: ['kind', 'received', 'due', 'link'] },
  message: { needs: ['reference'], may: ['words', 'link'] },
  clarification: { needs: ['reference'], may: ['words', 'link'] },
  identity: { needs: ['reference'], may: ['words', 'link'] },
  extended: { needs: ['reference'], may: ['words', 'due', 'reason', 'promised', 'link'] },
  answered: { needs: ['reference'], may: ['words', 'until', 'link'] },
  refused: { needs: ['reference'], may: ['words', 'link'] },
  closed: { needs: ['reference', 'date'], may: ['link'] },
  'operator-new': { needs: ['reference', 'kind', 'received', 'link'], may: ['place', 'law', 'due'] },
  'operator-message': { needs: ['reference', 'link'] },
  'operator-code-disputed': { needs: ['reference', 'link'] },
  'operator-approval': { needs: ['reference', 'link'], may: ['due'] },
  'operator-digest': { needs: ['count', 'list', 'link'] },
  'operator-reminder': { needs: ['count', 'list', 'link'] },
  'operator-overdue': { needs: ['list', 'link'] },
  'subscription-confirm': { needs: ['link'] },
  'policy-announced': { needs: ['policy', 'date', 'link', 'stop'], may: ['compare'] },
  'policy-in-force': { needs: ['policy', 'date', 'link', 'stop'], may: ['compare'] },
};

/** Values that may stand in a subject: none that is secret, and none that a person typed. */
export const SUBJECT_VALUES = ['organisation', 'reference', 'policy', 'count', 'date'] as const;

/** Values that are addresses of our own: the only ones that become links. */
export const LINK_VALUES = ['link', 'notMe', 'stop', 'compare'] as const;

/** The first mail to an address that nobody proved. */
export const FIRST_MAILS: readonly MailName[] = ['proof', 'step-up', 'subscription-confirm'];
