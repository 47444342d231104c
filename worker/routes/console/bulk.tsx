/** One thing done to many requests. What closes them is said and asked for once more; what cannot be done to one does not hinder the others. */

import { z } from 'zod';
import { letterOf } from '../../../core/requests/letters.ts';
import { change, isClosed, whyNoLetter } from '../../console/acts.ts';
import type { SentForm } from '../../console/forms.ts';
import { kindName } from '../../console/names.ts';
import { answerConsole, Form, type Office } from '../../console/page.tsx';
import { colleagueNamed } from '../../console/people.ts';
import { completed, factsFor, send } from '../../console/write.ts';
import { type Case, openCase } from '../../requests/cases.ts';
import { listFiles } from '../../requests/files.ts';
import { PAGE_SIZE } from './queue.tsx';

const idSchema = z.uuidv7();
const OUTCOMES = { complied: 'done as asked', 'no-data': 'no data found' } as const;

interface Done {
  opened: Case;
  done: boolean;
  says: string;
}

type Act = (office: Office, opened: Case, key: string) => Promise<Omit<Done, 'opened'>>;

export async function bulk(office: Office, form: SentForm, key: string): Promise<Response> {
  const ids = [...new Set(form.all('id'))].filter((id) => idSchema.safeParse(id).success).slice(0, PAGE_SIZE);
  if (ids.length === 0) return plain(office, 'Nothing is ticked', 'Go back and tick the requests that you mean.');
  const what = form.text('do');
  if (what === 'assign') return assignAll(office, ids, form.text('to'), key);
  if (what === 'acknowledge') return all(office, ids, key, 'Acknowledge receipt', acknowledge);
  const outcome = form.text('as') === 'complied' ? 'complied' : form.text('as') === 'no-data' ? 'no-data' : undefined;
  if (what !== 'close' || !outcome) return plain(office, 'There is no such action', 'Nothing was changed.');
  if (!form.has('sure')) return askWhether(office, ids, outcome);
  return all(office, ids, key, `Close as ${OUTCOMES[outcome]}`, (one, opened, own) => close(one, opened, outcome, own));
}

function plain(office: Office, title: string, says: string): Promise<Response> {
  return answerConsole(office, { title, body: <p>{says}</p>, status: 422, part: '' });
}

async function assignAll(office: Office, ids: string[], asked: string, key: string): Promise<Response> {
  const to = asked === '' ? null : await colleagueNamed(office, asked);
  if (to === undefined)
    return plain(office, 'Nobody of this name can be given requests', 'Go back and choose a name from the list, or leave it empty for nobody.');
  return all(office, ids, key, `Assign to ${to ?? 'nobody'}`, async ({ desk, operator }, opened, own) => {
    const changed = await change(office, opened.row.id, {
      what: 'assign',
      key: own,
      decide: (now) => ((now.summary.assignee ?? null) === to ? [] : [{ event: { type: 'assigned', at: desk.now.toISOString(), to }, actor: operator.name }]),
    });
    return { done: changed?.done ?? false, says: changed?.done ? 'assigned' : 'was so already' };
  });
}

const acknowledge: Act = async (office, opened, key) => {
  const { desk, operator } = office;
  if (opened.summary.acknowledged || isClosed(opened) || !opened.key) return { done: false, says: 'was acknowledged before, or is closed' };
  const why = whyNoLetter(opened);
  if (why !== undefined) return { done: false, says: `was left alone. ${why}` };
  const { text } = standardLetter(office, opened, 'acknowledged', {}, 0);
  const changed = await change(office, opened.row.id, {
    what: 'acknowledged',
    key,
    decide: (now) =>
      now.summary.acknowledged || isClosed(now) || whyNoLetter(now) !== undefined
        ? []
        : [{ event: { type: 'acknowledged', at: desk.now.toISOString() }, actor: operator.name, words: text }],
  });
  return { done: changed?.done ?? false, says: changed?.done ? 'acknowledged' : 'was acknowledged before' };
};

