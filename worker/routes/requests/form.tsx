/**
 * `POST /requests/<kind>/`: takes the form of a right. What is wrong comes back on the page with what was typed; what depends on the
 * place is asked next; an opt-out acts at once. Nothing here says whether anybody is known.
 */
import { type Context, Hono } from 'hono';
import { ELSEWHERE, type FieldName, firstFields, moreFields, offeredKinds, proofFor, readForm, takesFiles } from '../../../core/requests/form.ts';
import { type FormState, faultsInWords, fieldTrees, summaryTree, TRAP, trapTree } from '../../../core/requests/form-tree.ts';
import { isKind, KIND_RULES, type Kind } from '../../../core/requests/kinds.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import type { Desk } from '../../requests/desk.ts';
import { type Intake, takeAtOnce, takeForm } from '../../requests/intake.ts';
import { isOwnForm, readForm as readSent, type SentForm } from '../../requests/intake-body.ts';
import { ACCEPTED, type FileFault } from '../../requests/intake-files.ts';
import { checkToken, formToken } from '../../requests/intake-token.ts';
import { outlookNow } from '../../requests/status.ts';
import { requestPath } from '../../requests/status-links.ts';
import { browserOf, nameBrowser } from '../../requests/status-session.ts';
import { Due, element, Field, formPath, localeOf, onward, openDesk, personPage, refusePage } from './pieces.tsx';

export const requestForms = new Hono<Edge>();

requestForms.on('POST', ['/requests/:kind/', '/requests/:kind/:locale/'], async (c, next) => {
  const kind = c.req.param('kind') ?? '';
  if (!isKind(kind)) return next();
  const opened = await openDesk(c);
  if (!opened.ok) return opened.answer;
  const { desk } = opened;
  const asked = c.req.param('locale');
  const locale = localeOf(desk, asked);
  if ((asked !== undefined && asked !== locale) || !offeredKinds(desk.file, desk.today).includes(kind)) return refuse(c, { reason: 'no-page' });
  if (!isOwnForm(c)) return refusePage(c, desk, locale, 'foreign');
  const sent = await readSent(c.req.raw);
  if (!sent.ok) return refusePage(c, desk, locale, sent.reason);
  try {
    return await answer({ c, desk, kind, locale, ...sent.form });
  } finally {
    await sent.form.passOver();
  }
});

interface Asked extends SentForm {
  c: Context<Edge>;
  desk: Desk;
  kind: Kind;
  locale: string;
}

/** What is wrong with a form, beside its fields. */
type FormFault = 'trap' | 'stale' | 'fast' | 'busy' | `file-${FileFault | 'again'}`;

type Faults = ReturnType<typeof readForm>['faults'];

async function answer(asked: Asked): Promise<Response> {
  const { desk, kind, fields } = asked;
  const { step = 'more' } = fields;
  const first = firstFields(desk.file, kind, desk.today);
  const { values, faults } = readForm(first, fields);
  const trapped: FormFault[] = (fields[TRAP] ?? '') === '' ? [] : ['trap'];
  if (Object.keys(faults).length > 0 || trapped.length > 0) return firstPage(asked, faults, trapped);
  const behalf = KIND_RULES[kind].instant && (step === 'agent' || fields.behalf === 'agent') ? 'agent' : (values.behalf ?? 'self');
  const intake: Intake = { kind, locale: asked.locale, values: { ...values, behalf } };
  if (KIND_RULES[kind].instant && behalf === 'self') return atOnce(asked, intake);
  return step === 'send' && fields.token !== undefined ? send(asked, intake) : morePage(asked, intake);
}

/** Takes effect first, and is counted then: a limit is no gate. */
async function atOnce({ c, desk, locale }: Asked, intake: Intake): Promise<Response> {
  const taken = await takeAtOnce(c, desk, intake);
  return taken.ok ? onward(c, requestPath(taken.reference)) : refusePage(c, desk, locale, 'busy');
}

async function send(asked: Asked, intake: Intake): Promise<Response> {
  const { c, desk, kind, fields, files } = asked;
  const more = readForm(moreFields(desk.file, kind, intake.values, desk.today), fields);
  if (Object.keys(more.faults).length > 0) return morePage(asked, intake, more.faults);
  const token = await checkToken(desk, kind, browserOf(c), fields.token ?? '');
  if (!token.ok) return morePage(asked, intake, {}, [token.reason]);
  const whole = { ...intake, values: { ...intake.values, ...more.values } };
  const taken = await takeForm(c, desk, whole, { form: token.form, files: takesFiles(kind, intake.values.behalf ?? 'self') ? files : undefined });
  if (taken.ok) return onward(c, requestPath(taken.reference));
  return morePage(asked, intake, {}, [taken.fault === 'busy' ? 'busy' : `file-${taken.fault}`]);
}

