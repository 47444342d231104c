/**
 * Where the choice is kept on the device: the cookie that a server can read, local storage where cookies
 * are off, and nothing but this page where neither can be written. Nothing here throws.
 */
import { DECISION_NAME, type Decision, formatDecision, parseDecision, readDecision } from '../core/decision.ts';

/** Where the visitor's secret is kept: 16 bytes as hexadecimal digits. */
export const SUBJECT = 'fairnotice:subject';

/** Tried, for every storage can be refused: sandboxed frames, blocked cookies, odd origins. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

export function getItem(key: string): string | undefined {
  return attempt(() => localStorage.getItem(key)) ?? undefined;
}

export function setItem(key: string, value: string | undefined): void {
  attempt(() => (value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value)));
}

let onThisPage: Decision | undefined;

export function loadDecision(now: number): Decision | undefined {
  const kept = attempt(() => readDecision(document.cookie, now));
  return kept ?? parseDecision(getItem(DECISION_NAME) ?? '') ?? onThisPage;
}

export function keepDecision(decision: Decision, domain: string | undefined): void {
  const text = formatDecision(decision);
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and a tab may close at once.
    document.cookie = `${DECISION_NAME}=${text}; Max-Age=${decision.days * 86_400}; Path=/; SameSite=Lax${domain ? `; Domain=${domain}` : ''}${secure}`;
  });
  const inCookie = attempt(() => document.cookie.includes(text));
  setItem(DECISION_NAME, inCookie ? undefined : text);
  // What is kept elsewhere may be changed elsewhere, so it is not kept here as well.
  onThisPage = inCookie ? undefined : decision;
}
