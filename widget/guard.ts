/**
 * The guard: stops requests of the page to third parties that nobody marked, until one of the categories that use them
 * is allowed. Loaded first in the head, before any other script, and only where a site wants it. It works from the
 * decision's cookie before the banner's script is there. What a browser lets nobody stop stands in docs/widget.md:
 * above all what the parser finds in the page's own markup may have been asked for before a script can run.
 */
import { type Choices, DECISION_NAME, holds, parseDecision, readDecision } from '../core/decision.ts';
import type { OptionalCategory } from '../core/vocabulary.ts';
import './api.ts';
import { attempt } from './storage.ts';

/** Origins (`https://cdn.example.com`, `https://*.example.com`), and the categories of which any lets a request through. */
declare const __ORIGINS__: Record<string, OptionalCategory[]>;

export interface Guarded {
  address: string;
  categories: readonly string[];
  element: Element;
}

declare global {
  interface Window {
    /** What waits, for the debug view. */
    fairnoticeGuard?: { waiting(): Guarded[] };
  }
}

/** What of one element waits, by attribute. */
type Held = Record<string, { address: string; categories: readonly string[]; release(): void }>;
type Setter = (this: Element, value: unknown) => void;
type Tag = 'SCRIPT' | 'IFRAME' | 'IMG';

const PROTOTYPES = { SCRIPT: HTMLScriptElement.prototype, IFRAME: HTMLIFrameElement.prototype, IMG: HTMLImageElement.prototype };
const NAMES = ['src', 'srcset'];

function guard(): void {
  const rules = Object.entries(__ORIGINS__).map(([origin, categories]) => ({
    host: new URL(origin.replace('*.', '')).host,
    wild: origin.includes('*'),
    categories,
  }));
  const held = new Map<Element, Held>();
  let told: Choices | undefined;
  const setAttribute = Element.prototype.setAttribute;
  const setters: Partial<Record<string, Setter>> = {};

  /** What holds: as the banner says it, else as the cookie does. A signal that came after the choice is the banner's to judge. */
  function allowed(): Choices {
    const now = Date.now();
    const cookie = attempt(() => readDecision(document.cookie, now));
    const kept = cookie ?? attempt(() => parseDecision(localStorage.getItem(DECISION_NAME) ?? ''));
    const gpc = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
    const own = kept && holds(kept, now) && (!gpc || kept.gpc) ? kept.choices : {};
    return told ?? window.fairnotice?.get?.().allowed ?? own;
  }

  /** The categories that an address waits for; nothing where it may go. */
  function waitsFor(address: unknown): readonly string[] | undefined {
    return attempt(() => {
      const { host, protocol } = new URL(String(address), document.baseURI);
      if (!/^https?:$/.test(protocol)) return undefined;
      const rule = rules.find((one) => host === one.host || (one.wild && host.endsWith(`.${one.host}`)));
      if (!rule) return undefined;
      const now = allowed();
      return rule.categories.some((category) => now[category]) ? undefined : rule.categories;
    });
  }

  function waitsForAny(name: string, value: unknown): readonly string[] | undefined {
    if (name === 'src') return waitsFor(value);
    return String(value)
      .split(',')
      .map((part) => waitsFor(part.trim().split(/\s/)[0]))
      .find(Boolean);
  }

  function hold(element: Element, name: string, address: string, categories: readonly string[], release: () => void): void {
    held.set(element, { ...held.get(element), [name]: { address, categories, release } });
    say(address, element);
  }

  function say(address: string, element?: Element): void {
    const detail = { reason: 'guarded', address, ...(element ? { element } : {}) };
    attempt(() => document.dispatchEvent(new CustomEvent('fairnotice:warning', { detail })));
  }

  /** In the order in which they were asked for. */
  function releaseAll(): void {
    for (const [element, parts] of [...held]) {
      if (Object.entries(parts).some(([name, { address }]) => waitsForAny(name, address))) continue;
      held.delete(element);
      for (const { release } of Object.values(parts)) attempt(release);
    }
  }

  for (const [tag, prototype] of Object.entries(PROTOTYPES)) {
    for (const name of NAMES) {
      const native = Object.getOwnPropertyDescriptor(prototype, name);
      if (!native?.set) continue;
      setters[`${tag} ${name}`] = native.set as Setter;
      Object.defineProperty(prototype, name, {
        ...native,
        get(this: Element) {
          return held.get(this)?.[name]?.address ?? native.get?.call(this);
        },
        set(this: Element, value: unknown) {
          const categories = waitsForAny(name, value);
          if (!categories) {
            // Another address takes the place of the one that waits.
            delete held.get(this)?.[name];
            native.set?.call(this, value);
          } else hold(this, name, String(value), categories, () => native.set?.call(this, value));
        },
      });
    }
  }

  Element.prototype.setAttribute = function guarded(this: Element, name: string, value: string): void {
    const lower = String(name).toLowerCase();
    const categories = setters[`${this.tagName} ${lower}`] && waitsForAny(lower, value);
    if (categories) hold(this, lower, String(value), categories, () => setAttribute.call(this, name, value));
    else setAttribute.call(this, name, value);
  };

  /** What came in by markup: taken out of the page for a moment, for that ends what it has begun, and put back without its address. */
  function stop(element: Element): void {
    const tag = element.tagName as Tag;
    if (!(tag in PROTOTYPES) || element.hasAttribute('data-consent')) return;
    for (const name of NAMES) {
      const value = element.getAttribute(name);
      const categories = value && setters[`${tag} ${name}`] && waitsForAny(name, value);
      if (!categories) continue;
      if (element instanceof HTMLScriptElement) {
        if (held.has(element)) return;
        // The script keeps its address, for under Trusted Types nobody could write it again.
        const type = element.getAttribute('type');
        setAttribute.call(element, 'type', 'text/plain');
        hold(element, name, value, categories, () => {
          if (type === null) element.removeAttribute('type');
          else setAttribute.call(element, 'type', type);
          const mark = document.createComment('');
          element.replaceWith(mark);
          mark.replaceWith(element);
        });
      } else {
        const mark = document.createComment('');
        element.replaceWith(mark);
        element.removeAttribute(name);
        mark.replaceWith(element);
        hold(element, name, value, categories, () => setAttribute.call(element, name, value));
      }
    }
  }

  new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations)
      for (const node of addedNodes)
        if (node instanceof Element)
          attempt(() => {
            stop(node);
            for (const element of node.querySelectorAll('script,iframe,img')) stop(element);
          });
  }).observe(document, { childList: true, subtree: true });

  guardRequests(waitsFor, say);

  const heard = ({ detail }: CustomEvent<{ allowed: Choices }>): void => {
    told = detail?.allowed;
    releaseAll();
  };
  document.addEventListener('fairnotice:ready', heard);
  document.addEventListener('fairnotice:change', heard);
  window.fairnoticeGuard = {
    waiting: () => [...held].flatMap(([element, parts]) => Object.values(parts).map(({ address, categories }) => ({ element, address, categories }))),
  };
}

