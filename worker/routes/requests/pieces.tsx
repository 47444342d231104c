/** What the pages of a person's request are made of. */
import type { Context } from 'hono';
import { type Child, jsx } from 'hono/jsx';
import type { Tree } from '../../../core/banner/data.ts';
import { bestLocale } from '../../../core/banner/index-file.ts';
import { dayInWords } from '../../../core/dates.ts';
import { idOf, placeName } from '../../../core/requests/form-tree.ts';
import type { Kind } from '../../../core/requests/kinds.ts';
import { maskedAddress } from '../../../core/requests/mask.ts';
import type { Translate } from '../../../core/wording.ts';
import type { Edge } from '../../edge.ts';
import { languagesIn } from '../../languages.ts';
import { answerPage, type Page } from '../../pages.tsx';
import { refuse } from '../../problem.ts';
import { addressOf, type Case } from '../../requests/cases.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import type { Outlook } from '../../requests/status.ts';

/** An element tree of core; hono escapes what is in it. */
export function element([tag, attributes, ...children]: Tree): ReturnType<typeof jsx> {
  return jsx(tag, attributes, ...children.map((child) => (typeof child === 'string' ? child : element(child))));
}

/** What ties a field to its hint and its fault. */
interface Tied {
  id: string;
  name: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

/** A field with its label, what helps and what is wrong, as `fieldTrees` of core makes those of the built forms. */
export function Field(given: { name: string; label: string; hint?: string; fault?: string | undefined; short?: boolean; control: (tied: Tied) => Child }) {
  const { name, label, hint, fault, short = false, control } = given;
  const id = idOf(name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(fault === undefined ? [] : [`${id}-fault`])].join(' ');
  return (
    <div class={short ? 'field short' : 'field'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {control({ id, name, ...(described === '' ? {} : { 'aria-describedby': described }), ...(fault === undefined ? {} : { 'aria-invalid': 'true' }) })}
    </div>
  );
}

/** A page with the cookies that were set on the way. */
export async function personPage(c: Context<Edge>, page: Page): Promise<Response> {
  const response = await answerPage(c, page);
  return c.newResponse(response.body, response);
}

/** Leads to a clean address below the base. */
export function onward(c: Context<Edge>, path: string): Response {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  return c.redirect(c.env.site.index.base + path, 303);
}

/** The desk, or the answer that no request is taken here. */
export async function openDesk(c: Context<Edge>): Promise<{ ok: true; desk: Desk } | { ok: false; answer: Promise<Response> }> {
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  return desk ? { ok: true, desk } : { ok: false, answer: refuse(c, { reason: 'requests-closed' }) };
}

/** Where nothing else says in which language: one of the organisation's that the browser asks for. */
export function wishedLocale(c: Context<Edge>, { file }: Desk): string {
  return bestLocale(languagesIn(c.req.header('Accept-Language') ?? ''), file.organisation.locales);
}

/** A language of the organisation: that of the address, or the first. */
export function localeOf({ file }: Desk, asked: string | undefined): string {
  const { locales } = file.organisation;
  return asked !== undefined && locales.includes(asked) ? asked : (locales[0] ?? 'en');
}

/** Address of a form, below the base: the first language is not named in it. */
export function formPath({ file }: Desk, kind: Kind, locale: string): string {
  return `requests/${kind}/${locale === file.organisation.locales[0] ? '' : `${locale}/`}`;
}

/** Address of the list of rights, below the base. */
export function rightsPath({ file }: Desk, locale: string): string {
  return `requests/${locale === file.organisation.locales[0] ? '' : `${locale}/`}`;
}

/** Refuses what another site sent in a visitor's name, or what cannot be read, in words of the page. */
export function refusePage(c: Context<Edge>, desk: Desk, locale: string, key: 'foreign' | 'too-long' | 'unreadable' | 'too-slow' | 'busy'): Promise<Response> {
  const { t } = desk.texts(locale);
  const status = { foreign: 403, 'too-long': 413, unreadable: 400, 'too-slow': 400, busy: 429 }[key] as 400 | 403 | 413 | 429;
  return personPage(c, {
    locale,
    title: t('requests.refused'),
    status,
    headers: key === 'busy' ? { 'Retry-After': '3600' } : {},
    body: (
      <>
        <h1>{t('requests.refused')}</h1>
        <p class="lead">{t(`requests.refused.${key}`)}</p>
        <p>
          <a href={c.env.site.index.base + rightsPath(desk, locale)}>{t('requests.title')}</a>
        </p>
      </>
    ),
  });
}

/**
 * Which request it is, so that nobody takes a stranger's for their own: a link can lead to any. The address is shown whole to whoever
 * has proved it.
 */
export function Which(given: { known: Case; t: Translate; locale: string; isOpen?: boolean; withKind?: boolean }) {
  const { known, t, locale, isOpen = false, withKind = false } = given;
  const { row, content } = known;
  const address = content && addressOf(content);
  return (
    <dl class="facts">
      {withKind && (
        <>
          <dt>{t('request.kind')}</dt>
          <dd>{t(`requests.kind.${row.kind}`)}</dd>
        </>
      )}
      <dt>{t('request.reference')}</dt>
      <dd>
        <code>{row.reference}</code>
      </dd>
      <dt>{t('request.received')}</dt>
      <dd>
        <Day date={row.received} locale={locale} />
      </dd>
      {content && (
        <>
          <dt>{t('request.address')}</dt>
          <dd>{address === undefined ? t('request.noAddress') : <bdi>{isOpen ? address : maskedAddress(address)}</bdi>}</dd>
        </>
      )}
      <dt>{t('request.place')}</dt>
      <dd>{placeName(row.place, { t, locale })}</dd>
    </dl>
  );
}

export function Day({ date, locale }: { date: string; locale: string }) {
  return <time datetime={date}>{dayInWords(date, locale)}</time>;
}

/** The due date in one sentence, and behind it how it came about, law by law. */
export function Due({ outlook, t, locale, words }: { outlook: Outlook; t: Translate; locale: string; words: 'request.due' | 'requests.due' }) {
  const { due, acknowledgeBy, laws, waits } = outlook;
  const sentence = t(due === undefined ? (waits ? 'request.noDueYet' : 'request.noDue') : words, due === undefined ? {} : { date: dayInWords(due, locale) });
  return (
    <div class="due">
      <p>
        <strong>{sentence}</strong>
        {acknowledgeBy !== undefined && ` ${t('request.acknowledgeBy', { date: dayInWords(acknowledgeBy, locale) })}`}
      </p>
      {laws.length === 0 ? (
        <p>{t(due === undefined ? 'request.noLaw' : 'request.noLawPromise')}</p>
      ) : (
        <details>
          <summary>{t('request.why')}</summary>
          {laws.map(({ law, sentences }) => (
            <>
              <p class="law">{law}</p>
              <ol>
                {sentences.map((one) => (
                  <li>{one}</li>
                ))}
              </ol>
            </>
          ))}
        </details>
      )}
    </div>
  );
}
