/** The dates of a request, each with the way it came about: sentences with their articles, law by law. */
import type { Clock } from '../../core/deadlines/derive.ts';
import { explain } from '../../core/deadlines/explain.ts';
import { type Dossier, datesOfCase } from './dossier.ts';
import { DateWords, Due } from './due.tsx';
import { english, lawName } from './names.ts';
import type { Office } from './page.tsx';

export function Dates({ office: { desk }, dossier: { opened } }: { office: Office; dossier: Dossier }) {
  const all = datesOfCase(opened);
  const { summary } = opened;
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
      {all.map(({ rules, dates }) => (
        <details open={all.length === 1}>
          <summary>
            {lawName(desk, rules.regime)}, {rules.ref}
            {dates.answer.due ? (
              <>
                : <DateWords date={dates.answer.due} />
              </>
            ) : null}
          </summary>
          <Steps desk={desk} title="Answer" clock={dates.answer} />
          {dates.acknowledgement ? <Steps desk={desk} title="Acknowledgement" clock={dates.acknowledgement} /> : null}
          {dates.refusal ? <Steps desk={desk} title="If it is refused" clock={dates.refusal} /> : null}
        </details>
      ))}
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
