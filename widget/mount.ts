/** Puts element trees into the page: in an open shadow root, with a constructed style sheet, never as HTML. */
import type { Tree } from '../core/banner/data.ts';

export function grow([tag, attributes, ...children]: Tree): HTMLElement {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name] as string);
  element.append(...children.map((child) => (typeof child === 'string' ? child : grow(child))));
  return element;
}

export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** An element `<fairnotice-consent>` with an open shadow root. */
export function shadowOf(css: string): ShadowRoot {
  const root = document.createElement('fairnotice-consent').attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheetOf(css)];
  return root;
}

/** An element that is there: who asks has put it there. */
export function part(root: ParentNode, name: string): HTMLElement {
  return root.querySelector(`[part=${name}]`) as HTMLElement;
}