/** Closes with the letter of the template, through the same gate as one by one: four eyes, and what holds an erasure up. */
async function close(office: Office, opened: Case, outcome: 'complied' | 'no-data', key: string): Promise<Omit<Done, 'opened'>> {
  if (isClosed(opened) || !opened.key) return { done: false, says: 'was closed before' };
  const why = whyNoLetter(opened);
  if (why !== undefined) return { done: false, says: `was left alone. ${why}` };
  const files = (await listFiles(office.desk, opened)).filter(({ source }) => source === 'answer').length;
  const { text, choices } = standardLetter(office, opened, 'answered', { outcome }, files);
  const done = await send(office, opened, { letter: 'answered', choices, text }, key);
  if (done === 'nothing') return { done: false, says: 'is blocked, or was closed in between: open it to see why' };
  return {
    done: true,
    says:
      done === 'approval-asked'
        ? 'waits for a second person'
        : `closed, ${OUTCOMES[outcome]}${done === 'unmailed' ? ', and there is no address to mail the letter to' : ''}`,
  };
}

function standardLetter({ desk }: Office, opened: Case, letter: 'acknowledged' | 'answered', chosen: Parameters<typeof completed>[3], files: number) {
  const { t, locale } = desk.texts(opened.row.locale);
  const choices = completed(desk, opened, letter, chosen, files);
  return { choices, ...letterOf(letter, factsFor(desk, opened, letter, choices), choices, t, locale) };
}

async function all(office: Office, ids: readonly string[], key: string, title: string, act: Act): Promise<Response> {
  const done: Done[] = [];
  for (const id of ids) {
    const opened = await openCase(office.desk, { id });
    if (opened) done.push({ opened, ...(await act(office, opened, key)) });
  }
  const count = done.filter((one) => one.done).length;
  const body = (
    <>
      <p role="status">
        {count} of {ids.length} done.
      </p>
      <ul class="plain">
        {done.map(({ opened: { row }, says }) => (
          <li>
            <a href={office.at(`requests/${row.reference}/`)}>{row.reference}</a> {says}
          </li>
        ))}
      </ul>
      <p>
        <a href={office.at('')}>Back to the queue</a>
      </p>
    </>
  );
  return answerConsole(office, { title, body, part: '' });
}

async function askWhether(office: Office, ids: readonly string[], outcome: keyof typeof OUTCOMES): Promise<Response> {
  const { desk } = office;
  const opened = (await Promise.all(ids.map((id) => openCase(desk, { id })))).flatMap((one) => (one ? [one] : []));
  const body = (
    <>
      <p class="box warning">
        {desk.file.settings.fourEyes
          ? 'A second person is asked to approve each. Nothing is sent before. Then each person is told by the letter of the template'
          : 'Each person is told so at once, by the letter of the template'}
        , files that were put together are released, and the contents are erased {desk.file.settings.contentsDays} days later. It cannot be taken back.
      </p>
      <ul class="plain">
        {opened.map(({ row }) => (
          <li>
            <a href={office.at(`requests/${row.reference}/`)}>{row.reference}</a> {kindName(desk, row.kind)}
          </li>
        ))}
      </ul>
      <Form office={office} to="bulk/" label="Close">
        {opened.map(({ row }) => (
          <input type="hidden" name="id" value={row.id} />
        ))}
        <input type="hidden" name="as" value={outcome} />
        <input type="hidden" name="sure" value="yes" />
        <p class="fields">
          <button type="submit" class="button danger" name="do" value="close">
            Close {opened.length} as {OUTCOMES[outcome]}
          </button>
          <a href={office.at('')}>Leave it</a>
        </p>
      </Form>
    </>
  );
  return answerConsole(office, { title: `Close ${opened.length} ${opened.length === 1 ? 'request' : 'requests'} as ${OUTCOMES[outcome]}?`, body, part: '' });
}
