/** Those who use a simulated ledger, and what they may rely on: each remembers what it was answered, and holds the ledger to it. */

import { formatReceipt, verifyReceipt } from '../../core/consent/receipt.ts';
import { type ConsentDraft, sameChoice } from '../../core/consent/record.ts';
import { equalBytes, toHex } from '../../core/log/bytes.ts';
import type { Statement } from '../../core/log/statements.ts';
import { type Audit, must } from './audit.ts';
import type { Random } from './random.ts';
import type { SimWorld } from './world.ts';

const DAY = 86_400_000;
/** A banner sends a record again for so long. */
const RESENT = 30 * DAY;

/** A record as its sender knows it. */
interface Sent {
  id: string;
  subject: string | null;
  /** What was sent under the id, and what was acknowledged of it. */
  drafts: ConsentDraft[];
  content?: ConsentDraft;
  acked?: { index: number; leaf: Uint8Array };
  at: number;
  /** Somebody asked for its erasure; and was told that it is done. */
  asked: boolean;
  erased: boolean;
}

interface Given {
  id: string;
  size: number;
  root: Uint8Array;
  text: string;
}

export class Clients {
  readonly #sim: SimWorld;
  readonly #audit: Audit;
  readonly #random: Random;
  readonly #subjects: readonly string[];
  readonly sent = new Map<string, Sent>();
  readonly receipts: Given[] = [];
  readonly #statements = new Map<string, number>();
  readonly #erasing = new Set<string>();
  #made = 0;

  constructor(sim: SimWorld, audit: Audit, random: Random) {
    this.#sim = sim;
    this.#audit = audit;
    this.#random = random;
    this.#subjects = Array.from({ length: 4 }, () => toHex(random.bytes(32)));
  }

