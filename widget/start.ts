/**
 * The banner of one page: reads the decision, opens the gate, tells the tools, asks where there is a question,
 * and keeps all of it in step with other tabs. Nothing it does may throw into the page.
 */
import type { BannerData } from '../core/banner/data.ts';
import type { Choices, Decision } from '../core/decision.ts';
import type { ConsentAction, Surface } from '../core/vocabulary.ts';
import type { ConsentState, Fairnotice, FairnoticeEvents, Warning } from './api.ts';
import { createFace } from './banner.ts';
import { allOf, anyOf, isAllowed, type Standing, standingOf } from './consent.ts';
import { createGate } from './gate.ts';
import type { Inside, Loaded, Rest } from './inside.ts';
import { keepOutbox, outbox } from './outbox.ts';
import { signal, tagsRanFirst } from './signals.ts';
import { attempt, keepDecision, loadDecision, tidyDecision } from './storage.ts';
import { type Policy, trust } from './trust.ts';

export interface StartOptions {
  /** Where the publishing site is, ending in `/`: `https://privacy.example/`. */
  base: string;
  /** Nonce of the loader. */
  nonce: string;
  /** Region to take instead of the one in which the script was served, ISO 3166-2: `US-CA`. */
  region?: string | undefined;
}

/** Does the site tell tools of the choice? The others are spared the code. */
declare const __SIGNALS__: boolean;

const CHANGE = 'fairnotice:change';

const now = (): number => Date.now();

