/**
 * Which rights, deadlines and rules hold under which law, as of a date. Pure: the table is dated data
 * that is loaded once, no clock is read, and nothing is parsed on import. It is not legal advice: what
 * its compilers did not check in the statute is marked, and off until an organisation turns it on.
 */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Dated } from './dated.ts';
import { holds } from './lasting.ts';
import table from './regimes/regimes.json' with { type: 'json' };
import { type regimeSchema, regimeTableSchema } from './regimes/schema.ts';
import { remembered } from './remembered.ts';
import type { Organisation, OrganisationOn } from './schemas.ts';
import { CONSENT_MODELS, type Confidence, type ConsentModel } from './vocabulary.ts';

export { regimeSchema } from './regimes/schema.ts';

export type RegimeTable = z.infer<typeof regimeTableSchema>;
/** A regime with its rules through time. */
export type Regime = z.infer<typeof regimeSchema>;
export type RightRule = Regime['rights'][number];
export type Deadline = RightRule['deadline'];
export type Extension = NonNullable<RightRule['extension']>;

const RULES = ['cookies', 'optOutSignal', 'children', 'verification', 'fee', 'refusal', 'agents', 'records', 'clock'] as const;
type RuleName = (typeof RULES)[number];

/** A regime as it stands on one day: the rights of that day, and of each rule the row of that day. */
export type RegimeAt = Omit<Regime, RuleName> & { [Name in RuleName]?: NonNullable<Regime[Name]>[number] };

/** A right of one day. `shown`: checked, or relied on by the organisation although it is not. */
export type ServedRight = RightRule & { confidence: Confidence; shown: boolean };
export type ServedRegime = Omit<RegimeAt, 'rights'> & { rights: ServedRight[] };

export interface UnknownRegime {
  ok: false;
  reason: 'unknown-regime';
  id: string;
  /** Known ids that look most like it, best first. */
  nearest: string[];
}

export type Served = { ok: true; regimes: ServedRegime[] } | UnknownRegime;

/** The whole table, with every rule through time. `tests/unit/regimes.test.ts` proves its shape. */
export const regimeTable = table as unknown as RegimeTable;

const byId = new Map(regimeTable.regimes.map((regime) => [regime.id, regime]));

/** @throws {z.ZodError} where a table, read from elsewhere, has another shape. */
export function validateRegimeTable(input: unknown): RegimeTable {
  return regimeTableSchema.parse(input);
}

/** The regimes in force on a calendar date, each with the rules of that day. */
export function regimesAt(date: string): RegimeAt[] {
  return regimeTable.regimes.filter((regime) => holds(regime, date)).map((regime) => regimeAt(regime, date));
}

/**
 * The regimes that an organisation serves on a calendar date, in its own order. One that is not in force
 * on that day is left out. An id that the table does not have is a refusal, wherever it is listed. What it gives is shared: read it only.
 */
export function servedRegimes(organisation: Pick<OrganisationOn, 'regimes' | 'uncheckedRegimes'>, date: string): Served {
  const { regimes, uncheckedRegimes } = organisation;
  const key = JSON.stringify([date, regimes, uncheckedRegimes]);
  // One form asks for it ten times, all of them on the same day.
  return served(key, () => servedOn(regimes, uncheckedRegimes, date));
}

const served = remembered<Served>(100);

function servedOn(regimes: readonly string[], uncheckedRegimes: readonly string[], date: string): Served {
  const unknown = [...regimes, ...uncheckedRegimes].find((id) => !byId.has(id));
  if (unknown !== undefined) return unknownRegime(unknown);
  const all = regimes.flatMap((id) => {
    const regime = byId.get(id);
    return regime && holds(regime, date) ? [serve(regimeAt(regime, date), uncheckedRegimes.includes(id))] : [];
  });
  return { ok: true, regimes: all };
}

/** The calendar dates on which what an organisation serves changes: one of its laws, or a right under it, begins or ends. */
export function servedBoundaries({
  regimes,
  uncheckedRegimes,
  answerWithinDays,
}: Pick<Organisation, 'regimes' | 'uncheckedRegimes' | 'answerWithinDays'>): string[] {
  const laws = regimes
    .flatMap(({ value }) => value)
    .flatMap((id) => {
      const regime = byId.get(id);
      return regime ? [regime, ...regime.rights] : [];
    });
  // What the organisation says of itself changes on days of its own.
  const rows = [...laws, ...regimes, ...uncheckedRegimes, ...(answerWithinDays ?? [])];
  return [...new Set(rows.flatMap(({ since, until }: { since?: string | undefined; until?: string | undefined }) => [since, until]))].filter(
    (date) => date !== undefined,
  );
}

/** The regime of an id through time, or what was probably meant. */
export function findRegime(id: string): { ok: true; regime: Regime } | UnknownRegime {
  const regime = byId.get(id);
  return regime ? { ok: true, regime } : unknownRegime(id);
}

