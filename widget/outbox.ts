/**
 * Consent records that wait to be acknowledged, in local storage: closing the tab at any moment loses nothing.
 * `deliver.ts` gives them their ids and sends them.
 */
import type { SentConsent } from '../core/schemas.ts';
import { attempt, getItem, setItem } from './storage.ts';

const OUTBOX = 'fairnotice:outbox';
/** Somebody who is never online must not fill the device. */
const MOST = 20;

/** A record before it is sent: written at the click, and completed by `deliver.ts`. */
export type Unsent = Omit<SentConsent, 'id' | 'subject' | 'site' | 'decided'> & {
  /** When it was decided, milliseconds since 1970. */
  at: number;
  id?: string;
  /** The visitor's secret, whose hash is the subject. */
  secret?: string | undefined;
};

/** Records of a page on which nothing can be stored. */
let onThisPage: Unsent[] = [];

export function outbox(): Unsent[] {
  return attempt(() => JSON.parse(getItem(OUTBOX) ?? '') as Unsent[]) ?? onThisPage;
}

export function keepOutbox(records: Unsent[]): void {
  onThisPage = records.slice(-MOST);
  setItem(OUTBOX, onThisPage[0] && JSON.stringify(onThisPage));
}
