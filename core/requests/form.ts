/**
 * What the form of each right asks, by place: no more than the right needs. Two steps: what the built page asks of everybody, and
 * what depends on the place and on whom one asks for, which the edge asks on the next page. An opt-out has two fields at most.
 */
import { z } from 'zod';
import { type ServedRegime, type ServedRight, servedRegimes } from '../regimes.ts';
import { type Organisation, organisationOn } from '../schemas.ts';
import { MOST_OF_ADDRESS, typedAddress } from './address.ts';
import { contentSchema, type RequestContent } from './content.ts';
import { type DeskFile, lawsFor } from './desk.ts';
import { BEHALVES, type Behalf, KIND_RULES, KINDS, type Kind } from './kinds.ts';

/** The place of those who live where no law that is served holds. Kept as an empty place. */
export const ELSEWHERE = 'elsewhere';

/** How long what is typed may be, where it may be long at all. */
const MOST = { line: 200, details: 10_000, identifiers: 1000 } as const;

const line = z.string().trim().min(1).max(MOST.line);
const lines = (most: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1).max(most));

/** Every field there is. Its name is that in the form; a field that is not asked is not read. */
export const formSchema = z.object({
  place: z.string().min(1).max(20),
  behalf: z.enum(BEHALVES),
  reference: z
    .string()
    .transform((text) => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .pipe(z.string().length(8))
    .transform((text) => `${text.slice(0, 4)}-${text.slice(4)}`),
  email: typedAddress,
  details: lines(MOST.details),
  variant: z.string().max(40),
  /** 11 CCR 7020(e): whether data from before the last twelve months is wanted too. */
  period: z.enum(['all', 'twelve-months', 'since']),
  since: z.iso.date(),
  /** GDPR Art. 20(2): who is to get the data. */
  recipient: line,
  identifiers: lines(MOST.identifiers),
  child: line,
  name: line,
  agentName: line,
  agentEmail: typedAddress,
});
export type FieldName = keyof typeof formSchema.shape;
export type FormValues = Partial<z.infer<typeof formSchema>>;

export interface Field {
  name: FieldName;
  required: boolean;
  /** The answers there are, where one chooses. */
  options?: readonly string[];
  /** The field that a choice of another one opens: it is needed then alone. */
  neededFor?: { field: FieldName; value: string };
  /** The last day that can be named. */
  latest?: string;
}

/** How long an answer may be; nothing where one chooses, or where it has a form of its own. */
export const MOST_CHARACTERS: { [Name in FieldName]?: number } = {
  email: MOST_OF_ADDRESS,
  details: MOST.details,
  recipient: MOST.line,
  identifiers: MOST.identifiers,
  child: MOST.line,
  name: MOST.line,
  agentName: MOST.line,
  agentEmail: MOST_OF_ADDRESS,
};

type OrganisationFacts = Pick<DeskFile, 'organisation'>;

/** The kinds that a form is there for on a day: those that a law which is served gives, and complaint and appeal in any case. */
export function offeredKinds({ organisation }: OrganisationFacts, date: string): Kind[] {
  const laws = lawsOn({ organisation }, date);
  return KINDS.filter((kind) => KIND_RULES[kind].linked || laws.some((law) => gives(law, kind)));
}

/** Where the laws hold that give a right on a day. A complaint or an appeal may come from wherever one of the laws holds. */
export function placesFor({ organisation }: OrganisationFacts, kind: Kind, date: string): string[] {
  const laws = lawsOn({ organisation }, date).filter((law) => KIND_RULES[kind].linked || gives(law, kind));
  return [...new Set(laws.flatMap(({ territory }) => territory))];
}

function lawsOn({ organisation }: OrganisationFacts, date: string): ServedRegime[] {
  const served = servedRegimes(organisationOn(organisation as Organisation, date), date);
  return served.ok ? served.regimes : [];
}

function gives({ rights }: ServedRegime, kind: Kind): boolean {
  return rights.some(({ right, shown }) => right === kind && shown);
}

/** What the built page of a right asks. */
export function firstFields(desk: OrganisationFacts, kind: Kind, date: string): Field[] {
  const { instant, linked, details } = KIND_RULES[kind];
  const place: Field = { name: 'place', required: true, options: [...placesFor(desk, kind, date), ELSEWHERE] };
  if (instant) return [place, { name: 'email', required: false }];
  return [
    place,
    { name: 'behalf', required: true, options: BEHALVES },
    ...(linked ? [{ name: 'reference' as const, required: kind === 'appeal' }] : []),
    { name: 'email', required: true },
    ...(details === 'required' && kind !== 'automated-decision-review' ? [{ name: 'details' as const, required: true }] : []),
  ];
}

/** What the next page asks, by the answers to the first one. */
export function moreFields(desk: OrganisationFacts, kind: Kind, { place = '', behalf = 'self' }: FormValues, date: string): Field[] {
  const { linked, details, instant } = KIND_RULES[kind];
  const laws = lawsFor(desk, kind, place, date);
  return [
    ...variantField(laws, kind),
    ...(kind === 'access' && laws.some(({ id }) => id === 'us-ca-ccpa') ? periodFields(date) : []),
    ...(kind === 'portability' && laws.some(({ id }) => id === 'eu-gdpr' || id === 'uk-gdpr' || id === 'ch-fadp')
      ? [{ name: 'recipient' as const, required: false }]
      : []),
    ...BEHALF_FIELDS[behalf],
    ...(linked || (instant && behalf === 'self') ? [] : [{ name: 'identifiers' as const, required: false }]),
    ...(details === 'optional' ? [{ name: 'details' as const, required: false }] : []),
    // Which decision it is about has to be said, but not by whoever opts out of all of them.
    ...(kind === 'automated-decision-review' ? [{ name: 'details' as const, required: !variantsOf(laws, kind).includes('opt-out') }] : []),
  ];
}

function periodFields(date: string): Field[] {
  return [
    { name: 'period', required: true, options: ['all', 'twelve-months', 'since'] },
    { name: 'since', required: false, neededFor: { field: 'period', value: 'since' }, latest: date },
  ];
}

const BEHALF_FIELDS: Record<Behalf, Field[]> = {
  self: [],
  child: [{ name: 'child', required: true }],
  agent: [
    { name: 'name', required: true },
    { name: 'agentName', required: true },
    { name: 'agentEmail', required: true },
  ],
};

/** Under one name laws give rights of different content; where there are several in a place, the person says which. */
function variantField(laws: readonly ServedRegime[], kind: Kind): Field[] {
  const variants = variantsOf(laws, kind);
  return variants.length > 1 && !KIND_RULES[kind].linked ? [{ name: 'variant', required: true, options: variants }] : [];
}

function variantsOf(laws: readonly ServedRegime[], kind: Kind): string[] {
  return [...new Set(rightsOf(laws, kind).map(variantName))];
}

function rightsOf(laws: readonly ServedRegime[], kind: Kind): ServedRight[] {
  return laws.flatMap(({ rights }) => rights.filter(({ right, shown }) => right === kind && shown));
}

const variantName = ({ variant }: ServedRight): string => variant ?? 'plain';

/**
 * What must be proved before anybody works on it: what the kind says, and nothing where a law that applies lets nobody ask for it, as
 * for an opt-out of automated decisions. `either`: it depends on which content of the right is chosen.
 */
export function proofFor(desk: OrganisationFacts, kind: Kind, { place = '', variant }: FormValues, date: string): 'none' | 'address' | 'either' {
  const { proof } = KIND_RULES[kind];
  const rights = rightsOf(lawsFor(desk, kind, place, date), kind).filter((right) => variant === undefined || variantName(right) === variant);
  const free = rights.filter(({ verification }) => verification?.mode === 'none').map(variantName);
  if (proof === 'none' || free.length === 0) return proof;
  return variant === undefined && rights.some((right) => !free.includes(variantName(right))) ? 'either' : 'none';
}

/** Files help where something has to be shown, and an agent shows a mandate. Nobody is asked for a copy of an identity document. */
export function takesFiles(kind: Kind, behalf: Behalf): boolean {
  return behalf === 'agent' || KIND_RULES[kind].details === 'required';
}

/** What is wrong with a field; the words are `requests.wrong.<field>`, `requests.missing.<field>`, and `requests.long` with the field's name. */
export type Fault = 'missing' | 'wrong' | 'long';

export interface ReadForm {
  values: FormValues;
  faults: Partial<Record<FieldName, Fault>>;
}

/** Reads the answers to the fields that were asked. Whatever else was sent is left out. */
export function readForm(fields: readonly Field[], sent: Readonly<Record<string, string>>): ReadForm {
  const values: Record<string, unknown> = {};
  const faults: ReadForm['faults'] = {};
  for (const { name, required, options, neededFor, latest } of fields) {
    const needed = required || (neededFor !== undefined && sent[neededFor.field] === neededFor.value);
    const text = sent[name] ?? '';
    if (text.trim() === '') {
      if (needed) faults[name] = 'missing';
      continue;
    }
    if (neededFor && !needed) continue;
    const parsed = formSchema.shape[name].safeParse(text);
    const most = MOST_CHARACTERS[name];
    if (most !== undefined && text.replaceAll('\r\n', '\n').trim().length > most) faults[name] = 'long';
    else if (!parsed.success || (options && !options.includes(parsed.data)) || (latest !== undefined && parsed.data > latest)) faults[name] = 'wrong';
    else values[name] = parsed.data;
  }
  return { values: values as FormValues, faults };
}

/** The answers as the request keeps them. */
export function contentOf(values: FormValues): RequestContent {
  const { email, name, details, identifiers, child, agentName, agentEmail, variant, period, since, recipient, reference } = values;
  const answers = Object.entries({ variant, period, since, recipient, reference }).filter(([, value]) => value !== undefined);
  return contentSchema.parse({
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(details === undefined ? {} : { details }),
    ...(identifiers === undefined ? {} : { identifiers }),
    ...(child === undefined ? {} : { child }),
    ...(agentName === undefined || agentEmail === undefined ? {} : { agent: { name: agentName, email: agentEmail } }),
    ...(answers.length === 0 ? {} : { answers: Object.fromEntries(answers) }),
  });
}
