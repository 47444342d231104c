/** `<AtAGlance>`: the few plain statements on top, each linked to its section. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { ComponentContext } from './context.ts';
import { onlyProps } from './props.ts';

export function atAGlance(props: Record<string, string | boolean>, children: ElementContent[], { t }: ComponentContext): ElementContent[] {
  onlyProps('AtAGlance', props, []);
  if (!children.some((child) => child.type === 'element' && child.tagName === 'ul')) {
    throw new Error('<AtAGlance> holds a list of four to six statements, each linked to its section');
  }
  return [h('aside', { className: ['at-a-glance'] }, [h('p', h('strong', t('component.atAGlance'))), ...children])];
}
