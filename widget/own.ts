/** What the dialog shows of a visitor's own records, and what its buttons do with them. */
import type { Notice } from '../core/banner/data.ts';
import type { Decision } from '../core/decision.ts';
import type { Inside, Taken } from './inside.ts';
import { type Asked, createRecords, type OwnRecord } from './records.ts';
import type { OwnProps } from './ui/Own.tsx';

export interface Own {
  /** Begins anew, in the words of a notice. */
  reset(notice: Notice): void;
  props(record: Taken | undefined, decision: Decision | undefined): OwnProps;
}

/** Texts of the notice by what keeps an answer from coming. */
const WHY = { wait: 'dialog.wait', gone: 'dialog.gone', later: 'banner.notLoaded' } as const;
const AGAIN_MS = 6000;

/**
 * @param draw Draws the dialog as it now stands.
 * @param focus Moves the focus to a part: what had it may have gone.
 */
export function createOwn(inside: Inside, draw: () => void, focus: (part: string) => void): Own {
  const ledger = createRecords(inside);
  /** The record that is shown, and one that is erased: what the page still knows of that is no receipt any more. */
  let shown: Taken | undefined;
  let erased: Taken | undefined;
  let notice: Notice | undefined;
  let records: OwnRecord[] | undefined;
  let erasing = false;
  let said = '';

  const say = (key: string): string => notice?.texts[key] ?? '';
  const when = (instant: string | number): string =>
    new Intl.DateTimeFormat(notice?.locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));

  /** Says what came of it, also where nothing did. */
  function tell<T>(answer: Asked<T>, words: (value: T) => string): void {
    said = answer.ok ? words(answer.value) : say(WHY[answer.why]);
    draw();
  }

  const actions: Pick<OwnProps, 'onReceipt' | 'onShow' | 'onErase'> = {
    async onReceipt(record) {
      const words = (file: string): string => say('dialog.receiptSaved').replace('{file}', file);
      const answer = await ledger.receipt(record);
      tell(answer, words);
      if (answer.ok || answer.why !== 'wait') return;
      // The log takes up what is new every few seconds.
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      tell(await ledger.receipt(record), words);
    },
    async onShow() {
      tell(await ledger.history(), (found) => {
        records = found;
        return '';
      });
      if (records) focus('records');
    },
    async onErase(sure) {
      erasing = sure === undefined;
      if (!sure) {
        said = '';
        draw();
        return focus(erasing ? 'keep' : 'erase');
      }
      tell(await ledger.erase(), () => {
        [erased, records] = [shown, undefined];
        return say('dialog.erased');
      });
      focus('said');
    },
  };

  function forShow(record: Taken | undefined): Taken | undefined {
    shown = record?.id === erased?.id ? undefined : record;
    return shown;
  }

  return {
    reset(given) {
      [notice, records, erasing, said] = [given, undefined, false, ''];
    },
    props: (record, decision) => ({
      record: forShow(record),
      decided: decision && when(decision.decided * 1000),
      known: ledger.known(),
      records,
      erasing,
      said,
      verify: `${inside.base}verify/`,
      when,
      named: ({ choices }, allowed) =>
        new Intl.ListFormat(notice?.locale, { type: 'unit' }).format(
          (notice?.categories ?? []).filter(({ id }) => id !== 'necessary' && choices[id] === allowed).map(({ name }) => name),
        ),
      ...actions,
    }),
  };
}
