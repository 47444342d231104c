/** Letters to the person: chosen, written, looked at, sent. Nothing goes out that was not shown as it goes out. */
import { EXTENSION_REASONS } from '../../../core/deadlines/events.ts';
import { sha256 } from '../../../core/digest.ts';
import { OUTCOMES, REFUSAL_REASONS } from '../../../core/requests/events.ts';
import { type Item, isLetter, itemsNotIn, type Letter, type LetterChoices, letterOf } from '../../../core/requests/letters.ts';
import { isClosed, whyNoLetter } from '../../console/acts.ts';
import { noteView } from '../../console/audit.ts';
import { datesOfCase, extensionOf, pausesFor } from '../../console/dossier.ts';
import { Words } from '../../console/events.tsx';
import type { SentForm } from '../../console/forms.ts';
import { codeInWords, english, lawName } from '../../console/names.ts';
import { answerConsole, Crumb, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { choicesIn, completed, factsFor, faultsOf, MOST_OF_LINE, send } from '../../console/write.ts';
import { type Case, openCase } from '../../requests/cases.ts';
import { listFiles } from '../../requests/files.ts';
import { nothingHere, tooLate } from './guard.tsx';

const TITLES: Record<Letter, string> = {
  message: 'Write a message',
  acknowledged: 'Acknowledge receipt',
  clarification: 'Ask what exactly is wanted',
  identity: 'Ask for proof of identity',
  fee: 'Ask for a fee',
  extended: 'Extend the time limit',
  answered: 'Answer',
  refused: 'Refuse',
};

const OUTCOME_NAMES = { complied: 'Done as asked', 'complied-in-part': 'Done in part, the rest refused', 'no-data': 'No data found' } as const;
const MOST_CHARACTERS = 20_000;

interface Draft {
  letter: Letter;
  opened: Case;
  choices: LetterChoices;
  files: number;
  text: string;
  items: Item[];
  faults: FieldFault[];
  /** The text as it was shown. */
  preview?: string;
  /** Items that the operator says are in the letter in other words. */
  vouched: string[];
  fraudSuspected: boolean;
}

interface Begun {
  letter: Letter;
  opened: Case;
  files: number;
}

/** @param form What was sent, where it was: its words are given back where they come too late. */
async function opening(office: Office, form?: SentForm): Promise<{ ok: true; begun: Begun } | { ok: false; answer: Promise<Response> }> {
  const { c, desk } = office;
  const letter = c.req.param('letter') ?? '';
  const opened = await openCase(desk, { reference: c.req.param('reference') ?? '' });
  if (!opened || !isLetter(letter)) return { ok: false, answer: nothingHere(office) };
  const { reference } = opened.row;
  const late = (title: string, why: string) => ({ ok: false as const, answer: tooLate(office, { reference, title, why, ...(form ? { form } : {}) }) });
  if (!opened.key || (letter !== 'message' && isClosed(opened)))
    return form ? late('The request is closed', CLOSED) : { ok: false, answer: nothingHere(office) };
  const why = whyNoLetter(opened);
  if (why !== undefined) return late('Nothing can be written to this person', why);
  const files = (await listFiles(desk, opened)).filter(({ source }) => source === 'answer').length;
  return { ok: true, begun: { letter, opened, files } };
}

const CLOSED = 'It was closed since you opened the letter, by the person or by a colleague.';

function draftOf(office: Office, begun: Begun, chosen: LetterChoices): Pick<Draft, 'choices' | 'text' | 'items'> {
  const { desk } = office;
  const { letter, opened, files } = begun;
  const { t, locale } = desk.texts(opened.row.locale);
  const choices = completed(desk, opened, letter, chosen, files);
  return { choices, ...letterOf(letter, factsFor(desk, opened, letter, choices), choices, t, locale) };
}

/** Letters for which something has to be chosen before there is anything to write. */
const CHOSEN_FIRST: readonly Letter[] = ['extended', 'answered', 'refused'];

export async function writeLetter(office: Office): Promise<Response> {
  const opened = await opening(office);
  if (!opened.ok) return opened.answer;
  const { begun } = opened;
  const draft = draftOf(office, begun, {});
  const text = CHOSEN_FIRST.includes(begun.letter) ? '' : draft.text;
  return showDraft(office, { ...begun, ...draft, text, faults: [], vouched: [], fraudSuspected: false });
}

export async function sendLetter(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, at } = office;
  const known = await opening(office, form);
  if (!known.ok) return known.answer;
  const { begun } = known;
  const { letter, opened } = begun;
  const proposed = draftOf(office, begun, choicesIn(form));
  const rewrite = form.text('do') === 'compose' || !form.has('text');
  const text = rewrite ? proposed.text : form.text('text');
  const vouched = form.all('vouched');
  const fraudSuspected = form.has('fraud');
  const faults = await faultsOf(office, opened, letter, proposed.choices);
  if (!rewrite) faults.push(...textFaults(text, gapsOf(office, letter, opened), proposed.items, vouched));
  const draft: Draft = { ...begun, ...proposed, text, faults, vouched, fraudSuspected };
  if (faults.length > 0) return showDraft(office, rewrite ? { ...draft, text: '' } : draft);
  if (rewrite) return showDraft(office, draft);
  if (form.text('do') !== 'send' || form.text('shown') !== shownAs(draft)) return showDraft(office, { ...draft, preview: text });
  const done = await send(office, opened, { letter, choices: proposed.choices, text, fraudSuspected }, key);
  if (done === 'nothing') {
    const why = 'It had been sent before, or is not possible any more: the page of the request says what happened.';
    return tooLate(office, { reference: opened.row.reference, title: 'The letter was not sent now', why, form });
  }
  return c.redirect(at(`requests/${opened.row.reference}/?done=${done}`), 303);
}

