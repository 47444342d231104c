/** A request's page: what happened on one side; the person, the dates and what can be done on the other. */

import { regimesAt } from '../../../core/regimes.ts';
import { DUPLICATE_RULE } from '../../../core/requests/duplicates.ts';
import { isClosed, pendingOf } from '../../console/acts.ts';
import { noteView } from '../../console/audit.ts';
import { Dates } from '../../console/dates.tsx';
import { type Dossier, extensionOf, openDossier, pausesFor } from '../../console/dossier.ts';
import { TimeLine, Words } from '../../console/events.tsx';
import { BEHALF_NAMES, CHANNEL_NAMES, codeInWords, kindName, lawName, STATE_NAMES } from '../../console/names.ts';
import { answerConsole, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { colleagues, type Person } from '../../console/people.ts';
import { QueueTable } from '../../console/queue-table.tsx';
import { OldReceipt, oldReceipt } from '../../console/received.tsx';
import { needsProof } from '../../requests/proof.ts';
import { fetchesOf } from '../../requests/status.ts';
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
  'approval-asked': 'A second person has to approve it now. Nothing was sent yet.',
  approved: 'You approved it, and it was carried out.',
  entered: 'The request was entered.',
  nothing: 'Nothing was done: it had been done before, or is not possible any more.',
};

/** What was typed and cannot be taken, to be shown again. */
export interface Typed {
  faults: FieldFault[];
  values: Record<string, string>;
}

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

interface Part {
  office: Office;
  dossier: Dossier;
}

