/**
 * Where the choice is kept on the device: the cookie that a server can read, local storage where cookies
 * are off, and nothing but this page where neither can be written. Nothing here throws.
 */
import { DECISION_NAME, type Decision, formatDecision, parseDecision, readDecision } from '../core/decision.ts';

/** Tried, for every storage can be refused: sandboxed frames, blocked cookies, odd origins. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

export function getItem(key: string): string | null | undefined {
  return attempt(() => localStorage.getItem(key));
}

/** An empty text is none. */
export function setItem(key: string, value: string | undefined): void {
  attempt(() => (value ? localStorage.setItem(key, value) : localStorage.removeItem(key)));
}

let onThisPage = '';

export function loadDecision(now: number): Decision | undefined {
  return attempt(() => readDecision(document.cookie, now)) ?? parseDecision(getItem(DECISION_NAME) ?? onThisPage);
}

/** Writes the choice to the cookie, and to local storage until `tidyDecision`: reading a cookie back waits for another process. */
export function keepDecision(decision: Decision, domain: string | undefined): void {
  onThisPage = formatDecision(decision);
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and a tab may close at once.
    document.cookie = `${DECISION_NAME}=${onThisPage}; Max-Age=${decision.days * 86_400}; Path=/; SameSite=Lax${domain ? `; Domain=${domain}` : ''}${secure}`;
  });
  setItem(DECISION_NAME, onThisPage);
}

/** Where the cookie was taken it alone counts: others may change it. */
export function tidyDecision(): void {
  attempt(() => {
    if (!document.cookie.includes(onThisPage)) return;
    onThisPage = '';
    setItem(DECISION_NAME, onThisPage);
  });
}
