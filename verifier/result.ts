/** What came of a check, in words and as a picture. */
import { CHECKS, type Check, type Finding } from './check.ts';
import { type Child, h } from './element.ts';
import type { PageData, Say } from './page.ts';
import { wayFigure } from './path.ts';
import { eventFacts, factsOf, readEvent, readRecord } from './record.ts';

const MARKS = { good: '✓', stranger: '?', refused: '✕' } as const;

/** The answer alone, so that it is there at once. @param name Whose page this is. */
export function verdictOf(say: Say, name: string, finding: Finding): Node {
  const { kind, way } = finding;
  const words =
    kind === 'refused'
      ? [say(`why.${finding.why}`, { part: finding.part ?? '' }), say('refusedThen')]
      : [say(kind === 'good' && readEvent(finding.record) ? 'goodRequest' : `${kind}Text`, { name, origin: way.origin })];
  return h(
    'div',
    { class: 'verdict', 'data-verdict': kind },
    h('h2', { tabindex: '-1' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[kind]), say(kind)),
    ...words.map((text) => h('p', {}, text)),
  );
}

/** What it was found from. */
export function detailsOf(say: Say, page: PageData, name: string, finding: Finding): Node[] {
  const { kind, way } = finding;
  return [
    ...(kind === 'refused' ? [] : accepted(say, page, finding)),
    section(say('checks'), checksOf(say, name, finding)),
    ...(kind === 'refused' && way ? [section(say('path.title'), wayFigure(say, way))] : []),
  ];
}

function accepted(say: Say, page: PageData, { kind, record, way, witnesses = [] }: Extract<Finding, { record: string }>): Node[] {
  const read = readRecord(record);
  const event = readEvent(record);
  const whole = h('details', {}, h('summary', {}, say('fact.whole')), h('pre', {}, record));
  const found = h(
    'div',
    { class: 'found' },
    section(say('record'), read ? factsOf(say, page, read, way, kind === 'good') : event && eventFacts(say, page, event, way), whole),
    section(say('path.title'), wayFigure(say, way)),
  );
  if (kind !== 'good') return [found];
  const seen = witnesses.map(({ name, time }) =>
    say('proves.view', { name, time: new Intl.DateTimeFormat(page.locale, { dateStyle: 'long', timeStyle: 'long' }).format(time * 1000) }),
  );
  const proves = [...['record', 'keeper', event ? 'dated' : 'words'].map((key) => say(`proves.${key}`)), ...seen];
  const unseen = seen.length > 0 ? [] : ['view'];
  const provesNot = (event ? ['asker', ...unseen, 'right'] : ['person', 'time', ...unseen, 'deeds']).map((key) => say(`provesNot.${key}`));
  return [found, section(say('proves'), list(proves), h('h3', {}, say('provesNot')), list(provesNot))];
}

/** What was found of each check: those after the one that failed were not made. */
function checksOf(say: Say, name: string, finding: Finding): Node {
  const failed: Check | undefined = finding.kind === 'refused' ? finding.failed : finding.kind === 'stranger' ? 'key' : undefined;
  // Most receipts say nothing of the log over all logs.
  const outer = finding.kind === 'refused' ? failed === 'outer' : finding.witnesses !== undefined;
  const made = CHECKS.filter((check) => check !== 'outer' || outer);
  const last = failed ? made.indexOf(failed) : made.length;
  const answer = (index: number): string => say(index < last ? 'yes' : index === last ? 'no' : 'notReached');
  return h('ul', { class: 'checks' }, ...made.map((check, index) => h('li', {}, h('b', {}, answer(index)), h('span', {}, say(`check.${check}`, { name })))));
}

function list(items: string[]): Node {
  return h('ul', {}, ...items.map((item) => h('li', {}, item)));
}

function section(title: string, ...children: Child[]): HTMLElement {
  return h('section', {}, h('h2', {}, title), ...children);
}
