/** What happened to a request, as a list in the order of time, with what was written at each step. */
import { dateAt, dateInWords, timeAt } from '../../core/dates.ts';
import { eventInWords } from '../../core/requests/event-words.ts';
import type { EventRow } from '../store/requests.ts';
import type { Part } from './dossier.ts';
import type { Office } from './page.tsx';
import { proposalIn, proposalInWords } from './proposals.ts';

export function TimeLine({ office, dossier: { opened, words } }: Part) {
  return (
    <ol class="timeline">
      {opened.events.map((event) => (
        <li class={KINDS_OF_EVENT[event.event.type]}>
          <EventHead office={office} event={event} reference={opened.row.reference} />
          {words.has(event.number) ? <Said event={event} words={words.get(event.number) ?? ''} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** Whose step it is, for the mark beside it. */
const KINDS_OF_EVENT: Partial<Record<EventRow['event']['type'], string>> = {
  note: 'inside',
  assigned: 'inside',
  linked: 'inside',
  'approval-asked': 'inside',
  approved: 'inside',
  'message-from-person': 'theirs',
  received: 'theirs',
  corrected: 'theirs',
  withdrawn: 'theirs',
  disputed: 'theirs',
  'code-disputed': 'theirs',
  proved: 'theirs',
};

function EventHead({ office: { desk, at }, event, reference }: { office: Office; event: EventRow; reference: string }) {
  const { timeZone } = desk;
  const happened = event.event.at;
  const dated = happened.length === 10;
  const otherDay = dated || dateAt(happened, timeZone) !== dateAt(event.noted, timeZone);
  return (
    <p class="happened">
      <strong>{eventInWords(event.event)}</strong>
      <br />
      <span class="note">
        <time datetime={happened}>
          {dated ? dateInWords(happened, 'en') : `${dateInWords(dateAt(happened, timeZone), 'en')}, ${timeAt(happened, timeZone)}`}
        </time>{' '}
        · {event.actor}
        {otherDay ? `, noted ${dateAt(event.noted, timeZone)}` : ''}
        {' · '}
        {event.leaf === null ? 'not in the log yet' : event.salt ? <a href={at(`requests/${reference}/events/${event.number}/`)}>receipt</a> : 'in the log'}
      </span>
    </p>
  );
}

/** What was proposed to a second person is kept as JSON; what they read is what it does, and its letter. */
function Said({ event: { event }, words }: { event: EventRow; words: string }) {
  const proposal = event.type === 'approval-asked' ? proposalIn(words) : undefined;
  if (!proposal) return <Words text={words} />;
  return (
    <>
      <p class="note">Proposed: to {proposalInWords(proposal)}</p>
      {proposal.text === '' ? <p class="note">Without a letter: the mail of the template alone.</p> : <Words text={proposal.text} />}
    </>
  );
}

/** Words of people, as text and nothing else, in whichever direction they run. */
export function Words({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {text}
    </p>
  );
}
