/**
 * The debug view for a site's owner: what is marked on this page and why it waits, what was decided, what was told to
 * tools, what went wrong and how to mend it. It changes nothing but what its buttons say. English only.
 */
import { render } from 'preact';
import { DECISION_NAME, formatDecision, SUBJECT_NAME } from '../core/decision.ts';
import type { OptionalCategory } from '../core/vocabulary.ts';
import type { FairnoticeEvents } from './api.ts';
import { isAllowed, standingOf } from './consent.ts';
import { handOver } from './hand-over.ts';
import type { Inside } from './inside.ts';
import { grow, shadowOf } from './mount.ts';
import { attempt, setItem } from './storage.ts';
import { Debug, type Marked, type Snapshot } from './ui/Debug.tsx';
import css from './ui/debug.css?inline';

interface Page {
  dataLayer?: ArrayLike<unknown>[];
  uetq?: unknown[];
  /** What the guard holds back, where a site loads it. */
  fairnoticeGuard?: { waiting(): { address: string; categories: readonly string[]; element: Element }[] };
}

/** What each warning means, and what mends it. */
const WARNINGS: Record<string, string> = {
  'tags-ran-first':
    'A Google tag ran before this script, so it has not seen the default that nothing is allowed. Put the script tag of the banner before the tag, and not async or defer.',
  'nonce-differs': 'A marked script has another nonce than the script tag of the banner, so it was not run. Give both the nonce of this answer of the server.',
  'address-refused': 'A marked element has an address that is neither http nor https. Only such addresses are opened.',
  'trusted-types-refused': 'The page’s policy does not let the banner make the Trusted Types policy “fairnotice”. Add it: trusted-types fairnotice.',
  'not-loaded':
    'A file of the banner could not be loaded. See the network view: a content security policy may lack this origin in script-src or connect-src, or a blocker holds it back.',
  outdated: 'This script is older than the newest version of the policy. A cache holds it longer than its Cache-Control allows.',
  guarded: 'A request to a known service was held back although nobody marked it. Mark its element with data-consent, so that it waits in its place.',
};

/** @returns what opens it. */
function createDebug(inside: Inside): () => Promise<void> {
  const { data, base, rest } = inside;
  const root = shadowOf(css + data().theme);
  const panel = grow(['section', { part: 'debug', popover: 'manual', 'aria-labelledby': 'debug', lang: 'en', dir: 'ltr' }]);
  const heard: FairnoticeEvents['fairnotice:warning'][] = [...inside.warnings];
  let due = 0;
  let regime: string | undefined;
  root.append(panel);

  function draw(): void {
    if (!panel.isConnected) return;
    const snapshot = { ...snapshotOf(inside, heard), ...(regime ? { regime } : {}) };
    render(
      <Debug
        snapshot={snapshot}
        base={base}
        onCopy={() => copy(snapshot)}
        onReset={() => void reset()}
        onClose={() => void attempt(() => panel.hidePopover())}
      />,
      panel,
    );
  }

  /** The place is known where the script is served, and so is its law. The answer is the data that a page in another language gets. */
  async function askRegime(): Promise<void> {
    const { site, locale } = data();
    const region = document.querySelector<HTMLElement>(`script[src^="${base}banner/${site}"][data-region]`)?.dataset.region ?? '';
    const answer = await fetch(`${base}banner/${site}.json?${new URLSearchParams({ lang: locale, region })}`, { credentials: 'omit' });
    regime = answer.headers.get('Fairnotice-Regime') ?? undefined;
    draw();
  }

  /** Once a frame at most, and not for what it does itself: its own tree is in a shadow root. */
  function soon(): void {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => attempt(draw));
  }

  async function copy(snapshot: Snapshot): Promise<void> {
    await navigator.clipboard?.writeText(JSON.stringify(snapshot, null, 2));
  }

  /** As if nobody had chosen here. Records that wait are not thrown away: they say what was really chosen. */
  async function reset(): Promise<void> {
    await (await rest()).deliver().catch(() => {});
    const { domain } = data();
    for (const at of ['', ...(domain ? [`; Domain=${domain}`] : [])]) {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers.
      attempt(() => (document.cookie = `${DECISION_NAME}=; Max-Age=0; Path=/${at}`));
    }
    for (const key of [DECISION_NAME, SUBJECT_NAME]) setItem(key, undefined);
    location.reload();
  }

  for (const name of ['ready', 'change', 'record'] as const) document.addEventListener(`fairnotice:${name}`, soon);
  document.addEventListener('fairnotice:warning', ({ detail }) => {
    heard.push(detail);
    soon();
  });
  new MutationObserver(soon).observe(document, { childList: true, subtree: true, attributeFilter: ['data-consent', 'src', 'data-src'] });

  return async () => {
    if (!root.host.isConnected) document.body.append(root.host);
    attempt(() => panel.showPopover());
    draw();
    void askRegime().catch(() => {});
  };
}

