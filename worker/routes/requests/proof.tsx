/**
 * The link of a mail. It shows a page with a button and changes nothing: scanners of mails follow links. In the browser that asked the
 * button proves the address; in another one it takes the code of the same mail as well, for some scanners press buttons too.
 */
import { type Context, Hono } from 'hono';
import { REQUEST_COOKIES } from '../../../core/own-storage.ts';
import type { Edge } from '../../edge.ts';
import { type Case, openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { formToken } from '../../requests/intake-token.ts';
import { findLink, type Proved, proveByBoth, proveByLink } from '../../requests/proof.ts';
import { requestPath } from '../../requests/status-links.ts';
import { nameBrowser, openSession } from '../../requests/status-session.ts';
import type { ProofRow } from '../../store/proofs.ts';
import { mailedLink } from './mailed-link.ts';
import { readOwnForm } from './own-form.ts';
import { onward, openDesk, personPage, Which, wishedLocale } from './pieces.tsx';
import { currentCase } from './status.tsx';
import { CodeField, Notice } from './status-forms.tsx';

export const proofs = new Hono<Edge>();

const link = mailedLink(REQUEST_COOKIES.proof);
const PATH = 'requests/proof/';

proofs.get(`/${PATH}:token/`, async (c) => {
  link.keep(c, c.req.param('token'));
  return onward(c, PATH);
});

proofs.get(`/${PATH}`, async (c) => {
  const opened = await openDesk(c);
  return opened.ok ? show(c, opened.desk, await proofOf(c, opened.desk)) : opened.answer;
});

proofs.post(`/${PATH}`, async (c) => {
  const sent = await readOwnForm(c, link.purposeOf(c));
  if (!sent.ok) return sent.answer;
  const { desk } = sent;
  const proof = await proofOf(c, desk);
  if (!sent.isToken) return show(c, desk, proof, 'stale');
  const known = proof && (await openCase(desk, { id: proof.request }));
  const proved = (await isOwn(c, desk, known)) ? await proveByLink(desk, proof) : await proveByBoth(desk, proof, sent.form.fields.code ?? '');
  if (!known || !proved.ok) return show(c, desk, proof, proved.ok ? 'no-proof' : proved.reason);
  link.drop(c);
  await openSession(c, desk, known.row, 'proved');
  return onward(c, requestPath(known.row.reference));
});

function proofOf(c: Context<Edge>, desk: Desk): Promise<ProofRow | undefined> {
  return findLink(desk, link.secretOf(c));
}

/** Is this the browser that asked? A link alone, which may have been passed on, does not make it that. */
async function isOwn(c: Context<Edge>, desk: Desk, known: Case | undefined): Promise<boolean> {
  const current = known && (await currentCase(c, desk, known.row.reference));
  return current !== undefined && current.session.level !== 'link';
}

/** The first time it proves the address; later it opens what is personal. */
const FIRST = { title: 'request.confirm', text: 'request.proof.text', button: 'request.confirmButton' };
const STEP_UP = { title: 'request.stepUp', text: 'request.proof.stepUpText', button: 'request.showButton' };

type Fault = (Proved & { ok: false })['reason'] | 'stale';

async function show(c: Context<Edge>, desk: Desk, proof: ProofRow | undefined, fault?: Fault): Promise<Response> {
  const known = proof && (await openCase(desk, { id: proof.request }));
  const { t, locale } = desk.texts(known?.row.locale ?? wishedLocale(c, desk));
  const over = overOf(desk, proof);
  const own = await isOwn(c, desk, known);
  const token = await formToken(desk, link.purposeOf(c), nameBrowser(c));
  const isWrong = fault === 'wrong-code' || fault === 'stale' || fault === 'no-tries';
  const inWords = fault === 'wrong-code' ? 'request.fault.wrong-code' : fault === 'stale' ? 'request.fault.other-link' : undefined;
  const base = `${c.env.site.index.base}requests/`;
  const words = proof?.purpose === 'step-up' ? STEP_UP : FIRST;
  const title = t(words.title);
  return personPage(c, {
    locale,
    title: isWrong ? t('requests.faultTitle', { title }) : title,
    status: isWrong ? 422 : 200,
    body: (
      <div class="status">
        <h1>{title}</h1>
        {inWords !== undefined && over === undefined && <Notice told={{ key: inWords, isFault: true, at: own ? 'own' : 'field-code' }} t={t} />}
        {over !== undefined || fault === 'no-tries' ? (
          <>
            <p class="box">{t(`request.fault.${over ?? 'no-tries'}`)}</p>
            <p>
              <a href={`${base}status/`}>{t('request.open')}</a>
            </p>
          </>
        ) : (
          <>
            <p class="lead">{t(words.text, { organisation: desk.file.organisation.name, right: t(`requests.kind.${known?.row.kind ?? 'access'}`) })}</p>
            {known && <Which known={known} t={t} locale={locale} />}
            <form class="request" method="post" action={`${base}proof/`} novalidate>
              <input type="hidden" name="token" value={token} />
              {!own && <CodeField t={t} fault={fault === 'wrong-code' ? 'request.fault.wrong-code' : undefined} />}
              {!own && <p class="note">{t('request.proof.otherBrowser')}</p>}
              <p class="buttons">
                <button type="submit" class="button" id="own">
                  {t(words.button)}
                </button>
              </p>
            </form>
          </>
        )}
      </div>
    ),
  });
}

/** A link that does nothing any more says why, and what then: pressing twice is no mistake. */
function overOf({ now }: Desk, proof: ProofRow | undefined): 'no-proof' | 'used' | 'expired' | undefined {
  if (!proof) return 'no-proof';
  if (proof.used !== null) return 'used';
  return proof.expires <= now.toISOString() ? 'expired' : undefined;
}
