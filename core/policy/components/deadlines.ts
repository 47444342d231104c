import type { ElementContent } from 'hast';
export function deadlines(): ElementContent[] { return [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: 'TEMPORARY' }] }]; }
