/**
 * "I asked nothing": the link that stands in every mail of the form. It shows a page with a button and changes nothing; the button ends
 * the request and stops the form's mails to that address for thirty days.
 */
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Edge } from '../../edge.ts';
import { openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { formToken } from '../../requests/intake-token.ts';
import { end } from '../../requests/status-end.ts';
import { idIn } from '../../requests/status-links.ts';
import { cookieOf, nameBrowser } from '../../requests/status-session.ts';
import { readOwnForm } from './own-form.ts';
import { localeOf, onward, openDesk, personPage } from './pieces.tsx';

export const notMe = new Hono<Edge>();

const LINK = 'fairnotice-not-me';
const PATH = 'requests/not-me/';

notMe.get(`/${PATH}:token/`, async (c) => {
  setCookie(c, LINK, c.req.param('token').slice(0, 80), { ...cookieOf(c), maxAge: 900 });
  return onward(c, PATH);
});

notMe.get(`/${PATH}`, async (c) => {
  const opened = await openDesk(c);
  return opened.ok ? show(c, opened.desk, 'ask') : opened.answer;
});

notMe.post(`/${PATH}`, async (c) => {
  const sent = await readOwnForm(c, 'not-me');
  if (!sent.ok) return sent.answer;
  const { desk } = sent;
  const id = await idIn(desk, 'not-me', getCookie(c, LINK) ?? '');
  if (id === undefined || !sent.isToken) return show(c, desk, 'ask');
  await end(desk, id, 'disputed', true);
  deleteCookie(c, LINK, cookieOf(c));
  return show(c, desk, 'done');
});

async function show(c: Context<Edge>, desk: Desk, what: 'ask' | 'done'): Promise<Response> {
  const id = await idIn(desk, 'not-me', getCookie(c, LINK) ?? '');
  const known = id === undefined ? undefined : await openCase(desk, { id });
  const { t, locale } = desk.texts(known?.row.locale ?? localeOf(desk, undefined));
  const token = await formToken(desk, 'not-me', nameBrowser(c));
  return personPage(c, {
    locale,
    title: t('request.notMine'),
    status: known ? 200 : 404,
    body: (
      <div class="status">
        <h1>{t('request.notMine')}</h1>
        {!known && <p class="box">{t('request.fault.no-proof')}</p>}
        {known && what === 'done' && (
          <p class="box" role="status">
            {t('request.notMe.done')}
          </p>
        )}
        {known && what === 'ask' && (
          <>
            <p class="lead">{t('request.notMe.text')}</p>
            <form class="request" method="post" action={`${c.env.site.index.base}${PATH}`}>
              <input type="hidden" name="token" value={token} />
              <p class="buttons">
                <button type="submit" class="button">
                  {t('request.notMe.button')}
                </button>
              </p>
            </form>
          </>
        )}
      </div>
    ),
  });
}
