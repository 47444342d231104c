/** The top of a request's page: where it stands, what holds it up, and which other requests belong to it. */
import { DUPLICATE_RULE } from '../../core/requests/duplicates.ts';
import type { Dossier, Part } from './dossier.ts';
import { BEHALF_NAMES, CHANNEL_NAMES, codeInWords, lawName, STATE_NAMES } from './names.ts';
import type { Office } from './page.tsx';
import { QueueTable } from './queue-table.tsx';

/** Those that block come first. */
const HOLDS_SHOWN = 10;

export function Head({ office, dossier: { opened, holds, duplicates, others, about, parent } }: Part) {
  const { desk, at } = office;
  const { row, summary } = opened;
  const [canon] = duplicates;
  return (
    <>
      <p class="lead">
        {STATE_NAMES[summary.state]}
        {summary.outcome ? `: ${summary.outcome.split(' ').map(codeInWords).join(', ').toLowerCase()}` : ''} · {BEHALF_NAMES[row.behalf]},{' '}
        {CHANNEL_NAMES[row.channel]} · {row.place || 'place not told'} · assigned to {summary.assignee ?? 'nobody'}
      </p>
      {parent ? (
        <p>
          About the request <a href={at(`requests/${parent}/`)}>{parent}</a>.
        </p>
      ) : null}
      {holds.slice(0, HOLDS_SHOWN).map((hold) => (
        <p class={hold.blocks ? 'box warning' : 'box'}>
          {hold.blocks ? 'Erasure is blocked: ' : 'Mind this before you erase: '}
          {hold.because === 'access-open' ? 'the same person has an access request open, ' : 'the same person has a complaint or appeal open, '}
          <a href={at(`requests/${hold.reference}/`)}>{hold.reference}</a>.
          {hold.blocks ? ` What was asked for is kept until that is over (${lawName(desk, hold.regime ?? '')}, ${hold.ref ?? ''}).` : ''}
        </p>
      ))}
      {holds.length > HOLDS_SHOWN ? <p class="note">And {holds.length - HOLDS_SHOWN} more of this contact that are open.</p> : null}
      {canon ? (
        <section class="box" aria-label="Duplicates">
          <p>
            <strong>
              {canon.id === row.id ? (
                'Probably sent more than once; this is the one to work on.'
              ) : (
                <>
                  Probably a duplicate of <a href={at(`requests/${canon.reference}/`)}>{canon.reference}</a>.
                </>
              )}
            </strong>
          </p>
          <p class="note">{DUPLICATE_RULE}</p>
          <ul class="links">
            {duplicates.map((one) => (
              <li>
                <a href={at(`requests/${one.reference}/`)} aria-current={one.id === row.id ? 'true' : undefined}>
                  {one.reference}, {one.received}, {STATE_NAMES[one.state].toLowerCase()}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {about.length > 0 ? <Listed office={office} title="Complaints and appeals about this request" rows={about} /> : null}
      {others.length > 0 ? (
        <details>
          <summary>
            {others.length} other {others.length === 1 ? 'request' : 'requests'} of the same contact
          </summary>
          <Listed office={office} rows={others} />
        </details>
      ) : null}
    </>
  );
}

function Listed({ office, title, rows }: { office: Office; title?: string; rows: Dossier['others'] }) {
  return (
    <section class="scroll" aria-label={title ?? 'Other requests of the same contact'} tabindex={0}>
      {title ? <h2>{title}</h2> : null}
      <QueueTable office={office} rows={rows} />
    </section>
  );
}
