/** What waits for a second person: answers and refusals of requests, exports, and erasures of consents; who asks, and who agrees. */
import { isSamePerson } from '../../auth.ts';
import { mayApprove, type Pending, pendingOf } from '../../console/acts.ts';
import type { SentForm } from '../../console/forms.ts';
import { Approved, agree, ask, inWords, sinceId } from '../../console/four-eyes.tsx';
import { kindName } from '../../console/names.ts';
import { answerConsole, Form, type Office } from '../../console/page.tsx';
import { type Case, openCase } from '../../requests/cases.ts';
import { type OpenApproval, openApprovals, proposedSince } from '../../store/views.ts';
import { nothingHere } from './guard.tsx';

/** What was proposed before is on the page of its request alone. */
const PROPOSED_DAYS = 180;

export async function showApprovals(office: Office): Promise<Response> {
  const { desk, c } = office;
  const open = await openApprovals(desk.db, sinceId(desk.now));
  const proposed = await proposals(office);
  const done = c.req.query('done');
  const body = (
    <>
      {done === 'asked' ? (
        <p class="done" role="status">
          You have asked. Somebody else has to approve it.
        </p>
      ) : null}
      {done === 'approved' ? (
        <p class="done" role="status">
          You approved it. Whoever asked can do it now, once.
        </p>
      ) : null}
      {done === 'nothing' ? (
        <p class="done" role="status">
          Nothing was approved: it is your own, or somebody was faster.
        </p>
      ) : null}
      <p>
        {desk.file.settings.fourEyes
          ? 'Exports and erasures of consents need a second person, and so does what closes a request with an answer or a refusal: that is approved on its own page.'
          : 'This organisation does not ask for a second person (requests.fourEyes in organisation.json), so nothing waits here.'}
      </p>
      {proposed.length > 0 ? (
        <section aria-labelledby="proposed">
          <h2 id="proposed">Requests</h2>
          <ul class="cards">
            {proposed.map((one) => (
              <Proposed office={office} {...one} />
            ))}
          </ul>
        </section>
      ) : null}
      {open.length === 0 && proposed.length === 0 ? <p class="box">Nothing waits.</p> : null}
      {open.length === 0 ? null : (
        <ul class="cards">
          {open.map((row) => (
            <Card office={office} row={row} />
          ))}
        </ul>
      )}
    </>
  );
  return answerConsole(office, { title: 'Approvals', body, part: 'approvals/' });
}

interface Waiting {
  opened: Case;
  pending: Pending;
}

async function proposals({ desk }: Office): Promise<Waiting[]> {
  const since = new Date(desk.now.getTime() - PROPOSED_DAYS * 86_400_000).toISOString();
  const all = await Promise.all((await proposedSince(desk.db, since)).map((id) => openCase(desk, { id })));
  return all.flatMap((opened) => {
    const pending = opened && pendingOf(opened);
    return pending ? [{ opened, pending }] : [];
  });
}

function Proposed({ office, opened: { row, summary }, pending }: Waiting & { office: Office }) {
  return (
    <li>
      <p>
        <a href={office.at(`requests/${row.reference}/`)}>
          {kindName(office.desk, row.kind)}, {row.reference}
        </a>
        {summary.due === undefined ? '' : `, due on ${summary.due}`}
      </p>
      <p class="note">Proposed by {pending.by.join(', ')}</p>
      {mayApprove(pending, office.operator) ? null : <p>Somebody else has to approve it.</p>}
    </li>
  );
}

function Card({ office, row }: { office: Office; row: OpenApproval }) {
  const own = isSamePerson(row.asked_by, office.operator.name);
  return (
    <li>
      <p>
        <strong>{inWords(row.what)}</strong>
      </p>
      <p class="note">
        Asked for by {row.asked_by}, {row.at.slice(0, 16).replace('T', ' ')} UTC
      </p>
      {row.approved_by ? (
        <Approved office={office} row={row} own={own} />
      ) : own ? (
        <p>Somebody else has to approve it.</p>
      ) : office.may('admin') ? (
        <Form office={office} to="approvals/" label={`Approve: ${inWords(row.what)}`}>
          <input type="hidden" name="id" value={row.id} />
          <button type="submit" class="button" name="do" value="approve">
            Approve
          </button>
        </Form>
      ) : (
        <p>An admin has to approve it.</p>
      )}
    </li>
  );
}

export async function sendApproval(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, at } = office;
  if (form.text('do') === 'ask') return (await ask(office, form.text('what'), key)) ? c.redirect(at('approvals/?done=asked'), 303) : nothingHere(office);
  if (form.text('do') !== 'approve') return nothingHere(office);
  const done = await agree(office, form.text('id'));
  return c.redirect(at(`approvals/?done=${done ? 'approved' : 'nothing'}`), 303);
}
