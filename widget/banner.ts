/**
 * The first banner and the quiet control that stays afterwards. The banner is not modal: it traps no focus,
 * stands in the top layer, and reserves its height at the edge of the page so that it covers nothing for good.
 */
import type { BannerData, MaterialChange } from '../core/banner/data.ts';
import { grow, part, shadowOf, sheetOf } from './mount.ts';
import { attempt } from './storage.ts';

/** What each button does, by its part. `choose` and `control` open the dialog, and reject where it could not be loaded. */
export type BannerActions = Record<'accept' | 'reject', () => void> & Record<'choose' | 'control', () => Promise<void>>;

export interface Face {
  root: ShadowRoot;
  ask(data: BannerData, changes: readonly MaterialChange[], gpc: boolean): void;
  /** Takes the banner away. */
  leave(): void;
  /** No question, so the control stands there. */
  rest(data: BannerData): void;
  /** Says something to screen readers. */
  say(text: string): void;
}

export function createFace(data: BannerData, base: string, actions: BannerActions): Face {
  // The theme comes last: the reset before it would take its colour scheme away.
  const root = shadowOf(data.css + data.theme);
  const host = root.host as HTMLElement;
  // Not there before it speaks: a live region is read when it changes.
  const status = grow(['p', { role: 'status' }]);
  const control = grow(['button', { part: 'control', hidden: '' }]);
  const room = sheetOf('');
  let { texts } = data;
  let banner: HTMLElement | undefined;
  control.onclick = press;
  root.append(status, control);
  document.adoptedStyleSheets.push(room);
  // First in the order of keys. A script in the head comes before the body, and before the head is as good.
  (document.body ?? document.documentElement).prepend(host);

  // A border, for it adds to the page's own padding, and shows the page's own ground.
  function makeRoom(): void {
    const height = (banner ?? control).offsetHeight;
    const edge = `block-${banner && data.position === 'top' ? 'start' : 'end'}:${height + 24}px`;
    room.replaceSync(height ? `html{scroll-padding-${edge}}body{border-${edge} solid #0000!important}` : '');
  }
  const reserve = new ResizeObserver(makeRoom);
  reserve.observe(control);

  function say(text: string): void {
    status.textContent = text;
  }

  function press({ target }: Event): void {
    const button = target as HTMLElement;
    void actions[button.getAttribute('part') as keyof BannerActions]?.()?.catch(() => {
      say(texts.notLoaded);
      // Seen where the eye is; pressed again, it tries again.
      button.textContent = texts.notLoaded;
    });
  }

  function show(shown: BannerData, next?: HTMLElement): void {
    ({ texts } = shown);
    banner?.remove();
    banner = next;
    host.lang = shown.locale;
    control.textContent = texts.reopen;
    control.hidden = !!next || !shown.control;
  }

  function stand(): void {
    // Under a modal dialog of the page everything else is inert: the question waits until that is answered.
    const blocking = document.querySelector('dialog:modal');
    blocking?.addEventListener('close', stand, { once: true });
    if (blocking || !banner) return;
    root.append(banner);
    attempt(() => banner?.showPopover());
    say((banner.firstChild as Node).textContent as string);
    reserve.observe(banner);
    // At the top it moves the page: at once, or the browser counts it as a shift. Elsewhere that would lay out the page twice.
    if (data.position === 'top') makeRoom();
  }

  return {
    root,
    ask(shown, changes, gpc) {
      const made = grow(shown.tree);
      show(shown, made);
      made.onclick = press;
      const policy = part(made, 'policy') as HTMLAnchorElement;
      policy.href = new URL(policy.getAttribute('href') as string, base).href;
      if (gpc) part(made, 'gpc')?.removeAttribute('hidden');
      if (changes[0]) {
        const list = part(made, 'changes');
        list.append(...changes.flatMap(({ date, summary }) => [grow(['br', {}]), `${date}: ${summary}`]));
        list.hidden = false;
      }
      stand();
    },
    leave: () => banner?.remove(),
    rest: (shown) => show(shown),
    say,
  };
}
