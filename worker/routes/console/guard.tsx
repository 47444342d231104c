/**
 * Who may enter the console, and what may be sent to it. Every address below `/operator/` goes through here, those that there are
 * not too: whoever is no operator cannot tell one from the other.
 */
import type { Context } from 'hono';
import { consoleOperatorOf, type Role } from '../../auth.ts';
import { isFormToken, isFromHere, type SentForm } from '../../console/forms.ts';
import { answerConsole, answerOutside, CONSOLE, type Office, officeOf, Written } from '../../console/page.tsx';
import type { Edge } from '../../edge.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import type { LeafReceipt } from '../../requests/log.ts';

/** @returns nothing where the deployment has no keys: then there is no console either. */
export function deskFor(c: Context<Edge>): Promise<Desk | undefined> {
  return deskOf(c.env, c.env.site, c.env.now, c.env.url);
}

/** The office of whoever asks, or the answer to somebody who may not enter. */
export async function enter(c: Context<Edge>): Promise<{ ok: true; office: Office } | { ok: false; answer: Promise<Response> }> {
  const desk = await deskFor(c);
  const operator = desk && (await consoleOperatorOf(c.env, desk.vault, c.req.raw, c.env.now));
  if (!desk || !operator) return { ok: false, answer: closed(c) };
  return { ok: true, office: officeOf(c, desk, operator) };
}

function closed(c: Context<Edge>): Promise<Response> {
  const { base } = c.env.site.index;
  const body = (
    <>
      <p>This part of the site is for the people who answer requests. You are not signed in, or you have no role here.</p>
      {c.env.LOCAL ? (
        <p>
          On this machine you can <a href={`${base}${CONSOLE}sign-in/`}>sign in with the operators’ token</a>.
        </p>
      ) : (
        <p>Sign in through your organisation’s Cloudflare Access and open this address again. Who may do what, the setting ACCESS_ROLES says.</p>
      )}
    </>
  );
  return answerOutside(c, { title: 'For operators', body, status: 401 });
}

export function mayNot(office: Office, needed: Role): Promise<Response> {
  const body = (
    <p>
      This needs the role {needed}. You are signed in as {office.operator.name} with the role {office.operator.role}. Nothing was changed.
    </p>
  );
  return answerConsole(office, { title: 'Your role does not allow this', body, status: 403 });
}

export function nothingHere(office: Office): Promise<Response> {
  return answerConsole(office, { title: 'There is no such page', body: <p>Nothing is kept under this address. The queue has every request.</p>, status: 404 });
}

/** Why there is no receipt, or not yet. */
export function noReceipt(office: Office, why: Exclude<LeafReceipt, { ok: true }>): Promise<Response> {
  if (why.reason === 'forgotten')
    return answerConsole(office, {
      title: 'The proof went with the contents',
      body: <p>What was written here has been erased, and with it what would show what the leaf in the log says. Receipts that were given before hold.</p>,
      status: 410,
    });
  return answerConsole(office, {
    title: 'Not in the published log yet',
    body: <p>The receipt can be had in a moment: load this page again in {why.retryAfter} seconds.</p>,
    status: 503,
    headers: { 'Retry-After': String(why.retryAfter) },
  });
}

/** The form that was sent, or why it is not taken. Nothing was done then. */
export async function sentForm(
  office: Office,
  path: string,
  read: () => Promise<SentForm | undefined>,
): Promise<{ ok: true; form: SentForm; key: string } | { ok: false; answer: Promise<Response> }> {
  const { c, desk, operator } = office;
  if (!isFromHere(c.req.raw)) return { ok: false, answer: notTaken(office, 'It did not come from a page of this console.', 403) };
  const form = await read();
  if (!form) return { ok: false, answer: notTaken(office, 'It is no form, or it has more than 256 KB; beside files, more than 4 MB.', 413) };
  const [token, key] = [form.text('token'), form.text('key')];
  if (!(await isFormToken(desk.vault, operator, path, desk.now, { token, key })))
    return {
      ok: false,
      answer: notTaken(office, 'The page lay open for too long, or was opened by somebody else. Load it anew and send it again.', 403, form),
    };
  return { ok: true, form, key };
}

function notTaken(office: Office, why: string, status: 403 | 413, form?: SentForm): Promise<Response> {
  const body = (
    <>
      <p>{why} Nothing was changed.</p>
      {form && <Written form={form} />}
    </>
  );
  return answerConsole(office, { title: 'The form was not taken', body, status });
}

/** The request was closed while somebody wrote, or cannot be written about any more: what they wrote is given back. */
export function tooLate(
  office: Office,
  { reference, title, why, form }: { reference: string; title: string; why: string; form?: SentForm },
): Promise<Response> {
  const body = (
    <>
      <p class="box warning">{why} Nothing was sent or changed.</p>
      {form && <Written form={form} />}
      <p>
        <a href={office.at(`requests/${reference}/`)}>Back to the request {reference}</a>
      </p>
    </>
  );
  return answerConsole(office, { title, body, part: '', status: 409 });
}
