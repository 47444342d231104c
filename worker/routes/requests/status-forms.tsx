/** The forms of the status page. Each is sent with the page's own token. */
import type { RequestContent } from '../../../core/requests/content.ts';
import { idOf, summaryTree } from '../../../core/requests/form-tree.ts';
import { KIND_RULES, type Kind } from '../../../core/requests/kinds.ts';
import type { Translate } from '../../../core/wording.ts';
import type { OpenedFile } from '../../requests/files.ts';
import { ACCEPTED } from '../../requests/intake-files.ts';
import { Day, element, Field } from './pieces.tsx';
import { MOST_FETCHES, type Told, WRITTEN } from './status-told.ts';

/** What every form of the page needs. */
export interface FormOf {
  action: (path: string) => string;
  token: string;
  t: Translate;
}

function Token({ form }: { form: FormOf }) {
  return <input type="hidden" name="token" value={form.token} />;
}

/** What came of what was sent: a fault leads to its field, and either takes the focus. */
export function Notice({ told: { key, values, isFault, isLate, at, hadFiles }, t }: { told: Told; t: Translate }) {
  const faults = [{ id: at ?? 'content', words: t(key, values) }, ...(hadFiles ? [{ id: idOf('files'), words: t('requests.fault.file-again') }] : [])];
  if (isFault) return element(summaryTree(faults, t, isLate ? t('request.late') : undefined));
  return (
    <p class="box told" role="status" tabindex={-1} autofocus>
      {t(key, values)}
    </p>
  );
}

/** What was written and could not be taken, where there is no form any more that it could stand in. */
export function Written({ typed, t }: { typed: Record<string, string>; t: Translate }) {
  const kept = WRITTEN.filter((name) => (typed[name] ?? '').trim() !== '');
  if (kept.length === 0) return null;
  return (
    <section class="box" id="written">
      <h2>{t('request.written')}</h2>
      <p>{t('request.writtenHint')}</p>
      {kept.map((name) => (
        <div class="field">
          <label for={`written-${name}`}>{t(name === 'message' ? 'request.message' : `requests.field.${name}`)}</label>
          <textarea id={`written-${name}`} rows={5} readonly>
            {`\n${typed[name]}`}
          </textarea>
        </div>
      ))}
    </section>
  );
}

interface CodeAsked {
  form: FormOf;
  isFirst: boolean;
  /** Somebody asks in a person's name, and that person gets the mail. */
  isAgent: boolean;
  fault: string | undefined;
}

/** Six digits from a mail: the first time as proof of the address, later before what is personal is shown. Then the mail is asked for first. */
export function CodeForm({ form, isFirst, isAgent, fault }: CodeAsked) {
  const { t } = form;
  const words = isFirst ? (isAgent ? 'request.confirmAgent' : 'request.confirm') : 'request.stepUp';
  const again = (
    <form method="post" action={form.action('again')}>
      <Token form={form} />
      <p>
        <button type="submit" class="quiet">
          {t(isFirst ? 'request.again' : 'request.sendCode')}
        </button>
      </p>
      <p class="note">{t('request.againHint')}</p>
    </form>
  );
  return (
    <section class="box">
      <h2>{t(words)}</h2>
      <p>{t(`${words}Text`)}</p>
      {!isFirst && again}
      <SixDigits form={form} path="code" words={isFirst ? 'request.confirmButton' : 'request.showButton'} fault={fault} />
      {isFirst && again}
    </section>
  );
}

/**
 * The form of a code and nothing else.
 *
 * @param given.typed What names the request where the address of the form does not.
 */
