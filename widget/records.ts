/**
 * What visitors can ask the ledger about their own records: the receipt of one, what is stored of all, and that all be
 * erased. They show that the records are theirs by the secret in this browser, or by the token of an acknowledgement.
 */
import { type Choices, SUBJECT_NAME } from '../core/decision.ts';
import type { Inside, Taken } from './inside.ts';
import { attempt, getItem, setItem } from './storage.ts';

const PATIENCE_MS = 30_000;

/** `wait`: it comes in a minute. `gone`: there is no such record, or not for us. `later`: no connection, or something broke. */
export type Asked<T> = { ok: true; value: T } | { ok: false; why: 'wait' | 'gone' | 'later' };

/** A record as the ledger shows it to its own visitor; what is not shown here is left out. */
export interface OwnRecord {
  id: string;
  decided: string;
  choices: Choices;
}

export interface Records {
  /** Has this browser the secret that leads to its records? */
  known(): boolean;
  /** @returns the name of the file that was saved. */
  receipt(record: Taken): Promise<Asked<string>>;
  /** The newest first. */
  history(): Promise<Asked<OwnRecord[]>>;
  erase(): Promise<Asked<true>>;
}

export function createRecords({ base, data, outbox, rest }: Pick<Inside, 'base' | 'data' | 'outbox' | 'rest'>): Records {
  /** A token is good for one answer, so that is kept for the page. */
  const receipts: Record<string, string> = {};
  const secret = (): string | undefined => getItem(SUBJECT_NAME) ?? undefined;

  async function ask(path: string, proof: { secret: string } | { token: string }): Promise<Asked<string>> {
    try {
      const answer = await fetch(`${base}api/v1/${path}`, {
        method: 'POST',
        // As text it needs no preflight.
        headers: { 'Content-Type': 'text/plain' },
        body: JSON.stringify({ site: data().site, ...proof }),
        credentials: 'omit',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const { ok, status } = answer;
      if (ok) return { ok, value: await answer.text() };
      return { ok, why: status === 403 || status === 404 ? 'gone' : status === 429 || status === 503 ? 'wait' : 'later' };
    } catch {
      return { ok: false, why: 'later' };
    }
  }

  async function fetchReceipt({ id, token }: Taken): Promise<Asked<string>> {
    const path = `consents/${id}/receipt`;
    const [own, kept] = [secret(), receipts[id]];
    if (kept) return { ok: true, value: kept };
    let answer: Asked<string> = { ok: false, why: 'gone' };
    if (own) answer = await ask(path, { secret: own });
    // A record without a subject is not found by the secret.
    if (!answer.ok && answer.why === 'gone' && token) answer = await ask(path, { token });
    if (answer.ok) receipts[id] = answer.value;
    return answer;
  }

  return {
    known: () => !!secret(),
    async receipt(record) {
      const answer = await fetchReceipt(record);
      if (!answer.ok) return answer;
      const day = attempt(() => (JSON.parse(JSON.parse(answer.value).record) as OwnRecord).decided.slice(0, 10)) ?? '';
      const name = `receipt-${data().site}-${day}.json`;
      save(answer.value, name);
      return { ok: true, value: name };
    },
    async history() {
      const answer = await ask('subjects/history', { secret: secret() ?? '' });
      const records = answer.ok && attempt(() => (JSON.parse(answer.value) as { records: OwnRecord[] }).records);
      return records ? { ok: true, value: records } : answer.ok ? { ok: false, why: 'later' } : answer;
    },
    async erase() {
      const own = secret() ?? '';
      // What waits to be sent would come after it.
      await (await rest()).deliver();
      if (outbox().some((waiting) => waiting.secret === own)) return { ok: false, why: 'later' };
      const answer = await ask('subjects/erase', { secret: own });
      if (!answer.ok) return answer;
      // Nothing ties this browser to what is left.
      setItem(SUBJECT_NAME, undefined);
      return { ok: true, value: true };
    },
  };
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
