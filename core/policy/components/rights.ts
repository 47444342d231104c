import type { ElementContent } from 'hast';
export function rights(): ElementContent[] { return [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: 'TEMPORARY' }] }]; }
