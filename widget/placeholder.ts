/** What stands where an embed waits: who would learn what, and the choice to load it once or always. */
import type { Notice, Tree } from '../core/banner/data.ts';
import type { Inside } from './inside.ts';
import { grow, part, shadowOf, sheetOf } from './mount.ts';
import css from './ui/placeholder.css?inline';

export interface Placeholders {
  show(element: Element, notice: Notice): void;
  remove(element: Element): void;
}

export function createPlaceholders({ data, standing, decide, release }: Inside): Placeholders {
  const shown = new Map<Element, Element>();
  // Stronger than a page that says how its frames are displayed.
  document.adoptedStyleSheets.push(sheetOf('[data-consent][hidden]{display:none!important}'));

  function always(element: Element): void {
    const wanted = (element.getAttribute('data-consent') ?? '').split(/\s+/).map((category) => [category, true]);
    decide('save', { ...standing().decision?.choices, ...Object.fromEntries(wanted) }, 'placeholder');
  }

  return {
    show(element, notice) {
      if (!(element instanceof HTMLIFrameElement) || shown.has(element)) return;
      const root = shadowOf(`${css}${data().theme}:host{display:block!important;max-width:100%!important;${sizeOf(element)}}`);
      root.append(grow(treeOf(element, notice, data().tree[1].dir ?? '')));
      part(root, 'once').addEventListener('click', () => release(element));
      part(root, 'always').addEventListener('click', () => always(element));
      shown.set(element, root.host);
      element.hidden = true;
      element.before(root.host);
    },
    remove(element) {
      const host = shown.get(element);
      if (!host) return;
      // Who pressed the button goes on in the embed, not at the top of the page.
      const focused = host === document.activeElement;
      host.remove();
      shown.delete(element);
      (element as HTMLElement).hidden = false;
      if (focused) (element as HTMLElement).focus();
    },
  };
}

/** Its place is that of the frame; no style attribute, which the page's policy may refuse. */
function sizeOf({ width, height }: HTMLIFrameElement): string {
  return Number(width) && Number(height) ? `width:${Number(width)}px;aspect-ratio:${Number(width)}/${Number(height)}` : 'width:100%';
}

function treeOf(element: HTMLIFrameElement, notice: Notice, dir: string): Tree {
  const { href, hostname } = new URL(element.dataset.src ?? '', document.baseURI);
  const provider = providerOf(hostname, notice);
  const say = (key: string): string => notice.texts[`placeholder.${key}`]?.replaceAll('{provider}', provider) ?? '';
  const title = element.title || say('title');
  return [
    'div',
    { part: 'placeholder', class: 'box', role: 'group', 'aria-label': title, lang: notice.locale, dir },
    ['p', {}, title],
    ['p', {}, say('body')],
    [
      'div',
      {},
      ['button', { type: 'button', part: 'once', class: 'choice' }, say('once')],
      ['button', { type: 'button', part: 'always', class: 'choice' }, say('always')],
    ],
    ['a', { href, target: '_blank', rel: 'noopener noreferrer', part: 'link' }, say('link')],
  ];
}

/** The service whose origins an address belongs to; its host where none is known. */
function providerOf(hostname: string, { categories }: Notice): string {
  const service = categories
    .flatMap(({ services }) => services)
    .find(({ origins = [] }) =>
      origins.some((origin) => {
        const host = origin.replace('https://', '');
        return host.startsWith('*.') ? `.${hostname}`.endsWith(host.slice(1)) : hostname === host;
      }),
    );
  return service ? (service.name.includes(service.provider) ? service.name : `${service.name} (${service.provider})`) : hostname;
}