function snapshotOf(inside: Inside, warnings: readonly FairnoticeEvents['fairnotice:warning'][]): Snapshot {
  const { data, gpc, standing, outbox } = inside;
  const { site, model, locale, notice, policy, until, categories, gpc: opposed } = data();
  const { allowed, ask, changes, decision } = standing();
  const page = window as unknown as Page;
  const afterReset = standingOf(data(), undefined, Date.now(), gpc);
  return {
    site,
    model,
    locale,
    policy,
    notice,
    ...(until ? { until: instant(until * 1000) } : {}),
    asks: ask,
    allowed,
    changes: changes.map(({ version }) => version),
    ...(decision
      ? {
          decision: {
            ...decision,
            text: formatDecision(decision),
            at: instant(decision.decided * 1000),
            runsOut: instant((decision.decided + decision.days * 86_400) * 1000),
          },
        }
      : {}),
    gpc: { sent: gpc, opposes: opposed },
    marked: [...document.querySelectorAll('[data-consent]')].map((element) => markedOf(inside, element)),
    guarded: (page.fairnoticeGuard?.waiting() ?? []).map(({ address, categories: any }) => ({ address, categories: [...any] })),
    signals: Array.from(page.dataLayer ?? []).flatMap((entry) => (entry?.[0] === 'consent' ? [Array.from(entry)] : [])),
    // Field by field: what makes the visitor's secret is in a record too.
    outbox: outbox().map(({ at, id, action, surface, choices }) => ({ at: instant(at), id, action, surface, choices })),
    warnings: warnings.map(({ reason, element }) => ({ reason, mend: WARNINGS[reason] ?? '', ...(element ? { element: nameOf(element) } : {}) })),
    afterReset: afterReset.ask
      ? `A reset asks about ${categories.join(', ')}; until then ${allowedIn(afterReset.allowed)}.`
      : 'This site has nothing to ask about.',
  };
}

function allowedIn(allowed: Record<string, boolean | undefined>): string {
  const names = Object.keys(allowed).filter((name) => allowed[name]);
  return names.length > 0 ? `${names.join(', ')} would be allowed` : 'nothing would be allowed';
}

/** Where one marked element stands, and why. */
function markedOf({ data, standing, isReleased, gpc }: Inside, element: Element): Marked {
  const wanted = (element.getAttribute('data-consent') ?? '').trim();
  const names = wanted.split(/\s+/);
  const { allowed, decision, ask } = standing();
  const row = (state: Marked['state'], why: string): Marked => ({ element: nameOf(element), category: wanted, state, why });
  const strange = names.filter((name) => !data().categories.includes(name as OptionalCategory));
  const open = isAllowed(allowed, wanted);
  if (element instanceof HTMLScriptElement && element.type !== 'text/plain') {
    // What the gate puts in the place of a marked script has a type of its own, mostly an empty one.
    const released = element.getAttribute('type') === '' || (open && element.hasAttribute('type'));
    return released ? row('released', `${wanted} is allowed.`) : row('mistake', 'It runs whatever the visitor chose, for type="text/plain" is missing.');
  }
  if (strange.includes('necessary')) return row('mistake', 'necessary is no gate value: what is needed anyway is not marked.');
  if (strange.length > 0)
    return row('mistake', `This site asks nobody about “${strange.join(' ')}”, so it never opens. It asks about: ${data().categories.join(', ')}.`);
  if (!(element instanceof HTMLScriptElement)) {
    if (!element.hasAttribute('data-src') && !element.hasAttribute('data-srcset'))
      return row('mistake', 'It has no data-src, so nothing is held back. Put the address there, and leave src away.');
    if (isReleased(element)) return row('released', open ? `${wanted} is allowed.` : 'The visitor loaded it this once.');
  } else if (open) return row('waiting', 'It is allowed, and its turn comes after the scripts before it. If it stays so, see the warnings.');
  const closed = names.filter((name) => !allowed[name as OptionalCategory]).join(', ');
  const opposed = gpc && names.some((name) => data().gpc.includes(name as OptionalCategory));
  if (opposed) return row('refused', `The browser sends Global Privacy Control, and ${closed} was not turned on by hand since.`);
  if (decision && !ask) return row('refused', `The visitor refused ${closed} on ${instant(decision.decided * 1000)}.`);
  return row('waiting', decision ? `${closed} has to be asked about again.` : `Nobody has chosen about ${closed} yet.`);
}

function nameOf(element: Element): string {
  const address = element.getAttribute('data-src') ?? element.getAttribute('src') ?? element.getAttribute('data-srcset');
  const id = element.id ? `#${element.id}` : '';
  return `${element.tagName.toLowerCase()}${id} ${address ?? (element.textContent ?? '').trim().slice(0, 60)}`.trim();
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

handOver(createDebug);
