/** `<Rights/>`: what people can ask for under each law that is served, as of the version's date; `<Rights regime="…"/>`: under that one. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { citationOf, findRegime, type ServedRegime, type ServedRight, servedRegimes } from '../../regimes.ts';
import type { ComponentContext } from './context.ts';
import { onlyProps } from './props.ts';

export function rights(props: Record<string, string | boolean>, _children: ElementContent[], context: ComponentContext): ElementContent[] {
  onlyProps('Rights', props, ['regime']);
  const laws = shownLaws('Rights', context);
  if (props.regime === undefined) return laws.flatMap((law) => [lead(law, context), list(law, context, law.confidence === 'sure')]);
  return [list(lawNamed(String(props.regime), laws, context), context, true)];
}

/**
 * The laws that an organisation serves on the version's date, in its order, each with those rights that
 * are checked against the statute or shown by the organisation's own choice.
 *
 * @throws where there is none, or the organisation names a law that the table does not have.
 */
export function shownLaws(component: string, { organisation, date }: ComponentContext): ServedRegime[] {
  const served = servedRegimes(organisation, date);
  if (!served.ok) {
    const field = organisation.regimes.includes(served.id) ? 'regimes' : 'uncheckedRegimes';
    throw new Error(
      `<${component}> reads ${field} of organisation.json, which has "${served.id}"; no such law is known. Near it are ${served.nearest.join(', ')}`,
    );
  }
  const laws = served.regimes.map((law) => ({ ...law, rights: law.rights.filter(({ shown }) => shown) })).filter((law) => law.rights.length > 0);
  if (laws.length > 0) return laws;
  const listed = organisation.regimes.join(', ');
  if (listed === '')
    throw new Error(`<${component}> has no law to speak of on ${date}; name those that are served in organisation.json: "regimes": ["eu-gdpr"]`);
  if (served.regimes.length === 0)
    throw new Error(`<${component}> has no law to speak of: of ${listed} (organisation.json, regimes) none is in force on ${date}`);
  throw new Error(
    `<${component}> has nothing to show: no right under ${listed} is checked against the statute. To show them all the same, marked, add the law to uncheckedRegimes in organisation.json`,
  );
}

/** The visible mark of what is shown although nobody has checked it in the statute. */
export function uncheckedMark({ t }: ComponentContext): ElementContent[] {
  return [{ type: 'text', value: '; ' }, h('em', { className: ['unchecked'] }, t('component.unchecked'))];
}

/** Key of a text about a right, in the meaning that the law gives it: `right.erasure.name`, `right.erasure.ask-provided`. */
export function rightKey(text: 'ask' | 'name', { right, variant }: Pick<ServedRight, 'right' | 'variant'>): string {
  return `right.${right}.${text}${variant === undefined ? '' : `-${variant}`}`;
}

function lawNamed(id: string, laws: ServedRegime[], { organisation, date }: ComponentContext): ServedRegime {
  const law = laws.find((shown) => shown.id === id);
  if (law) return law;
  const can = `it can be ${laws.map((shown) => shown.id).join(', ')}`;
  const refuse = (why: string) => new Error(`regime of <Rights> is "${id}", ${why}`);
  const known = findRegime(id);
  if (!known.ok) throw refuse(`which no law has as its id; ${can}. Near it are ${known.nearest.join(', ')}`);
  if (!organisation.regimes.includes(id)) throw refuse(`which regimes in organisation.json does not have; add it there, or ${can}`);
  const { since, until } = known.regime;
  if (date < since || (until !== undefined && until <= date)) throw refuse(`which is not in force on ${date}; ${can}`);
  throw refuse(`of which nothing is checked against the statute; add it to uncheckedRegimes in organisation.json, or ${can}`);
}

function lead(law: ServedRegime, context: ComponentContext): ElementContent {
  const { t, locale } = context;
  const mark = law.confidence === 'check' ? uncheckedMark(context) : [];
  return h('p', [h('strong', t(`law.${law.id}.name`)), ` (${citationOf(law, locale)}`, ...mark, `). ${t('component.rights.lead')}`]);
}

/** `markEach` is false where the law as a whole carries the mark already. */
function list(law: ServedRegime, context: ComponentContext, markEach: boolean): ElementContent {
  const items = law.rights.map((right) => {
    const mark = markEach && right.confidence === 'check' ? uncheckedMark(context) : [];
    return h('li', [context.t(rightKey('ask', right)), ...authority(law, right, context), ` (${right.ref}`, ...mark, ').']);
  });
  return h('ul', { className: ['rights'] }, items);
}

/** Who hears a complaint. Where each country has an authority of its own, their list. */
function authority(law: ServedRegime, { right, variant }: ServedRight, { t }: ComponentContext): ElementContent[] {
  if (right !== 'complaint' || variant === 'controller' || !law.authority) return [];
  return [{ type: 'text', value: ': ' }, h('a', { href: law.authority.site }, law.authority.name ?? t('component.rights.authorities'))];
}
