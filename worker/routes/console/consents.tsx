/** The consent ledgers' tools inside the console: look up, receipt, erase, export, statistics, health. */
import { EXPORT_FORMATS, eraseBody, exportQuery, type FoundRecord, searchQuery } from '../../../core/consent/operator-api.ts';
import { sha256 } from '../../../core/digest.ts';
import { readAs } from '../../body.ts';
import { noteView } from '../../console/audit.ts';
import type { SentForm } from '../../console/forms.ts';
import { gate } from '../../console/four-eyes.tsx';
import { answerConsole, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { carryOut, handOut } from '../../console/spend.ts';
import { readBanners } from '../../site.ts';
import { consentsFile } from '../operator/exports.ts';
import { eraseRecords, ofId, ofSubject, receiptOf } from '../operator/records.ts';
import { showStatistics } from '../operator/statistics.ts';
import { nothingHere } from './guard.tsx';

async function sitesOf({ c }: Office): Promise<string[]> {
  return Object.keys((await readBanners(c.env.site, c.req.raw)).sites).sort();
}

export async function showConsents(office: Office): Promise<Response> {
  return page(office, await sitesOf(office), [], {});
}

const FORMAT_NAMES: Record<(typeof EXPORT_FORMATS)[number], string> = { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' };

interface Asked {
  site?: string;
  what?: string;
  from?: string;
  to?: string;
  format?: string;
}

async function page(office: Office, sites: string[], faults: FieldFault[], asked: Asked, found?: FoundRecord[]): Promise<Response> {
  const { at } = office;
  const body =
    sites.length === 0 ? (
      <p class="box">This build has no site with a banner, so there is no ledger of consents.</p>
    ) : (
      <>
        <Faults faults={faults} />
        <section aria-labelledby="look-up">
          <h2 id="look-up">Look up</h2>
          <p>A record by its id, or all of a visitor by the subject that their receipt names. Nothing here finds anybody by name or address.</p>
          <Form office={office} to="consents/search/" label="Look up">
            <SiteField sites={sites} value={asked.site} />
            <p class="field">
              <label for="what">Record id or subject</label>
              <input
                id="what"
                name="what"
                required
                maxlength={64}
                autocomplete="off"
                spellcheck={false}
                value={asked.what ?? ''}
                {...describedBy(faults, 'what')}
              />
              <Fault faults={faults} field="what" />
            </p>
            <button type="submit" class="button">
              Look up
            </button>
          </Form>
        </section>
        {found ? <Found office={office} site={asked.site ?? ''} found={found} /> : null}
        {office.may('admin') ? (
          <section aria-labelledby="export">
            <h2 id="export">Export</h2>
            <Form office={office} to="consents/export/" label="Export">
              <SiteField sites={sites} value={asked.site} id="export-site" />
              <Fault faults={faults} field="export-site" />
              <Fault faults={faults} field="from" />
              <div class="fields">
                <label>
                  From <input id="from" type="date" name="from" value={asked.from} {...describedBy(faults, 'from')} />
                </label>
                <label>
                  To <input type="date" name="to" value={asked.to} />
                </label>
                <label>
                  As
                  <select name="format">
                    {EXPORT_FORMATS.map((format) => (
                      <option value={format} selected={format === asked.format}>
                        {FORMAT_NAMES[format]}
                      </option>
                    ))}
                  </select>
                </label>
                <button type="submit" class="button quiet">
                  Export
                </button>
              </div>
            </Form>
          </section>
        ) : null}
        <section aria-labelledby="statistics">
          <h2 id="statistics">Statistics</h2>
          <ul class="links">
            {sites.map((site) => (
              <>
                <li>
                  <a href={at(`consents/statistics/?site=${site}&by=day,action`)}>{site} by day and action</a>
                </li>
                <li>
                  <a href={at(`consents/statistics/?site=${site}&by=version,action`)}>{site} by version</a>
                </li>
                <li>
                  <a href={at(`consents/statistics/?site=${site}&by=category`)}>{site} by category</a>
                </li>
              </>
            ))}
          </ul>
        </section>
      </>
    );
  return answerConsole(office, { title: 'Consents', body, part: 'consents/', status: faults.length > 0 ? 422 : 200 });
}

function SiteField({ sites, value, id = 'site' }: { sites: string[]; value: string | undefined; id?: string }) {
  return (
    <p class="field">
      <label for={id}>Site</label>
      <select id={id} name="site">
        {sites.map((site) => (
          <option value={site} selected={site === value}>
            {site}
          </option>
        ))}
      </select>
    </p>
  );
}

export async function searchConsents(office: Office, form: SentForm): Promise<Response> {
  const { c, desk, operator } = office;
  const [site, what] = [form.text('site'), form.text('what').toLowerCase()];
  const index = await readBanners(c.env.site, c.req.raw);
  const known = Object.hasOwn(index.sites, site) ? index.sites[site] : undefined;
  const read = readAs(searchQuery, { site, ...(what.includes('-') ? { id: what } : { subject: what }) });
  const sites = Object.keys(index.sites).sort();
  if (!known || !read.ok)
    return page(
      office,
      sites,
      [{ field: 'what', says: 'Give the id of a record, such as 019aae2c-5400-7000-8000-000000000001, or a subject: 64 hexadecimal digits.' }],
      { site, what: form.text('what') },
    );
  const { id, subject } = read.value;
  const found = id === undefined ? await ofSubject(c, site, subject ?? '', known) : await ofId(c, site, id, known);
  await noteView(desk, operator, {
    action: 'view-consents',
    details: { site, by: id === undefined ? 'subject' : 'id', records: found.map(({ log, index: at }) => `${log}/${at}`) },
  });
  return page(office, sites, [], { site, what }, found);
}

function Found({ office, site, found }: { office: Office; site: string; found: FoundRecord[] }) {
  const subject = found.find(({ record }) => record?.subject)?.record?.subject;
  return (
    <section aria-labelledby="found">
      <h2 id="found">{found.length === 1 ? 'One record' : `${found.length} records`}</h2>
      <ul class="cards">
        {found.map((one) => (
          <li>
            <p>
              <strong>{one.record ? `${one.record.action}, ${one.record.received}` : 'Erased'}</strong>{' '}
              <span class="note">
                {one.state}, {one.log}/{one.index}
              </span>
            </p>
            {one.record ? <Record office={office} site={site} found={one} /> : <p>Nothing of it is left but its place in the log.</p>}
          </li>
        ))}
      </ul>
      {subject && office.may('admin') ? (
        <Form office={office} to="consents/erase/" label="Erase all of this subject">
          <input type="hidden" name="site" value={site} />
          <input type="hidden" name="subject" value={subject} />
          <button type="submit" class="button danger">
            Erase all of this subject …
          </button>
        </Form>
      ) : null}
    </section>
  );
}

function Record({ office, site, found: { record } }: { office: Office; site: string; found: FoundRecord }) {
  if (!record) return null;
  return (
    <>
      <dl class="facts">
        <dt>Id</dt>
        <dd class="hash">{record.id}</dd>
        {record.subject ? (
          <>
            <dt>Subject</dt>
            <dd class="hash">{record.subject}</dd>
          </>
        ) : null}
        <dt>Choices</dt>
        <dd>{JSON.stringify(record.choices)}</dd>
        <dt>Notice</dt>
        <dd class="hash">{record.notice}</dd>
      </dl>
      <div class="fields">
        <Form office={office} to="consents/receipt/" label={`Receipt of ${record.id}`}>
          <input type="hidden" name="site" value={site} />
          <input type="hidden" name="id" value={record.id} />
          <button type="submit" class="button quiet">
            Receipt
          </button>
        </Form>
        {office.may('admin') ? (
          <Form office={office} to="consents/erase/" label={`Erase ${record.id}`}>
            <input type="hidden" name="site" value={site} />
            <input type="hidden" name="id" value={record.id} />
            <button type="submit" class="button danger">
              Erase …
            </button>
          </Form>
        ) : null}
      </div>
    </>
  );
}

export async function consentReceipt(office: Office, form: SentForm): Promise<Response> {
  const { c, desk, operator } = office;
  const [site, id] = [form.text('site'), form.text('id')];
  const index = await readBanners(c.env.site, c.req.raw);
  const known = Object.hasOwn(index.sites, site) ? index.sites[site] : undefined;
  const read = readAs(searchQuery, { site, id });
  const [found] = known && read.ok ? await ofId(c, site, id, known) : [];
  if (!known || !found?.record) return nothingHere(office);
  await noteView(desk, operator, { action: 'view-receipt', details: { record: found.record.id } });
  return receiptOf(c, found, known);
}

export async function eraseConsents(office: Office, form: SentForm): Promise<Response> {
  const { c, at, desk } = office;
  const index = await readBanners(c.env.site, c.req.raw);
  const read = readAs(eraseBody, { site: form.text('site'), ...(form.has('id') ? { id: form.text('id') } : { subject: form.text('subject') }) });
  const known = read.ok && Object.hasOwn(index.sites, read.value.site) ? index.sites[read.value.site] : undefined;
  if (!read.ok || !known) return nothingHere(office);
  const { site, id, subject } = read.value;
  if (!form.has('sure')) return askWhether(office, { site, id, subject });
  // The subject goes with what is erased, so the audit has its hash: enough to tell that it was this one, and no way back.
  const passed = await gate(
    office,
    { does: 'erase-consents', site, ...(id === undefined ? { subject } : { id }) },
    { action: 'erase-consents', details: { site, ...(id === undefined ? { subjectHash: sha256(subject ?? '') } : { record: id }) } },
  );
  if (!passed.ok) return passed.answer;
  const done = await carryOut(passed.spent, () => eraseRecords(c, known, read.value));
  const body = done.ok ? (
    <p role="status">
      {done.erased === 1 ? 'One record was erased' : `${done.erased} records were erased`}
      {done.everywhere ? '' : '; the archive follows by itself'}. <a href={at('consents/')}>Back</a>
    </p>
  ) : (
    <p>
      The ledger did not take it: {done.refusal.reason}. Try again later
      {desk.file.settings.fourEyes ? ', from the page of approvals: yours still holds' : ''}.
    </p>
  );
  return answerConsole(office, { title: done.ok ? 'Erased' : 'Not erased', body, part: 'consents/', status: done.ok ? 200 : 503 });
}

function askWhether(office: Office, { site, id, subject }: { site: string; id?: string | undefined; subject?: string | undefined }): Promise<Response> {
  const body = (
    <>
      <p class="box warning">
        {id ? 'The record' : 'Every record of this subject'} is erased in the ledger and in the archive. It cannot be shown any more that this visitor
        consented. The leaf stays in the log and says nothing. It cannot be taken back.
      </p>
      <p class="hash">{id ?? subject}</p>
      <Form office={office} to="consents/erase/" label="Erase">
        <input type="hidden" name="site" value={site} />
        <input type="hidden" name={id ? 'id' : 'subject'} value={id ?? subject ?? ''} />
        <input type="hidden" name="sure" value="yes" />
        <p class="fields">
          <button type="submit" class="button danger">
            Erase it
          </button>
          <a href={office.at('consents/')}>Leave it</a>
        </p>
      </Form>
    </>
  );
  return answerConsole(office, { title: id ? 'Erase this record?' : 'Erase all records of this subject?', body, part: 'consents/' });
}

/** By a form: an address could be loaded ahead or anew, and would use an approval up. */
export async function exportFromConsole(office: Office, form: SentForm): Promise<Response> {
  const { c } = office;
  const sites = await sitesOf(office);
  const given = Object.fromEntries(['site', 'from', 'to'].filter((name) => form.has(name)).map((name) => [name, form.text(name)]));
  const read = readAs(exportQuery, given);
  const format = EXPORT_FORMATS.find((one) => one === form.text('format'));
  const asked = { site: form.text('site'), from: form.text('from'), to: form.text('to'), format: form.text('format') };
  if (!format || !sites.includes(asked.site)) return page(office, sites, [{ field: 'export-site', says: 'Choose a site and a format.' }], asked);
  if (!read.ok) return page(office, sites, [{ field: 'from', says: 'Give days such as 2026-01-31, the first one first, or leave them empty.' }], asked);
  const { site, from, to } = read.value;
  const what = { site, ...(from ? { from } : {}), ...(to ? { to } : {}), format };
  // Nothing is read of it before somebody takes it.
  const file = await consentsFile(c, format, read.value);
  if (!file.ok) return file;
  const passed = await gate(office, { does: 'export-consents', ...what }, { action: 'export-consents', details: what });
  return passed.ok ? handOut(passed.spent, file) : passed.answer;
}

type Lines = { by: string[]; lines: Record<string, string | number | boolean | null>[] };

export async function showConsentStatistics(office: Office): Promise<Response> {
  const answer = await showStatistics(office.c);
  if (!answer.ok) return answer;
  const { by, lines } = await answer.json<Lines>();
  const columns = [...by, ...new Set(lines.flatMap((line) => Object.keys(line)))].filter((name, at, all) => all.indexOf(name) === at);
  const body = (
    <>
      <p>
        <a href={office.at('consents/')}>All of consents</a>
      </p>
      {lines.length === 0 ? (
        <p class="box">Nothing was counted yet: records are counted once they are sealed.</p>
      ) : (
        <section class="scroll" aria-label="Counts" tabindex={0}>
          <table>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th scope="col">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr>
                  {columns.map((name) => (
                    <td>{String(line[name] ?? '')}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
  return answerConsole(office, { title: 'Consents counted', body, part: 'consents/' });
}
