/** `<Definition term="…">`: a term and what it means in this policy. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { onlyProps } from './props.ts';

export function definition(props: Record<string, string | boolean>, children: ElementContent[]): ElementContent[] {
  onlyProps('Definition', props, ['term']);
  const { term } = props;
  if (typeof term !== 'string' || term.trim() === '')
    throw new Error('<Definition> needs the term it defines: <Definition term="Personal data">…</Definition>');
  return [h('dl', [h('dt', h('dfn', term)), h('dd', children)])];
}
