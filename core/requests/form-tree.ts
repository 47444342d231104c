/**
 * The fields of a form as element trees, so that the built page and the page on which errors come back are the same form. Site and
 * edge turn the trees into HTML, each with its own renderer, which escapes.
 */
import type { Tree } from '../banner/data.ts';
import type { Translate } from '../wording.ts';
import { ELSEWHERE, type Fault, type Field, type FieldName, MOST_CHARACTERS } from './form.ts';
import { KIND_RULES, type Kind } from './kinds.ts';

export interface FormState {
  kind: Kind;
  locale: string;
  t: Translate;
  /** What was typed, as it was typed. */
  sent?: Readonly<Record<string, string>>;
  faults?: Partial<Record<FieldName, Fault>>;
}

const TEXTAREAS: readonly FieldName[] = ['details', 'identifiers'];
const RADIOS: readonly FieldName[] = ['behalf', 'variant', 'period'];
const TYPES: { [Name in FieldName]?: string } = { email: 'email', agentEmail: 'email', since: 'date' };
/** WCAG 2.2, 1.3.5: what a browser may fill in. */
const COMPLETIONS: { [Name in FieldName]?: string } = { email: 'email' };

export function fieldTrees(fields: readonly Field[], state: FormState): Tree[] {
  return fields.map((field) => (RADIOS.includes(field.name) ? radioTree(field, state) : inputTree(field, state)));
}

/** What is wrong, on top of the form: each fault leads to its field. */
export function summaryTree(faults: readonly { id: string; words: string }[], t: Translate, heading = t('requests.faults')): Tree {
  return [
    'section',
    { class: 'faults', tabindex: '-1', autofocus: 'autofocus', 'aria-labelledby': 'faults' },
    ['h2', { id: 'faults' }, heading],
    ['ul', {}, ...faults.map(({ id, words }): Tree => ['li', {}, ['a', { href: `#${id}` }, words]])],
  ];
}

export function faultsInWords(state: FormState): { id: string; words: string }[] {
  return (Object.entries(state.faults ?? {}) as [FieldName, Fault][]).map(([name, fault]) => ({ id: idOf(name), words: faultInWords(name, fault, state) }));
}

function faultInWords(name: FieldName, fault: Fault, { t, locale }: Pick<FormState, 't' | 'locale'>): string {
  return fault === 'long' ? t('requests.long', longOf(name, t, locale)) : t(`requests.${fault}.${name}`);
}

/** What is too long, and what it has to be shortened to: the values of `requests.long`. */
export function longOf(name: FieldName, t: Translate, locale: string): { field: string; most: string } {
  return { field: t(`requests.field.${name}`), most: new Intl.NumberFormat(locale).format(MOST_CHARACTERS[name] ?? 0) };
}

export function idOf(name: string): string {
  return `field-${name}`;
}

function inputTree({ name, required, options, latest }: Field, state: FormState): Tree {
  const { t, sent = {} } = state;
  const { help, described, invalid } = aroundOf(name, state);
  const shared = {
    id: idOf(name),
    name,
    ...(required ? { required: 'required' } : {}),
    ...(latest === undefined ? {} : { max: latest }),
    ...(described ? { 'aria-describedby': described } : {}),
    ...invalid,
  };
  const value = sent[name] ?? '';
  const input: Tree = options
    ? ['select', shared, ['option', { value: '' }, t('requests.choose')], ...optionTrees(options, value, state)]
    : TEXTAREAS.includes(name)
      ? // The first line break of a text area is not shown.
        ['textarea', { ...shared, rows: name === 'details' ? '6' : '3' }, `\n${value}`]
      : ['input', { ...shared, type: TYPES[name] ?? 'text', autocomplete: COMPLETIONS[name] ?? 'off', ...(value === '' ? {} : { value }) }];
  return ['div', { class: 'field' }, ['label', { for: idOf(name) }, labelOf(name, required, state)], ...help, input];
}

