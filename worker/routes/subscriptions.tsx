/**
 * Mail about material changes of a policy, for whoever asks for it: a form, a link to confirm, a link to end it. Looking at a link
 * changes nothing; a button does. Mail programs end it with one POST and no page (RFC 8058).
 */
import { type Context, Hono } from 'hono';
import { bestLocale } from '../../core/banner/index-file.ts';
import { typedAddress } from '../../core/requests/address.ts';
import { summaryTree } from '../../core/requests/form-tree.ts';
import type { Translate } from '../../core/wording.ts';
import type { Edge } from '../edge.ts';
import { languagesIn } from '../languages.ts';
import { answerPage } from '../pages.tsx';
import { refuse } from '../problem.ts';
import { type Desk, deskOf } from '../requests/desk.ts';
import { readForm } from '../requests/intake-body.ts';
import { senderOf } from '../requests/limits.ts';
import { isSame, toBase64Url } from '../requests/status-links.ts';
import { canSubscribe, confirm, stop, subscribe, subscriptionToConfirm, subscriptionToStop } from '../requests/subscriptions.ts';
import type { SubscriptionRow } from '../store/subscriptions.ts';
import { element } from './requests/pieces.tsx';

export const subscriptions = new Hono<Edge>();

/** A form is filled in within a day, and by nobody within a second. */
const [LEAST_MILLISECONDS, MOST_MILLISECONDS] = [1000, 86_400_000];

/** Opens the desk, or answers that there is none. */
async function openDesk(c: Context<Edge>): Promise<Desk | undefined> {
  return deskOf(c.env, c.env.site, c.env.now, c.env.url);
}

function localeOf({ file }: Desk, asked: string | undefined): string | undefined {
  const { locales } = file.organisation;
  return asked === undefined ? (locales[0] ?? 'en') : locales.find((locale) => locale === asked);
}

/** That of the subscription; of a link that leads to none, what the browser asks for. */
function localeOfLink(c: Context<Edge>, desk: Desk, row: SubscriptionRow | undefined): string {
  return desk.texts(row?.locale ?? bestLocale(languagesIn(c.req.header('Accept-Language') ?? ''), desk.file.organisation.locales)).locale;
}

const PATHS = ['/subscribe/', '/subscribe/:locale/'] as const;
for (const path of PATHS) {
  subscriptions.get(path, async (c) => {
    const desk = await openDesk(c);
    const locale = desk && localeOf(desk, c.req.param('locale'));
    if (!desk || locale === undefined) return refuse(c, { reason: 'no-page' });
    return canSubscribe(desk) ? showForm(c, desk, locale) : say(c, desk, locale, { title: 'title', text: ['closed'], status: 503 });
  });
  subscriptions.post(path, async (c) => {
    const desk = await openDesk(c);
    const locale = desk && localeOf(desk, c.req.param('locale'));
    if (!desk || locale === undefined) return refuse(c, { reason: 'no-page' });
    if (!canSubscribe(desk)) return say(c, desk, locale, { title: 'title', text: ['closed'], status: 503 });
    if (!isFromHere(c)) return refuse(c, { reason: 'unlisted-origin', origin: c.req.header('Origin') });
    const sent = await readForm(c.req.raw);
    const { email = '', website = '', form = '' } = sent.ok ? sent.form.fields : {};
    const address = typedAddress.safeParse(email);
    // What people do not see they do not fill in.
    if (website !== '') return say(c, desk, locale, { title: 'sentTitle', text: ['sent', 'sentNothing'] });
    if (!address.success) return showForm(c, desk, locale, { email, fault: 'emailWrong' });
    if (!(await isFresh(desk, form))) return showForm(c, desk, locale, { email });
    await subscribe(desk, { address: address.data, locale, from: senderOf(c.req.raw) });
    return say(c, desk, locale, { title: 'sentTitle', text: ['sent', 'sentNothing'] });
  });
}

const CONFIRM = '/subscribe/confirm/:token/';
subscriptions.on(['GET', 'POST'], CONFIRM, async (c) => {
  const desk = await openDesk(c);
  if (!desk) return refuse(c, { reason: 'no-page' });
  const token = c.req.param('token');
  const found = await subscriptionToConfirm(desk, token);
  const locale = localeOfLink(c, desk, found);
  if (!found) return say(c, desk, locale, { title: 'deadTitle', text: ['dead'], again: true, status: 404 });
  if (c.req.method !== 'POST') return ask(c, desk, locale, 'confirm', `subscribe/confirm/${token}/`);
  await confirm(desk, found);
  return say(c, desk, locale, { title: 'confirmedTitle', text: ['confirmed'] });
});

const STOP = '/subscribe/stop/:token/';
subscriptions.on(['GET', 'POST'], STOP, async (c) => {
  const desk = await openDesk(c);
  if (!desk) return refuse(c, { reason: 'no-page' });
  const token = c.req.param('token');
  const { isOurs, row } = await subscriptionToStop(desk, token);
  const locale = localeOfLink(c, desk, row);
  if (!isOurs) return say(c, desk, locale, { title: 'deadTitle', text: ['deadStop'], status: 404 });
  if (row && c.req.method !== 'POST') return ask(c, desk, locale, 'stop', `subscribe/stop/${token}/`);
  // From a mail program too, without cookies and from anywhere: the link itself is the permission. Doing it twice is no mistake.
  if (row) await stop(desk, row);
  return say(c, desk, locale, { title: 'stoppedTitle', text: ['stopped'] });
});

