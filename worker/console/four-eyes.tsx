/**
 * Four eyes for what is about no request: exports, and erasures of consents. What was approved is exactly what was asked for, can be
 * done once, by whoever asked, within a day. Where the organisation has no four eyes, everything passes.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { EXPORT_FORMATS } from '../../core/consent/operator-api.ts';
import { dateSchema } from '../../core/schemas.ts';
import { isSamePerson } from '../auth.ts';
import { uuidv7 } from '../requests/cases.ts';
import type { Desk } from '../requests/desk.ts';
import { approvalsFor, approve, dropApprovals, findApproval, insertApproval, isUsedKey, type OpenApproval, useKey } from '../store/views.ts';
import { auditStatement, type Noted } from './audit.ts';
import { answerConsole, Form, type Office } from './page.tsx';
import { isUnderWay, type Spent, spend, spendNothing } from './spend.ts';

const HOURS = 24;

export const gatedSchema = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('export-audit'), file: z.string().max(40) }),
  z.strictObject({
    does: z.literal('export-consents'),
    site: z.string().max(100),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    format: z.enum(EXPORT_FORMATS),
  }),
  z.strictObject({ does: z.literal('erase-consents'), site: z.string().max(100), id: z.string().max(64).optional(), subject: z.string().max(64).optional() }),
]);
export type Gated = z.infer<typeof gatedSchema>;

/** The id from which on approvals still count. */
export function sinceId(now: Date): string {
  return `${uuidv7(new Date(now.getTime() - HOURS * 3_600_000)).slice(0, 13)}`;
}

/** What is done in another store than that of approvals: only then is it known whether it took effect. */
const DONE_ELSEWHERE: Gated['does'][] = ['erase-consents'];

/**
 * May it be done now? Then it is noted, and its approval is spent or, where it is done elsewhere, begun: the caller says what came of
 * it. Where not, the answer says what is missing, and nothing is noted.
 */
export async function gate(office: Office, gated: Gated, noted: Noted): Promise<{ ok: true; spent: Spent } | { ok: false; answer: Promise<Response> }> {
  const { desk, operator } = office;
  if (!desk.file.settings.fourEyes) return { ok: true, spent: await spendNothing(office, noted) };
  const what = canonicalize(gated) ?? '';
  const known = await approvalsFor(desk.db, operator.name, what, sinceId(desk.now));
  const approved = known.filter(({ approved_by }) => approved_by !== null);
  const free = approved.find((one) => !isUnderWay(one, desk));
  const spent = free && (await spend(office, free, noted, !DONE_ELSEWHERE.includes(gated.does)));
  if (spent) return { ok: true, spent };
  return { ok: false, answer: wait(office, what, approved.length > 0 ? 'under-way' : known.length > 0 ? 'asked' : 'unasked') };
}

function wait(office: Office, what: string, state: 'unasked' | 'asked' | 'under-way'): Promise<Response> {
  const body = (
    <>
      <p class="box">{inWords(what)}</p>
      {state === 'asked' ? (
        <p>You have asked for it. Once somebody has approved it, you can do it from the page of all approvals, within {HOURS} hours.</p>
      ) : null}
      {state === 'under-way' ? <p>It is being done already, or was done a moment ago: an approval holds once.</p> : null}
      {state === 'unasked' ? (
        <Form office={office} to="approvals/" label="Ask">
          <input type="hidden" name="what" value={what} />
          <button type="submit" class="button" name="do" value="ask">
            Ask a second person
          </button>
        </Form>
      ) : null}
      <p>
        <a href={office.at('approvals/')}>All approvals</a>
      </p>
    </>
  );
  return answerConsole(office, {
    title: state === 'under-way' ? 'It is being done already' : 'A second person has to approve this',
    body,
    part: 'approvals/',
    status: state === 'under-way' ? 409 : 200,
  });
}

/** Asks for an approval, once however often the form is sent. @returns nothing where it is nothing that can be approved. */
export async function ask({ desk, operator }: Office, text: string, key: string): Promise<boolean> {
  const read = readGated(text);
  if (!read) return false;
  const id = uuidv7(desk.now);
  await once(desk, [
    useKey(desk.db, `ask ${key}`, desk.now.toISOString()),
    dropApprovals(desk.db, sinceId(desk.now)),
    insertApproval(desk.db, { id, at: desk.now.toISOString(), asked_by: operator.name, what: canonicalize(read) ?? '' }),
    auditStatement(desk, operator, { action: 'ask-approval', details: { approval: id, does: read.does } }),
  ]);
  return true;
}

/** Agrees to what somebody else asked for. @returns whether this did it: not one's own, nor what somebody was faster with. */
export async function agree({ desk, operator }: Office, id: string): Promise<boolean> {
  const asked = await findApproval(desk.db, id);
  if (!asked || asked.approved_by !== null || asked.id < sinceId(desk.now) || isSamePerson(asked.asked_by, operator.name)) return false;
  const at = desk.now.toISOString();
  return once(desk, [...approve(desk.db, id, operator.name, at), auditStatement(desk, operator, { action: 'approve', details: { approval: id } })]);
}

/** A transaction with a key that is used up in it. @returns whether it was done now. */
async function once({ db }: Desk, statements: D1PreparedStatement[]): Promise<boolean> {
  try {
    await db.batch(statements);
    return true;
  } catch (error) {
    if (!isUsedKey(error)) throw error;
    return false;
  }
}

function readGated(text: string): Gated | undefined {
  try {
    return gatedSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The form that does what was approved. */
const PATHS: Record<Gated['does'], string> = { 'export-audit': 'audit/export/', 'export-consents': 'consents/export/', 'erase-consents': 'consents/erase/' };

/** Where an approval stands, with a button for whoever asked while it can be used. */
export function Approved({ office, row, own }: { office: Office; row: OpenApproval; own: boolean }) {
  const underWay = isUnderWay(row, office.desk);
  const begun = row.begun?.slice(0, 16).replace('T', ' ');
  return (
    <>
      <p>
        Approved by {row.approved_by}
        {begun === undefined
          ? ', not done yet.'
          : underWay
            ? `. Begun ${begun} UTC, and not ended yet.`
            : `. Begun ${begun} UTC and never ended, so it can be done anew.`}
      </p>
      {own && !underWay ? <DoIt office={office} what={row.what} /> : null}
    </>
  );
}

function DoIt({ office, what }: { office: Office; what: string }) {
  const gated = readGated(what);
  if (!gated) return null;
  const { does, ...fields } = gated;
  return (
    <Form office={office} to={PATHS[does]} label={`Do it: ${inWords(what)}`}>
      {Object.entries({ ...fields, ...(does === 'erase-consents' ? { sure: 'yes' } : {}) }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={does === 'erase-consents' ? 'button danger' : 'button'}>
        Do it now, once
      </button>
    </Form>
  );
}

export function inWords(what: string): string {
  const gated = readGated(what);
  if (!gated) return 'Something that is not known any more';
  if (gated.does === 'export-audit') return `Export of the audit, ${gated.file}`;
  if (gated.does === 'export-consents')
    return `Export of consents of the site ${gated.site} as ${gated.format}, ${gated.from ?? 'the beginning'} to ${gated.to ?? 'today'}`;
  return `Erasure of consents of the site ${gated.site}: ${gated.id ? `the record ${gated.id}` : `the subject ${gated.subject}`}`;
}