function Head({ office, dossier: { opened, holds, duplicates, others, about, parent } }: Part) {
  const { desk, at } = office;
  const { row, summary } = opened;
  const [canon] = duplicates;
  return (
    <>
      <p class="lead">
        {STATE_NAMES[summary.state]}
        {summary.outcome ? `: ${summary.outcome.split(' ').map(codeInWords).join(', ').toLowerCase()}` : ''} · {BEHALF_NAMES[row.behalf]},{' '}
        {CHANNEL_NAMES[row.channel]} · {row.place || 'place not told'} · assigned to {summary.assignee ?? 'nobody'}
      </p>
      {parent ? (
        <p>
          About the request <a href={at(`requests/${parent}/`)}>{parent}</a>.
        </p>
      ) : null}
      {holds.map((hold) => (
        <p class={hold.blocks ? 'box warning' : 'box'}>
          {hold.blocks ? 'Erasure is blocked: ' : 'Mind this before you erase: '}
          {hold.because === 'access-open' ? 'the same person has an access request open, ' : 'the same person has a complaint or appeal open, '}
          <a href={at(`requests/${hold.reference}/`)}>{hold.reference}</a>.
          {hold.blocks ? ` What was asked for is kept until that is over (${lawName(desk, hold.regime ?? '')}, ${hold.ref ?? ''}).` : ''}
        </p>
      ))}
      {canon ? (
        <section class="box" aria-label="Duplicates">
          <p>
            <strong>
              {canon.id === row.id ? (
                'Probably sent more than once; this is the one to work on.'
              ) : (
                <>
                  Probably a duplicate of <a href={at(`requests/${canon.reference}/`)}>{canon.reference}</a>.
                </>
              )}
            </strong>
          </p>
          <p class="note">{DUPLICATE_RULE}</p>
          <ul class="links">
            {duplicates.map((one) => (
              <li>
                <a href={at(`requests/${one.reference}/`)} aria-current={one.id === row.id ? 'true' : undefined}>
                  {one.reference}, {one.received}, {STATE_NAMES[one.state].toLowerCase()}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {about.length > 0 ? <Listed office={office} title="Complaints and appeals about this request" rows={about} /> : null}
      {others.length > 0 ? (
        <details>
          <summary>
            {others.length} other {others.length === 1 ? 'request' : 'requests'} of the same contact
          </summary>
          <Listed office={office} rows={others} />
        </details>
      ) : null}
    </>
  );
}

function Listed({ office, title, rows }: { office: Office; title?: string; rows: Dossier['others'] }) {
  return (
    <section class="scroll" aria-label={title ?? 'Other requests of the same contact'} tabindex={0}>
      {title ? <h2>{title}</h2> : null}
      <QueueTable office={office} rows={rows} />
    </section>
  );
}

function PersonPart({ office: { desk }, dossier: { opened } }: Part) {
  const { content, row } = opened;
  if (!content)
    return (
      <section aria-labelledby="person">
        <h2 id="person">The person</h2>
        <p class="box">
          {row.key === null
            ? 'The contents of this request were erased, with their key. What happened stays as a record.'
            : 'The master key of this request is not here, so its contents cannot be opened.'}
        </p>
      </section>
    );
  const facts: [string, string | undefined][] = [
    ['Name', content.name],
    ['E-mail', content.email],
    ['Account or number', content.identifiers],
    ['Child', content.child],
    ['Agent', content.agent ? `${content.agent.name}, ${content.agent.email}` : undefined],
    ...Object.entries(content.answers ?? {}).map(([question, answer]): [string, string] => [codeInWords(question), answer]),
  ];
  return (
    <section aria-labelledby="person">
      <h2 id="person">The person</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </>
          ))}
        <dt>Writes in</dt>
        <dd>{new Intl.DisplayNames('en', { type: 'language' }).of(desk.texts(row.locale).locale)}</dd>
        {row.policy ? (
          <>
            <dt>Policy at receipt</dt>
            <dd>{row.policy}</dd>
          </>
        ) : null}
      </dl>
      {content.details ? (
        <>
          <h3>What they wrote</h3>
          <Words text={content.details} />
        </>
      ) : null}
    </section>
  );
}

function Files({ office: { at }, dossier: { opened, files } }: Part) {
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      <ul class="plain">
        {files.map((file) => (
          <li>
            <a href={at(`requests/${opened.row.reference}/files/${file.id}/`)} dir="auto">
              {file.name}
            </a>{' '}
            <span class="note">
              {file.source === 'answer' ? 'of the answer' : 'from the person'}, {file.type}, {sizeInWords(file.bytes)}
              {file.source === 'answer' ? `, fetched ${fetchesOf(opened.events, file.id)} times` : ''}
            </span>
          </li>
        ))}
      </ul>
      <p class="note">A file of a stranger can do harm. It is handed out as a download and never opened here.</p>
    </section>
  );
}

/** What went out by mail, and what did not: nobody should think that somebody was told who was not. */
function Mails({ dossier: { mails } }: Pick<Part, 'dossier'>) {
  if (mails.length === 0) return null;
  const sorted = [...mails].sort((a, b) => (a.made < b.made ? -1 : 1));
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">Mails</h2>
      <ul class="plain">
        {sorted.map(({ name, state, made, sent, attempts, problem }) => (
          <li class={state === 'dead' ? 'late' : undefined}>
            {codeInWords(name)}:{' '}
            {state === 'sent'
              ? `sent ${(sent ?? made).slice(0, 16).replace('T', ' ')} UTC`
              : state === 'dead'
                ? `could not be sent (${problem ?? 'given up'}); the person sees it on the page of the request alone`
                : `waits since ${made.slice(0, 16).replace('T', ' ')} UTC${attempts > 0 ? `, tried ${attempts} times (${problem ?? ''})` : ''}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function sizeInWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function Approval({ office, dossier: { opened, words } }: Part) {
  const pending = pendingOf(opened);
  if (!pending) return null;
  const own = pending.by === office.operator.name;
  return (
    <section class="box warning" aria-labelledby="approval">
      <h2 id="approval">Waits for a second person</h2>
      <p>
        {pending.by} proposes to {pending.action === 'erasure' ? 'close this erasure as done' : 'close this request'}. The letter stands in the list of what
        happened.
      </p>
      {own ? <p>You proposed it, so somebody else has to approve it.</p> : null}
      {!own && office.may('operator') && words.has(pending.number) ? (
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

function Note({ office, dossier: { opened }, typed }: Part & { typed: Typed }) {
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

function Actions({ office, dossier, typed, people }: Part & { typed: Typed; people: Person[] }) {
  const { opened } = dossier;
  const { row } = opened;
  const to = `requests/${row.reference}/do/`;
  const letter = (name: string): string => office.at(`requests/${row.reference}/letters/${name}/`);
  const closed = isClosed(opened);
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">What you can do</h2>
      <Form office={office} to={to} label="Assign">
        <label for="to">Assigned to</label>
        <div class="fields">
          <input
            id="to"
            name="to"
            list="people"
            maxlength={60}
            autocomplete="off"
            value={typed.values.to ?? opened.summary.assignee ?? office.operator.name}
            {...describedBy(typed.faults, 'to')}
          />
          <datalist id="people">
            {people.map(({ name }) => (
              <option value={name}></option>
            ))}
          </datalist>
          <button type="submit" class="button quiet" name="do" value="assign">
            Assign
          </button>
        </div>
        <Fault faults={typed.faults} field="to" />
      </Form>
      {opened.key ? (
        <ul class="letters">
          <li>
            <a href={letter('message')}>Write a message</a>
          </li>
          {closed ? null : <OpenLetters office={office} dossier={dossier} letter={letter} />}
        </ul>
      ) : null}
      {closed || !opened.key ? null : <Checks office={office} dossier={dossier} to={to} />}
      <Corrections office={office} dossier={dossier} typed={typed} to={to} />
    </section>
  );
}

function OpenLetters({ office, dossier: { opened }, letter }: Part & { letter: (name: string) => string }) {
  const extension = extensionOf(opened);
  const clock = (wait: 'clarification' | 'identity'): string => (pausesFor(opened, wait) ? 'the clock stands still until it is answered' : 'the clock runs on');
  return (
    <>
      {opened.summary.acknowledged ? null : (
        <li>
          <a href={letter('acknowledged')}>Acknowledge receipt</a>
        </li>
      )}
      <li>
        <a href={letter('clarification')}>Ask what exactly is wanted</a> <span class="note">{clock('clarification')}</span>
      </li>
      <li>
        <a href={letter('identity')}>Ask for proof of identity</a> <span class="note">{clock('identity')}</span>
      </li>
      <li>
        <a href={letter('fee')}>Ask for a fee</a>
      </li>
      <li>
        {extension.possible ? (
          <>
            <a href={letter('extended')}>Extend the time limit</a>{' '}
            <span class="note">
              {extension.limit ? `until ${extension.limit} at most` : 'to a day that you name'}
              {extension.noticeBy ? `; the person has to know by ${extension.noticeBy}` : ''}
            </span>
          </>
        ) : (
          <span class="note">No extension: {extension.why}</span>
        )}
      </li>
      <li>
        <a href={office.at(`requests/${opened.row.reference}/answer/`)}>Put the answer together</a>
      </li>
      <li>
        <a href={letter('answered')}>Answer</a>
      </li>
      <li>
        <a href={letter('refused')}>Refuse</a>
      </li>
    </>
  );
}

function Checks({ office, dossier: { opened }, to }: Part & { to: string }) {
  const { row, summary, events } = opened;
  const open = (asked: string, answered: string): boolean =>
    events.findLast(({ event }) => event.type === asked || event.type === answered)?.event.type === asked;
  const proved = events.some(({ event }) => event.type === 'proved' || event.type === 'identity-confirmed');
  const rule = regimesAt(summary.received).find(({ id }) => id === summary.regime);
  const verification = rule?.rights.find(({ right }) => right === row.kind)?.verification ?? rule?.verification;
  const buttons: [boolean, string, string][] = [
    [!proved || open('identity-asked', 'identity-confirmed'), 'identity-confirmed', 'Identity is confirmed'],
    [summary.state === 'unproved', 'proved', 'I have checked who it is'],
    [open('clarification-asked', 'clarification-answered'), 'clarification-answered', 'Clarification is answered'],
    [open('fee-asked', 'fee-settled'), 'fee-settled', 'Fee is settled'],
  ];
  return (
    <>
      <h3>Identity</h3>
      <p class="note">
        {!needsProof(office.desk, opened)
          ? 'This kind of request needs no proof, and none may be asked for as a rule.'
          : proved
            ? 'It was proved.'
            : 'It was not proved yet. Send data to the contact that you know already, and to no other.'}
        {verification
          ? ` The law: ${codeInWords(verification.mode).toLowerCase()}${verification.ref ? ` (${verification.ref})` : ''}. ${verification.rule ?? ''}`
          : ''}
      </p>
      <Form office={office} to={to} label="What was settled">
        <div class="fields">
          {buttons
            .filter(([shown]) => shown)
            .map(([, value, text]) => (
              <button type="submit" class="button quiet" name="do" value={value}>
                {text}
              </button>
            ))}
        </div>
      </Form>
    </>
  );
}

function Corrections({ office, dossier: { opened }, typed, to }: Part & { typed: Typed; to: string }) {
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
