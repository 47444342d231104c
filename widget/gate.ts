/**
 * The gate: marked scripts, embeds and images stay inert until their categories are allowed. It must never
 * help an attacker who can only write markup: with a nonce on the loader only scripts with the same nonce are
 * released, and addresses other than http(s) never.
 */
import type { Choices } from '../core/decision.ts';
import { isAllowed } from './consent.ts';
import { trust } from './trust.ts';

export interface Gate {
  /** Opens what is allowed now, and closes embeds that are not any more. */
  set(allowed: Choices): void;
  /** Opens one embed, this once. */
  release(element: Element): void;
  isReleased(element: Element): boolean;
}

type Warn = (reason: 'nonce-differs' | 'address-refused' | 'trusted-types-refused', element: Element) => void;

const SELECTOR = '[data-consent]';
const ADDRESSES = ['src', 'srcset'];

/**
 * @param nonce Nonce of the loader; empty without one.
 * @param onWait An embed waits, or does not any more.
 */
export function createGate(nonce: string, warn: Warn, onWait: (element: Element, waits: boolean) => void): Gate {
  let allowed: Choices = {};
  const released = new WeakSet<Element>();
  const embeds = new Set<Element>();
  const queue: HTMLScriptElement[] = [];
  let running = false;

  function look(element: Element): void {
    const open = isAllowed(allowed, element.getAttribute('data-consent') ?? '');
    if (element instanceof HTMLScriptElement) {
      if (open && element.type === 'text/plain' && !released.has(element)) {
        released.add(element);
        queue.push(element);
      }
      return;
    }
    if (element.hasAttribute('data-src') || element.hasAttribute('data-srcset')) {
      embeds.add(element);
      if (!open) onWait(element, true);
      else release(element);
    }
  }

  function release(element: Element): void {
    if (released.has(element)) return;
    released.add(element);
    for (const name of ADDRESSES) {
      const address = element.getAttribute(`data-${name}`);
      if (!address) continue;
      if (name === 'srcset' || isWeb(address)) element.setAttribute(name, address);
      else warn('address-refused', element);
    }
    onWait(element, false);
  }

  /** A frame is emptied; what an image loaded was seen, and cannot be unseen. */
  function shut(element: Element): void {
    if (!released.delete(element)) return;
    if (element instanceof HTMLIFrameElement) element.removeAttribute('src');
    onWait(element, true);
  }

  /** Runs scripts in the order of the page: each external one is waited for, unless it is `async`. */
  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = queue[0]; next && isWhole(next); next = queue[0]) {
      queue.shift();
      if (!nonce || next.nonce === nonce) await run(next, warn);
      else warn('nonce-differs', next);
    }
    running = false;
  }

  function scan(root: ParentNode): void {
    if (root instanceof Element && root.matches(SELECTOR)) look(root);
    for (const element of root.querySelectorAll(SELECTOR)) look(element);
  }

  new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) for (const node of addedNodes) if (node instanceof Element) scan(node);
    void drain();
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener('DOMContentLoaded', () => void drain());

  return {
    isReleased: (element) => released.has(element),
    release,
    set(now) {
      allowed = now;
      scan(document);
      for (const element of embeds) if (!isAllowed(allowed, element.getAttribute('data-consent') ?? '')) shut(element);
      void drain();
    },
  };
}

function isWeb(address: string): boolean {
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
}

/** While a page loads, the text of its last element may not be all there. A deferred script waits for the whole page. */
function isWhole(script: HTMLScriptElement): boolean {
  if (document.readyState !== 'loading') return true;
  if (script.defer) return false;
  let node: Node | null = script;
  while (node && !node.nextSibling) node = node.parentNode;
  return !!node;
}

/** Puts a script that runs in the place of one that does not. @returns when the next one may follow. */
function run(held: HTMLScriptElement, warn: Warn): Promise<unknown> | undefined {
  if (!trust) {
    warn('trusted-types-refused', held);
    return undefined;
  }
  const script = document.createElement('script');
  const address = held.dataset.src ?? held.getAttribute('src');
  for (const { name, value } of held.attributes) {
    // A handler in an attribute would be a way around the page's policy.
    if (!/^(type|src|nonce|async|data-src|data-type|on.*)$/.test(name)) script.setAttribute(name, value);
  }
  script.nonce = held.nonce;
  script.type = held.dataset.type ?? '';
  script.async = held.async;
  if (!address) {
    script.text = trust.createScript(held.text);
  } else if (isWeb(address)) {
    script.src = trust.createScriptURL(address);
  } else {
    warn('address-refused', held);
    return undefined;
  }
  const done = new Promise((resolve) => {
    script.onload = script.onerror = resolve;
  });
  held.replaceWith(script);
  return address && !held.async ? done : undefined;
}
