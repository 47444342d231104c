/** What the script hands to the files that it loads on demand. Types only. */
import type { BannerData, Notice } from '../core/banner/data.ts';
import type { Choices } from '../core/decision.ts';
import type { ConsentAction, Surface } from '../core/vocabulary.ts';
import type { FairnoticeEvents, Warning } from './api.ts';
import type { Standing } from './consent.ts';
import type { Unsent } from './outbox.ts';

/** Each file on demand hands over one function, which is called with this. */
export type Loaded<T> = (inside: Inside) => T;

export interface Inside {
  data(): BannerData;
  /** Where the publishing site is, ending in `/`. */
  base: string;
  root: ShadowRoot;
  gpc: boolean;
  standing(): Standing;
  decide(action: ConsentAction, choices: Choices, surface: Surface): void;
  /** Opens one embed, this once. */
  release(element: Element): void;
  isReleased(element: Element): boolean;
  /** Runs one marked script, after those that wait already. */
  run(script: HTMLScriptElement): void;
  outbox(): Unsent[];
  keepOutbox(records: Unsent[]): void;
  tell<E extends keyof FairnoticeEvents>(name: E, detail: FairnoticeEvents[E]): void;
  warnings: FairnoticeEvents['fairnotice:warning'][];
  warn(reason: Warning): void;
  /** Loads a file by name and SRI hash, once, and gives what it made. */
  load<T>(name: string, hash: string): Promise<T>;
  /** What `rest.ts` made. */
  rest(): Promise<Rest>;
}

/** An acknowledged record. */
export interface Taken {
  id: string;
  /** What its receipt is given for, once: for those who have no secret, as after a refusal. Kept for the page, never stored. */
  token?: string | undefined;
}

/** What `rest.ts` gives back. */
export interface Rest {
  /** The notice document: every text, category, service and cookie. */
  notice(): Promise<Notice>;
  deliver(): Promise<void>;
  /** The last record of this page, once it is acknowledged. */
  record(): Taken | undefined;
  /** The banner in another language, or as for another region; the empty string leaves either as it is. */
  speak(lang: string, region: string): Promise<BannerData>;
  /** Opens the dialog. */
  dialog(): Promise<void>;
  debug(): Promise<void>;
  /** An embed waits, or does not any more. */
  wait(element: Element, waits: boolean): void;
  /**
   * Everything that may come a little later: delivers what waits, runs the page's scripts for a withdrawal, clears
   * what is not allowed, and keeps clearing on this page.
   */
  settle(allowed: Choices, before: Choices): void;
}