function radioTree({ name, required, options = [] }: Field, state: FormState): Tree {
  const { sent = {} } = state;
  const { help, described, invalid } = aroundOf(name, state);
  const chosen = sent[name] ?? (name === 'behalf' ? 'self' : '');
  const radios = options.map((option, at): Tree => {
    const id = at === 0 ? idOf(name) : `${idOf(name)}-${option}`;
    const input: Tree = ['input', { type: 'radio', id, name, value: option, ...(option === chosen ? { checked: 'checked' } : {}) }];
    return ['div', { class: 'choice' }, input, ['label', { for: id }, optionInWords(name, option, state)]];
  });
  const attributes = {
    class: 'field',
    ...(described ? { 'aria-describedby': described } : {}),
    ...(invalid['aria-invalid'] ? { 'data-invalid': 'true' } : {}),
  };
  return ['fieldset', attributes, ['legend', {}, labelOf(name, required, state)], ...help, ...radios];
}

/** A field that nobody sees: who fills it in is a program. */
export function trapTree(t: Translate): Tree {
  return [
    'div',
    { class: 'trap', 'aria-hidden': 'true' },
    ['label', { for: 'field-website' }, t('requests.trap')],
    ['input', { id: 'field-website', name: TRAP, type: 'text', tabindex: '-1', autocomplete: 'off' }],
  ];
}

export const TRAP = 'website';

/** What stands around a field: the hint, and what is wrong with it. */
function aroundOf(name: FieldName, { t, locale, kind, faults = {} }: FormState): { help: Tree[]; described: string; invalid: Record<string, string> } {
  const hint = HINTS.includes(name) ? ([`${idOf(name)}-hint`, t(hintKey(name, kind))] as const) : undefined;
  const fault = faults[name] ? ([`${idOf(name)}-fault`, faultInWords(name, faults[name], { t, locale })] as const) : undefined;
  return {
    help: [
      ...(hint ? [['p', { class: 'hint', id: hint[0] }, hint[1]] satisfies Tree] : []),
      ...(fault ? [['p', { class: 'fault', id: fault[0] }, fault[1]] satisfies Tree] : []),
    ],
    described: [hint?.[0], fault?.[0]].filter(Boolean).join(' '),
    invalid: fault ? { 'aria-invalid': 'true' } : {},
  };
}

/** Fields with a hint: `requests.hint.<field>`. */
const HINTS: readonly FieldName[] = ['place', 'email', 'reference', 'identifiers', 'details', 'recipient', 'name', 'since'];

function hintKey(name: FieldName, kind: Kind): string {
  if (name === 'details') return `requests.hint.details.${kind}`;
  return name === 'email' && KIND_RULES[kind].instant ? 'requests.hint.email.optional' : `requests.hint.${name}`;
}

function labelOf(name: FieldName, required: boolean, { t }: FormState): string {
  const label = t(`requests.field.${name}`);
  return required || name === 'since' ? label : t('requests.optional', { label });
}

function optionTrees(options: readonly string[], chosen: string, state: FormState): Tree[] {
  const named = options.filter((option) => option !== ELSEWHERE).map((option) => ({ option, words: placeName(option, state) }));
  const sorted = named.sort((a, b) => new Intl.Collator(state.locale).compare(a.words, b.words));
  const last = options.includes(ELSEWHERE) ? [{ option: ELSEWHERE, words: state.t('place.elsewhere') }] : [];
  return [...sorted, ...last].map(({ option, words }): Tree => ['option', { value: option, ...(option === chosen ? { selected: 'selected' } : {}) }, words]);
}

function optionInWords(name: FieldName, option: string, { t, kind }: FormState): string {
  if (name !== 'variant') return t(`requests.${name}.${option}`);
  return t(option === 'plain' ? `right.${kind}.ask` : `right.${kind}.ask-${option}`);
}

/** A country in the words of the language; a region as the wording names it. */
export function placeName(place: string, { t, locale }: Pick<FormState, 't' | 'locale'>): string {
  if (place === '') return t('place.elsewhere');
  if (place.includes('-')) return t(`place.${place}`);
  return new Intl.DisplayNames([locale], { type: 'region' }).of(place) ?? place;
}
