/**
 * Letters to the person: made from the wording, in the person's language, with what the law wants said. An operator may change every
 * word; what a law asks for and the letter does not hold is listed. Pure.
 */
import { dateInWords } from '../dates.ts';
import type { ExtensionReason } from '../deadlines/events.ts';
import { regimesAt } from '../regimes.ts';
import { dateSchema } from '../schemas.ts';
import type { Translate } from '../wording.ts';
import type { Outcome, RefusalReason } from './events.ts';
import type { Kind } from './kinds.ts';

export const LETTERS = ['message', 'acknowledged', 'clarification', 'identity', 'fee', 'extended', 'answered', 'refused'] as const;
export type Letter = (typeof LETTERS)[number];

export function isLetter(text: string): text is Letter {
  return LETTERS.some((letter) => letter === text);
}

/** Key of a kind's name. To the organisation one complains otherwise than to the authority that the right is named after. */
export function rightKey(kind: string): string {
  return kind === 'complaint' ? 'right.complaint.name-controller' : `right.${kind}.name`;
}

/** What the letter is about. */
export interface LetterFacts {
  kind: Kind;
  reference: string;
  /** Calendar dates. */
  received: string;
  /** By when the answer is due once the letter went out. */
  due?: string | undefined;
  /** The promised day that an extension takes the place of. */
  promised?: string;
  name?: string | undefined;
  organisation: string;
  /** Laws that apply, and the day whose rules count. */
  regimes: readonly string[];
  on: string;
  /** Does the clock stand still once this is asked? */
  pauses?: boolean;
  /** Where the person can send a request: an address. */
  requestsAddress: string;
}

/** What the operator chooses for it. */
export interface LetterChoices {
  reasons?: readonly RefusalReason[];
  /** The provision that an exception rests on. */
  basis?: string;
  /** What was done in part. */
  part?: string;
  /** Within which time a remedy has to be sought. */
  limit?: string;
  extension?: ExtensionReason;
  until?: string;
  outcome?: Outcome;
  /** Until when the answer's files can be fetched. */
  fetchUntil?: string;
}

/** Something that has to be said. */
export interface Item {
  /** As the regime table puts it. */
  asked: string;
  /** Empty where no law asks for it, but what the letter does. */
  regime: string;
  /** What the letter has to hold; none where being a letter is enough. */
  paragraphs: string[];
}

/** What the table asks for, by what it means. A test holds this to the table. */
export const MEANINGS = {
  refused: ['fact of refusal', 'that it is refused, without delay'],
  written: ['in writing'],
  reasons: [
    'reasons',
    'adequate reasons',
    'grounds',
    'reasons (endeavour)',
    'reasons unless unreasonable',
    'reasons in writing',
    'that the addressee is not the processing agent and, where possible, who is, or the factual or legal reasons',
  ],
  identity: ['if deletion cannot be verified: that identity could not be verified'],
  basis: ['legal basis of the exception', 'the provision relied on'],
  part: ['what was done in part'],
  authority: [
    'right to complain to a supervisory authority',
    'right to complain to the regulator',
    'right to complain to the regulator (s. 165)',
    'how to complain to the authority (online where possible)',
    'recourse available',
  ],
  court: ['right to a judicial remedy', 'right to a court remedy'],
  complain: ['right to complain to the controller (s. 164A)', 'complaint mechanisms'],
  appeal: ['how to appeal'],
  remedies: ['remedies available and the time limit', 'remedy (complaint, court) and time limit'],
  help: ['help to understand on request'],
  sale: ['if deletion denied and data is sold: ask whether to opt out'],
} as const;
type Meaning = keyof typeof MEANINGS;

export function meaningOf(asked: string): Meaning | undefined {
  return (Object.keys(MEANINGS) as Meaning[]).find((meaning) => (MEANINGS[meaning] as readonly string[]).includes(asked));
}

