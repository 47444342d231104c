/** Consent records as the edge hands them to a ledger. */
import type { ConsentDraft } from '../../core/consent/record.ts';

let made = 0;

export function draftWith(given: Partial<ConsentDraft> = {}): ConsentDraft {
  made += 1;
  return {
    id: `019aae2c-5400-7000-8000-${made.toString(16).padStart(12, '0')}`,
    site: 'shop',
    notice: 'ab'.repeat(32),
    subject: 'cd'.repeat(32),
    decided: '2026-11-23T23:59:58.123Z',
    action: 'save',
    surface: 'dialog',
    choices: { analytics: true, marketing: false },
    gpc: false,
    received: '2026-11-24T00:00:00.000Z',
    policy: { id: 'privacy', version: '2026-03-01', sha256: 'ef'.repeat(32) },
    locale: 'de',
    model: 'opt-in',
    regime: 'eu-gdpr',
    secGpc: false,
    ...given,
  };
}

export function draftsWith(count: number, given: (at: number) => Partial<ConsentDraft> = () => ({})): ConsentDraft[] {
  return Array.from({ length: count }, (_one, at) => draftWith(given(at)));
}
