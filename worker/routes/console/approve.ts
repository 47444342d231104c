/** A second person agrees to what the first one proposed. */
import type { SentForm } from '../../console/forms.ts';
import type { Office } from '../../console/page.tsx';
import { proposalIn } from '../../console/proposals.ts';
import { approveProposal } from '../../console/write.ts';
import { openCase, wordsOf } from '../../requests/cases.ts';
import { nothingHere } from './guard.tsx';

export async function approveForRequest(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, desk, at } = office;
  const reference = c.req.param('reference') ?? '';
  const opened = await openCase(desk, { reference });
  const event = opened?.events.find(({ number }) => String(number) === form.text('number'));
  const proposal = opened && event?.event.type === 'approval-asked' ? proposalIn(await wordsOf(opened, event)) : undefined;
  if (!opened || !event || !proposal) return nothingHere(office);
  const done = await approveProposal(office, opened, proposal, event.number, key);
  return c.redirect(at(`requests/${reference}/?done=${done}`), 303);
}
