/** What happened to a request, in plain English for operators. Pure. */
import type { CaseEvent } from './events.ts';

/** A sentence for an event. What people wrote with it is shown beside it. */
export function eventInWords(event: CaseEvent): string {
  switch (event.type) {
    case 'received':
      return 'Received';
    case 'receipt-corrected':
      return `Date of receipt corrected to ${event.received}`;
    case 'acknowledged':
      return 'Receipt acknowledged to the person';
    case 'identity-asked':
      return event.fraudSuspected ? 'Identity asked for: fraud is suspected' : 'Identity asked for';
    case 'identity-confirmed':
      return 'Identity confirmed';
    case 'clarification-asked':
      return 'Clarification asked for';
    case 'clarification-answered':
      return 'Clarification answered';
    case 'fee-asked':
      return 'Fee asked for';
    case 'fee-settled':
      return 'Fee settled';
    case 'extended':
      return `Extended${event.until ? ` until ${event.until}` : ''}: ${event.reason.replaceAll('-', ' ')}`;
    case 'answered':
      return `Answered: ${(event.outcome ?? 'complied').replaceAll('-', ' ')}`;
    case 'refused':
      return `Refused${event.reasons ? `: ${event.reasons.map((reason) => reason.replaceAll('-', ' ')).join(', ')}` : ''}`;
    case 'withdrawn':
      return 'Withdrawn by the person';
    case 'complaint-received':
      return 'A complaint about this request was received';
    case 'appeal-received':
      return 'An appeal against the refusal was received';
    case 'proof-asked':
      return 'Proof of the address asked for by mail';
    case 'proved':
      return event.by === 'operator' ? 'Proved: an operator checked who it is' : `Address proved by ${event.by}`;
    case 'disputed':
      return 'Disputed: the person said that they asked nothing';
    case 'code-disputed':
      return 'The person at the address did not ask for a code: it ended, and whoever was let in by one is out';
    case 'corrected':
      return 'Contents corrected by the person';
    case 'message-from-person':
      return 'Message from the person';
    case 'message-to-person':
      return 'Message to the person';
    case 'note':
      return 'Internal note';
    case 'assigned':
      return event.to === null ? 'Assigned to nobody' : `Assigned to ${event.to}`;
    case 'file-added':
      return event.source === 'answer' ? 'File added to the answer' : 'File added by the person';
    case 'file-removed':
      return 'File removed';
    case 'file-fetched':
      return 'File downloaded by the person';
    case 'answer-released':
      return `Answer released for download until ${event.until}`;
    case 'choice-recorded':
      return `Choice took effect in the browser, and is in the ledger of ${event.site}`;
    case 'linked':
      return 'Linked to another request';
    case 'approval-asked':
      return 'A second person was asked to agree';
    case 'approved':
      return 'A second person agreed';
    case 'purged':
      return event.what === 'unproved' ? 'Removed unproved: nobody proved the address' : 'Contents erased, with their key';
    default:
      return event satisfies never;
  }
}