export function start(given: BannerData, { base, nonce, region }: StartOptions): void {
  // For another region the strictest holds until its own rules are here.
  let data: BannerData = region ? { ...given, model: 'opt-in' } : given;
  const gpc = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  const crawler = !!data.crawlers && new RegExp(data.crawlers, 'i').test(navigator.userAgent);
  const warnings: Inside['warnings'] = [];
  let standing = look();

  function look(decision = loadDecision(now())): Standing {
    const found = standingOf(data, decision, now(), gpc);
    // Crawlers are not asked, and nothing is granted to them.
    return crawler ? { ...found, ask: false, allowed: allOf(data, false, gpc) } : found;
  }

  const tell: Inside['tell'] = (name, detail) => void document.dispatchEvent(new CustomEvent(name, { detail }));

  function warn(reason: Warning, element?: Element): void {
    const warning: FairnoticeEvents['fairnotice:warning'] = { reason, ...(element && { element }) };
    warnings.push(warning);
    tell('fairnotice:warning', warning);
  }

  function state(): ConsentState {
    const { allowed, ask, decision } = standing;
    const at = decision && { at: new Date(decision.decided * 1000).toISOString() };
    return { allowed: { ...allowed }, decided: !!decision && !ask, ...at, model: data.model, gpc };
  }

  const gate = createGate(nonce, warn, (element, waits) => void later(({ wait }) => wait(element, waits)));

  /** The part that must be done before the tab may close: what was chosen, and the record of it. */
  function decide(action: ConsentAction, choices: Choices, surface: Surface): void {
    const at = now();
    const days = data.days[anyOf(choices) ? (action as 'accept' | 'save') : 'reject'];
    // Something was allowed and is not any more: the cookie says so until the next choice, and clearing goes on.
    const withdrawn = data.categories.some((category) => standing.allowed[category] && choices[category] === false);
    const decision: Decision = { decided: Math.floor(at / 1000), days, choices, action: withdrawn ? 'withdraw' : action, gpc, policy: data.policy };
    keepDecision(decision, data.domain);
    const seed = [...crypto.getRandomValues(new Uint8Array(26))];
    keepOutbox([...outbox(), { at, seed, notice: data.notice, action, surface, choices, gpc }]);
    const before = standing.allowed;
    standing = look(decision);
    // A choice for one embed leaves the question about the rest.
    if (!standing.ask) {
      face.leave();
      face.say(data.texts.saved);
    }
    // The answer is painted first.
    setTimeout(() => {
      tidyDecision();
      attempt(() => apply(before));
    });
  }

  /** Everything that follows from a change of what is allowed. */
  function apply(before: Choices): void {
    const { allowed, ask } = standing;
    if (!ask) face.rest(data);
    if (__SIGNALS__) attempt(() => signal(data, 'update', allowed));
    gate.set(allowed);
    settle(before);
    tell(CHANGE, state());
  }

  /** Another tab, a page that comes back from the back-forward cache, other rules: look again. */
  function follow(): void {
    const before = standing;
    standing = look();
    if (JSON.stringify(standing) !== JSON.stringify(before)) apply(before.allowed);
  }

  const made: Record<string, Promise<unknown> | undefined> = {};

  /** Loads a file beside the script, named and pinned by its hash, once, and gives what it made. One that did not come is tried again the next time. */
  function load<T>(name: string, hash: string): Promise<T> {
    made[name] ??= new Promise<Loaded<T>>((resolve, reject) => {
      const script = document.createElement('script');
      // The file finds this function on its own element; the page's scripts are given nothing.
      Object.assign(script, { fairnotice: resolve, nonce, integrity: `sha256-${hash}`, crossOrigin: '', onerror: reject });
      // Without the policy this throws, and so rejects.
      script.src = (trust as Policy).createScriptURL(`${base}pinned/${name}.${hash.slice(0, 16).replace(/\W/g, '-')}.js`);
      document.head.append(script);
    })
      .then((run) => run(inside))
      .catch((error) => {
        made[name] = undefined;
        warn('not-loaded');
        throw error;
      });
    return made[name] as Promise<T>;
  }

  const rest = (): Promise<Rest> => load('rest', data.rest);

  /** What is done as far as the file comes; without it, it waits. */
  const later = (action: (made: Rest) => unknown): Promise<unknown> =>
    rest()
      .then(action)
      .catch(() => {});

  /** @param before What was allowed until now. */
  function settle(before: Choices): void {
    void later((made) => made.settle(standing.allowed, before));
  }

  let spoken: Promise<unknown> | undefined;

  /** Where the page speaks another language than the visitor's browser, or stands for another region: one small file. */
  function speak(): Promise<unknown> | undefined {
    const { lang } = document.documentElement;
    if (region || !data.locale.startsWith(lang.split('-')[0] ?? ''))
      spoken ??= later(async (made) => {
        data = await made.speak(lang || data.locale, region ?? '');
        follow();
      });
    return spoken;
  }

  const api: Fairnotice = {
    get: state,
    allowed: (categories) => isAllowed(standing.allowed, categories),
    onChange(listener) {
      const heard = ({ detail }: CustomEvent<ConsentState>): void => listener(detail);
      document.addEventListener(CHANGE, heard);
      return () => document.removeEventListener(CHANGE, heard);
    },
    async open() {
      await speak();
      return (await rest()).dialog();
    },
    withdraw: () => decide('withdraw', allOf(data, false, gpc), 'page'),
    debug: async () => (await rest()).debug(),
  };

  const face = createFace(data, base, {
    accept: () => decide('accept', allOf(data, true, gpc), 'banner'),
    reject: () => decide('reject', allOf(data, false, gpc), 'banner'),
    choose: api.open,
    control: api.open,
  });

  const inside: Inside = {
    data: () => data,
    base,
    root: face.root,
    gpc,
    standing: () => standing,
    decide,
    ...gate,
    outbox,
    keepOutbox,
    tell,
    warnings,
    warn,
    load,
    rest,
  };

  function ask(): void {
    if (standing.ask) {
      face.ask(data, standing.changes, gpc);
      // At the click it shall be there.
      setTimeout(later, 2000, () => {});
    } else if (!crawler) face.rest(data);
  }

  // Scripts that were allowed earlier may ask for it at once.
  window.fairnotice = api;
  if (!trust) warn('trusted-types-refused');
  if (__SIGNALS__)
    attempt(() => {
      if (tagsRanFirst(data)) warn('tags-ran-first');
      signal(data, 'default', allOf(data, data.model !== 'opt-in', gpc));
      // A default for a region wins over the one for everybody; an update wins over both.
      if (standing.decision || gpc || crawler) signal(data, 'update', standing.allowed);
    });
  gate.set(standing.allowed);
  // What was withdrawn on an earlier page may have been written again while that page closed.
  const resume = (): unknown => (standing.decision?.action === 'withdraw' || outbox()[0]) && settle({});
  resume();
  addEventListener('online', resume);
  for (const name of ['storage', 'pageshow', 'visibilitychange']) addEventListener(name, () => attempt(follow));
  tell('fairnotice:ready', state());
  if (location.search.includes('fairnotice-debug')) void later(({ debug }) => debug());
  if (standing.ask && speak()) void spoken?.then(ask);
  else ask();
}
