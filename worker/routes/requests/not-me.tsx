/**
 * "I asked nothing": the link that stands in every mail with a code. It shows a page with a button and changes nothing. The button ends a
 * request that nobody proved, and the form's mails to that address for thirty days; of one that was proved it ends the code alone.
 */
import { type Context, Hono } from 'hono';
import { REQUEST_COOKIES } from '../../../core/own-storage.ts';
import { lacksProof } from '../../../core/requests/summary.ts';
import type { Edge } from '../../edge.ts';
import { openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { formToken } from '../../requests/intake-token.ts';
import { disown } from '../../requests/status-end.ts';
import { idIn } from '../../requests/status-links.ts';
import { nameBrowser } from '../../requests/status-session.ts';
import { mailedLink } from './mailed-link.ts';
import { readOwnForm } from './own-form.ts';
import { onward, openDesk, personPage, Which, wishedLocale } from './pieces.tsx';
import { Notice } from './status-forms.tsx';

export const notMe = new Hono<Edge>();

const link = mailedLink(REQUEST_COOKIES.notMe);
const PATH = 'requests/not-me/';

notMe.get(`/${PATH}:token/`, async (c) => {
  link.keep(c, c.req.param('token'));
  return onward(c, PATH);
});

notMe.get(`/${PATH}`, async (c) => {
  const opened = await openDesk(c);
  return opened.ok ? show(c, opened.desk, 'ask') : opened.answer;
});

notMe.post(`/${PATH}`, async (c) => {
  const sent = await readOwnForm(c, link.purposeOf(c));
  if (!sent.ok) return sent.answer;
  const { desk } = sent;
  const id = await idIn(desk, 'not-me', link.secretOf(c));
  if (id === undefined || !sent.isToken) return show(c, desk, 'stale');
  const came = await disown(desk, id);
  link.drop(c);
  return show(c, desk, came);
});

async function show(c: Context<Edge>, desk: Desk, what: 'ask' | 'stale' | 'ended' | 'reported'): Promise<Response> {
  const id = await idIn(desk, 'not-me', link.secretOf(c));
  const known = id === undefined ? undefined : await openCase(desk, { id });
  const { t, locale } = desk.texts(known?.row.locale ?? wishedLocale(c, desk));
  const token = await formToken(desk, link.purposeOf(c), nameBrowser(c));
  const isCode = known !== undefined && !lacksProof(known.events.map(({ event }) => event));
  const isAsked = what === 'ask' || what === 'stale';
  const title = t(isCode ? 'request.notMe.code' : 'request.notMine');
  return personPage(c, {
    locale,
    title,
    status: !known ? 404 : what === 'stale' ? 422 : 200,
    body: (
      <div class="status">
        <h1>{title}</h1>
        {!known && <p class="box">{t('request.fault.no-proof')}</p>}
        {known && what === 'stale' && <Notice told={{ key: 'request.fault.other-link', isFault: true, at: 'own' }} t={t} />}
        {known && !isAsked && <Notice told={{ key: `request.notMe.${what}` }} t={t} />}
        {known && isAsked && (
          <>
            <p class="lead">{t(isCode ? 'request.notMe.codeText' : 'request.notMe.text')}</p>
            <Which known={known} t={t} locale={locale} withKind />
            <form class="request" method="post" action={`${c.env.site.index.base}${PATH}`}>
              <input type="hidden" name="token" value={token} />
              <p class="buttons">
                <button type="submit" class="button" id="own">
                  {t(isCode ? 'request.notMe.codeButton' : 'request.notMe.button')}
                </button>
              </p>
            </form>
          </>
        )}
      </div>
    ),
  });
}