/** The form as the site built it, with what was typed and what is wrong with it. */
function firstPage(asked: Asked, faults: Faults, others: FormFault[]): Promise<Response> {
  const { c, desk, kind, locale, fields } = asked;
  const { t } = desk.texts(locale);
  const state: FormState = { kind, locale, t, sent: fields, faults };
  const { instant } = KIND_RULES[kind];
  return personPage(c, {
    locale,
    title: t('requests.faultTitle', { title: t(`requests.kind.${kind}`) }),
    status: 422,
    body: (
      <>
        <h1>{t(`requests.kind.${kind}`)}</h1>
        {summary(state, others)}
        <form class="request" method="post" action={c.env.site.index.base + formPath(desk, kind, locale)} novalidate>
          {fieldTrees(firstFields(desk.file, kind, desk.today), state).map(element)}
          {element(trapTree(t))}
          <p class="buttons">
            {instant ? (
              <>
                <button type="submit" class="button" name="step" value="send">
                  {t(`requests.act.${kind}`)}
                </button>
                <button type="submit" class="quiet" name="step" value="agent">
                  {t('requests.forAnother')}
                </button>
              </>
            ) : (
              <button type="submit" class="button" name="step" value="more">
                {t('requests.continue')}
              </button>
            )}
          </p>
        </form>
      </>
    ),
  });
}

function summary(state: FormState, others: readonly FormFault[]) {
  const { t } = state;
  const faults = [...faultsInWords(state), ...others.map((fault) => ({ id: placeOf(fault), words: t(`requests.fault.${fault}`) }))];
  return faults.length > 0 && element(summaryTree(faults, t));
}

/** Where a fault of the form as a whole is mended. */
const placeOf = (fault: FormFault): string => (isOfFiles(fault) ? 'field-files' : 'send');

function isOfFiles(fault: FormFault): boolean {
  return fault.startsWith('file-');
}

/** What is still to be asked, and the day by which the answer comes. */
async function morePage(asked: Asked, intake: Intake, faults: Faults = {}, found: FormFault[] = []): Promise<Response> {
  const { c, desk, kind, locale, fields } = asked;
  const { t } = desk.texts(locale);
  const { values } = intake;
  const first = firstFields(desk.file, kind, desk.today);
  const more = moreFields(desk.file, kind, values, desk.today);
  const state: FormState = { kind, locale, t, sent: fields, faults };
  const isBad = Object.keys(faults).length > 0 || found.length > 0;
  const isBusy = found.includes('busy');
  const place = values.place === ELSEWHERE ? '' : (values.place ?? '');
  const title = t(`requests.kind.${kind}`);
  const token = await formToken(desk, kind, nameBrowser(c));
  const files = takesFiles(kind, values.behalf ?? 'self');
  // What was chosen does not come back, and nobody should send the form without it unawares.
  const others: FormFault[] = isBad && files && asked.files && !found.some(isOfFiles) ? [...found, 'file-again'] : found;
  const proof = proofFor(desk.file, kind, values, desk.today);
  return personPage(c, {
    locale,
    title: isBad ? t('requests.faultTitle', { title }) : title,
    status: isBusy ? 429 : isBad ? 422 : 200,
    headers: isBusy ? { 'Retry-After': '3600' } : {},
    body: (
      <>
        <h1>{title}</h1>
        {summary(state, others)}
        <Due outlook={outlookNow(desk, kind, place, t, locale)} t={t} locale={locale} words="requests.due" />
        <form class="request" method="post" enctype="multipart/form-data" action={c.env.site.index.base + formPath(desk, kind, locale)} novalidate>
          {first.map(({ name }) => kept(name, name === 'behalf' ? values.behalf : fields[name]))}
          {KIND_RULES[kind].instant && kept('behalf', values.behalf)}
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="step" value="send" />
          {fieldTrees(more, state).map(element)}
          {element(trapTree(t))}
          {/* Last: they are read when all that stands before them is known, and the button must say nothing after them. */}
          {files && <Files fault={others.find(isOfFiles)} agent={values.behalf === 'agent'} state={state} />}
          <p class="buttons">
            <button type="submit" class="button" id="send">
              {t('requests.send')}
            </button>
          </p>
          <p class="note">{t(`requests.proof.${proof === 'address' && values.behalf === 'agent' && values.email !== undefined ? 'agent' : proof}`)}</p>
        </form>
      </>
    ),
  });
}

function kept(name: FieldName, value: string | undefined) {
  return value !== undefined && value !== '' && <input type="hidden" name={name} value={value} />;
}

function Files({ fault, agent, state: { t } }: { fault: FormFault | undefined; agent: boolean; state: FormState }) {
  return (
    <Field
      name="files"
      label={t('requests.optional', { label: t(agent ? 'requests.field.mandate' : 'requests.field.files') })}
      hint={t(agent ? 'requests.hint.mandate' : 'requests.hint.files')}
      fault={fault && t(`requests.fault.${fault}`)}
      control={(tied) => <input {...tied} type="file" multiple accept={ACCEPTED} />}
    />
  );
}
