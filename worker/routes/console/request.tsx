/** A request's page: what happened on one side; the person, the dates and what can be done on the other. */
import { Actions } from '../../console/actions.tsx';
import { Approval } from '../../console/approval.tsx';
import { noteView } from '../../console/audit.ts';
import { Note } from '../../console/corrections.tsx';
import { Dates } from '../../console/dates.tsx';
import { openDossier } from '../../console/dossier.ts';
import { TimeLine } from '../../console/events.tsx';
import { Head } from '../../console/head.tsx';
import { kindName } from '../../console/names.ts';
import { answerConsole, Faults, type Office, type Typed } from '../../console/page.tsx';
import { colleagues } from '../../console/people.ts';
import { Files, Mails, PersonPart } from '../../console/person.tsx';
import { nothingHere } from './guard.tsx';

/** What was done, as a page says it after the redirect. A closed list: the address holds the code alone. */
const DONE: Record<string, string> = {
  note: 'The note was added.',
  assign: 'The request was assigned.',
  'identity-confirmed': 'The identity is confirmed.',
  'clarification-answered': 'The clarification is noted as answered.',
  'fee-settled': 'The fee is noted as settled.',
  proved: 'It is noted that you checked who it is.',
  withdrawn: 'The request is closed as withdrawn.',
  'receipt-corrected': 'The date of receipt was corrected, and the dates follow.',
  linked: 'The requests are linked.',
  'complaint-received': 'The complaint is noted.',
  'appeal-received': 'The appeal is noted.',
  sent: 'The letter was sent.',
  unmailed: 'The letter stands on the page of the request. There is no address to mail it to, so hand it over in another way.',
  'approval-asked': 'A second person has to approve it now. Nothing was sent yet.',
  approved: 'You approved it, and it was carried out.',
  entered: 'The request was entered.',
  nothing: 'Nothing was done: it had been done before, or is not possible any more.',
};

export async function showRequest(office: Office, typed: Typed = { faults: [], values: {} }): Promise<Response> {
  const { c, desk, operator } = office;
  const dossier = await openDossier(desk, c.req.param('reference') ?? '');
  if (!dossier) return nothingHere(office);
  const { row, events } = dossier.opened;
  await noteView(desk, operator, { action: 'view-request', request: row.id, details: { version: events.length } });
  const people = await colleagues(office);
  const done = DONE[c.req.query('done') ?? ''];
  const body = (
    <>
      {done && typed.faults.length === 0 ? (
        <p class="done" role="status">
          {done}
        </p>
      ) : null}
      <Faults faults={typed.faults} />
      <Head office={office} dossier={dossier} />
      <div class="two">
        <section class="story" aria-labelledby="story">
          <h2 id="story">What happened</h2>
          <TimeLine office={office} dossier={dossier} />
          {office.may('operator') && dossier.opened.key ? <Note office={office} dossier={dossier} typed={typed} /> : null}
        </section>
        <div class="desk">
          <Approval office={office} dossier={dossier} />
          <PersonPart office={office} dossier={dossier} />
          <Files office={office} dossier={dossier} />
          <Mails dossier={dossier} />
          <Dates office={office} dossier={dossier} />
          {office.may('operator') ? <Actions office={office} dossier={dossier} typed={typed} people={people} /> : null}
        </div>
      </div>
    </>
  );
  return answerConsole(office, { title: `${kindName(desk, row.kind)}, ${row.reference}`, body, part: '', status: typed.faults.length > 0 ? 422 : 200 });
}
