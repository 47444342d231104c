/** `<Deadlines/>`: by when a request is answered under each law that is served, as of the version's date. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { periodInWords } from '../../deadlines/explain.ts';
import { joinRefs } from '../../regimes/refs.ts';
import type { Deadline, Extension, ServedRegime, ServedRight } from '../../regimes.ts';
import type { ComponentContext } from './context.ts';
import { onlyProps } from './props.ts';
import { rightKey, shownLaws, uncheckedMark } from './rights.ts';

const COLUMNS = ['what', 'law', 'within', 'extension'] as const;

export function deadlines(props: Record<string, string | boolean>, _children: ElementContent[], context: ComponentContext): ElementContent[] {
  onlyProps('Deadlines', props, []);
  const { t } = context;
  const laws = shownLaws('Deadlines', context);
  const rows = laws.flatMap((law) => groups(law, context).map((group) => row(law, group, context)));
  const head = COLUMNS.map((column) => h('th', { scope: 'col' }, t(`component.deadlines.${column}`)));
  const table = h('table', { className: ['deadlines'] }, [h('thead', h('tr', head)), h('tbody', rows)]);
  const lead = leadInWords(
    laws.flatMap((law) => law.rights),
    context,
  );
  return lead === undefined ? [table] : [h('p', lead), table];
}

function leadInWords(rights: readonly ServedRight[], { t, organisation, phrasing }: ComponentContext): string | undefined {
  const { answerWithinDays } = organisation;
  if (phrasing > 1) return answersInWords(rights, answerWithinDays, t);
  return answerWithinDays === undefined ? undefined : t('component.deadlines.promise', { count: answerWithinDays });
}

/** What the organisation promises by itself, and what an extension that a law gives does to that; nothing where there is neither. */
export function answersInWords(rights: readonly ServedRight[], answerWithinDays: number | undefined, t: ComponentContext['t']): string | undefined {
  const promise = answerWithinDays === undefined ? [] : [t('component.deadlines.answered', { count: answerWithinDays })];
  const extended = rights.some(({ extension }) => extension) ? [t('component.deadlines.extended')] : [];
  return [...promise, ...extended].join(' ') || undefined;
}

interface Group {
  within: string;
  extension: string;
  unchecked: boolean;
  rights: ServedRight[];
}

/** Rights of a law that read the same in the last columns stand in one row. */
function groups(law: ServedRegime, context: ComponentContext): Group[] {
  const found = new Map<string, Group>();
  for (const right of law.rights) {
    const group = { within: deadlineInWords(right, context), extension: extensionInWords(right, context), unchecked: right.confidence === 'check' };
    const key = JSON.stringify(group);
    const known = found.get(key);
    if (known) known.rights.push(right);
    else found.set(key, { ...group, rights: [right] });
  }
  return [...found.values()];
}

function row(law: ServedRegime, { within, extension, unchecked, rights }: Group, context: ComponentContext): ElementContent {
  const { t, locale } = context;
  const names = new Set(rights.map((right) => t(rightKey('name', right))));
  const refs = joinRefs(rights.map(({ ref }) => ref));
  return h('tr', [
    h('th', { scope: 'row' }, capitalised(new Intl.ListFormat(locale, { type: 'conjunction' }).format(names), locale)),
    h('td', [`${t(`law.${law.id}.name`)}, ${refs}`, ...(unchecked ? uncheckedMark(context) : [])]),
    h('td', within),
    h('td', extension),
  ]);
}

/** By when a right is answered, as its law says it. */
export function deadlineInWords({ deadline, outerLimit }: ServedRight, { t, locale }: Pick<ComponentContext, 't' | 'locale'>): string {
  const words = 'phrase' in deadline ? t(`phrase.${deadline.phrase}`) : numberInWords(deadline, t, locale);
  if (!outerLimit) return words;
  return withRef(t('component.deadlines.atMost', { phrase: words, period: periodInWords(outerLimit, t, locale) }), outerLimit.ref);
}

function numberInWords(deadline: Exclude<Deadline, { phrase: string }>, t: ComponentContext['t'], locale: string): string {
  const { force, startsAfter, ref } = deadline;
  // A target is neither the law's nor the organisation's: whoever reads a policy is promised nothing by it.
  if (force === 'target') return t('phrase.no-number');
  const period = withRef(periodInWords(deadline, t, locale), ref);
  if (force === 'guidance') return t('component.deadlines.guidance', { period });
  if (!startsAfter) return period;
  const events = startsAfter.map((event) => t(`component.deadlines.startsAfter.${event}`));
  return t('component.deadlines.startsAfter.sentence', { period, events: new Intl.ListFormat(locale, { type: 'disjunction' }).format(events) });
}

function extensionInWords({ deadline, extension }: ServedRight, { t, locale }: ComponentContext): string {
  if (extension) return extensionPeriod(extension, t, locale);
  // Only a period that the law itself sets can be one that it does not extend.
  return 'phrase' in deadline || deadline.force ? '–' : t('component.deadlines.noExtension');
}

function extensionPeriod(extension: Extension, t: ComponentContext['t'], locale: string): string {
  if ('open' in extension) return t('component.deadlines.openExtension');
  const period = periodInWords(extension, t, locale);
  return extension.times === undefined ? period : `${extension.times} × ${period}`;
}

function withRef(words: string, ref: string | undefined): string {
  return ref === undefined ? words : `${words} (${ref})`;
}

function capitalised(words: string, locale: string): string {
  return words.slice(0, 1).toLocaleUpperCase(locale) + words.slice(1);
}
