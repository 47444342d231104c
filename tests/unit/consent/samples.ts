/** A record and the notice that it points to, for the tests of the exports. */
import type { Notice } from '../../../core/banner/data.ts';
import type { LoggedRecord } from '../../../core/consent/exports/columns.ts';
import { type ConsentRecord, recordText } from '../../../core/consent/record.ts';

export const NOTICE: Notice = {
  type: 'fairnotice-notice',
  version: 1,
  site: 'shop',
  controller: { name: 'Shop', legalName: 'Shop Ltd', email: 'privacy@shop.example', postalAddress: 'Example Road 1, 12345 Sampletown' },
  locale: 'de',
  model: 'opt-in',
  policy: { id: 'privacy', version: '2026-03-01', sha256: 'ab'.repeat(32), title: 'Datenschutzerklärung', address: '/privacy/2026-03-01/de/' },
  requests: '/requests/',
  texts: { 'banner.reopen': 'Datenschutz-Auswahl' },
  categories: [
    { id: 'necessary', name: 'Notwendig', sentence: 'Damit die Seite geht.', services: [] },
    {
      id: 'analytics',
      name: 'Statistik',
      sentence: 'Wir zählen Besuche.',
      services: [
        {
          name: 'Counter',
          provider: 'Counter Inc.',
          purpose: 'Zählt Besuche.',
          entries: [{ name: '_c', kind: 'cookie', purpose: 'Unterscheidet Besucher.', lifetime: '2 Jahre' }],
        },
        { name: 'Own figures', provider: 'Shop Ltd', entries: [] },
      ],
    },
    { id: 'marketing', name: 'Werbung', sentence: 'Wir zeigen Werbung.', services: [] },
    { id: 'media', name: 'Medien', sentence: 'Videos anderer.', services: [] },
  ],
  clear: {},
  gpc: ['marketing'],
  days: { accept: 180, reject: 90, save: 120 },
  changes: [],
  build: 'cd'.repeat(32),
};

export function recordOf(given: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    v: 1,
    id: '019aae2c-5400-7000-8000-000000000001',
    site: 'shop',
    notice: 'ef'.repeat(32),
    subject: '12'.repeat(32),
    decided: '2026-11-23T23:59:58.123Z',
    action: 'save',
    surface: 'dialog',
    choices: { analytics: true, marketing: false },
    gpc: false,
    received: '2026-11-24T00:00:00.000Z',
    policy: { id: 'privacy', version: '2026-03-01', sha256: 'ab'.repeat(32) },
    locale: 'de',
    model: 'opt-in',
    regime: 'eu-gdpr',
    secGpc: false,
    previous: null,
    ...given,
  };
}

export function loggedOf(index: number, given: Partial<ConsentRecord> = {}): LoggedRecord {
  const id = `019aae2c-5400-7000-8000-${index.toString(16).padStart(12, '0')}`;
  return { log: 'shop', index, text: recordText(recordOf({ id, ...given })) };
}

export const address = (path: string): string => `https://privacy.example/${path}`;
