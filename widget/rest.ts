/**
 * What most visits do not need: delivery, clearing, placeholders, the way to the dialog and to the debug view.
 * Loaded by the script when one of them is due.
 */
import type { BannerData, Notice } from '../core/banner/data.ts';
import { clearRefused } from './clear.ts';
import { createDelivery } from './deliver.ts';
import { handOver } from './hand-over.ts';
import type { Inside, Rest } from './inside.ts';
import { createPlaceholders } from './placeholder.ts';

/** SRI hashes of the two files on demand; the build puts them here. */
declare const __FILES__: { dialog: string; debug: string };

function createRest(inside: Inside): Rest {
  const placeholders = createPlaceholders(inside);
  const delivery = createDelivery(inside);
  const waiting = new Set<Element>();
  const kept: Record<string, Promise<Notice> | undefined> = {};
  let watching = 0;

  /** Fetched once. SRI proves that these are the very words that the record will point to. */
  function notice(): Promise<Notice> {
    const hash = inside.data().notice;
    kept[hash] ??= fetch(`${inside.base}notices/${hash}.json`, { integrity: sriOf(hash), credentials: 'omit' }).then(
      (answer) => answer.json() as Promise<Notice>,
    );
    return kept[hash];
  }

  return {
    notice,
    ...delivery,
    async speak(lang, region) {
      const query = new URLSearchParams({ lang, region });
      const answer = await fetch(`${inside.base}banner/${inside.data().site}.json?${query}`, { credentials: 'omit' });
      return (await answer.json()) as BannerData;
    },
    dialog: async () => (await inside.load<() => Promise<void>>('dialog', __FILES__.dialog))(),
    debug: async () => (await inside.load<() => Promise<void>>('debug', __FILES__.debug))(),
    wait(element, waits) {
      if (!waits) {
        waiting.delete(element);
        return placeholders.remove(element);
      }
      waiting.add(element);
      void notice().then((found) => waiting.has(element) && placeholders.show(element, found));
    },
    clear(allowed) {
      // A script that still runs may write again what was cleared.
      clearInterval(watching);
      void notice().then((found) => {
        clearRefused(found, allowed);
        watching = window.setInterval(() => clearRefused(found, allowed), 1000);
      });
    },
  };
}

/** A hash in hexadecimal digits as SRI writes it. */
function sriOf(hex: string): string {
  return `sha256-${btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))))}`;
}

handOver(createRest);
