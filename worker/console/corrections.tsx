/** What is noted on a request beside its answer: notes, corrections, links, and its end without one. */
import { isClosed } from './acts.ts';
import type { Part } from './dossier.ts';
import { describedBy, Fault, Form, type Typed } from './page.tsx';
import { OldReceipt, oldReceipt } from './received.tsx';

export function Note({ office, dossier: { opened }, typed }: Part & { typed: Typed }) {
  return (
    <Form office={office} to={`requests/${opened.row.reference}/do/`} label="Internal note">
      <label for="note">Internal note</label>
      <p class="note" id="note-hint">
        The person does not see it here, but may ask for it.
      </p>
      <textarea id="note" name="note" rows={3} maxlength={10_000} {...describedBy(typed.faults, 'note', 'note-hint')}>
        {typed.values.note ?? ''}
      </textarea>
      <Fault faults={typed.faults} field="note" />
      <button type="submit" class="button quiet" name="do" value="note">
        Add the note
      </button>
    </Form>
  );
}

export function Corrections({ office, dossier: { opened }, typed, to }: Part & { typed: Typed; to: string }) {
  const { summary } = opened;
  const { received = '' } = typed.values;
  return (
    <details open={typed.faults.some(({ field }) => field === 'received' || field === 'other')}>
      <summary>Correct, link, withdraw</summary>
      {isClosed(opened) ? null : (
        <Form office={office} to={to} label="Date of receipt">
          <label for="received">It was received on</label>
          <p class="note" id="received-hint">
            Earlier than {summary.received} only: the clock starts on receipt, not when somebody noticed. The correction is noted.
          </p>
          <div class="fields">
            <input
              id="received"
              name="received"
              type="date"
              max={summary.received}
              value={received}
              {...describedBy(typed.faults, 'received', 'received-hint')}
            />
            <button type="submit" class="button quiet" name="do" value="receipt-corrected">
              Correct the date
            </button>
          </div>
          <Fault faults={typed.faults} field="received" />
          <OldReceipt received={received} today={office.desk.today} confirmed={typed.values[oldReceipt]} />
        </Form>
      )}
      <Form office={office} to={to} label="Link">
        <label for="other">Link to the request with the reference</label>
        <div class="fields">
          <input id="other" name="other" maxlength={20} autocomplete="off" value={typed.values.other ?? ''} {...describedBy(typed.faults, 'other')} />
          <button type="submit" class="button quiet" name="do" value="linked">
            Link
          </button>
        </div>
        <Fault faults={typed.faults} field="other" />
      </Form>
      <Form office={office} to={to} label="What came in otherwise">
        <div class="fields">
          <button type="submit" class="button quiet" name="do" value="complaint-received">
            A complaint about it came in
          </button>
          <button type="submit" class="button quiet" name="do" value="appeal-received">
            An appeal against it came in
          </button>
          {isClosed(opened) ? null : (
            <button type="submit" class="button danger" name="do" value="withdrawn">
              The person withdrew it: close it
            </button>
          )}
        </div>
      </Form>
    </details>
  );
}
