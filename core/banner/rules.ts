/** Which consent model holds where, for one site on one day: the regime table, and what the site asks beyond it. */
import { boundariesOf, type Lasting } from '../lasting.ts';
import { confidenceOf, consentModelFor, type RegimeAt, regimesAt, regimeTable } from '../regimes.ts';
import type { SiteSettings } from '../schemas.ts';
import { CONSENT_MODELS, type ConsentModel } from '../vocabulary.ts';

/**
 * Models by place, as short as can be: a place that is not named is opt-in. `US-CA` is a region, `US-*` the
 * country's other regions, `US` the country where the region is not known, `*` every country not named.
 */
export type Places = Record<string, ConsentModel>;

type Regions = SiteSettings['regions'];

/** @param date The day of which the law is asked. */
export function placesOf(regions: Regions, date: string): Places {
  const territories = [...Object.keys(regions), ...regimesAt(date).flatMap(({ territory }) => territory)].filter((place) => place !== '*');
  const countries = [...new Set(territories.map((place) => place.slice(0, 2)))];
  const places: Places = {};
  for (const country of countries) {
    places[country] = modelFor(regions, country, undefined, date);
    const own = territories.filter((place) => place.startsWith(`${country}-`));
    if (own.length === 0) continue;
    for (const place of own) places[place] = modelFor(regions, country, place, date);
    // No region has this name: what holds where there is no law of the region's own.
    places[`${country}-*`] = modelFor(regions, country, `${country}-`, date);
  }
  return shortened({ ...places, '*': regions['*'] ?? 'opt-in' });
}

/** Leaves out what follows from the rest, so that a law that changes nothing for a site is no change. */
function shortened(places: Places): Places {
  const left = { ...places };
  const follows = (place: string): ConsentModel | undefined => {
    const [country = '', region] = place.split('-');
    const wider = region === undefined ? ['*'] : region === '*' ? [country, '*'] : [`${country}-*`, country, '*'];
    return place === '*' ? 'opt-in' : (wider.map((name) => left[name]).find((model) => model !== undefined) ?? 'opt-in');
  };
  // The narrowest first: what it follows from is still there.
  for (const place of Object.keys(places).sort((a, b) => breadth(a) - breadth(b))) if (follows(place) === left[place]) delete left[place];
  return left;
}

function breadth(place: string): number {
  return place === '*' ? 3 : place.endsWith('-*') ? 1 : place.includes('-') ? 0 : 2;
}

/** Names that look like a country and are none: the platform's for an unknown one, and loose ones that a law may lie behind. */
const NO_COUNTRY = ['XX', 'ZZ', 'EU', 'AP', 'UK', 'EL'];

/** The calendar dates on which the law of some place begins or ends to ask something else of a banner. */
export function lawBoundaries(): string[] {
  return boundariesOf(regimeTable.regimes.flatMap((regime): Lasting[] => [regime, ...(regime.cookies ?? [])]));
}

/** The model where a script is served. Without a country it is opt-in; `*` speaks of countries, not of what is not known. */
export function modelAt(places: Places, country: string | undefined, region: string | undefined): ConsentModel {
  if (!country || !/^[A-Z]{2}$/.test(country) || NO_COUNTRY.includes(country)) return 'opt-in';
  if (region === undefined) return places[country] ?? places['*'] ?? 'opt-in';
  return places[`${country}-${region}`] ?? places[`${country}-*`] ?? places[country] ?? places['*'] ?? 'opt-in';
}

function modelFor(regions: Regions, country: string, place: string | undefined, date: string): ConsentModel {
  const wished = (place && regions[place]) || (regions[country] ?? regions['*']);
  const law = consentModelFor(country, place, date);
  const base = wished ?? (law.confidence === 'sure' ? law.model : 'opt-in');
  const laws = wished ? lawsOf(country, place, date).flatMap(({ cookies }) => (cookies ? [cookies.model] : [])) : [];
  // Where the region is not known, it may be one for which the site asks more.
  const own = place === undefined ? Object.keys(regions).filter((name) => name.startsWith(`${country}-`)) : [];
  return [...laws, ...own.flatMap((name) => regions[name] ?? [])].reduce(stricter, base);
}

/** The laws that may hold in a place and of which the table is sure. Where the region is not known: of any region. */
function lawsOf(country: string, place: string | undefined, date: string): RegimeAt[] {
  const inRegion = (territory: string): boolean => (place === undefined ? territory.startsWith(`${country}-`) : territory === place);
  return regimesAt(date).filter(
    (regime) =>
      regime.cookies && !regime.incomplete && confidenceOf(regime, regime.cookies) === 'sure' && regime.territory.some((at) => at === country || inRegion(at)),
  );
}

function stricter(a: ConsentModel, b: ConsentModel): ConsentModel {
  return CONSENT_MODELS.indexOf(a) < CONSENT_MODELS.indexOf(b) ? a : b;
}

export interface LaxRule {
  place: string;
  found: ConsentModel;
  /** What the law asks, and where it says so. */
  law: ConsentModel;
  ref: string;
}

/** Rules of a site that ask less than a law of which the table is sure. */
export function laxRules(regions: Regions, date: string): LaxRule[] {
  return Object.entries(regions).flatMap(([place, found]) => {
    if (place === '*') return [];
    const laws = lawsOf(place.slice(0, 2), place.includes('-') ? place : `${place}-`, date);
    return laws.flatMap(({ cookies, law }) =>
      cookies && stricter(found, cookies.model) !== found ? [{ place, found, law: cookies.model, ref: cookies.ref ?? law.citation }] : [],
    );
  });
}
