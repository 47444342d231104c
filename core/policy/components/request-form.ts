/** `<RequestForm/>`: where to send a request. Its children replace the standard sentence. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { RIGHTS } from '../../vocabulary.ts';
import type { ComponentContext } from './context.ts';
import { oneOf, onlyProps } from './props.ts';

export function requestForm(props: Record<string, string | boolean>, children: ElementContent[], { t }: ComponentContext): ElementContent[] {
  onlyProps('RequestForm', props, ['right']);
  const right = oneOf('RequestForm', props, 'right', RIGHTS);
  const href = right ? `/requests/#${right}` : '/requests/';
  const words = children.length > 0 ? children : [{ type: 'text' as const, value: t('component.requestForm') }];
  return [h('p', { className: ['request-form'] }, h('a', { href }, words))];
}
