/**
 * The mails of a laptop, at `/dev/mail/`: what would have been sent, newest first. There is no such address where `LOCAL` is not set,
 * and a deployment never sets it. As JSON for tests.
 */
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import type { Edge } from '../edge.ts';
import { CannotCompose, composeMail, type Message } from '../mail/compose.ts';
import { answerPage } from '../pages.tsx';
import { refuse } from '../problem.ts';
import { type Desk, deskOf } from '../requests/desk.ts';
import { openMail } from '../requests/outbox.ts';
import { type ClaimedMail, latestMails } from '../store/outbox.ts';

export const mailbox = new Hono<Edge>();

const MOST = 100;

/** A mail as it would have looked, or why it would have been none. */
type Shown = { id: string; name: string; state: string; made: string } & (Message | { problem: string });

mailbox.use('/dev/*', async (c, next) => {
  // Not even a refusal of its own: there is nothing here.
  if (!c.env.LOCAL) return refuse(c, { reason: 'no-page' });
  return next();
});

mailbox.get('/dev/mail/', async (c) => {
  const mails = await mailsOf(c);
  if (accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' }) === 'application/json')
    return c.json({ mails }, 200, { 'Cache-Control': 'no-store' });
  return answerPage(c, { locale: 'en', title: 'Mailbox of this machine', body: <Mailbox mails={mails} base={c.env.site.index.base} /> });
});

mailbox.get('/dev/mail/:id/', async (c) => {
  const mail = (await mailsOf(c)).find(({ id }) => id === c.req.param('id'));
  if (!mail || 'problem' in mail) return refuse(c, { reason: 'no-page' });
  // A mail brings its own style and nothing that runs.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation";
  return c.html(mail.html, 200, { 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
});

async function mailsOf(c: Context<Edge>): Promise<Shown[]> {
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  return desk ? Promise.all((await latestMails(desk.db, MOST)).map((mail) => shown(desk, mail))) : [];
}

async function shown(desk: Desk, mail: ClaimedMail & { state: string }): Promise<Shown> {
  const { id, name, state, made } = mail;
  try {
    return { id, name, state, made, ...composeMail(desk, await openMail(desk, mail)) };
  } catch (error) {
    return { id, name, state, made, problem: error instanceof CannotCompose ? error.code : 'cannot-be-made' };
  }
}

function Mailbox({ mails, base }: { mails: Shown[]; base: string }) {
  return (
    <>
      <h1>Mailbox of this machine</h1>
      <p class="lead">Nothing leaves this machine: here is what would have been sent.</p>
      {mails.length === 0 && <p>There is no mail yet.</p>}
      {mails.map((mail) => (
        <article>
          {'problem' in mail ? (
            <p>
              {mail.name}, {mail.made}: {mail.problem}
            </p>
          ) : (
            <>
              <h2>{mail.subject}</h2>
              <p>
                To {mail.to}, {mail.made}, {mail.state}. <a href={`${base}dev/mail/${mail.id}/`}>As HTML</a>
              </p>
              <div class="words">
                {mail.text.split('\n').map((line) => (
                  <>
                    {/^https?:\/\//.test(line) && line.startsWith(new URL(mailOrigin(mail)).origin) ? <a href={line}>{line}</a> : line}
                    <br />
                  </>
                ))}
              </div>
            </>
          )}
        </article>
      ))}
    </>
  );
}

/** The site's own address stands at the foot of every mail. */
function mailOrigin({ text }: Message): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