/** What was looked at: the text, and what follows from it. Whoever changes either looks once more. */
function shownAs({ text, choices, fraudSuspected }: Pick<Draft, 'text' | 'choices' | 'fraudSuspected'>): string {
  return sha256(JSON.stringify([text, choices, fraudSuspected]));
}

/** What a template leaves to be written, in brackets. Taken from the wording, for what a person wrote may hold brackets too. */
function gapsOf({ desk }: Office, letter: Letter, { row }: Case): string[] {
  if (letter !== 'message' && letter !== 'clarification' && letter !== 'identity' && letter !== 'fee') return [];
  return (
    desk
      .texts(row.locale)
      .t(`template.${letter}`)
      .match(/\[[^\]\n]+\]/g) ?? []
  );
}

function textFaults(text: string, gaps: readonly string[], items: readonly Item[], vouched: readonly string[]): FieldFault[] {
  if (text.length > MOST_CHARACTERS) return [{ field: 'text', says: `A letter has at most ${MOST_CHARACTERS} characters.` }];
  if (gaps.some((gap) => text.includes(gap))) return [{ field: 'text', says: 'Write your own words where the template has brackets [ ], or take them out.' }];
  const missing = itemsNotIn(items, text).filter((item) => !vouched.includes(idOf(item)));
  return missing.map((item) => ({
    field: `item-${idOf(item)}`,
    says: `The letter does not say what ${item.regime === '' ? 'it has to say' : 'the law wants said'}: ${item.asked}. Say it, or tick that you say it in other words.`,
  }));
}

const idOf = ({ regime, asked }: Item): string => sha256(`${regime}\n${asked}`).slice(0, 10);

