/** Changes to a request that need no letter. Each is an event; what cannot be taken comes back on the page with what was typed. */

import type { CaseEvent } from '../../../core/requests/events.ts';
import { receivedFault } from '../../../core/requests/received.ts';
import { dateSchema } from '../../../core/schemas.ts';
import { change, isClosed } from '../../console/acts.ts';
import type { SentForm } from '../../console/forms.ts';
import type { FieldFault, Office } from '../../console/page.tsx';
import { colleagueNamed } from '../../console/people.ts';
import { oldReceipt, receivedInWords } from '../../console/received.tsx';
import { type Case, type Happening, openCase } from '../../requests/cases.ts';
import { findRequest } from '../../store/requests.ts';
import { nothingHere } from './guard.tsx';
import { showRequest } from './request.tsx';
import { referenceIn } from './search.tsx';

type Decided = { faults: FieldFault[] } | { decide: (opened: Case) => Happening[] };

type Act = (office: Office, form: SentForm, opened: Case) => Promise<Decided> | Decided;

const fault = (field: string, says: string): Decided => ({ faults: [{ field, says }] });

/** An event now, by whoever is signed in, where the request still allows it. */
function event({ desk, operator }: Office, fields: (at: string) => CaseEvent, when: (opened: Case) => boolean = () => true, words?: string): Decided {
  return {
    decide: (opened) => (when(opened) ? [{ event: fields(desk.now.toISOString()), actor: operator.name, ...(words === undefined ? {} : { words }) }] : []),
  };
}

const isOpen = (opened: Case): boolean => !isClosed(opened);

const ACTS: Record<string, Act> = {
  note: (office, form, { key }) => {
    const words = form.text('note');
    if (words === '') return fault('note', 'Write the note before you add it.');
    if (words.length > 10_000) return fault('note', 'A note has at most 10,000 characters.');
    return event(
      office,
      (at) => ({ type: 'note', at }),
      () => key !== undefined,
      words,
    );
  },
  assign: async (office, form) => {
    const asked = form.text('to');
    const to = asked === '' ? null : await colleagueNamed(office, asked);
    if (to === undefined) return fault('to', 'Nobody of this name can be given requests. Choose a name from the list, or leave it empty for nobody.');
    return event(
      office,
      (at) => ({ type: 'assigned', at, to }),
      ({ summary }) => (summary.assignee ?? null) !== to,
    );
  },
  'identity-confirmed': (office) => event(office, (at) => ({ type: 'identity-confirmed', at }), isOpen),
  'clarification-answered': (office) => event(office, (at) => ({ type: 'clarification-answered', at }), isOpen),
  'fee-settled': (office) => event(office, (at) => ({ type: 'fee-settled', at }), isOpen),
  proved: (office) =>
    event(
      office,
      (at) => ({ type: 'proved', at, by: 'operator' }),
      ({ summary }) => summary.state === 'unproved',
    ),
  withdrawn: (office) => event(office, (at) => ({ type: 'withdrawn', at }), isOpen),
  'complaint-received': (office) => event(office, (at) => ({ type: 'complaint-received', at })),
  'appeal-received': (office) => event(office, (at) => ({ type: 'appeal-received', at })),
  'receipt-corrected': (office, form, { summary }) => {
    const received = form.text('received');
    if (!dateSchema.safeParse(received).success) return fault('received', 'Give the date of receipt, such as 2026-01-31.');
    if (received >= summary.received) return fault('received', `The date can be corrected backwards only: to a day before ${summary.received}.`);
    const old = receivedFault(received, office.desk.today, form.text(oldReceipt) === received);
    if (old) return fault('received', receivedInWords(old, received, office.desk.today));
    return event(
      office,
      (at) => ({ type: 'receipt-corrected', at, received }),
      (opened) => isOpen(opened) && received < opened.summary.received,
    );
  },
  linked: async (office, form, { row }) => {
    const reference = referenceIn(form.text('other'));
    const other = reference ? await findRequest(office.desk.db, { reference }) : null;
    if (!other || other.id === row.id) return fault('other', 'There is no other request with this reference. It has eight signs, such as 7K2M-9QXD.');
    return event(
      office,
      (at) => ({ type: 'linked', at, request: other.id }),
      ({ events }) => !events.some((one) => one.event.type === 'linked' && one.event.request === other.id),
    );
  },
};

export async function doToRequest(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, desk, at } = office;
  const reference = c.req.param('reference') ?? '';
  const opened = await openCase(desk, { reference });
  const what = form.text('do');
  const act = Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
  if (!opened || !act) return nothingHere(office);
  const decided = await act(office, form, opened);
  const typed = Object.fromEntries(['note', 'to', 'received', oldReceipt, 'other'].map((name) => [name, form.raw(name)]));
  if ('faults' in decided) return showRequest(office, { faults: decided.faults, values: typed });
  const changed = await change(office, opened.row.id, { what, key, decide: decided.decide });
  return c.redirect(at(`requests/${reference}/?done=${changed?.done ? what : 'nothing'}`), 303);
}