function SixDigits(given: { form: FormOf; path: string; words: string; fault: string | undefined; typed?: { reference: string; email: string } }) {
  const { form, path, words, fault, typed } = given;
  return (
    <form class="request" method="post" action={form.action(path)} novalidate>
      <Token form={form} />
      {Object.entries(typed ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <CodeField t={form.t} fault={fault} />
      <p class="buttons">
        <button type="submit" class="button">
          {form.t(words)}
        </button>
      </p>
      {typed && (
        <p>
          <a href={form.action('')}>{form.t('request.open.anew')}</a>
        </p>
      )}
    </form>
  );
}

export function CodeField({ t, fault }: { t: Translate; fault: string | undefined }) {
  return (
    <Field
      name="code"
      label={t('request.code')}
      hint={t('request.codeHint')}
      fault={fault && t(fault)}
      short
      control={(tied) => <input {...tied} type="text" inputmode="numeric" autocomplete="one-time-code" maxlength={12} />}
    />
  );
}

/** The files of the answer: each is sent on a button, for fetching counts. */
export function FilesOfAnswer(given: {
  files: (OpenedFile & { fetched: number })[];
  until: string;
  isOpen: boolean;
  isFresh: boolean;
  form: FormOf;
  locale: string;
  fault: string | undefined;
}) {
  const { files, until, isOpen, isFresh, form, locale, fault } = given;
  const { t } = form;
  return (
    <section class="box" id="answer">
      <h2>{t('request.answer')}</h2>
      <p>
        {t('request.answerUntil')} <Day date={until} locale={locale} />. {t('request.answerTimes', { count: MOST_FETCHES })}
      </p>
      {!isOpen && <p>{t('request.answerProof')}</p>}
      {isOpen && !isFresh && (
        <form method="post" action={form.action('again')}>
          <Token form={form} />
          <p>{t('request.answerFresh')}</p>
          <p>
            <button type="submit" class="quiet">
              {t('request.sendCode')}
            </button>
          </p>
        </form>
      )}
      {isOpen && !isFresh && <SixDigits form={form} path="code" words="request.showButton" fault={fault} />}
      {isOpen && isFresh && (
        <ul class="plain">
          {files.map(({ id, bytes, type, fetched }, at) => (
            <li>
              <form method="post" action={form.action(`files/${id}`)}>
                <Token form={form} />
                {fetched < MOST_FETCHES ? (
                  <button type="submit" class="button">
                    {t('request.fetch', { number: at + 1, kind: nameOfType(type), size: sizeOf(bytes, locale) })}
                  </button>
                ) : (
                  <p>{t('request.fetchedOut', { number: at + 1 })}</p>
                )}
              </form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** `application/json` is said as `JSON`. */
function nameOfType(type: string): string {
  return (type.split(';')[0] ?? '').split('/')[1]?.toUpperCase() ?? type;
}

function sizeOf(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_048_576 ? [Math.max(1, Math.round(bytes / 1024)), 'kilobyte'] : [Math.round(bytes / 104_857.6) / 10, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** @param given.isShared Does the link alone open all of the page? */
export function MessageForm(given: { form: FormOf; typed: Record<string, string>; told: Told | undefined; isShared: boolean }) {
  const { form, typed, told, isShared } = given;
  const { t } = form;
  const faultOf = (name: string): string | undefined => (told?.at === idOf(name) ? t(told.key, told.values) : undefined);
  return (
    <section>
      <h2>{t('request.write')}</h2>
      {isShared && <p>{t('request.writeShared')}</p>}
      <form class="request" method="post" enctype="multipart/form-data" action={form.action('message')} novalidate>
        <Token form={form} />
        <Field
          name="message"
          label={t('request.message')}
          fault={faultOf('message')}
          control={(tied) => (
            <textarea {...tied} rows={4} required>
              {`\n${typed.message ?? ''}`}
            </textarea>
          )}
        />
        <Field
          name="files"
          label={t('requests.optional', { label: t('requests.field.files') })}
          hint={t('requests.hint.files')}
          fault={faultOf('files') ?? (told?.hadFiles ? t('requests.fault.file-again') : undefined)}
          control={(tied) => <input {...tied} type="file" multiple accept={ACCEPTED} />}
        />
        <p class="buttons">
          <button type="submit" class="button">
            {t('request.sendMessage')}
          </button>
        </p>
      </form>
    </section>
  );
}

/** The address is not among what can be corrected: an answer goes to the one that was proved, never to a new one. */
export function CorrectForm(given: { form: FormOf; content: RequestContent | undefined; typed: Record<string, string>; told: Told | undefined; kind: Kind }) {
  const { form, content, typed, told, kind } = given;
  const { t } = form;
  if (KIND_RULES[kind].details === 'none') return null;
  const faultOf = (name: string): string | undefined => (told?.at === idOf(name) ? t(told.key, told.values) : undefined);
  return (
    <details class="correct" open={typed.details !== undefined}>
      <summary>{t('request.correct')}</summary>
      <form class="request" method="post" action={form.action('correct')} novalidate>
        <Token form={form} />
        <p>{t('request.correctText')}</p>
        <Field
          name="details"
          label={t('requests.field.details')}
          fault={faultOf('details')}
          control={(tied) => (
            <textarea {...tied} rows={6}>
              {`\n${typed.details ?? content?.details ?? ''}`}
            </textarea>
          )}
        />
        <Field
          name="identifiers"
          label={t('requests.optional', { label: t('requests.field.identifiers') })}
          fault={faultOf('identifiers')}
          control={(tied) => (
            <textarea {...tied} rows={3}>
              {`\n${typed.identifiers ?? content?.identifiers ?? ''}`}
            </textarea>
          )}
        />
        <p class="buttons">
          <button type="submit" class="button">
            {t('request.correctButton')}
          </button>
        </p>
      </form>
    </details>
  );
}

/** A button with what it does in words beside it. */
export function OneButton({ form, path, words, hint, quiet = false }: { form: FormOf; path: string; words: string; hint: string; quiet?: boolean }) {
  return (
    <form class="one" method="post" action={form.action(path)}>
      <Token form={form} />
      <button type="submit" class={quiet ? 'quiet' : 'button'}>
        {form.t(words)}
      </button>
      <p class="note">{form.t(hint)}</p>
    </form>
  );
}

/** By reference and address: a code is mailed, where the two belong together. */
export function AddressForm({ form, typed, faults }: { form: FormOf; typed: Record<string, string>; faults: string[] }) {
  const { t } = form;
  return (
    <>
      {faults.length > 0 &&
        element(
          summaryTree(
            faults.map((name) => ({ id: idOf(name), words: t(`requests.wrong.${name}`) })),
            t,
          ),
        )}
      <p class="lead">{t('request.open.lead')}</p>
      <form class="request" method="post" action={form.action('open')} novalidate>
        <Token form={form} />
        {(['reference', 'email'] as const).map((name) => (
          <Field
            name={name}
            label={t(name === 'email' ? 'request.open.email' : 'request.reference')}
            fault={faults.includes(name) ? t(`requests.wrong.${name}`) : undefined}
            short={name === 'reference'}
            control={(tied) => (
              <input
                {...tied}
                type={name === 'email' ? 'email' : 'text'}
                autocomplete={name === 'email' ? 'email' : 'off'}
                value={typed[name] ?? ''}
                required
              />
            )}
          />
        ))}
        <p class="buttons">
          <button type="submit" class="button">
            {t('request.sendCode')}
          </button>
        </p>
      </form>
    </>
  );
}

/** The code that was mailed, where reference and address belonged together. */
export function CodeOfReference({ form, typed, fault }: { form: FormOf; typed: { reference: string; email: string }; fault?: string | undefined }) {
  return <SixDigits form={form} path="open-code" words="request.showButton" fault={fault} typed={typed} />;
}