  #draft(): ConsentDraft {
    const random = this.#random;
    this.#made += 1;
    return {
      id: `019aae2c-5400-7000-8000-${toHex(random.bytes(2))}${this.#made.toString(16).padStart(8, '0')}`,
      site: 'shop',
      notice: 'ab'.repeat(32),
      subject: random.chance(0.7) ? (random.pick(this.#subjects) ?? null) : null,
      decided: '2026-11-23T23:59:58.123Z',
      action: 'save',
      surface: 'dialog',
      choices: { analytics: random.chance(0.5), marketing: false },
      gpc: false,
      received: this.#workerTime(),
      policy: { id: 'privacy', version: '2026-03-01', sha256: 'ef'.repeat(32) },
      locale: 'de',
      model: 'opt-in',
      regime: null,
      secGpc: false,
    };
  }

  /** The clock of a machine that answers visitors. */
  #workerTime(): string {
    return new Date(this.#sim.time + this.#random.below(120_000) - 60_000).toISOString();
  }

  accept(count: number): Promise<void> {
    return this.#send(Array.from({ length: count }, () => this.#draft()));
  }

  /** Sends records again, as they were or, where `other`, one with other content. */
  again(other: boolean): Promise<void> {
    const recent = [...this.sent.values()].filter(({ at }) => this.#sim.time - at < RESENT);
    const from = this.#random.below(recent.length);
    const drafts = recent.slice(from, from + 1 + this.#random.below(3)).flatMap(({ drafts }) => (drafts[0] ? [drafts[0]] : []));
    const changed = drafts.map((draft, at) => ({
      ...draft,
      received: this.#workerTime(),
      choices: other && at === 0 ? { ...draft.choices, marketing: !draft.choices.marketing } : draft.choices,
    }));
    return changed.length === 0 ? Promise.resolve() : this.#send(changed);
  }

  async #send(drafts: ConsentDraft[]): Promise<void> {
    for (const draft of drafts) {
      const known = this.sent.get(draft.id);
      if (known) known.drafts.push(draft);
      else
        this.sent.set(draft.id, {
          id: draft.id,
          subject: draft.subject,
          drafts: [draft],
          at: this.#sim.time,
          asked: this.#erasing.has(draft.subject ?? ''),
          erased: false,
        });
    }
    const accepted = await this.#ask(() => this.#sim.ledger.accept(drafts));
    if (!accepted.ok) {
      must(accepted.reason === 'record-differs', `records were refused: ${accepted.reason}${'why' in accepted ? ` (${accepted.why})` : ''}`);
      const [sent, draft] = [this.sent.get(accepted.id), drafts.find(({ id }) => id === accepted.id)];
      must(draft !== undefined && !(sent?.content && sameChoice(sent.content, draft)), 'the same record was called another one');
      return;
    }
    must(accepted.taken.length === drafts.length, 'not every record was answered');
    for (const { id, index, leaf, erased } of accepted.taken) {
      const sent = this.#known(id);
      const draft = drafts.find((one) => one.id === id);
      must(!erased || sent.asked, `record ${index} was erased though nobody asked`);
      must(!sent.acked || (sent.acked.index === index && equalBytes(sent.acked.leaf, leaf)), `record ${index} was acknowledged twice, as two`);
      must(!draft || erased || !sent.content || sameChoice(sent.content, draft), `other content was acknowledged under the id of record ${index}`);
      sent.acked = { index, leaf };
      if (draft && !erased) sent.content ??= draft;
    }
  }

  async receipt(): Promise<void> {
    const sent = this.#random.pick(this.#acked());
    if (!sent) return;
    const { subject } = sent;
    const stranger = this.#random.chance(0.1);
    const claim = stranger
      ? ({ by: 'subject', subject: 'f'.repeat(64) } as const)
      : subject
        ? ({ by: 'subject', subject } as const)
        : ({ by: 'operator' } as const);
    const wasErased = sent.erased;
    const parts = await this.#ask(() => this.#sim.ledger.receipt(sent.id, claim));
    must(!parts.ok || !stranger, 'a stranger was given a receipt');
    must(!parts.ok || !wasErased, 'a receipt was given for an erased record');
    if (!parts.ok) {
      must(parts.reason === 'not-sealed' || (parts.reason === 'not-yours' && (stranger || this.#mayLack(sent))), `a receipt was refused: ${parts.reason}`);
      return;
    }
    const text = formatReceipt({
      type: 'fairnotice-receipt',
      v: 1,
      record: parts.record,
      salt: parts.salt,
      proof: parts.proof,
      vkey: this.#audit.vkeyText(),
    });
    const { size, root } = await this.#verified(sent, text);
    this.receipts.push({ id: sent.id, size, root, text });
  }

  async #verified(sent: Sent, text: string): Promise<{ size: number; root: Uint8Array }> {
    const checked = await verifyReceipt(text, [this.#audit.vkey()]);
    must(checked.ok, `a receipt does not verify: ${checked.ok || checked.reason}`);
    must(checked.index === sent.acked?.index && equalBytes(checked.leaf, sent.acked.leaf), 'a receipt is of another leaf than was acknowledged');
    this.#mustBe(sent, checked.record);
    const { size, root } = checked.checkpoint;
    must(this.#audit.isRoot(size, root), 'a receipt is under a root that the log does not have');
    return { size, root };
  }

  async erase(): Promise<void> {
    const random = this.#random;
    const one = random.chance(0.5) ? random.pick(this.#acked()) : undefined;
    const subject = one ? undefined : random.pick(this.#subjects);
    const targets = this.#acked().filter((sent) => (one ? sent === one : sent.subject === subject));
    if (one) one.asked = true;
    if (subject) {
      for (const sent of this.sent.values()) if (sent.subject === subject) sent.asked = true;
      this.#erasing.add(subject);
    }
    const { ok } = await this.#ask(() => this.#sim.ledger.erase(one ? { id: one.id } : { subject: subject ?? '' }, one ? 'operator' : 'subject'));
    must(ok, 'an erasure was refused');
    for (const sent of targets) sent.erased = true;
  }

  /** Nobody waits for an erasure any more. */
  forgetErasing(): void {
    this.#erasing.clear();
  }

  async history(): Promise<void> {
    const subject = this.#random.pick(this.#subjects) ?? '';
    const before = this.#acked().filter((sent) => sent.subject === subject);
    const [there, gone] = [before.filter((sent) => !sent.asked), before.filter((sent) => sent.erased)];
    const kept = await this.#ask(() => this.#sim.ledger.history(subject));
    must(
      kept.every(({ index }, at) => at === 0 || index < (kept[at - 1]?.index ?? 0)),
      'a history is not in order',
    );
    const indexes = new Set(kept.map(({ index }) => index));
    for (const sent of there) must(indexes.has(sent.acked?.index ?? -1) || this.#mayLack(sent), `record ${sent.acked?.index} is not in its history`);
    for (const { acked } of gone) must(!indexes.has(acked?.index ?? -1), `erased record ${acked?.index} is in a history`);
  }

  async find(): Promise<void> {
    const sent = this.#random.pick(this.#acked());
    if (sent) await this.#lookUp(sent);
  }

  async #lookUp(sent: Sent): Promise<void> {
    const wasErased = sent.erased;
    const found = await this.#ask(() => this.#sim.ledger.find(sent.id));
    if (!found) return must(this.#mayLack(sent), `record ${sent.acked?.index} was acknowledged and is lost`);
    must(found.index === sent.acked?.index, 'a record has another index than was acknowledged');
    if (found.state === 'erased') return must(sent.asked, `record ${found.index} was erased though nobody asked`);
    must(!wasErased, `record ${found.index} was erased and is back`);
    this.#mustBe(sent, found.record);
  }

  async page(): Promise<void> {
    const before = this.#acked().map((sent) => ({ sent, erased: sent.erased }));
    const met = new Map<number, number>();
    for (let from: number | null = 0; from !== null; ) {
      const start: number = from;
      const page = await this.#ask(() => this.#sim.ledger.page(start, 100));
      for (const { index } of page.records) met.set(index, (met.get(index) ?? 0) + 1);
      from = page.next;
    }
    for (const { sent, erased } of before) {
      const times = met.get(sent.acked?.index ?? -1) ?? 0;
      must(
        erased ? times === 0 : times === 1 || (times === 0 && (sent.asked || this.#mayLack(sent))),
        `record ${sent.acked?.index} is exported ${times} times`,
      );
    }
  }

  async publish(): Promise<void> {
    const number = this.#random.below(6);
    const sha256 = number.toString(16).padStart(64, '0');
    const path = `notices/${sha256}.json`;
    const statement: Statement = { type: 'published', kind: 'notice', path, sha256, at: this.#workerTime() };
    const published = await this.#ask(() => this.#sim.ledger.publish([statement]));
    must(published.ok, 'a statement was refused');
    const [index = -1] = published.indexes;
    must((this.#statements.get(path) ?? index) === index, 'a statement is in the log twice');
    this.#statements.set(path, index);
  }

  /** At the end, when nothing fails any more: all is there, once, or erased as asked. */
  async settle(): Promise<void> {
    for (const sent of this.#acked()) await this.#lookUp(sent);
    for (const given of this.receipts) await this.#verified(this.#known(given.id), given.text);
    const archived = this.#audit.archived();
    // The id may stand in the subject's next record, as `previous`: that one is committed to as it is.
    for (const { id, erased } of this.sent.values()) must(!erased || !archived.includes(`\\"id\\":\\"${id}\\"`), `erased record ${id} is still in the archive`);
    this.#count();
  }

  /** No leaf that nobody asked for: each is a record, a statement, an erasure or a retirement, and each of them one leaf. */
  #count(): void {
    const rows = this.#audit.rows();
    const retired = rows.filter(({ entry }) => entry[0] === 2 && new TextDecoder().decode(entry).includes('"retired"')).length;
    const said = rows.filter(({ entry }) => entry[0] === 2).length - retired;
    must(said <= 6, 'a statement is in the log twice');
    const taken = rows.filter(({ key, entry }) => key && entry[0] === 1).length;
    must(taken <= this.sent.size, 'there are more records than were sent');
    const erasures = rows.filter(({ key }) => !key);
    for (const { idx, record } of erasures) must(!record?.[0] || new TextDecoder().decode(record).includes('"erasure"'), `nobody knows entry ${idx}`);
  }

  /** The acknowledged are in their rows, at any moment. */
  checkAcked(): void {
    const rows = this.#audit.rows();
    const first = rows[0]?.idx ?? this.#audit.minimum();
    for (const { acked } of this.sent.values()) {
      if (!acked || acked.index < first) continue;
      must(rows[acked.index - first] !== undefined, `record ${acked.index} was acknowledged and is lost`);
    }
  }

  async #ask<T>(action: () => Promise<T>): Promise<T> {
    return this.#sim.ask(action);
  }

  #acked(): Sent[] {
    return [...this.sent.values()].filter(({ acked }) => acked);
  }

  #known(id: string): Sent {
    const sent = this.sent.get(id);
    must(sent !== undefined, 'a record was answered that was not sent');
    return sent;
  }

  #mayLack(sent: Sent): boolean {
    return sent.asked || (sent.acked?.index ?? 0) < this.#audit.minimum();
  }

  #mustBe(sent: Sent, record: string): void {
    const kept = JSON.parse(record) as ConsentDraft;
    must(kept.id === sent.id && (!sent.content || sameChoice(kept, sent.content)), 'another record is kept than was acknowledged');
  }
}
