/**
 * `GET /requests/status/<reference>/`: where a request stands, for a browser that sent it or was led here by a link. Looking changes
 * nothing. The reference in the address opens nothing, and ties every form of the page to its request: what a link opens meanwhile in
 * another window is another page. What is personal is shown to whoever has proved the address; a request without an address is opened by its link alone.
 */
import { type Context, Hono } from 'hono';
import { clockInWords } from '../../../core/dates.ts';
import { formSchema } from '../../../core/requests/form.ts';
import { KIND_RULES } from '../../../core/requests/kinds.ts';
import { lacksProof } from '../../../core/requests/summary.ts';
import type { Translate } from '../../../core/wording.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { addressOf, type Case, openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { listFiles, type OpenedFile } from '../../requests/files.ts';
import { reachOf } from '../../requests/intake-choice.ts';
import { formToken } from '../../requests/intake-token.ts';
import { receiptOfEvent } from '../../requests/log.ts';
import { RESEND_MINUTES } from '../../requests/proof.ts';
import { fetchesOf, type Message, messagesOf, outlookOf, releasedUntil, type StatusStep, stepsOf } from '../../requests/status.ts';
import { idIn, requestPath, statusPath } from '../../requests/status-links.ts';
import { isFresh, nameBrowser, openSession, type Session, sessionOf, sessionsOf } from '../../requests/status-session.ts';
import { findListed, type RequestRow } from '../../store/requests.ts';
import { Day, Due, onward, openDesk, personPage, rightsPath, Which, wishedLocale } from './pieces.tsx';
import { AddressForm, CodeForm, CodeOfReference, CorrectForm, FilesOfAnswer, type FormOf, MessageForm, Notice, OneButton, Written } from './status-forms.tsx';
import type { Told } from './status-told.ts';

export const statusPages = new Hono<Edge>();

/** Purpose of the tokens of a request's own forms: they do for no other request. */
export function formOf(reference: string): string {
  return `status ${reference}`;
}

/** Purpose of the tokens of the forms that open one. */
export const WAYS_FORM = 'status';
const WAYS = 'requests/status/';

statusPages.get('/requests/status/', async (c) => {
  const opened = await openDesk(c);
  if (!opened.ok) return opened.answer;
  const { desk } = opened;
  return showWays(c, desk, { open: await openHere(c, desk) });
});

/** A link that was kept, or came in a mail: its secret becomes a cookie, and the address is clean. */
statusPages.get('/requests/status/:secret/', async (c, next) => {
  const secret = c.req.param('secret');
  // A reference is shorter.
  if (secret.length < 22) return next();
  const opened = await openDesk(c);
  if (!opened.ok) return opened.answer;
  const { desk } = opened;
  const id = (await idIn(desk, 'status', secret)) ?? (await openCase(desk, { secret }))?.row.id;
  const known = id === undefined ? undefined : await openCase(desk, { id });
  if (!known) return showWays(c, desk, { why: 'unknown-link' });
  await openSession(c, desk, known.row, 'link');
  return onward(c, requestPath(known.row.reference));
});

/** Nothing is looked up by the reference: a browser that has no cookie for it is told the same of every one. */
statusPages.get('/requests/status/:reference/', async (c) => {
  const opened = await openDesk(c);
  if (!opened.ok) return opened.answer;
  const { desk } = opened;
  const reference = formSchema.shape.reference.safeParse(c.req.param('reference'));
  if (!reference.success) return refuse(c, { reason: 'no-page' });
  const found = await currentCase(c, desk, reference.data);
  return found ? showStatus(c, desk, found) : showWays(c, desk, { typed: { reference: reference.data } });
});

/**
 * The signed acknowledgement, in the form of the ledger's receipts. There is nothing personal in it. The event was entered into the
 * log after it was written; asking here enters nothing, and seals every few seconds at most.
 */
statusPages.get('/requests/status/:reference/receipt.json', async (c) => {
  const opened = await openDesk(c);
  if (!opened.ok) return opened.answer;
  const { desk } = opened;
  const found = await currentCase(c, desk, c.req.param('reference'));
  if (!found) return refuse(c, { reason: 'no-page' });
  const { row, events } = found.known;
  const [event] = events;
  const receipt = event && (await receiptOfEvent(desk, row.id, event).catch(() => undefined));
  if (!receipt?.ok) return refuse(c, receipt?.reason === 'not-sealed' ? receipt : { reason: 'not-sealed', retryAfter: 60 });
  return c.body(receipt.text, 200, {
    'Content-Type': 'application/json',
    'Content-Disposition': `attachment; filename="request-receipt-${row.reference}.json"`,
    'Cache-Control': 'no-store',
  });
});

