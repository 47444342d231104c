/** Pages of the console: one frame, its own headers, nobody keeps them. English alone, for it speaks to operators. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { escapeHtml } from '../../core/policy/compare/escape.ts';
import { mayAct, type Operator, type Role } from '../auth.ts';
import type { Edge } from '../edge.ts';
import { fillFrame } from '../html.ts';
import type { Desk } from '../requests/desk.ts';
import { readFrame } from '../site.ts';
import { type FormToken, newFormToken, type SentForm } from './forms.ts';
import { PLAIN_CONSOLE } from './frame.ts';
import { kindName } from './names.ts';

/** What a page of the console is given. */
export interface Office {
  c: Context<Edge>;
  desk: Desk;
  operator: Operator;
  /** Address of a path of the console, such as `audit/`. */
  at(path: string): string;
  /** The token of a form that is sent to a path. */
  token(path: string): Promise<FormToken>;
  may(role: Role): boolean;
}

export const CONSOLE = 'operator/';

export function officeOf(c: Context<Edge>, desk: Desk, operator: Operator): Office {
  const at = (path: string): string => `${c.env.site.index.base}${CONSOLE}${path}`;
  return { c, desk, operator, at, token: (path) => newFormToken(desk.vault, operator, path, desk.now), may: (role) => mayAct(operator.role, role) };
}

/** No script, no frame around it, no picture but the site's own, and nothing that other sites can reach into. */
export const CONSOLE_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

type Status = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 422 | 503;

export interface ConsolePage {
  title: string;
  body: Child;
  status?: Status;
  /** Which part of the console it belongs to, by its path. */
  part?: string;
  headers?: Record<string, string>;
}

/** A page for somebody who is signed in. */
export async function answerConsole(office: Office, { title, body, status = 200, part, headers }: ConsolePage): Promise<Response> {
  return framed(office.c, title, <Body office={office} title={title} part={part} body={body} />, status, headers);
}

/** A page for nobody in particular: sign-in, and what is said to those who may not enter. */
export async function answerOutside(c: Context<Edge>, { title, body, status = 200, headers }: ConsolePage): Promise<Response> {
  const inside = (
    <main id="content" class="page console">
      <h1>{title}</h1>
      {body}
    </main>
  );
  return framed(c, title, inside, status, headers);
}

async function framed(c: Context<Edge>, title: string, body: Child, status: Status, headers: Record<string, string> = {}): Promise<Response> {
  const frame = (await readFrame(c.env.site, c.req.raw, 'console/').catch(() => undefined)) ?? PLAIN_CONSOLE;
  // Forms make their tokens while the page is written, so it may be a promise.
  const html = await (body as { toString(): string | Promise<string> }).toString();
  // The title is what a screen reader says first.
  const said = status === 422 ? `Please correct: ${title}` : title;
  return new Response(fillFrame(frame, { TITLE: escapeHtml(said), BODY: html }), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...CONSOLE_HEADERS, ...headers },
  });
}

const PARTS: { path: string; name: string; role: Role }[] = [
  { path: '', name: 'Requests', role: 'viewer' },
  { path: 'enter/', name: 'Enter a request', role: 'operator' },
  { path: 'consents/', name: 'Consents', role: 'viewer' },
  { path: 'statistics/', name: 'Statistics', role: 'viewer' },
  { path: 'approvals/', name: 'Approvals', role: 'operator' },
  { path: 'audit/', name: 'Audit', role: 'admin' },
  { path: 'health/', name: 'Health', role: 'viewer' },
];

