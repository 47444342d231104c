/** How the desk is doing: whether the logs take records, and whether what was written leaves. */
import { dateInWords } from '../../../core/dates.ts';
import type { Translate } from '../../../core/wording.ts';
import { noteView } from '../../console/audit.ts';
import { codeInWords, english } from '../../console/names.ts';
import { answerConsole, Form, type Office } from '../../console/page.tsx';
import { type DeadMail, deadMails, reviveMails } from '../../store/outbox.ts';
import { health } from '../operator/health.ts';

interface Health {
  state: string;
  /** What waits behind the requests: mails, webhooks, what nobody proved. Or that nobody knows. */
  requests: object;
  logs: LogHealth[];
}

interface LogHealth {
  log: string;
  unreachable?: true;
  size?: number;
  waiting?: number;
  waitingSince?: string | null;
  frozen?: { why: string } | null;
  lastDamage?: { entry: number; at: string } | null;
}

function stateInWords({ unreachable, frozen, lastDamage }: LogHealth): string {
  if (unreachable) return 'does not answer';
  if (frozen) return `frozen: ${frozen.why}`;
  return lastDamage ? `takes records; the archive did not hold the record of entry ${lastDamage.entry} on ${instantInWords(lastDamage.at)}` : 'fine';
}

export async function showHealth(office: Office): Promise<Response> {
  const { state, logs, requests } = await (await health(office.c)).json<Health>();
  const dead = await deadMails(office.desk.db, 50).catch(() => []);
  const figures = figuresIn(requests);
  const failed = figures.some(([path, value]) => path.endsWith('.dead') && value !== 0);
  const t = english(office.desk);
  const body = (
    <>
      <p class={state === 'open' ? 'box' : 'box warning'}>The logs are {state}.</p>
      <section class="scroll" aria-label="Logs" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Log</th>
              <th scope="col">Published entries</th>
              <th scope="col">Waiting</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {logs.map((log) => (
              <tr>
                <th scope="row">{log.log}</th>
                <td>{log.size ?? ''}</td>
                <td>{log.waiting ? `${log.waiting}, since ${instantInWords(log.waitingSince ?? '')}` : 'nothing'}</td>
                <td>{stateInWords(log)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-labelledby="behind">
        <h2 id="behind">Mails and webhooks</h2>
        {failed ? (
          <p class="box warning">
            Something could not be sent. People have not heard of it by mail; what you wrote to them stands on the pages of their requests.
          </p>
        ) : null}
        <Dead office={office} dead={dead} now={office.desk.now.toISOString()} />
        {'unreachable' in requests ? (
          <p class="box warning">{t('health.unreachable')}</p>
        ) : (
          <dl class="facts">
            {figures.filter(isWorthSaying).map(([path, value]) => (
              <>
                <dt>{t(`health.${path}`)}</dt>
                <dd>{figureInWords(t, path, value)}</dd>
              </>
            ))}
          </dl>
        )}
      </section>
    </>
  );
  return answerConsole(office, { title: 'Health', body, part: 'health/' });
}

/** Mails that were given up, and the button that has them tried anew. */
function Dead({ office, dead, now }: { office: Office; dead: DeadMail[]; now: string }) {
  if (dead.length === 0) return null;
  const isOver = ({ expires }: DeadMail): boolean => expires !== null && expires <= now;
  return (
    <>
      <ul class="plain">
        {dead.map((mail) => (
          <li>
            {codeInWords(mail.name)}
            {mail.reference ? (
              <>
                {' '}
                about <a href={office.at(`requests/${mail.reference}/`)}>{mail.reference}</a>
              </>
            ) : null}
            , {mail.made.slice(0, 10)} <span class="note">{mail.problem}</span>
            {isOver(mail) ? <span class="note"> · has expired, and is not sent any more</span> : null}
          </li>
        ))}
      </ul>
      {dead.some(isOver) ? (
        <p>
          What has expired, such as a code or a link to confirm, is of no use to anybody and is not sent again. People have a new one sent from their own page.
          A line of this kind goes after a week.
        </p>
      ) : null}
      {office.may('operator') && !dead.every(isOver) ? (
        <Form office={office} to="health/" label="Try anew">
          <button type="submit" class="button">
            {dead.some(isOver) ? 'Try the others anew' : 'Try them all anew'}
          </button>
        </Form>
      ) : null}
    </>
  );
}

export async function retryMails({ c, desk, operator, at }: Office): Promise<Response> {
  const { waiting } = await reviveMails(desk.db, desk.now.toISOString());
  await noteView(desk, operator, { action: 'retry-mails', details: { mails: waiting } });
  return c.redirect(at('health/'), 303);
}

type Figure = string | number | boolean | null;

/** Figures within figures, each by its path: `mail.waiting`. Its name stands in the wording, `health.<path>`. */
export function figuresIn(figures: object, before = ''): [string, Figure][] {
  return (Object.entries(figures) as [string, Figure | object][]).flatMap(([name, value]): [string, Figure][] =>
    typeof value === 'object' && value !== null ? figuresIn(value, `${before}${name}.`) : [[before + name, value]],
  );
}

/** Where nothing waits there is no oldest one, and no reason why it did not go. */
function isWorthSaying([path, value]: [string, Figure]): boolean {
  return value !== null || !/(Since|problem)$/.test(path);
}

function figureInWords(t: Translate, path: string, value: Figure): string {
  if (value === null) return t('health.none');
  if (/(^|\.)state$/.test(path)) return t(`health.${path}.${value}`);
  if (path === 'deadNudges') return t('health.deadNudges.says', { at: instantInWords(String(value)) });
  return /Since$/.test(path) ? instantInWords(String(value)) : String(value);
}

/** "24 November 2026, 12:00 UTC". */
function instantInWords(instant: string): string {
  return `${dateInWords(instant, 'en')}, ${instant.slice(11, 16)} UTC`;
}