async function showDraft(office: Office, draft: Draft): Promise<Response> {
  const { desk, operator } = office;
  const { letter, opened, faults, text, preview } = draft;
  const { row } = opened;
  const to = `requests/${row.reference}/letters/${letter}/`;
  const { locale } = desk.texts(row.locale);
  await noteView(desk, operator, { action: 'view-letter', request: row.id, details: { letter } });
  const body = (
    <>
      <Crumb office={office} request={row} />
      <Faults faults={faults} />
      <Consequence office={office} draft={draft} />
      <Form office={office} to={to} label={TITLES[letter]}>
        <Choices office={office} draft={draft} />
        {CHOSEN_FIRST.includes(letter) ? (
          <p>
            <button type="submit" class={text === '' ? 'button' : 'button quiet'} name="do" value="compose">
              {text === '' ? 'Write the letter' : 'Write it anew'}
            </button>
          </p>
        ) : null}
        {text === '' ? null : (
          <>
            <label for="text">The letter, in {languageName(locale)}</label>
            <p class="note" id="text-hint">
              You may change every word. The person reads it on the page of the request, and in a mail where there is an address.
            </p>
            <textarea id="text" name="text" rows={18} lang={locale} maxlength={MOST_CHARACTERS} {...describedBy(faults, 'text', 'text-hint')}>
              {text}
            </textarea>
            <Fault faults={faults} field="text" />
            <Checklist office={office} draft={draft} />
            {preview === undefined ? null : (
              <section class="preview" aria-labelledby="preview">
                <h2 id="preview">As the person will read it</h2>
                <Words text={preview} />
                <input type="hidden" name="shown" value={shownAs(draft)} />
              </section>
            )}
            <p class="fields">
              <button type="submit" class={preview === undefined ? 'button' : 'button quiet'} name="do" value="preview">
                {preview === undefined ? 'Look at it' : 'Look at it anew'}
              </button>
              {preview === undefined ? null : (
                <button type="submit" class={letter === 'refused' || letter === 'answered' ? 'button danger' : 'button'} name="do" value="send">
                  {sendName(office, letter)}
                </button>
              )}
            </p>
          </>
        )}
      </Form>
    </>
  );
  return answerConsole(office, { title: `${TITLES[letter]}: ${row.reference}`, body, part: '', status: faults.length > 0 ? 422 : 200 });
}

function sendName({ desk }: Office, letter: Letter): string {
  const closing = letter === 'refused' || letter === 'answered';
  if (closing && desk.file.settings.fourEyes) return 'Propose it to a second person';
  return closing ? 'Send it and close the request' : 'Send it';
}

function languageName(locale: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale;
}

/** An extension takes the place of the day that the organisation promised by itself, and the letter has to own up to that. */
function promiseInWords(opened: Case): string {
  const promised = datesOfCase(opened).find(({ dates }) => dates.answer.basis === 'promise')?.dates.answer.due;
  return promised === undefined ? '' : ` You promised an answer by ${promised}. The day that you name takes the place of that promise, and the letter says so.`;
}

const RUNS_ON = 'The clock runs on: a law that applies, or your own promise, does not let it wait for this.';

/** What sending it does, before one does it. */
function Consequence({ office: { desk }, draft: { letter, opened, files } }: { office: Office; draft: Draft }) {
  const { fourEyes, answerDays, contentsDays } = desk.file.settings;
  const extension = extensionOf(opened);
  const four = fourEyes ? 'A second person has to approve it first. ' : '';
  const says: Record<Letter, string> = {
    message: 'The clock runs on.',
    acknowledged: 'The clock runs on.',
    clarification: pausesFor(desk, opened, 'clarification') ? 'The clock stands still from today until you note the answer.' : RUNS_ON,
    identity: pausesFor(desk, opened, 'identity') ? 'The clock stands still until the identity is confirmed.' : RUNS_ON,
    fee: pausesFor(desk, opened, 'fee') ? 'The clock waits for the fee.' : RUNS_ON,
    extended: extension.possible
      ? `The law lets it reach ${extension.limit ?? 'a day that you name'}${extension.noticeBy ? `, and the person has to be told by ${extension.noticeBy}` : ''}.${promiseInWords(opened)}`
      : `The time limit cannot be extended. ${extension.why}`,
    answered: `${four}This closes the request${files > 0 ? `, and its ${files} ${files === 1 ? 'file' : 'files'} can be downloaded for ${answerDays} days` : ''}. Its contents are erased ${contentsDays} days later. It cannot be taken back.`,
    refused: `${four}This closes the request. Its contents are erased ${contentsDays} days later. It cannot be taken back.`,
  };
  return <p class={letter === 'answered' || letter === 'refused' ? 'box warning' : 'box'}>{says[letter]}</p>;
}