function Body({ office, title, part, body }: { office: Office; title: string; part: string | undefined; body: Child }) {
  const { desk, operator, at, c } = office;
  return (
    <>
      <a class="skip visually-hidden" href="#content">
        Skip to the content
      </a>
      <header class="masthead">
        <div class="page">
          <a class="brand" href={at('')}>
            {desk.file.organisation.name}: requests desk
          </a>
          <nav aria-label="Console">
            <ul>
              {PARTS.filter(({ role }) => office.may(role)).map(({ path, name }) => (
                <li>
                  <a href={at(path)} aria-current={path === part ? 'true' : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <p class="who">
            {operator.name}, {operator.role}
            {c.env.LOCAL ? (
              <>
                {' '}
                · <a href={at('sign-in/')}>Sign in as another</a>
              </>
            ) : null}
          </p>
        </div>
      </header>
      <main id="content" class="page console" tabindex={-1}>
        <h1>{title}</h1>
        {body}
      </main>
    </>
  );
}

/** The way back to a request, over what is done to it. */
export function Crumb({ office: { desk, at }, request: { kind, reference } }: { office: Office; request: { kind: string; reference: string } }) {
  return (
    <p class="crumb">
      <a href={at(`requests/${reference}/`)}>
        {kindName(desk, kind)}, {reference}
      </a>
    </p>
  );
}

export interface FieldFault {
  /** Id of the field. */
  field: string;
  says: string;
}

/** What was typed and cannot be taken, to be shown again. */
export interface Typed {
  faults: FieldFault[];
  values: Record<string, string>;
}

/** What is wrong, where, and how to mend it: each a link to its field. */
export function Faults({ faults }: { faults: readonly FieldFault[] }) {
  if (faults.length === 0) return null;
  return (
    <div class="faults" role="alert" aria-labelledby="faults-title" tabindex={-1} autofocus>
      <h2 id="faults-title">{faults.length === 1 ? 'One thing has to be mended' : `${faults.length} things have to be mended`}</h2>
      <ul>
        {faults.map(({ field, says }) => (
          <li>
            <a href={`#${field}`}>{says}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Fields in which operators write at length, and what they are called. */
const WRITTEN = { text: 'The letter', note: 'Internal note', details: 'What the person wants', data: 'Data as JSON' } as const;

/** What was written in a form that was not taken, where there is no form any more that it could stand in. */
export function Written({ form }: { form: SentForm }) {
  const kept = Object.entries(WRITTEN).filter(([name]) => form.has(name));
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="written">
      <h2 id="written">What you wrote</h2>
      <p>It is kept nowhere: copy it before you leave this page.</p>
      {kept.map(([name, label]) => (
        <p class="field">
          <label for={`written-${name}`}>{label}</label>
          <textarea id={`written-${name}`} rows={12} readonly dir="auto">
            {`\n${form.raw(name)}`}
          </textarea>
        </p>
      ))}
    </section>
  );
}

/** The hidden part of every form: its token, and the key that makes it act once. */
export function Hidden({ token: { token, key } }: { token: FormToken }) {
  return (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="key" value={key} />
    </>
  );
}

/** A form that is sent to a path of the console. */
export async function Form({
  office,
  to,
  files,
  id,
  label,
  children,
}: {
  office: Office;
  to: string;
  files?: boolean;
  id?: string;
  label?: string;
  children?: Child;
}) {
  const token = await office.token(to);
  return (
    <form method="post" action={office.at(to)} enctype={files ? 'multipart/form-data' : undefined} id={id} aria-label={label} class="form">
      <Hidden token={token} />
      {children}
    </form>
  );
}

/** An attribute's value where a field is at fault. */
export function describedBy(faults: readonly FieldFault[], field: string, hint?: string): { 'aria-describedby'?: string; 'aria-invalid'?: 'true' } {
  const fault = faults.some((one) => one.field === field);
  const ids = [...(hint ? [hint] : []), ...(fault ? [`${field}-fault`] : [])];
  return { ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}), ...(fault ? { 'aria-invalid': 'true' } : {}) };
}

/** What is wrong with a field, said beside it. */
export function Fault({ faults, field }: { faults: readonly FieldFault[]; field: string }) {
  const fault = faults.find((one) => one.field === field);
  return fault ? (
    <p class="fault" id={`${field}-fault`}>
      {fault.says}
    </p>
  ) : null;
}

/** Names that a field for somebody's name offers. */
export function Names({ id, people }: { id: string; people: readonly { name: string }[] }) {
  return (
    <datalist id={id}>
      {people.map(({ name }) => (
        <option value={name}></option>
      ))}
    </datalist>
  );
}
