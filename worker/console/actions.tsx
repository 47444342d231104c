/** What can be done about a request now: whose it is, letters, and what is known of the person. */
import { regimesAt } from '../../core/regimes.ts';
import { needsProof } from '../requests/proof.ts';
import { isClosed, whyNoLetter } from './acts.ts';
import { Corrections } from './corrections.tsx';
import { extensionOf, type Part, pausesFor } from './dossier.ts';
import { DateWords } from './due.tsx';
import { codeInWords } from './names.ts';
import { describedBy, Fault, Form, Names, type Typed } from './page.tsx';
import type { Person } from './people.ts';

export function Actions({ office, dossier, typed, people }: Part & { typed: Typed; people: Person[] }) {
  const { opened } = dossier;
  const { row } = opened;
  const to = `requests/${row.reference}/do/`;
  const letter = (name: string): string => office.at(`requests/${row.reference}/letters/${name}/`);
  const closed = isClosed(opened);
  const why = whyNoLetter(opened);
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
            maxlength={100}
            autocomplete="off"
            value={typed.values.to ?? opened.summary.assignee ?? office.operator.name}
            {...describedBy(typed.faults, 'to')}
          />
          <Names id="people" people={people} />
          <button type="submit" class="button quiet" name="do" value="assign">
            Assign
          </button>
        </div>
        <Fault faults={typed.faults} field="to" />
      </Form>
      {opened.key && why !== undefined ? <p class="box warning">{why}</p> : null}
      {opened.key && why === undefined ? (
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
  const clock = (wait: 'clarification' | 'identity'): string =>
    pausesFor(office.desk, opened, wait) ? 'the clock stands still until it is answered' : 'the clock runs on';
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
              {extension.limit ? (
                <>
                  until <DateWords date={extension.limit} /> at most
                </>
              ) : (
                'to a day that you name'
              )}
              {extension.noticeBy ? (
                <>
                  ; the person has to know by <DateWords date={extension.noticeBy} />
                </>
              ) : null}
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
