/** `/operator/`: where requests are answered. Who may enter is asked before anything else, for addresses that there are not too. */
import { type Context, Hono } from 'hono';
import { logAudit } from '../../console/audit.ts';
import { MOST_BYTES, MOST_DRAINED, readForm, readUpload } from '../../console/forms.ts';
import { CONSOLE, CONSOLE_HEADERS, type Office } from '../../console/page.tsx';
import type { Edge } from '../../edge.ts';
import { Multipart } from '../../multipart.ts';
import { enter, mayNot, nothingHere, sentForm } from './guard.tsx';
import { CONSOLE_ROUTES, type ConsoleRoute } from './routes.ts';
import { showSignIn, signIn, signOut } from './sign-in.tsx';

export const operatorConsole = new Hono<Edge>();

const ROOT = `/${CONSOLE}`;

operatorConsole.use(`${ROOT}sign-in/`, async (c, next) => {
  if (!c.env.LOCAL) return inside(c, nothingHere);
  return next();
});
operatorConsole.get(`${ROOT}sign-in/`, showSignIn);
operatorConsole.post(`${ROOT}sign-in/`, signIn);
operatorConsole.post(`${ROOT}sign-out/`, (c) => (c.env.LOCAL ? signOut(c) : inside(c, nothingHere)));

for (const route of CONSOLE_ROUTES) operatorConsole.on(route.method, ROOT + route.path, (c) => inside(c, (office) => serve(office, route)));

operatorConsole.all(`${ROOT}*`, (c) => inside(c, nothingHere));

async function serve(office: Office, route: ConsoleRoute): Promise<Response> {
  if (!office.may(route.role)) return mayNot(office, route.role);
  if (route.method === 'GET') return route.answer(office);
  const upload = route.files ? Multipart.of(office.c.req.raw) : undefined;
  try {
    const sent = await sentForm(office, pathBelow(office.c), () => (upload ? readUpload(upload) : readForm(office.c, MOST_BYTES.plain)));
    return sent.ok ? await route.answer(office, sent.form, sent.key) : await sent.answer;
  } finally {
    await upload?.drain(MOST_DRAINED);
  }
}

function pathBelow(c: Context<Edge>): string {
  return c.req.path.slice(ROOT.length);
}

/** Redirects and files too: nobody keeps what the console answers. What an answer brings of its own stays. */
function withHeaders(answer: Response): Response {
  const own = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(CONSOLE_HEADERS)) if (name === 'Cache-Control' || !own.headers.has(name)) own.headers.set(name, value);
  return own;
}

async function inside(c: Context<Edge>, answer: (office: Office) => Promise<Response>): Promise<Response> {
  const entered = await enter(c);
  if (!entered.ok) return entered.answer;
  const { desk } = entered.office;
  try {
    return withHeaders(await answer(entered.office));
  } finally {
    // What was noted is in the database already; the log follows, and the hourly round makes up for what fails here.
    c.executionCtx.waitUntil(logAudit(desk).catch(() => undefined));
  }
}
