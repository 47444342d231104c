/** A person who proved a request, and an organisation that deals with it. */
import { env } from 'cloudflare:workers';
import type { CaseEvent } from '../../../../core/requests/events.ts';
import { addEvents, type Case, openCase } from '../../../../worker/requests/cases.ts';
import { writtenThrough } from '../../written-database.ts';
import { deskAt } from '../desk.ts';
import { last } from './asked.ts';
import { Browser } from './browser.ts';

export const FIRST = { place: 'DE', behalf: 'self', email: 'jo@mail.example', details: 'My name is Jo, not Joe.' };

/** A browser that sent a rectification, and proved its address. */
export async function proved(): Promise<Browser> {
  const browser = new Browser();
  await browser.post('/requests/rectification/', { ...FIRST, step: 'more' });
  await browser.later(10).send('/requests/rectification/');
  await browser.act('code', { code: last().values.code ?? '' });
  return browser;
}

/** Has a code sent again, and types it. */
export async function stepUp(browser: Browser): Promise<void> {
  await browser.open(browser.page);
  await browser.act('again');
  await browser.act('code', { code: last().values.code ?? '' });
}

export async function theCase(now = '2026-01-31T10:00:00Z'): Promise<Case> {
  const id = (await env.INDEX.prepare('SELECT id FROM requests ORDER BY id DESC').first<string>('id')) ?? '';
  return (await openCase(await deskAt(now), { id })) as Case;
}

export async function organisation(event: CaseEvent, words?: string): Promise<void> {
  const { row } = await theCase();
  await addEvents(await deskAt('2026-02-02T09:00:00Z'), row.id, () => [{ event, actor: 'Kim', ...(words === undefined ? {} : { words }) }]);
}

/** A database in which something else happens before the first transaction that writes. */
export function beforeWriting(happens: () => Promise<void>): D1Database {
  let isFirst = true;
  return writtenThrough(env.INDEX, async (goOn) => {
    if (isFirst) {
      isFirst = false;
      await happens();
    }
    return goOn();
  });
}

/** What happened, but for the acknowledgement that is noted by itself when its mail has gone. */
export const types = async (): Promise<string[]> => (await theCase()).events.map(({ event }) => event.type).filter((type) => type !== 'acknowledged');
