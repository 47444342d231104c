/** What the build tells the edge of an organisation that serves several laws, with the product's own words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskFile } from '../../core/requests/desk.ts';
import { organisationSchema } from '../../core/schemas.ts';
import { deskFile } from '../../site/lib/desk.ts';
import type { Site } from '../../site/lib/site.ts';

const WORDING = join(import.meta.dirname, '..', '..', 'content', 'wording');

export function deskFixture(timeZone = 'UTC', more: Record<string, unknown> = {}): DeskFile {
  const organisation = organisationSchema.parse({
    name: 'Acme Instruments',
    domain: 'acme.example',
    seat: { country: 'DE' },
    timeZone,
    regimes: ['eu-gdpr', 'uk-gdpr', 'us-ca-ccpa', 'us-va-vcdpa', 'ch-fadp', 'br-lgpd', 'ca-pipeda'],
    locales: ['en', 'de'],
    requests: { announceTo: ['desk@acme.example'], sender: 'privacy@acme.example' },
    ...more,
  });
  const wording = Object.fromEntries(['en', 'de'].map((locale) => [locale, JSON.parse(readFileSync(join(WORDING, `${locale}.json`), 'utf8')) as unknown]));
  return deskFile({ content: { organisation, wording }, settings: { now: '2026-11-24T00:00:00Z' } } as unknown as Site);
}
