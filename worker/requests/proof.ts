/**
 * Proof that an address is the person's: by a link in a mail, or by the six digits in it. What is kept are keyed hashes. Looking at a
 * link changes nothing; a code has five tries; both live for a short time; a new mail ends the former one.
 */

import { proofFor } from '../../core/requests/form.ts';
import type { Mail } from '../../core/requests/mails.ts';
import { endProofs, findProof, insertProof, newestProof, type ProofPurpose, type ProofRow, takeTry, useProof } from '../store/proofs.ts';
import { addEvents, addressOf, type Case, type Happening, uuidv7 } from './cases.ts';
import type { Desk } from './desk.ts';
import { mailStatements } from './mail.ts';
import { notMePath } from './status-links.ts';
import { newSecret } from './vault.ts';

const MOST_TRIES = 5;
/** For so long a code is not sent anew while it still holds: mails take their time, and impatience fills mailboxes. */
export const RESEND_MINUTES = 15;
/** Mails may be slow, and be read on another device in the evening; a step-up is asked for by somebody who waits. */
const MINUTES: Record<ProofPurpose, number> = { proof: 240, 'step-up': 30 };

/** Must somebody show who asks? That depends on the right, its content and the law; where the content is gone, it is asked for. */
export function needsProof({ file }: Pick<Desk, 'file'>, { row, content, summary }: Pick<Case, 'row' | 'content' | 'summary'>): boolean {
  const variant = content?.answers?.variant;
  return proofFor(file, row.kind, { place: row.place, ...(variant === undefined ? {} : { variant }) }, summary.received) !== 'none';
}

/** Where an answer in the wrong hands does harm, somebody has seen who asks. */
export function isProved(desk: Pick<Desk, 'file'>, opened: Case): boolean {
  return !needsProof(desk, opened) || opened.events.some(({ event }) => event.type === 'proved' || event.type === 'identity-confirmed');
}

/** A time in words: whole hours as hours. */
function lasting(minutes: number, locale: string): string {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** Statements that make a proof and put its mail into the outbox. The mail holds nothing that anybody typed. */
export async function proofStatements(desk: Desk, opened: Case, purpose: ProofPurpose): Promise<D1PreparedStatement[]> {
  const { db, vault, now } = desk;
  const { row, content } = opened;
  const address = content && addressOf(content);
  if (address === undefined) return [];
  const id = uuidv7(now);
  const [token, code, minutes, made] = [newSecret(), sixDigits(), MINUTES[purpose], now.toISOString()];
  const expires = new Date(now.getTime() + minutes * 60_000).toISOString();
  const mail: Mail = {
    name: purpose,
    to: address,
    locale: row.locale,
    values: {
      link: desk.url(`requests/proof/${token}/`),
      code,
      lasting: lasting(minutes, desk.texts(row.locale).locale),
      notMe: desk.url(await notMePath(desk, row.id)),
      reference: row.reference,
    },
    key: `${purpose} ${id}`,
    expires,
  };
  const proof = {
    id,
    request: row.id,
    purpose,
    linkHash: await vault.hash('link', token),
    codeHash: await vault.hash('code', `${id}\n${code}`),
    made,
    expires,
  };
  return [endProofs(db, row.id, made), insertProof(db, proof), ...(await mailStatements(desk, opened, mail))];
}

/** Was a code sent just now that still holds? One that was used up, or tried too often, is no reason to wait for. */
export async function hasFreshCode({ db, now }: Desk, request: string): Promise<boolean> {
  const proof = await newestProof(db, request);
  if (!proof || proof.used !== null || proof.tries >= MOST_TRIES || proof.expires <= now.toISOString()) return false;
  return now.getTime() - Date.parse(proof.made) < RESEND_MINUTES * 60_000;
}

export type Proved = { ok: true; request: string } | { ok: false; reason: 'no-proof' | 'expired' | 'used' | 'wrong-code' | 'no-tries'; request?: string };

/** The proof of a link, without using it up. */
export async function findLink({ db, vault }: Desk, token: string): Promise<ProofRow | undefined> {
  return findProof(db, await vault.hash('link', token));
}

/** Uses a link up, in the browser that asked for it. */
export async function proveByLink(desk: Desk, proof: ProofRow | undefined): Promise<Proved> {
  const state = stateOf(desk, proof);
  if (!state.ok) return state;
  await confirm(desk, state.proof, 'link');
  return { ok: true, request: state.proof.request };
}

/** Tries a code of a request: of its newest mail. */
export async function proveByCode(desk: Desk, request: string, code: string): Promise<Proved> {
  return tryCode(desk, await newestProof(desk.db, request), code, 'code');
}

/** Link and code together: in another browser than the one that asked, for a scanner of mails follows links and presses buttons. */
export async function proveByBoth(desk: Desk, proof: ProofRow | undefined, code: string): Promise<Proved> {
  return tryCode(desk, proof, code, 'link');
}

async function tryCode(desk: Desk, found: ProofRow | undefined, code: string, by: 'link' | 'code'): Promise<Proved> {
  const state = stateOf(desk, found);
  if (!state.ok) return state;
  const { proof } = state;
  if (!(await takeTry(desk.db, proof.id, desk.now.toISOString(), MOST_TRIES))) return { ok: false, reason: 'no-tries', request: proof.request };
  const hash = await desk.vault.hash('code', `${proof.id}\n${code.replaceAll(/\D/g, '')}`);
  if (!crypto.subtle.timingSafeEqual(hash, proof.codeHash))
    return { ok: false, reason: proof.tries + 1 >= MOST_TRIES ? 'no-tries' : 'wrong-code', request: proof.request };
  await confirm(desk, proof, by);
  return { ok: true, request: proof.request };
}

function stateOf({ now }: Desk, proof: ProofRow | undefined): { ok: true; proof: ProofRow } | (Proved & { ok: false }) {
  if (!proof) return { ok: false, reason: 'no-proof' };
  if (proof.used !== null) return { ok: false, reason: 'used', request: proof.request };
  if (proof.expires <= now.toISOString()) return { ok: false, reason: 'expired', request: proof.request };
  return { ok: true, proof };
}

/** The first proof is an event of the request; a later one only opens what is personal. */
async function confirm(desk: Desk, proof: ProofRow, by: 'link' | 'code'): Promise<void> {
  const at = desk.now.toISOString();
  const use = useProof(desk.db, proof.id, at);
  let noted = false;
  await addEvents(
    desk,
    proof.request,
    ({ events, summary }): Happening[] => {
      // What was ended is not taken up again by a link that was still live.
      noted = summary.queue !== 'closed' && !events.some(({ event }) => event.type === 'proved');
      return noted ? [{ event: { type: 'proved', at, by }, actor: 'person' }] : [];
    },
    { also: () => [use] },
  );
  if (!noted) await use.run();
}

/** Six digits, each number as likely as any other. */
function sixDigits(): string {
  const most = 4_294_000_000;
  for (;;) {
    const [number = most] = crypto.getRandomValues(new Uint32Array(1));
    if (number < most) return String(number % 1_000_000).padStart(6, '0');
  }
}