/** What must be said where a request is refused, wholly or in part. A refused appeal has rules of its own beside. */
export function itemsOf(facts: LetterFacts, choices: LetterChoices, t: Translate): Item[] {
  return regimesAt(facts.on)
    .filter(({ id }) => facts.regimes.includes(id))
    .flatMap(({ id: regime, refusal, authority }) => {
      if (!refusal) return [{ asked: 'reasons', regime, paragraphs: paragraphsFor('reasons', facts, choices, regime, authority, t) }];
      const asked = facts.kind === 'appeal' ? [...refusal.mustSay, ...(refusal.onAppealDenied ?? [])] : refusal.mustSay;
      return asked
        .filter((one) => applies(meaningOf(one), facts, choices))
        .map((one) => ({ asked: one, regime, paragraphs: paragraphsFor(meaningOf(one) ?? 'reasons', facts, choices, regime, authority, t) }));
    });
}

/** Some are asked for in one case alone. A refused appeal is not appealed again. */
function applies(meaning: Meaning | undefined, { kind }: LetterFacts, { reasons = [] }: LetterChoices): boolean {
  if (meaning === 'identity') return kind === 'erasure' && reasons.includes('identity-not-verified');
  if (meaning === 'sale') return kind === 'erasure';
  if (meaning === 'appeal') return kind !== 'appeal';
  return true;
}

type Authority = { name?: string | undefined; site: string; complaintUrls?: string[] | undefined } | undefined;

function paragraphsFor(meaning: Meaning, facts: LetterFacts, choices: LetterChoices, regime: string, authority: Authority, t: Translate): string[] {
  const { reasons = [], basis = '', part = '', limit = '' } = choices;
  const values = {
    authority: authority?.name ?? t('template.say.theAuthority'),
    address: authority?.complaintUrls?.[0] ?? authority?.site ?? '',
    law: t(`law.${regime}.name`),
    ours: facts.requestsAddress,
    limit,
  };
  switch (meaning) {
    case 'written':
      return [];
    case 'refused':
      return [t(choices.outcome === 'complied-in-part' ? 'template.answered.complied-in-part' : 'template.refused.opening')];
    case 'reasons':
      return reasons.map((reason) => t(`refusal.${reason}`));
    case 'identity':
      return [t('refusal.identity-not-verified')];
    case 'basis':
      return [t('template.say.basis', { basis })];
    case 'part':
      return [part === '' ? t('template.say.nothingDone') : t('template.say.part', { part })];
    case 'authority':
    case 'remedies':
    case 'court':
    case 'appeal':
    case 'help':
    case 'sale':
    case 'complain':
      return [t(`template.say.${meaning}`, values)];
    default:
      return meaning satisfies never;
  }
}

/** Fields that have to be filled before such a letter can be written. */
export function missingChoices(
  letter: Letter,
  facts: LetterFacts,
  choices: LetterChoices,
): ('reasons' | 'basis' | 'limit' | 'extension' | 'outcome' | 'part')[] {
  const refuses = letter === 'refused' || (letter === 'answered' && choices.outcome === 'complied-in-part');
  const meanings = refuses ? regimesAt(facts.on).flatMap(({ id, refusal }) => (facts.regimes.includes(id) ? (refusal?.mustSay ?? []).map(meaningOf) : [])) : [];
  return [
    ...(letter === 'answered' && !choices.outcome ? ['outcome' as const] : []),
    ...(letter === 'extended' && !choices.extension ? ['extension' as const] : []),
    ...(refuses && (choices.reasons ?? []).length === 0 ? ['reasons' as const] : []),
    ...(meanings.includes('basis') && !choices.basis ? ['basis' as const] : []),
    ...(meanings.includes('remedies') && !choices.limit ? ['limit' as const] : []),
    ...(letter === 'answered' && choices.outcome === 'complied-in-part' && !choices.part ? ['part' as const] : []),
  ];
}

