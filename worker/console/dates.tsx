/** The dates of a request, each with the way it came about: sentences with their articles, law by law. */
import type { Clock } from '../../core/deadlines/derive.ts';
import { explain } from '../../core/deadlines/explain.ts';
import { datesOfCase, type Part } from './dossier.ts';
import { DateWords, Due } from './due.tsx';
import { english, lawName } from './names.ts';
import type { Office } from './page.tsx';

export function Dates({ office: { desk }, dossier: { opened } }: Part) {
  const all = datesOfCase(opened);
  const { summary } = opened;
  // The law whose date counts is told at once, the others behind it.
  const [main, ...rest] = all;
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">Dates</h2>
      <p class="due">
        <Due request={{ received: summary.received, due: summary.due ?? null, closed: summary.closed ?? null }} today={desk.today} />
      </p>
      {all.length === 0 ? (
        <p>
          No law that is served applies to this place, or none gives this right there.{' '}
          {summary.due ? 'The organisation’s own promise counts.' : 'Nothing sets a date.'}
        </p>
      ) : null}
      {main ? <Steps desk={desk} title={`${lawName(desk, main.rules.regime)}, ${main.rules.ref}`} clock={main.dates.answer} /> : null}
      {main && (rest.length > 0 || main.dates.acknowledgement || main.dates.refusal) ? (
        <details>
          <summary>Other dates: acknowledgement, refusal{rest.length > 0 ? ', other laws' : ''}</summary>
          {main.dates.acknowledgement ? <Steps desk={desk} title="Acknowledgement" clock={main.dates.acknowledgement} /> : null}
          {main.dates.refusal ? <Steps desk={desk} title="If it is refused" clock={main.dates.refusal} /> : null}
          {rest.map(({ rules, dates }) => (
            <Steps desk={desk} title={`${lawName(desk, rules.regime)}, ${rules.ref}`} clock={dates.answer} />
          ))}
        </details>
      ) : null}
      {summary.purgeContents ? (
        <p class="note">
          Contents are erased on <DateWords date={summary.purgeContents} />
          {summary.purgeRecord ? (
            <>
              , the record of the handling on <DateWords date={summary.purgeRecord} />
            </>
          ) : null}
          .
        </p>
      ) : null}
    </section>
  );
}

function Steps({ desk, title, clock }: { desk: Office['desk']; title: string; clock: Clock }) {
  return (
    <>
      <h3>
        {title}
        {clock.due ? (
          <>
            : <DateWords date={clock.due} />
          </>
        ) : null}
      </h3>
      <ul class="steps">
        {explain(clock.steps, english(desk), 'en').map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {clock.met ? (
        <p class={clock.met.daysLate > 0 ? 'late' : 'note'}>
          Done on <DateWords date={clock.met.on} />
          {clock.met.daysLate > 0 ? `, ${clock.met.daysLate} days late` : ', in time'}.
        </p>
      ) : null}
      {clock.latest ? (
        <p class="note">
          {clock.latest === 'open' ? 'Read generously, no date runs now.' : `Read generously it would be ${clock.latest}.`} Do not rely on that before somebody
          has read it up.
        </p>
      ) : null}
    </>
  );
}
