/** What operators saw and did, for admins: to read, to export, and to prove against the log. */
import { csvLine } from '../../../core/consent/exports/csv.ts';
import { toBase64, utf8 } from '../../../core/log/bytes.ts';
import { logAudit, noteView, receiptOfAudit } from '../../console/audit.ts';
import type { SentForm } from '../../console/forms.ts';
import { gate } from '../../console/four-eyes.tsx';
import { codeInWords } from '../../console/names.ts';
import { answerConsole, CONSOLE_HEADERS, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { handOut } from '../../console/spend.ts';
import type { Desk } from '../../requests/desk.ts';
import { type AuditFilter, type AuditRow, auditPage, findAudit } from '../../store/audit.ts';
import { referencesOf } from '../../store/queue.ts';
import { findRequest } from '../../store/requests.ts';
import { noReceipt, nothingHere } from './guard.tsx';
import { referenceIn } from './search.tsx';

const SIZE = 100;
const NO_REQUEST: FieldFault = { field: 'request', says: 'There is no request with this reference. It has eight signs, such as 7K2M-9QXD.' };

export async function showAudit(office: Office): Promise<Response> {
  const { c, desk, operator, at } = office;
  const typed = (c.req.query('request') ?? '').trim();
  const reference = referenceIn(typed);
  const request = reference ? (await findRequest(desk.db, { reference }))?.id : undefined;
  const faults: FieldFault[] = typed !== '' && request === undefined ? [NO_REQUEST] : [];
  const mine = c.req.query('by') === 'me';
  const filter: AuditFilter = { ...(typed === '' ? {} : { request: request ?? '' }), ...(mine ? { actor: operator.name } : {}) };
  const after = c.req.query('after');
  const rows = await auditPage(desk.db, filter, 'newest', after, SIZE + 1);
  const shown = rows.slice(0, SIZE);
  const references = await referencesOf(
    desk.db,
    shown.flatMap((row) => (row.request ? [row.request] : [])),
  );
  await noteView(desk, operator, { action: 'view-audit', details: { entries: shown.length } });
  const last = rows.length > SIZE ? shown.at(-1) : undefined;
  const search = (more: Record<string, string>): string =>
    `?${new URLSearchParams({ ...(reference ? { request: reference } : {}), ...(mine ? { by: 'me' } : {}), ...more }).toString()}`;
  const body = (
    <>
      <Faults faults={faults} />
      <p>
        Every view of personal data and every change. Each entry is a leaf of the public log{' '}
        <a href={`${c.env.site.index.base}log/requests/checkpoint`}>requests</a>, so one that is changed or taken out is found:{' '}
        <code>fairnotice verify log</code>, and the receipt of an entry.
      </p>
      <form method="get" class="form" aria-label="Find entries">
        <Fault faults={faults} field="request" />
        <div class="fields">
          <label>
            Reference of a request
            <input id="request" name="request" maxlength={12} value={reference ?? typed} {...describedBy(faults, 'request')} />
          </label>
          <button type="submit" class="button quiet">
            Show
          </button>
        </div>
      </form>
      <ul class="links">
        <li>
          <a href={at('audit/')}>All</a>
        </li>
        <li>
          <a href={at('audit/?by=me')}>What I did</a>
        </li>
      </ul>
      <Form office={office} to="audit/export/" label="Export">
        <p class="fields">
          <button type="submit" class="button quiet" name="file" value="audit.jsonl">
            Export as JSON Lines
          </button>
          <button type="submit" class="button quiet" name="file" value="audit.csv">
            Export as CSV
          </button>
        </p>
      </Form>
      {shown.length === 0 ? (
        <p class="box">Nothing is noted here.</p>
      ) : (
        <section class="scroll" aria-label="Entries" tabindex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">When (UTC)</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Request</th>
                <th scope="col">More</th>
                <th scope="col">Proof</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr>
                  <td>
                    <time datetime={row.at}>{row.at.slice(0, 19).replace('T', ' ')}</time>
                  </td>
                  <td>{row.actor}</td>
                  <td>{codeInWords(row.action)}</td>
                  <td>{row.request ? <RequestLink at={at} reference={references.get(row.request)} /> : null}</td>
                  <td>{detailsOf(row)}</td>
                  <td>
                    {row.leaf === null ? (
                      'not in the log yet'
                    ) : (
                      <a href={at(`audit/${row.id}/receipt/`)} aria-label={`Receipt of ${row.action}, ${row.at}`}>
                        receipt
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {last ? (
        <p>
          <a href={search({ after: last.id })} rel="next">
            Older
          </a>
        </p>
      ) : null}
    </>
  );
  return answerConsole(office, { title: 'Audit', body, part: 'audit/', status: faults.length > 0 ? 400 : 200 });
}

/** A request whose record went by law has no page any more. */
function RequestLink({ at, reference }: { at: Office['at']; reference: string | undefined }) {
  return reference === undefined ? <>removed</> : <a href={at(`requests/${reference}/`)}>{reference}</a>;
}

function detailsOf({ entry }: AuditRow): string {
  const { details = {} } = JSON.parse(entry) as { details?: Record<string, unknown> };
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}

export async function auditReceipt(office: Office): Promise<Response> {
  const { c, desk, operator } = office;
  const row = await findAudit(desk.db, c.req.param('id') ?? '');
  if (!row) return nothingHere(office);
  const receipt = await receiptOfAudit(desk, row);
  if (!receipt.ok) return noReceipt(office, receipt);
  await noteView(desk, operator, { action: 'view-receipt', details: { entry: row.id } });
  return new Response(receipt.text, {
    headers: { ...CONSOLE_HEADERS, 'Content-Type': 'application/json', 'Content-Disposition': `attachment; filename="audit-${row.id}.json"` },
  });
}

const FORMATS = {
  'audit.jsonl': { type: 'application/jsonl', head: '', line: jsonLine },
  'audit.csv': {
    type: 'text/csv; charset=utf-8; header=present',
    head: csvLine(['at', 'actor', 'role', 'action', 'request', 'details', 'id', 'leaf', 'salt', 'record']),
    line: csvRow,
  },
} as const;

/** The record is the very text that the leaf commits to with the salt: whoever has both checks it against the log. */
function jsonLine({ leaf, salt, entry }: AuditRow): string {
  return `${JSON.stringify({ leaf, salt: toBase64(salt), record: entry })}\n`;
}

function csvRow(row: AuditRow): string {
  const { role } = JSON.parse(row.entry) as { role: string };
  return csvLine([row.at, row.actor, role, row.action, row.request, detailsOf(row), row.id, row.leaf, toBase64(row.salt), row.entry]);
}

/** The export is noted before it begins, so each one ends with the entry that says who took it. */
export async function exportAudit(office: Office, form: SentForm): Promise<Response> {
  const { desk } = office;
  const file = form.text('file');
  const format = file === 'audit.jsonl' || file === 'audit.csv' ? FORMATS[file] : undefined;
  if (!format) return nothingHere(office);
  const passed = await gate(office, { does: 'export-audit', file }, { action: 'export-audit', details: { file } });
  if (!passed.ok) return passed.answer;
  await logAudit(desk).catch(() => undefined);
  const name = `audit.${desk.today}.${file.split('.')[1]}`;
  const headers = { ...CONSOLE_HEADERS, 'Content-Type': format.type, 'Content-Disposition': `attachment; filename="${name}"` };
  return handOut(passed.spent, new Response(streamOf(desk, format), { headers }));
}

function streamOf({ db }: Desk, { head, line }: (typeof FORMATS)[keyof typeof FORMATS]): ReadableStream<Uint8Array> {
  let from: string | undefined;
  return new ReadableStream(
    {
      start: (controller) => {
        if (head !== '') controller.enqueue(utf8(head));
      },
      async pull(controller) {
        const rows = await auditPage(db, {}, 'oldest', from, SIZE);
        from = rows.at(-1)?.id;
        if (rows.length > 0) controller.enqueue(utf8(rows.map(line).join('')));
        if (rows.length < SIZE) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