export interface Current {
  session: Session;
  known: Case;
  /** Is what is personal open to this browser? */
  isOpen: boolean;
}

/** The request that an address names, where this browser may look at it. */
export async function currentCase(c: Context<Edge>, desk: Desk, reference: string): Promise<Current | undefined> {
  const given = await sessionOf(c, desk, reference);
  const known = given && (await openCase(desk, { id: given.id }));
  if (!given || !known) return undefined;
  const session = endedBy(known, given);
  // Where the contents cannot be opened, nobody knows whether there is an address: then it is as if there were one.
  return { session, known, isOpen: session.level === 'proved' || isWithoutAddress(known) };
}

/** Nobody can prove to be who asked: the link opens it whole. */
function isWithoutAddress({ content }: Case): boolean {
  return content !== undefined && addressOf(content) === undefined;
}

/** Does an agent ask for somebody who has an address of their own? Then that person gets the mail. */
function isForClient({ row, content }: Case): boolean {
  return row.behalf === 'agent' && content?.email !== undefined;
}

/** What was opened by a code is shut again where the person at the address did not ask for one. */
function endedBy({ events }: Case, session: Session): Session {
  const report = events.findLast(({ event }) => event.type === 'code-disputed');
  const isOver = report !== undefined && session.since * 1000 <= Date.parse(report.event.at);
  return session.level === 'proved' && isOver ? { ...session, level: 'link' } : session;
}

export async function showStatus(c: Context<Edge>, desk: Desk, current: Current, told?: Told, typed: Record<string, string> = {}): Promise<Response> {
  const { known, session, isOpen } = current;
  const { row, events, rules, summary } = known;
  const { t, locale } = desk.texts(row.locale);
  const token = await formToken(desk, formOf(row.reference), nameBrowser(c));
  const form = { action: (path: string) => c.env.site.index.base + requestPath(row.reference) + path, token, t };
  const outlook = outlookOf(
    rules,
    events.map(({ event }) => event),
    summary,
    t,
    locale,
  );
  const isClosed = summary.queue === 'closed';
  // What ended before anybody proved it is not taken up again: no code is of use.
  const hasCode = !isOpen && known.content && !(isClosed && lacksProof(events.map(({ event }) => event)));
  const writes = isOpen && !isClosed;
  const files = isOpen ? await listFiles(desk, known) : [];
  const until = releasedUntil(events, desk.today);
  const messages = isOpen ? await messagesOf(known, desk.timeZone) : [];
  const instant = KIND_RULES[row.kind].instant && row.behalf === 'self';
  const heading = t(`requests.kind.${row.kind}`);
  // Several may stand side by side.
  const title = `${heading} (${row.reference})`;
  return personPage(c, {
    locale,
    title: told?.isLate ? `${t('request.late')}: ${title}` : told?.isFault ? t('requests.faultTitle', { title }) : title,
    status: told?.isFault ? 422 : 200,
    body: (
      <div class="status">
        <p class="crumb">
          {t(session.isLed ? 'request.byLink' : 'request.yours')} · <a href={c.env.site.index.base + WAYS}>{t('request.all')}</a>
        </p>
        <h1>{heading}</h1>
        {/* Where nothing can be written any more there is no field for files either. */}
        {told && <Notice told={writes ? told : { ...told, hadFiles: false }} t={t} />}
        {!writes && <Written typed={typed} t={t} />}
        <Which known={known} isOpen={isOpen} t={t} locale={locale} />
        {!isClosed && <Due outlook={outlook} t={t} locale={locale} words="request.due" />}
        {instant && <Choice reach={await reachOf(c, row.kind)} recorded={events.some(({ event }) => event.type === 'choice-recorded')} t={t} />}
        <Steps steps={stepsOf(events, summary, desk.timeZone, isForClient(known))} t={t} locale={locale} />
        {hasCode && (
          <CodeForm form={form} isFirst={summary.state === 'unproved'} isAgent={isForClient(known)} fault={told?.at === 'field-code' ? told.key : undefined} />
        )}
        {!known.content && <p class="box">{t('request.gone')}</p>}
        {until !== undefined && known.content && (
          <FilesOfAnswer
            files={files.filter(({ source }) => source === 'answer').map((file) => ({ ...file, fetched: fetchesOf(events, file.id) }))}
            until={until}
            isFresh={isOpen && (session.level !== 'proved' || isFresh(session, desk.now))}
            isOpen={isOpen}
            form={form}
            locale={locale}
            fault={told?.at === 'field-code' ? told.key : undefined}
          />
        )}
        {isOpen && <Messages messages={messages} files={files.filter(({ source }) => source === 'person')} t={t} locale={locale} />}
        {writes && <MessageForm form={form} typed={typed} told={told} isShared={isWithoutAddress(known)} />}
        {writes && <CorrectForm form={form} content={known.content} typed={typed} told={told} kind={row.kind} />}
        <Keep link={await statusPath(desk, row.id)} receipt={form.action('receipt.json')} c={c} isShared={isWithoutAddress(known)} t={t} />
        {!isClosed && (isOpen || summary.state === 'unproved') && <Ends form={form} canWithdraw={isOpen || session.level === 'asked'} />}
        <OneButton form={form} path="leave" words="request.leave" hint="request.leaveHint" quiet />
      </div>
    ),
  });
}

