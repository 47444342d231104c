/**
 * The dialog in which a visitor chooses for each category: opened from the banner, from the quiet control, or by
 * the page. It is modal, stands in the banner's own shadow root, and saves nothing until a button says so.
 */
import { render } from 'preact';
import type { Notice } from '../core/banner/data.ts';
import type { Choices } from '../core/decision.ts';
import type { ConsentAction, OptionalCategory } from '../core/vocabulary.ts';
import { allOf, anyOf } from './consent.ts';
import { handOver } from './hand-over.ts';
import type { Inside, Taken } from './inside.ts';
import { grow, part, sheetOf } from './mount.ts';
import { createOwn, type Own } from './own.ts';
import { Dialog, type DialogProps } from './ui/Dialog.tsx';
import css from './ui/dialog.css?inline';

/** @returns what opens it, as it then stands. It rejects where the notice cannot be fetched. */
function createDialog(inside: Inside): () => Promise<void> {
  const { root } = inside;
  const dialog = grow(['dialog', { part: 'dialog', class: 'box', 'aria-labelledby': 'dialog' }]) as HTMLDialogElement;
  // Behind it the page stands still, and keeps the room of its scroll bar.
  const still = sheetOf('html{overflow:hidden!important;scrollbar-gutter:stable!important}');
  const still0 = sheetOf('html{overflow:hidden!important}');
  let opened = 0;
  let draw = (): void => {};
  const own = createOwn(
    inside,
    () => draw(),
    (name) => part(dialog, name).focus(),
  );
  root.adoptedStyleSheets.push(sheetOf(css));
  root.append(dialog);

  dialog.addEventListener('close', () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still && sheet !== still0);
  });

  function switched(): Choices {
    const choices: Choices = {};
    for (const { name, checked } of dialog.querySelectorAll('input')) choices[name as OptionalCategory] = checked;
    return choices;
  }

  function act(action: ConsentAction): void {
    const choices = action === 'save' ? switched() : allOf(inside.data(), action === 'accept', inside.gpc);
    // Closed first: while it is open everything else is inert, and what is said there is not read aloud.
    dialog.close();
    inside.decide(action, choices, 'dialog');
    // The button that opened it may have gone with the banner; the control comes after that was painted.
    setTimeout(() => {
      if (!root.activeElement && document.activeElement === document.body) part(root, 'control').focus({ preventScroll: true });
    });
  }

  function show(notice: Notice, record: Taken | undefined): void {
    const props = { ...propsOf(inside, notice, own, record), opened, onAct: act, onClose: () => dialog.close() };
    dialog.lang = notice.locale;
    dialog.dir = props.dir;
    render(<Dialog {...props} />, dialog);
  }

  // A record may arrive while one reads.
  document.addEventListener('fairnotice:record', () => dialog.open && draw());

  return async () => {
    if (dialog.open) return;
    const rest = await inside.rest();
    const notice = await rest.notice();
    if (dialog.open) return;
    opened += 1;
    own.reset(notice);
    draw = () => show(notice, rest.record());
    draw();
    // A page that replaced its whole body took the banner's element with it.
    if (!root.host.isConnected) document.body.prepend(root.host);
    document.adoptedStyleSheets.push(innerWidth > document.documentElement.clientWidth ? still : still0);
    dialog.showModal();
    // The text is read from its beginning.
    part(dialog, 'heading').focus();
    dialog.scrollTop = 0;
  };
}

function propsOf(
  { base, data, gpc, standing }: Inside,
  notice: Notice,
  own: Own,
  record: Taken | undefined,
): Omit<DialogProps, 'opened' | 'onAct' | 'onClose'> {
  const { allowed, decision, changes } = standing();
  const { dir = 'ltr' } = data().tree[1];
  // Before a choice a switch shows what holds: off where one opts in, on where one opts out.
  const on = (id: OptionalCategory): boolean => (decision && id in decision.choices && !opposes(id) ? decision.choices[id] : allowed[id]) === true;
  const opposes = (id: string): boolean => gpc && !decision?.gpc && notice.gpc.includes(id as OptionalCategory);
  return {
    notice,
    dir: dir as DialogProps['dir'],
    changes,
    categories: notice.categories.map((category) => ({
      ...category,
      ...(category.id === 'necessary' ? {} : { on: on(category.id), gpc: gpc && data().gpc.includes(category.id) && !on(category.id) }),
    })),
    own: own.props(record, decision),
    withdraws: !!decision && anyOf(allowed),
    address: (path) => new URL(path, base).href,
  };
}

handOver(createDialog);
