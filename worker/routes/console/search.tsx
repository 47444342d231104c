/** Finds requests by reference or by a person's address. An address is sent in a form and never stands in an address. */

import { noteView } from '../../console/audit.ts';
import type { SentForm } from '../../console/forms.ts';
import { answerConsole, Form, type Office } from '../../console/page.tsx';
import { QueueTable } from '../../console/queue-table.tsx';
import { normalAddress } from '../../requests/cases.ts';
import { MOST_OF_CONTACT, ofContact } from '../../store/queue.ts';
import { findRequest } from '../../store/requests.ts';

export function SearchForm({ office, value }: { office: Office; value?: string }) {
  return (
    <search>
      <Form office={office} to="search/" label="Search">
        <div class="fields">
          <label>
            Reference or e-mail address
            <input name="q" type="text" required maxlength={254} autocomplete="off" spellcheck={false} value={value} />
          </label>
          <button type="submit" class="button quiet">
            Search
          </button>
        </div>
      </Form>
    </search>
  );
}

export async function search(office: Office, form: SentForm): Promise<Response> {
  const { c, desk, operator, at } = office;
  const asked = form.text('q').slice(0, 254);
  const reference = referenceIn(asked);
  const found = reference ? await findRequest(desk.db, { reference }) : null;
  if (found) return c.redirect(at(`requests/${found.reference}/`), 303);
  const rows = asked.includes('@') ? await ofContact(desk.db, await desk.vault.hash('contact', normalAddress(asked))) : [];
  await noteView(desk, operator, {
    action: 'search',
    details: { by: asked.includes('@') ? 'address' : 'reference', found: rows.map(({ reference: one }) => one) },
  });
  const body = (
    <>
      <SearchForm office={office} value={asked} />
      {rows.length === 0 ? (
        <p class="box">
          Nothing was found. A reference has eight signs, such as 7K2M-9QXD; an address has to be the one that the request was sent with. What was said in a
          request cannot be searched: it is encrypted.
        </p>
      ) : (
        <section class="scroll" aria-label="Requests that were found" tabindex={0}>
          <QueueTable office={office} rows={rows} />
          {rows.length === MOST_OF_CONTACT ? <p class="note">These are the newest {MOST_OF_CONTACT}; there may be older ones.</p> : null}
        </section>
      )}
    </>
  );
  return answerConsole(office, { title: rows.length === 1 ? 'One request was found' : `${rows.length} requests were found`, body, part: '' });
}

/** Takes a reference as people read it out: without the dash, in small letters, with signs that look alike. */
export function referenceIn(text: string): string | undefined {
  const signs = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(signs) ? `${signs.slice(0, 4)}-${signs.slice(4)}` : undefined;
}
