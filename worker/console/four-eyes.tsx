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
import { approvalFor, approve, dropApprovals, findApproval, insertApproval, isUsedKey, useApproval, useKey } from '../store/views.ts';
import { auditStatement } from './audit.ts';
import { answerConsole, Form, type Office } from './page.tsx';

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

/** May it be done now? Where not, the answer says what is missing. */
export async function gate(office: Office, gated: Gated): Promise<{ ok: true } | { ok: false; answer: Promise<Response> }> {
  const { desk, operator } = office;
  if (!desk.file.settings.fourEyes) return { ok: true };
  const what = canonicalize(gated) ?? '';
  const known = await approvalFor(desk.db, operator.name, what, sinceId(desk.now));
  if (known?.approved_by && (await useApproval(desk.db, known.id, desk.now.toISOString()))) return { ok: true };
  return { ok: false, answer: wait(office, what, known !== null && known.approved_by === null) };
}

function wait(office: Office, what: string, asked: boolean): Promise<Response> {
  const body = (
    <>
      <p class="box">{inWords(what)}</p>
      {asked ? (
        <p>You have asked for it. Once somebody has approved it, you can do it from the page of all approvals, within {HOURS} hours.</p>
      ) : (
        <Form office={office} to="approvals/" label="Ask">
          <input type="hidden" name="what" value={what} />
          <button type="submit" class="button" name="do" value="ask">
            Ask a second person
          </button>
        </Form>
      )}
      <p>
        <a href={office.at('approvals/')}>All approvals</a>
      </p>
    </>
  );
  return answerConsole(office, { title: 'A second person has to approve this', body, part: 'approvals/' });
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

/** A button for whoever asked, once it is approved. */
export function DoIt({ office, what }: { office: Office; what: string }) {
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
