/** What one person proposed for a request and another one has to agree to. */
import { mayApprove, pendingOf } from './acts.ts';
import type { Part } from './dossier.ts';
import { Form } from './page.tsx';
import { isStale, proposalIn, proposalInWords } from './proposals.ts';

export function Approval({ office, dossier: { opened, words } }: Part) {
  const pending = pendingOf(opened);
  if (!pending) return null;
  const own = !mayApprove(pending, office.operator);
  const proposal = proposalIn(words.get(pending.number));
  const stale = proposal !== undefined && isStale(proposal, office.desk.today);
  return (
    <section class="box warning" aria-labelledby="approval">
      <h2 id="approval">Waits for a second person</h2>
      <p>
        {pending.by.join(', ')} {pending.by.length === 1 ? 'proposes' : 'propose'} to {proposal ? proposalInWords(proposal) : 'close this request'}. That closes
        the request. The letter stands in the list of what happened.
      </p>
      {own ? <p>You proposed it, or stand behind the system that did, so somebody else has to approve it.</p> : null}
      {stale ? <p>The last day for the download that the letter names is over. Propose it anew.</p> : null}
      {!own && !stale && proposal && office.may('operator') ? (
        <Form office={office} to={`requests/${opened.row.reference}/approve/`} label="Approve">
          <input type="hidden" name="number" value={String(pending.number)} />
          <button type="submit" class="button">
            Approve, and send it now
          </button>
        </Form>
      ) : null}
    </section>
  );
}