function Steps({ steps, t, locale }: { steps: StatusStep[]; t: Translate; locale: string }) {
  return (
    <section id="steps">
      <h2>{t('request.steps')}</h2>
      <ol class="steps">
        {steps.map(({ key, date, next }) => (
          <li {...(next ? { class: 'next', 'aria-current': 'step' } : {})}>
            {next ? <strong>{t(`request.step.${key}`)}</strong> : t(`request.step.${key}`)}
            {date !== undefined && (
              <>
                {' '}
                <Day date={date} locale={locale} />
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the choice reaches, and what it does not. */
function Choice({ reach: { covered, beyond }, recorded, t }: { reach: { covered: string[]; beyond: string[] }; recorded: boolean; t: Translate }) {
  const host = (origin: string): string => new URL(origin).host;
  if (covered.length === 0) return <p class="box">{t('request.choice.nothing')}</p>;
  return (
    <section class="box">
      <h2>{t('request.choice')}</h2>
      <p>{t('request.choice.covered', { sites: covered.map(host).join(', ') })}</p>
      {recorded && <p>{t('request.choice.recorded')}</p>}
      {beyond.length > 0 && (
        <>
          <p>{t('request.choice.beyond')}</p>
          <ul>
            {beyond.map((origin) => (
              <li>
                <a href={origin}>{host(origin)}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Messages({ messages, files, t, locale }: { messages: Message[]; files: OpenedFile[]; t: Translate; locale: string }) {
  if (messages.length === 0 && files.length === 0) return null;
  return (
    <section>
      <h2>{t('request.messages')}</h2>
      {messages.length > 0 && (
        <ol class="messages">
          {messages.map(({ date, from, words }) => (
            <li class={from}>
              <p class="note">
                {t(`request.from.${from}`)}, <Day date={date} locale={locale} />
              </p>
              {/* Line breaks are kept by the style sheet. */}
              <p class="words" dir="auto">
                {words}
              </p>
            </li>
          ))}
        </ol>
      )}
      {files.length > 0 && (
        <p>
          {t('request.yourFiles')} {files.map(({ name }) => name).join(', ')}
        </p>
      )}
    </section>
  );
}

/** The way back here, and what proves that the request was received. */
function Keep({ c, link, receipt, isShared, t }: { c: Context<Edge>; link: string; receipt: string; isShared: boolean; t: Translate }) {
  return (
    <section>
      <h2>{t('request.keep')}</h2>
      <p>{t(isShared ? 'request.keepShared' : 'request.keepLink')}</p>
      <p class="link">
        <a href={c.env.site.index.base + link}>{c.env.url(link)}</a>
      </p>
      <p>
        <a href={receipt} download>
          {t('request.receipt')}
        </a>
        . {t('request.receiptHint')}
      </p>
    </section>
  );
}

function Ends({ form, canWithdraw }: { form: { action: (path: string) => string; token: string; t: Translate }; canWithdraw: boolean }) {
  return (
    <section class="ends">
      <h2>{form.t('request.ends')}</h2>
      {canWithdraw && <OneButton form={form} path="withdraw" words="request.withdraw" hint="request.withdrawHint" quiet />}
      <OneButton form={form} path="not-mine" words="request.notMine" hint="request.notMineHint" quiet />
    </section>
  );
}

/** What is wrong with what was sent as a whole, and where it is mended. */
const WAYS_FAULTS = {
  'wrong-code': { key: 'request.fault.wrong-code', at: 'field-code' },
  'stale-code': { key: 'request.fault.stale', at: 'field-code' },
  stale: { key: 'request.fault.stale', at: 'field-reference' },
  'stale-list': { key: 'request.fault.stale', at: undefined },
} as const;

export interface Ways {
  why?: 'unknown-link' | 'sent' | keyof typeof WAYS_FAULTS;
  typed?: Record<string, string>;
  faults?: string[];
  /** What this browser may look at. */
  open?: OpenRequest[];
}

interface OpenRequest {
  row: Pick<RequestRow, 'kind' | 'reference' | 'received'>;
  /** Did a link alone lead to it? Then it may be a stranger's. */
  isLed: boolean;
}

/** The requests that are open in this browser. */
export async function openHere(c: Context<Edge>, desk: Desk): Promise<OpenRequest[]> {
  const sessions = await sessionsOf(c, desk);
  const found = await findListed(
    desk.db,
    sessions.map(({ id }) => id),
  );
  return sessions.flatMap(({ id, isLed }) => found.filter((row) => row.id === id).map((row) => ({ isLed, row })));
}

/** The ways to a request: what is open in this browser, and by reference and address. */
export async function showWays(c: Context<Edge>, desk: Desk, { why, typed = {}, faults = [], open = [] }: Ways = {}): Promise<Response> {
  const { t, locale } = desk.texts(wishedLocale(c, desk));
  const token = await formToken(desk, WAYS_FORM, nameBrowser(c));
  const { base } = c.env.site.index;
  const form = { action: (path: string) => base + WAYS + path, token, t };
  const title = t('request.open');
  const fault = why === undefined || why === 'sent' || why === 'unknown-link' ? undefined : WAYS_FAULTS[why];
  return personPage(c, {
    locale,
    title: faults.length > 0 || fault ? t('requests.faultTitle', { title }) : title,
    status: faults.length > 0 || fault ? 422 : why === 'unknown-link' ? 404 : 200,
    body: (
      <div class="status">
        <h1>{title}</h1>
        {fault && <Notice told={{ ...fault, isFault: true }} t={t} />}
        {why === 'sent' && <Notice told={{ key: 'request.open.sent', values: sentAgain(desk, locale) }} t={t} />}
        {why === 'unknown-link' && <p class="box">{t('request.open.unknown-link')}</p>}
        {open.length > 0 && <Open requests={open} base={base} form={form} locale={locale} />}
        <Written typed={typed} t={t} />
        {why === 'sent' || fault?.at === 'field-code' ? (
          <CodeOfReference form={form} typed={{ reference: typed.reference ?? '', email: typed.email ?? '' }} fault={fault?.key} />
        ) : (
          <section>
            {open.length > 0 && <h2>{t('request.open.another')}</h2>}
            <AddressForm form={form} typed={typed} faults={faults} />
          </section>
        )}
        <p>
          <a href={base + rightsPath(desk, locale)}>{t('requests.title')}</a>
        </p>
      </div>
    ),
  });
}

function Open({ requests, base, form, locale }: { requests: OpenRequest[]; base: string; form: FormOf; locale: string }) {
  const { t } = form;
  return (
    <section>
      <h2>{t('request.all')}</h2>
      <ul class="plain">
        {requests.map(({ row: { kind, reference, received }, isLed }) => (
          <li>
            <a href={base + requestPath(reference)}>{t(`requests.kind.${kind}`)}</a> <code>{reference}</code>, <Day date={received} locale={locale} />
            {isLed && ` (${t('request.byLink')})`}
          </li>
        ))}
      </ul>
      <OneButton form={form} path="leave" words={requests.length > 1 ? 'request.leaveAll' : 'request.leave'} hint="request.leaveAllHint" quiet />
    </section>
  );
}

/** From when on a code is sent anew: reckoned from now, so that it tells nobody whether one was sent before. */
export function sentAgain({ now, timeZone }: Desk, locale: string): { time: string } {
  return { time: clockInWords(new Date(now.getTime() + RESEND_MINUTES * 60_000), locale, timeZone) };
}
