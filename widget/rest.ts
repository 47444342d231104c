/**
 * What most visits do not need: delivery, clearing, placeholders, the way to the dialog and to the debug view.
 * Loaded by the script when one of them is due.
 */
import type { BannerData, Notice } from '../core/banner/data.ts';
import type { Choices } from '../core/decision.ts';
import type { OptionalCategory } from '../core/vocabulary.ts';
import { clearRefused } from './clear.ts';
import { createDelivery } from './deliver.ts';
import { handOver } from './hand-over.ts';
import type { Inside, Rest } from './inside.ts';
import { createPlaceholders } from './placeholder.ts';
import { attempt } from './storage.ts';

/** SRI hashes of the two files on demand; the build puts them here. */
declare const __FILES__: { dialog: string; debug: string };

const CLEAR_EVERY_MS = 1000;

function createRest(inside: Inside): Rest {
  const placeholders = createPlaceholders(inside);
  const { deliver, record } = createDelivery(inside);
  const waiting = new Set<Element>();
  const kept: Record<string, Promise<Notice> | undefined> = {};
  let watching = 0;

  /** Fetched once. SRI proves that these are the very words that the record will point to. */
  function notice(): Promise<Notice> {
    const hash = inside.data().notice;
    kept[hash] ??= fetch(`${inside.base}notices/${hash}.json`, { integrity: sriOf(hash), credentials: 'omit' })
      .then((answer) => answer.json() as Promise<Notice>)
      .catch((error) => {
        // The next one who needs it tries again.
        delete kept[hash];
        throw error;
      });
    return kept[hash];
  }

  /** A script that still runs may write again what was cleared. */
  function clear(allowed: Choices): void {
    clearInterval(watching);
    if (inside.data().categories.every((category) => allowed[category])) return;
    const again = (): void => clear(inside.standing().allowed);
    notice().then(
      (found) => {
        clearInterval(watching);
        const now = (): void => clearRefused(found, inside.standing().allowed);
        now();
        watching = window.setInterval(now, CLEAR_EVERY_MS);
      },
      // Offline: as soon as it can be known what to clear.
      () => addEventListener('online', again, { once: true }),
    );
  }

  const { until } = inside.data();
  if (until && until * 1000 < Date.now()) inside.warn('outdated');

  return {
    notice,
    deliver,
    record,
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
      // What the gate would refuse to open is offered to nobody.
      if (!/^https?:/.test(attempt(() => new URL(element.getAttribute('data-src') ?? '', document.baseURI).href) ?? '')) return;
      waiting.add(element);
      notice()
        .then((found) => waiting.has(element) && placeholders.show(element, found))
        // Without the words the embed just stays empty.
        .catch(() => {});
    },
    settle(allowed, before) {
      for (const script of document.querySelectorAll<HTMLScriptElement>('script[data-consent-withdrawn]')) {
        const categories = (script.dataset.consentWithdrawn ?? '').split(/\s+/) as OptionalCategory[];
        if (categories.some((category) => before[category] && !allowed[category])) inside.run(script);
      }
      clear(allowed);
      void deliver();
    },
  };
}

/** A hash in hexadecimal digits as SRI writes it. */
function sriOf(hex: string): string {
  return `sha256-${btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))))}`;
}

handOver(createRest);