for (const path of [CONFIRM, STOP, ...PATHS])
  subscriptions.all(path, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'GET, HEAD, POST' }));

/** Address of the form, below the base: the first language is not named in it. */
function formPath({ file }: Desk, locale: string): string {
  return `subscribe/${locale === file.organisation.locales[0] ? '' : `${locale}/`}`;
}

type Word = (key: string) => string;
const wordsOf =
  (t: Translate): Word =>
  (key) =>
    t(`subscription.${key}`);

async function showForm(c: Context<Edge>, desk: Desk, locale: string, sent?: { email: string; fault?: 'emailWrong' }): Promise<Response> {
  const { t } = desk.texts(locale);
  const words = wordsOf(t);
  const fault = sent?.fault;
  const isStale = sent !== undefined && fault === undefined;
  const action = c.env.site.index.base + formPath(desk, locale);
  const token = await formToken(desk);
  return answerPage(c, {
    locale,
    title: fault ? t('requests.faultTitle', { title: words('title') }) : words('title'),
    status: sent === undefined ? 200 : 422,
    // No secret is in this address, and without a referrer a form sends no origin.
    headers: { 'Referrer-Policy': 'same-origin' },
    body: (
      <>
        <h1>{words('title')}</h1>
        {fault && element(summaryTree([{ id: 'email', words: words(fault) }], t))}
        <p class="lead">{words('lead')}</p>
        {isStale && (
          <p class="box" role="status">
            {words('stale')}
          </p>
        )}
        <form class="request" method="post" action={action} novalidate>
          <input type="hidden" name="form" value={token} />
          <div class="field" data-invalid={fault ? '' : undefined}>
            <label for="email">{words('email')}</label>
            <p class="hint" id="email-hint">
              {words('emailHint')}
            </p>
            {fault && (
              <p class="fault" id="email-fault">
                {words(fault)}
              </p>
            )}
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              required
              maxlength={254}
              value={sent?.email ?? ''}
              aria-describedby={fault ? 'email-hint email-fault' : 'email-hint'}
              aria-invalid={fault ? 'true' : undefined}
            />
          </div>
          <p class="trap" aria-hidden="true">
            <label for="website">Website</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
          </p>
          <p class="buttons">
            <button class="button" type="submit">
              {words('send')}
            </button>
          </p>
        </form>
      </>
    ),
  });
}

/** One button, with what it does in words. */
function ask(c: Context<Edge>, desk: Desk, locale: string, what: 'confirm' | 'stop', path: string): Promise<Response> {
  const words = wordsOf(desk.texts(locale).t);
  return answerPage(c, {
    locale,
    title: words(`${what}Title`),
    body: (
      <>
        <h1>{words(`${what}Title`)}</h1>
        <p class="lead">{words(`${what}Text`)}</p>
        <form class="request" method="post" action={c.env.site.index.base + path}>
          <p class="buttons">
            <button class="button" type="submit">
              {words(what)}
            </button>
          </p>
        </form>
      </>
    ),
  });
}

interface Said {
  title: string;
  text: string[];
  status?: 200 | 404 | 503;
  again?: true;
}

function say(c: Context<Edge>, desk: Desk, locale: string, { title, text, status = 200, again }: Said): Promise<Response> {
  const words = wordsOf(desk.texts(locale).t);
  return answerPage(c, {
    locale,
    title: words(title),
    status,
    body: (
      <>
        <h1>{words(title)}</h1>
        {text.map((key, at) => (
          <p class={at === 0 ? 'lead' : undefined} role={at === 0 ? 'status' : undefined}>
            {words(key)}
          </p>
        ))}
        {again && (
          <p>
            <a href={c.env.site.index.base + formPath(desk, locale)}>{words('again')}</a>
          </p>
        )}
      </>
    ),
  });
}

/** A form of another site sends nothing here in a visitor's name. */
function isFromHere(c: Context<Edge>): boolean {
  const fetched = c.req.header('Sec-Fetch-Site');
  if (fetched !== undefined) return fetched === 'same-origin';
  const origin = c.req.header('Origin');
  return origin !== undefined && [new URL(c.env.url('')).origin, new URL(c.req.url).origin].includes(origin);
}

async function formToken({ vault, now }: Desk): Promise<string> {
  const time = now.getTime().toString(36);
  return `${time}.${toBase64Url(await vault.hash('form', `subscription\n${time}`), 16)}`;
}

async function isFresh({ vault, now }: Desk, token: string): Promise<boolean> {
  const [time = ''] = token.split('.');
  const age = now.getTime() - Number.parseInt(time, 36);
  if (!(age >= LEAST_MILLISECONDS && age <= MOST_MILLISECONDS)) return false;
  return isSame(`${time}.${toBase64Url(await vault.hash('form', `subscription\n${time}`), 16)}`, token);
}
