/** Approvals of exports and erasures of consents: who asks, and who agrees. */
import { isSamePerson } from '../../auth.ts';
import type { SentForm } from '../../console/forms.ts';
import { Approved, agree, ask, inWords, sinceId } from '../../console/four-eyes.tsx';
import { answerConsole, Form, type Office } from '../../console/page.tsx';
import { type OpenApproval, openApprovals } from '../../store/views.ts';
import { nothingHere } from './guard.tsx';

export async function showApprovals(office: Office): Promise<Response> {
  const { desk, c } = office;
  const open = await openApprovals(desk.db, sinceId(desk.now));
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
          ? 'Exports and erasures of consents need a second person. Answers and erasures of requests are approved on their own pages.'
          : 'This organisation does not ask for a second person (requests.fourEyes in organisation.json), so nothing waits here.'}
      </p>
      {open.length === 0 ? (
        <p class="box">Nothing waits.</p>
      ) : (
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
