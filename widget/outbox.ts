/**
 * Consent records that wait to be acknowledged, in local storage: closing the tab at any moment loses nothing.
 * `deliver.ts` gives them their ids and sends them.
 */

import { OUTBOX_NAME } from '../core/decision.ts';
import type { SentConsent } from '../core/schemas.ts';
import { attempt, getItem, setItem } from './storage.ts';

/** Somebody who is never online must not fill the device. */
const MOST = 20;

/** A record before it is sent: written at the click, and completed by `deliver.ts`. */
export type Unsent = Omit<SentConsent, 'id' | 'subject' | 'site' | 'decided'> & {
  /** When it was decided, milliseconds since 1970. */
  at: number;
  /**
   * 26 random bytes made at the click, from which the id and a new secret follow: tabs that deliver the same record
   * make the same of it, although each may see the others' storage late.
   */
  seed?: number[];
  id?: string;
  /** The visitor's secret, whose hash is the subject. */
  secret?: string | undefined;
};

/** Records of a page on which nothing can be stored. */
let onThisPage: Unsent[] = [];

export function outbox(): Unsent[] {
  // Whatever else lies there is no record of ours. Of `null` JSON makes null: an error on each page would cost time.
  return attempt(() => (JSON.parse(getItem(OUTBOX_NAME) as string) as Unsent[] | null)?.filter(({ at }) => at > 0)) ?? onThisPage;
}

export function keepOutbox(records: Unsent[]): void {
  onThisPage = records.slice(-MOST);
  setItem(OUTBOX_NAME, onThisPage[0] && JSON.stringify(onThisPage));
}
