/** Where a request comes from, as the platform says it: the country, and the region where it is known. Never stored. */
export interface Place {
  country?: string;
  /** Without the country: `CA` for California. */
  region?: string;
}

/** @param fixed The place of development and tests, `DE` or `US-CA`: there, nothing is looked up. */
export function placeOf(request: Request, fixed: string | undefined): Place {
  if (fixed !== undefined) return placeNamed(fixed);
  const { country, regionCode } = (request.cf ?? {}) as { country?: string; regionCode?: string };
  return { ...(country ? { country } : {}), ...(regionCode ? { region: regionCode } : {}) };
}

/** A place by its name in ISO 3166. */
export function placeNamed(name: string): Place {
  const [country = '', region] = name.toUpperCase().split('-', 2);
  return { country, ...(region ? { region } : {}) };
}