/** A fault in what an organisation says of the laws that it serves, for `organisation.json`. */
export interface RegimeProblem {
  /** `regimes.0`, `uncheckedRegimes.1`; in a list with days `regimes.1.value.0`. */
  field: string;
  found: string;
  expected: string;
}

/** Laws that an organisation names and the table does not have, and unchecked ones that it never serves. */
export function regimeProblems({ regimes, uncheckedRegimes }: Pick<Organisation, 'regimes' | 'uncheckedRegimes'>): RegimeProblem[] {
  const served = new Set(regimes.flatMap(({ value }) => value));
  const unchecked = named('uncheckedRegimes', uncheckedRegimes);
  const unknown = [...named('regimes', regimes), ...unchecked].flatMap(({ field, id }) => {
    const known = findRegime(id);
    return known.ok ? [] : [{ field, found: JSON.stringify(id), expected: `the id of a law in the regime table, such as ${known.nearest.join(', ')}` }];
  });
  const idle = unchecked
    .filter(({ id }) => byId.has(id) && !served.has(id))
    .map(({ field, id }) => ({ field, found: JSON.stringify(id), expected: 'a law that `regimes` names too; without that it is not served' }));
  return [...unknown, ...idle];
}

/** Each law with the field that names it. */
function named(field: string, rows: Dated<string[]>): { field: string; id: string }[] {
  const plain = rows.length === 1 && rows[0]?.since === undefined;
  return rows.flatMap(({ value }, row) => value.map((id, index) => ({ field: plain ? `${field}.${index}` : `${field}.${row}.value.${index}`, id })));
}

/** How the law is cited, in the reader's language where the law itself speaks it. */
export function citationOf({ law }: Pick<Regime, 'law'>, locale: string): string {
  return law.citationIn?.[locale] ?? law.citationIn?.[locale.split('-')[0] ?? ''] ?? law.citation;
}

/** How far a rule may be relied on: the weakest of its own mark and the marks of what it stands in. */
export function confidenceOf(...parts: { confidence?: Confidence | undefined }[]): Confidence {
  return parts.some((part) => part.confidence === 'check') ? 'check' : 'sure';
}

export interface ConsentRule {
  /** Absent where no law in the table is known to apply. */
  regime?: string;
  model: ConsentModel;
  ref?: string;
  confidence: Confidence;
}

/**
 * What storing on a device needs before it happens, for a visitor in a country and, where it is known,
 * a region (`CA` or `US-CA`). The strictest of the laws that may apply; without the region that is each
 * law of the country's regions too. Opt-in where none is known. Whoever relies on a laxer model than
 * opt-in looks at `confidence` first.
 */
export function consentModelFor(country: string, region: string | undefined, date: string): ConsentRule {
  const key = `${date} ${country} ${region ?? ''}`;
  // Each decision asks for it. Places are few, and days go by.
  return consentRules(key, () => strictestRule(country, region, date));
}

const consentRules = remembered<ConsentRule>(1000);

function strictestRule(country: string, region: string | undefined, date: string): ConsentRule {
  const place = region === undefined || region.startsWith(`${country}-`) ? region : `${country}-${region}`;
  const inRegion = (territory: string) => (place === undefined ? territory.startsWith(`${country}-`) : territory === place);
  const candidates = regimesAt(date).filter(
    (regime) => !regime.incomplete && regime.territory.some((territory) => territory === country || inRegion(territory)),
  );
  const certain = candidates.some((regime) => regime.territory.includes(country) || (place !== undefined && regime.territory.includes(place)));
  const rules = candidates.flatMap((regime) => (regime.cookies ? [consentRule(regime, regime.cookies)] : []));
  const [strictest] = rules.sort((a, b) => CONSENT_MODELS.indexOf(a.model) - CONSENT_MODELS.indexOf(b.model));
  // In a region without a law of its own, or one that may have none, nobody has said that less will do.
  return certain && strictest ? strictest : { model: 'opt-in', confidence: 'check' };
}

function consentRule(regime: RegimeAt, rule: NonNullable<RegimeAt['cookies']>): ConsentRule {
  return { regime: regime.id, model: rule.model, ref: rule.ref ?? regime.law.citation, confidence: confidenceOf(regime, rule) };
}

function regimeAt(regime: Regime, date: string): RegimeAt {
  const rules = RULES.map((name) => [name, regime[name]?.find((row) => holds(row, date))]);
  return { ...regime, ...Object.fromEntries(rules), rights: regime.rights.filter((right) => holds(right, date)) };
}

function serve(regime: RegimeAt, unchecked: boolean): ServedRegime {
  const rights = regime.rights.map((right) => {
    const confidence = confidenceOf(regime, right);
    return { ...right, confidence, shown: confidence === 'sure' || unchecked };
  });
  return { ...regime, rights };
}

function unknownRegime(id: string): UnknownRegime {
  const rank = (known: string) => distance(id, known) - (known.includes(id) ? id.length : 0);
  const nearest = [...byId.keys()].sort((a, b) => rank(a) - rank(b)).slice(0, 3);
  return { ok: false, reason: 'unknown-regime', id, nearest };
}
