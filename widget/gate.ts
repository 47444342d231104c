/**
 * The gate: marked scripts, embeds and images stay inert until their categories are allowed. It must never
 * help an attacker who can only write markup: with a nonce on the loader only scripts with the same nonce are
 * released, and addresses other than http(s) never.
 */
import type { Choices } from '../core/decision.ts';
import { isAllowed } from './consent.ts';
import { attempt } from './storage.ts';
import { type Policy, trust } from './trust.ts';

export interface Gate {
  /** Opens what is allowed now, and closes embeds that are not any more. */
  set(allowed: Choices): void;
  /** Opens one embed, this once. */
  release(element: Element): void;
  isReleased(element: Element): boolean;
  /** Runs one marked script, after those that wait already. */
  run(script: HTMLScriptElement): void;
}

type Warn = (reason: 'nonce-differs' | 'address-refused', element: Element) => void;

const MARK = 'data-consent';

/** Where an element stands: a frame behind its placeholder; by its category; because the visitor opened this one. */
const WAITS = 0;
const OPEN = 1;
const ONCE = 2;

/**
 * @param nonce Nonce of the loader; empty without one.
 * @param onWait A frame waits, or does not any more.
 */
export function createGate(nonce: string, warn: Warn, onWait: (frame: Element, waits: boolean) => void): Gate {
  let allowed: Choices = {};
  const states = new WeakMap<Element, number>();
  const queue = new Set<HTMLScriptElement>();
  let running = false;

  const isOpen = (element: Element): boolean => isAllowed(allowed, element.getAttribute(MARK) ?? '');

  function look(element: Element): void {
    const state = states.get(element);
    if (element instanceof HTMLScriptElement) {
      if (isOpen(element)) enqueue(element);
    } else if (isOpen(element)) {
      show(element, OPEN);
    } else if (element instanceof HTMLIFrameElement && state !== ONCE && state !== WAITS) {
      // A frame is emptied; what an image loaded was seen, and cannot be unseen.
      if (state) element.removeAttribute('src');
      states.set(element, WAITS);
      onWait(element, true);
    }
  }

  function enqueue(script: HTMLScriptElement): void {
    if (script.type !== 'text/plain' || states.has(script)) return;
    states.set(script, OPEN);
    queue.add(script);
  }

  function show(element: Element, as: number): void {
    const state = states.get(element);
    states.set(element, as);
    if (state) return;
    const { src, srcset } = (element as HTMLElement).dataset;
    if (srcset) element.setAttribute('srcset', srcset);
    if (src && isWeb(src)) element.setAttribute('src', src);
    else if (src) warn('address-refused', element);
    if (state === WAITS) onWait(element, false);
  }

  /** Runs scripts in the order of the page: each external one is waited for, unless it is `async`. */
  async function drain(): Promise<void> {
    const script = running ? undefined : firstOf(queue);
    if (!script) return;
    running = true;
    queue.delete(script);
    // It may have been withdrawn while it waited.
    if (script.hasAttribute(MARK) && !isOpen(script)) states.delete(script);
    else if (nonce && script.nonce !== nonce) warn('nonce-differs', script);
    else await attempt(() => run(script, trust as Policy, warn));
    running = false;
    void drain();
  }

  /** All of the page each time: one search is less work than one in each element that the parser adds. */
  function scan(): void {
    for (const element of document.querySelectorAll(`[${MARK}]`)) look(element);
    void drain();
  }

  new MutationObserver(scan).observe(document, { childList: true, subtree: true });
  addEventListener('DOMContentLoaded', drain);

  return {
    isReleased: (element) => !!states.get(element),
    release: (element) => show(element, ONCE),
    run(script) {
      enqueue(script);
      void drain();
    },
    set(now) {
      // Without the policy scripts could not run, and half of what was allowed would be neither.
      allowed = trust ? now : {};
      scan();
    },
  };
}

function isWeb(address: string): boolean {
  return /^https?:$/.test(attempt(() => new URL(address, document.baseURI).protocol) ?? '');
}

function addressOf(script: HTMLScriptElement): string | null {
  return script.dataset.src ?? script.getAttribute('src');
}

/**
 * The script whose turn it is. While a page loads, the text of an inline one may not be all there: it is when the
 * parser wrote text after it, for a page's scripts add elements. Deferred ones and modules wait for the whole page.
 */
function firstOf([...queue]: Iterable<HTMLScriptElement>): HTMLScriptElement | undefined {
  if (document.readyState !== 'loading') return queue[0];
  const next = queue.find(({ defer, dataset }) => !defer && dataset.type !== 'module');
  return next && (addressOf(next) || next.nextSibling instanceof Text) ? next : undefined;
}

/** Puts a script that runs in the place of one that does not. @returns when the next one may follow. */
function run(held: HTMLScriptElement, policy: Policy, warn: Warn): Promise<unknown> | undefined {
  const script = document.createElement('script');
  const address = addressOf(held);
  for (const { name, value } of held.attributes) {
    // A handler in an attribute would be a way around the page's policy.
    if (!/^on|^(data-)?(type|src|nonce|async)$/.test(name)) script.setAttribute(name, value);
  }
  script.nonce = held.nonce;
  script.type = held.dataset.type ?? '';
  // The property says `true` of every script that the parser left shut.
  const async = held.hasAttribute('async');
  script.async = async;
  if (address && !isWeb(address)) {
    warn('address-refused', held);
    return undefined;
  }
  if (address) script.src = policy.createScriptURL(address);
  else script.text = policy.createScript(held.text);
  const done = new Promise((resolve) => {
    script.onload = script.onerror = resolve;
  });
  held.replaceWith(script);
  // One that was taken out of the page meanwhile never loads.
  return address && !async && script.isConnected ? done : undefined;
}
