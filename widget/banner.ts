/**
 * The first banner and the quiet control that stays afterwards. The banner is not modal: it traps no focus,
 * stands in the top layer, and reserves its height at the edge of the page so that it covers nothing for good.
 */
import type { BannerData, MaterialChange } from '../core/banner/data.ts';
import { grow, part, shadowOf, sheetOf } from './mount.ts';
import { attempt } from './storage.ts';

export interface BannerActions {
  accept(): void;
  reject(): void;
  /** Opens the dialog. */
  choose(): void;
}

export interface Face {
  root: ShadowRoot;
  ask(data: BannerData, changes: readonly MaterialChange[], gpc: boolean): void;
  /** Takes the banner away; the control stays. */
  rest(): void;
  /** Says something to screen readers. */
  say(text: string): void;
}

export function createFace(data: BannerData, base: string, actions: BannerActions): Face {
  const root = shadowOf(data.theme + data.css);
  // Not there before it speaks: a live region is read when it changes.
  const status = grow(['p', { role: 'status' }]);
  const control = grow(['button', { type: 'button', part: 'control', hidden: '' }, data.texts.reopen]);
  const room = sheetOf('');
  let banner: HTMLElement | undefined;
  control.onclick = actions.choose;
  root.append(status, control);
  document.adoptedStyleSheets.push(room);
  // First in the order of keys. A script in the head comes before the body, and beside it is as good.
  if (document.body) document.body.prepend(root.host);
  else document.documentElement.append(root.host);

  const reserve = new ResizeObserver(() => {
    const height = `${(banner?.offsetHeight ?? 0) + 24}px`;
    if (banner)
      room.replaceSync(`html{scroll-padding-block:${data.position === 'top' ? `${height} 0` : `0 ${height}`}}body{padding-block-end:${height}!important}`);
  });

  function stand(): void {
    // Under a modal dialog of the page everything else is inert: the question waits until that is answered.
    const blocking = attempt(() => document.querySelector('dialog:modal'));
    blocking?.addEventListener('close', stand, { once: true });
    if (blocking || !banner) return;
    root.append(banner);
    attempt(() => banner?.showPopover());
    status.textContent = part(banner, 'title')?.textContent ?? '';
    reserve.observe(banner);
  }

  return {
    root,
    ask(shown, changes, gpc) {
      const made = grow(shown.tree);
      banner?.remove();
      banner = made;
      control.hidden = true;
      for (const name of ['accept', 'reject', 'choose'] as const) part(made, name)?.addEventListener('click', actions[name]);
      const policy = part(made, 'policy') as HTMLAnchorElement;
      policy.href = new URL(policy.getAttribute('href') ?? '', base).href;
      if (gpc) part(made, 'gpc')?.removeAttribute('hidden');
      if (changes[0]) {
        const list = part(made, 'changes');
        list?.append(...changes.map(({ date, summary }) => grow(['li', {}, `${date}: ${summary}`])));
        list?.removeAttribute('hidden');
      }
      stand();
    },
    rest() {
      banner?.remove();
      banner = undefined;
      room.replaceSync('');
      control.hidden = !data.control;
    },
    say(text) {
      status.textContent = text;
    },
  };
}
