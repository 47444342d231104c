/** KAIRO's site on the real local server, with its storage in a folder of its own, and a Chromium in front of it: one for each file of tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, vi } from 'vitest';
import { migrate } from '../../cli/local-edge.ts';
import { launchChromium } from './chromium.ts';
import { freePort } from './free-port.ts';
import { type RealEdge, startRealEdge } from './real-edge.ts';
import { builtSite, KAIRO, NOW } from './run-sites.ts';

export interface EdgeInBrowser {
  readonly origin: string;
  readonly browser: Browser;
  /** The same deployment with its storage at another time. */
  restart(now: string): Promise<void>;
}

/**
 * Starts both before the tests of a file, and ends them after.
 *
 * @param now What the Worker's clock shows, where it stands still.
 */
export function edgeInBrowser(now?: string): EdgeInBrowser {
  let state = '';
  let assets = '';
  let port = 0;
  let edge: RealEdge | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    state = mkdtempSync(join(tmpdir(), 'fairnotice-edge-state-'));
    assets = await builtSite({ content: KAIRO, now: NOW });
    await migrate(state);
    port = await freePort();
    edge = await startRealEdge(assets, state, port, now);
    browser = await launchChromium();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await edge?.stop();
    rmSync(state, { recursive: true, force: true });
  });
  return {
    get origin() {
      return started(edge).origin;
    },
    get browser() {
      return started(browser);
    },
    restart: async (then) => {
      await edge?.stop();
      edge = await startRealEdge(assets, state, port, then);
    },
  };
}

function started<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('not started yet: it is there within tests alone');
  return one;
}

/** The newest of what is looked for in the mails to an address, from the mailbox of the machine; `not` is what was found before. */
export async function inMail(origin: string, to: string, what: RegExp, not = ''): Promise<string> {
  const look = async (): Promise<string> => {
    const { mails } = (await (await fetch(`${origin}/dev/mail/`, { headers: { accept: 'application/json' } })).json()) as {
      mails: { to: string; text: string }[];
    };
    const found = mails.flatMap(({ to: address, text }) => (address === to ? (what.exec(text)?.[0] ?? []) : [])).find((one) => one !== not);
    if (!found) throw new Error(`No mail to ${to} holds ${what}.`);
    return found;
  };
  return vi.waitFor(look, { timeout: 20_000, interval: 100 });
}