/** `fetch`, XMLHttpRequest and beacons: what cannot wait is refused, as a network would refuse it. */
function guardRequests(waitsFor: (address: unknown) => readonly string[] | undefined, say: (address: string) => void): void {
  const refusal = (address: string, categories: readonly string[]): string => `Fairnotice: ${address} waits for consent to ${categories.join(' or ')}`;

  const { fetch } = window;
  window.fetch = function guarded(this: unknown, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const address = input instanceof Request ? input.url : String(input);
    const categories = waitsFor(address);
    if (!categories) return fetch.call(window, input, init);
    say(address);
    return Promise.reject(new TypeError(refusal(address, categories)));
  };

  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function guarded(this: Navigator, url: string | URL, data?: BodyInit | null): boolean {
    if (!waitsFor(url)) return sendBeacon.call(this, url, data);
    say(String(url));
    return false;
  };

  const { open, send } = XMLHttpRequest.prototype;
  const refused = new WeakMap<XMLHttpRequest, { address: string; later: boolean }>();
  XMLHttpRequest.prototype.open = function guarded(this: XMLHttpRequest, ...args: unknown[]): void {
    refused.set(this, { address: String(args[1]), later: args[2] !== false });
    Reflect.apply(open, this, args);
  };
  XMLHttpRequest.prototype.send = function guarded(this: XMLHttpRequest, body?: Document | XMLHttpRequestBodyInit | null): void {
    const { address = '', later = true } = refused.get(this) ?? {};
    const categories = waitsFor(address);
    if (!categories) {
      send.call(this, body);
      return;
    }
    say(address);
    if (!later) throw new DOMException(refusal(address, categories), 'NetworkError');
    setTimeout(() => {
      for (const name of ['error', 'loadend']) this.dispatchEvent(new ProgressEvent(name));
    });
  };
}

attempt(guard);