/** The letter as it is proposed, and what has to stand in it. */
export function letterOf(letter: Letter, facts: LetterFacts, choices: LetterChoices, t: Translate, locale: string): { text: string; items: Item[] } {
  const day = (date: string | undefined): string => (dateSchema.safeParse(date).success ? dateInWords(date ?? '', locale) : '');
  const values = { reference: facts.reference, right: t(rightKey(facts.kind)), received: day(facts.received) };
  const refuses = letter === 'refused' || (letter === 'answered' && choices.outcome === 'complied-in-part');
  const wanted = refuses ? itemsOf(facts, choices, t) : [];
  const body = bodyOf(letter, facts, choices, t, day);
  const owed = wanted.flatMap(({ paragraphs }) => paragraphs).filter((paragraph) => !body.includes(paragraph));
  const paragraphs = [
    facts.name ? t('template.greeting.named', { name: facts.name }) : t('template.greeting.plain'),
    t('template.about', values),
    ...body,
    ...new Set(owed),
    t('template.closing', { organisation: facts.organisation }),
  ];
  return { text: paragraphs.join('\n\n'), items: [...wanted, ...toldItems(letter, facts, choices, t, day)] };
}

/** What the letter does besides being a letter, and so has to say: a day that it moves, a promise that it breaks, files that it releases. */
function toldItems(letter: Letter, facts: LetterFacts, choices: LetterChoices, t: Translate, day: (date: string | undefined) => string): Item[] {
  const { due, promised } = facts;
  const told = (asked: string, paragraph: string): Item => ({ asked, regime: '', paragraphs: [paragraph] });
  if (letter === 'answered' && choices.fetchUntil !== undefined) return [told('until when the answer can be downloaded', day(choices.fetchUntil))];
  if (letter !== 'extended') return [];
  return [
    ...(promised === undefined ? [] : [told('that the promised day is not kept', t('template.extended.promised', { promised: day(promised) }))]),
    told('the reason', t(`deadline.reason.${choices.extension ?? 'complexity'}`)),
    ...(due === undefined ? [] : [told('the day by which you answer', day(due))]),
  ];
}

function bodyOf(letter: Letter, facts: LetterFacts, choices: LetterChoices, t: Translate, day: (date: string | undefined) => string): string[] {
  const clock = facts.pauses ? t('template.clock.pauses') : facts.due ? t('template.clock.runs', { due: day(facts.due) }) : undefined;
  const { reasons = [], outcome = 'complied', fetchUntil } = choices;
  const because = reasons.map((reason) => t(`refusal.${reason}`));
  switch (letter) {
    case 'message':
      return [t('template.message')];
    case 'acknowledged':
      return [facts.due ? t('template.acknowledged.dated', { due: day(facts.due) }) : t('template.acknowledged.open')];
    case 'clarification':
    case 'identity':
    case 'fee':
      return [t(`template.${letter}`), ...(clock === undefined ? [] : [clock])];
    case 'extended':
      return [
        ...(facts.promised === undefined ? [] : [t('template.extended.promised', { promised: day(facts.promised) })]),
        t('template.extended', { reason: t(`deadline.reason.${choices.extension ?? 'complexity'}`), until: day(facts.due) }),
      ];
    case 'answered':
      return [
        t(`template.answered.${outcome}`),
        ...(outcome === 'complied-in-part' ? because : []),
        ...(fetchUntil === undefined ? [] : [t('template.answered.fetch', { until: day(fetchUntil) })]),
      ];
    case 'refused':
      return [t('template.refused.opening'), ...because];
    default:
      return letter satisfies never;
  }
}

/** Items that a letter as it was written does not hold in the words that were proposed. */
export function itemsNotIn(items: readonly Item[], text: string): Item[] {
  const flat = flattened(text);
  return items.filter(({ paragraphs }) => paragraphs.some((paragraph) => !flat.includes(flattened(paragraph))));
}

function flattened(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
