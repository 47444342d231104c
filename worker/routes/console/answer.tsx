/** The answer's files: put together here, released with the letter that answers. Everything is encrypted before it is stored. */

import { type AnswerFile, type AnswerParts, answerFault, MOST_ANSWER_BYTES, MOST_ANSWER_FILES } from '../../../core/requests/answer.ts';
import { change, isClosed } from '../../console/acts.ts';
import { noteView } from '../../console/audit.ts';
import type { SentForm } from '../../console/forms.ts';
import { answerConsole, Crumb, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { sizeInWords } from '../../console/person.tsx';
import { BrokenForm } from '../../multipart.ts';
import { type MadeAnswer, makeAnswer } from '../../requests/answer.ts';
import { type Case, openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { dropFiles, listFiles, type OpenedFile } from '../../requests/files.ts';
import { deleteFile } from '../../store/requests.ts';
import { nothingHere, tooLate } from './guard.tsx';

const MOST_JSON = 1_000_000;

function opening({ c, desk }: Office): Promise<Case | undefined> {
  return openCase(desk, { reference: c.req.param('reference') ?? '' });
}

function takesFiles(opened: Case): boolean {
  return opened.key !== undefined && !isClosed(opened);
}

interface Typed {
  data: string;
  passphrase: string;
}

export async function showAnswer(office: Office): Promise<Response> {
  const opened = await opening(office);
  return opened && takesFiles(opened) ? page(office, opened, [], { data: '', passphrase: '' }) : nothingHere(office);
}

/** The files are packed, encrypted and stored as they come in: no more than a few MB of them are held at a time. */
export async function addToAnswer(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, desk, operator, at } = office;
  const opened = await opening(office);
  if (!opened) return nothingHere(office);
  const { id, reference } = opened.row;
  const late = () => tooLate(office, { reference, title: 'The request is closed', why: 'It was closed since you opened the page of its answer.', form });
  if (!takesFiles(opened)) return late();
  const to = `requests/${reference}/answer/`;
  if (form.has('remove')) {
    await remove(office, opened, form.text('remove'), key);
    return c.redirect(at(to), 303);
  }
  const typed = { data: form.text('data'), passphrase: form.raw('passphrase') };
  const read = readJson(typed.data);
  const faults = read.ok ? faultsOf(typed, read.value, form.files !== undefined) : [NO_JSON];
  if (faults.length > 0 || !read.ok) return page(office, opened, form.files ? [...faults, FILES_AGAIN] : faults, typed);
  const { passphrase } = typed;
  const made = await pack(desk, opened, {
    ...(typed.data === '' ? {} : { data: read.value }),
    ...(passphrase === '' ? {} : { passphrase }),
    files: kept(form.files),
  });
  if ('says' in made) return page(office, opened, [{ field: 'files', says: made.says }], typed);
  const changed = await change(office, id, {
    what: 'answer-files',
    key,
    decide: (now) => (isClosed(now) ? [] : made.happenings.map((happening) => ({ ...happening, actor: operator.name }))),
    also: () => made.statements,
  });
  // Where it was closed meanwhile, or the form was sent twice, no row names the file, and the round removes it.
  if (changed && !changed.done && isClosed(changed.after)) return late();
  return c.redirect(at(changed?.done ? to : `requests/${reference}/?done=nothing`), 303);
}

async function* kept(files: SentForm['files']): AsyncGenerator<AnswerFile> {
  for await (const { name, type, bytes } of files ?? []) yield { name: safeName(name), type: typeOf(type), bytes };
}

/** What cannot be packed is said on the page. Nothing of it is stored then. */
async function pack(desk: Desk, opened: Case, parts: AnswerParts): Promise<MadeAnswer | { says: string }> {
  try {
    return await makeAnswer(desk, opened, parts);
  } catch (error) {
    if (error instanceof RangeError) return { says: `An answer takes ${error.message}. Nothing of this was added.` };
    if (error instanceof BrokenForm) return { says: 'The files did not come in whole. Nothing of this was added; choose them again.' };
    throw error;
  }
}

function readJson(text: string): { ok: true; value: unknown } | { ok: false } {
  if (text === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

const FILES_AGAIN: FieldFault = { field: 'files', says: 'Choose the files again: no browser keeps them when a page comes back.' };
const NO_JSON: FieldFault = { field: 'data', says: 'This is no JSON. Give an object or a list, such as {"name": "…"}, or choose it as a file.' };

function faultsOf({ data: text, passphrase }: Typed, data: unknown, hasFiles: boolean): FieldFault[] {
  if (text.length > MOST_JSON) return [{ field: 'data', says: 'Data this long is better given as a file.' }];
  const fault = answerFault({ data, hasFiles, ...(passphrase === '' ? {} : { passphrase }) });
  if (!fault) return [];
  if (fault.pointer === '') return [{ field: 'files', says: 'Choose a file, or put in data as JSON.' }];
  return [{ field: fault.pointer.slice(1), says: `This takes ${fault.detail}.` }];
}

/** A name that no system takes for a path or a command: what was uploaded is called by it on somebody else's machine. */
export function safeName(name: string): string {
  const cleaned = name
    .replace(/^.*[/\\]/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(-100);
  return cleaned === '' ? 'file' : cleaned;
}

function typeOf(type: string): string {
  return /^[a-z0-9.+-]{1,50}\/[a-z0-9.+-]{1,49}$/i.test(type) ? type.toLowerCase() : 'application/octet-stream';
}

async function remove(office: Office, opened: Case, file: string, key: string): Promise<void> {
  const { desk, operator } = office;
  const known = (await listFiles(desk, opened)).some(({ id, source }) => id === file && source === 'answer');
  if (!known) return;
  const changed = await change(office, opened.row.id, {
    what: 'answer-file-removed',
    key,
    decide: (now) => (isClosed(now) ? [] : [{ event: { type: 'file-removed', at: desk.now.toISOString(), file }, actor: operator.name }]),
    also: () => [deleteFile(desk.db, file)],
  });
  if (changed?.done) await dropFiles(desk, opened.row.id, [file]);
}

async function page(office: Office, opened: Case, faults: FieldFault[], { data, passphrase }: Typed): Promise<Response> {
  const { desk, operator, at } = office;
  const { row } = opened;
  const files = (await listFiles(desk, opened)).filter(({ source }) => source === 'answer');
  await noteView(desk, operator, { action: 'view-request', request: row.id, details: { page: 'answer' } });
  const to = `requests/${row.reference}/answer/`;
  const body = (
    <>
      <Crumb office={office} request={row} />
      <Faults faults={faults} />
      <section aria-labelledby="files-title">
        <h2 id="files-title">In the answer</h2>
        {files.length === 0 ? <p>Nothing yet.</p> : <Listed office={office} opened={opened} files={files} to={to} />}
      </section>
      <section aria-labelledby="add">
        <h2 id="add">Add</h2>
        <Form office={office} to={to} files label="Add to the answer">
          <p class="field">
            <label for="data">Data as JSON</label>
            <span class="note" id="data-hint">
              What your systems hold of the person. It is given as JSON, and as a page that people can read.
            </span>
            <textarea id="data" name="data" rows={8} spellcheck={false} {...describedBy(faults, 'data', 'data-hint')}>
              {data}
            </textarea>
            <Fault faults={faults} field="data" />
          </p>
          <p class="field">
            <label for="passphrase">Passphrase, where the person wishes one</label>
            <span class="note" id="passphrase-hint">
              It is kept nowhere: tell it to the person another way than this. Without it nobody can open the package.
            </span>
            <input
              id="passphrase"
              name="passphrase"
              type="text"
              value={passphrase}
              autocomplete="off"
              spellcheck={false}
              {...describedBy(faults, 'passphrase', 'passphrase-hint')}
            />
            <Fault faults={faults} field="passphrase" />
          </p>
          {/* Last: what is sent before the files is read before them. */}
          <p class="field">
            <label for="files">Files</label>
            <span class="note" id="files-hint">
              Up to {MOST_ANSWER_BYTES / 1024 / 1024} MB with the data, in {MOST_ANSWER_FILES} files. They are encrypted with the key of this request.
            </span>
            <input id="files" name="files" type="file" multiple {...describedBy(faults, 'files', 'files-hint')} />
            <Fault faults={faults} field="files" />
          </p>
          <button type="submit" class="button">
            Add to the answer
          </button>
        </Form>
      </section>
      <p>
        <a class="button" href={at(`requests/${row.reference}/letters/answered/`)}>
          Go on to the letter
        </a>{' '}
        <span class="note">With it the files are released: for {desk.file.settings.answerDays} days, after one more proof of the address.</span>
      </p>
    </>
  );
  return answerConsole(office, { title: `The answer: ${row.reference}`, body, part: '', status: faults.length > 0 ? 422 : 200 });
}

function Listed({ office, opened, files, to }: { office: Office; opened: Case; files: OpenedFile[]; to: string }) {
  return (
    <Form office={office} to={to} label="Files of the answer">
      <ul class="plain">
        {files.map((file) => (
          <li>
            <a href={office.at(`requests/${opened.row.reference}/files/${file.id}/`)} dir="auto">
              {file.name}
            </a>{' '}
            <span class="note">
              {file.type}, {sizeInWords(file.bytes)}
            </span>{' '}
            <button type="submit" class="button quiet small" name="remove" value={file.id} aria-label={`Remove ${file.name}`}>
              Remove
            </button>
          </li>
        ))}
      </ul>
    </Form>
  );
}
