/**
 * The third-party services that sites embed most: who provides them, where they load from, what they store,
 * and how they are embedded behind consent. Dated data that is loaded once; no clock is read, and nothing is
 * parsed on import (`tests/unit/catalogue.test.ts` proves the shape). It is no promise that a site's own
 * settings of a service are the usual ones.
 */
import { SERVICES } from './catalogue/index.ts';
import type { Service } from './catalogue/schema.ts';
import { holds } from './lasting.ts';
import { nearest } from './nearest.ts';
import type { SiteSettings } from './schemas.ts';

export type { ConsentSignal, Service, ServiceKind, StorageEntry, StoragePurpose } from './catalogue/schema.ts';

export interface UnknownService {
  ok: false;
  reason: 'unknown-service';
  id: string;
  /** The known id that was probably meant. */
  nearest: string | undefined;
}

/** Every service, by id, with its entries through time. */
export const catalogue: readonly Service[] = SERVICES;

const byId = new Map(catalogue.map((service) => [service.id, service]));

/** The service of an id through time, or what was probably meant. A name as people write it, `Google Analytics`, is answered too. */
export function findService(id: string): { ok: true; service: Service } | UnknownService {
  const service = byId.get(id);
  return service ? { ok: true, service } : { ok: false, reason: 'unknown-service', id, nearest: nearestId(id) };
}

/** Those of a site's services that the catalogue knows; the others the site describes itself. */
export function catalogued({ services }: Pick<SiteSettings, 'services'>): Service[] {
  return services.flatMap((service) => {
    const found = typeof service === 'string' ? findService(service) : undefined;
    return found?.ok ? [found.service] : [];
  });
}

/**
 * The services as they are on a calendar date: of each, the entries in use on that day. It is what visitors are
 * told. Whoever clears entries takes `catalogue`: one that ended may still lie in a browser.
 */
export function servicesAt(date: string): Service[] {
  return catalogue.map((service) => ({ ...service, entries: service.entries.filter((entry) => holds(entry, date)) }));
}

function nearestId(id: string): string | undefined {
  const slug = id
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return nearest(slug, [...byId.keys()]);
}