function Choices({ office: { desk }, draft: { letter, opened, choices, faults, fraudSuspected } }: { office: Office; draft: Draft }) {
  if (letter === 'extended') return <Extension desk={desk} opened={opened} choices={choices} faults={faults} />;
  if (letter === 'identity' && opened.rules.some(({ waits }) => waits.identity.effect === 'lifts'))
    return (
      <label class="choice">
        <input type="checkbox" name="fraud" value="yes" checked={fraudSuspected} /> Fraud is suspected: under{' '}
        {opened.rules.map(({ regime }) => lawName(desk, regime)).join(', ')} the time limit does not bind then
      </label>
    );
  if (letter !== 'answered' && letter !== 'refused') return null;
  return (
    <>
      {letter === 'answered' ? (
        <fieldset id="outcome">
          <legend>What came of it</legend>
          {OUTCOMES.map((outcome) => (
            <label class="choice">
              <input type="radio" name="outcome" value={outcome} checked={choices.outcome === outcome} {...describedBy(faults, 'outcome')} />{' '}
              {OUTCOME_NAMES[outcome]}
            </label>
          ))}
          <Fault faults={faults} field="outcome" />
        </fieldset>
      ) : null}
      <fieldset id="reasons">
        <legend>{letter === 'answered' ? 'Reasons, where a part is refused' : 'Reasons'}</legend>
        {REFUSAL_REASONS.map((reason) => (
          <label class="choice">
            <input type="checkbox" name="reasons" value={reason} checked={choices.reasons?.includes(reason)} {...describedBy(faults, 'reasons')} />{' '}
            {codeInWords(reason)}
            <span class="note"> {english(desk)(`refusal.${reason}`)}</span>
          </label>
        ))}
        <Fault faults={faults} field="reasons" />
      </fieldset>
      <TextField
        name="basis"
        label="The provision that the exception rests on"
        hint="California and Quebec want it named."
        value={choices.basis}
        faults={faults}
      />
      <TextField
        name="part"
        label="What was done in part"
        hint={letter === 'refused' ? 'Empty: nothing.' : 'Wanted where a part is refused.'}
        value={choices.part}
        faults={faults}
      />
      <TextField
        name="limit"
        label="Within which time a remedy has to be sought"
        hint="Quebec and South Africa want it said."
        value={choices.limit}
        faults={faults}
      />
    </>
  );
}

function TextField({ name, label, hint, value, faults }: { name: string; label: string; hint: string; value: string | undefined; faults: FieldFault[] }) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <span class="note" id={`${name}-hint`}>
        {hint}
      </span>
      <input id={name} name={name} maxlength={MOST_OF_LINE} value={value ?? ''} {...describedBy(faults, name, `${name}-hint`)} />
      <Fault faults={faults} field={name} />
    </p>
  );
}

function Extension({ desk, opened, choices, faults }: { desk: Office['desk']; opened: Case; choices: LetterChoices; faults: FieldFault[] }) {
  const extension = extensionOf(opened);
  return (
    <>
      <p class="field">
        <label for="extension">Reason</label>
        <select id="extension" name="extension" {...describedBy(faults, 'extension')}>
          <option value="">Choose</option>
          {EXTENSION_REASONS.map((reason) => (
            <option value={reason} selected={choices.extension === reason}>
              {english(desk)(`deadline.reason.${reason}`)}
            </option>
          ))}
        </select>
        <Fault faults={faults} field="extension" />
      </p>
      <p class="field">
        <label for="until">Until</label>
        <input
          id="until"
          name="until"
          type="date"
          value={choices.until ?? ''}
          max={extension.possible ? extension.limit : undefined}
          {...describedBy(faults, 'until')}
        />
        <Fault faults={faults} field="until" />
      </p>
    </>
  );
}

/** What the law wants said, or what the letter does, and whether the letter says it in the words that were proposed. */
function Checklist({ office: { desk }, draft: { items, text, vouched } }: { office: Office; draft: Draft }) {
  if (items.length === 0) return null;
  const missing = new Set(itemsNotIn(items, text).map(idOf));
  return (
    <fieldset class="checklist">
      <legend>What has to be said</legend>
      <ul>
        {items.map((item) => {
          const id = idOf(item);
          return (
            <li class={missing.has(id) ? 'missing' : 'said'}>
              <strong>{missing.has(id) ? 'Missing' : 'Said'}:</strong> <span id={`asked-${id}`}>{item.asked}</span>{' '}
              {item.regime === '' ? null : <span class="note">{lawName(desk, item.regime)}</span>}
              {missing.has(id) ? (
                <label class="choice">
                  <input id={`item-${id}`} type="checkbox" name="vouched" value={id} checked={vouched.includes(id)} aria-describedby={`asked-${id}`} /> I say it
                  in other words
                </label>
              ) : null}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
