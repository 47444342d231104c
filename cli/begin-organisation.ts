/** What `organisation.json` holds in a new tree: what is known, and a list of what is not. */
import { ORGANISATION_FACTS } from '../core/schemas.ts';

export function beginOrganisation({ name, domain, locale }: { name: string; domain: string; locale: string }) {
  return { name, domain, unknown: [...ORGANISATION_FACTS], regimes: [], locales: [locale], look: { basePath: '/' } };
}
