/** The queue: what is due first, with filters that are links. It shows nothing that a person wrote. */
import { duplicatesAmong } from '../../../core/requests/duplicates.ts';
import { KINDS } from '../../../core/requests/kinds.ts';
import { QUEUES, STATES } from '../../../core/requests/summary.ts';
import { noteView } from '../../console/audit.ts';
import { addressOfView, cursorIn, cursorText, filterOf, type View, viewIn } from '../../console/filters.ts';
import { kindName, lawName, STATE_NAMES } from '../../console/names.ts';
import { answerConsole, Form, Names, type Office } from '../../console/page.tsx';
import { colleagues, type Person } from '../../console/people.ts';
import { QueueTable } from '../../console/queue-table.tsx';
import { besideThese, countUpTo, type QueueFilter, type QueueRow, queuePage } from '../../store/queue.ts';
import { SearchForm } from './search.tsx';

export const PAGE_SIZE = 50;
/** Beyond that a count says "and more": counting all would cost more than it tells. */
const MOST_COUNTED = 1000;

export async function showQueue(office: Office): Promise<Response> {
  const { c, desk, operator } = office;
  const view = viewIn(c.req.query());
  const people = await colleagues(office);
  const filter = filterOf(view, operator.name, people, desk.today);
  const page = { after: view.after === undefined ? undefined : cursorIn(view.after), size: PAGE_SIZE, latestFirst: view.queue === 'closed' };
  const [rows, counts] = await Promise.all([filter ? queuePage(desk.db, filter, page) : [], countsFor(office)]);
  const shown = rows.slice(0, PAGE_SIZE);
  const [doubles] = await Promise.all([
    doublesOf(office, shown),
    noteView(desk, operator, { action: 'view-queue', details: { view: addressOfView(view, { after: view.after }), requests: shown.length } }),
  ]);
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const body = (
    <>
      <Tabs view={view} counts={counts} />
      <div class="tools">
        <Filters office={office} view={view} people={people} />
        <SearchForm office={office} />
      </div>
      {shown.length === 0 ? (
        <p class="box">
          Nothing is here{view.after === undefined && addressOfView(view) === './' ? '. New requests appear by themselves.' : ' under these filters.'}
        </p>
      ) : (
        <Rows office={office} rows={shown} doubles={doubles} people={people} writes={view.queue === 'active'} />
      )}
      <nav class="pages" aria-label="Pages">
        <ul class="links">
          {view.after ? (
            <li>
              <a href={addressOfView(view)}>First page</a>
            </li>
          ) : null}
          {last ? (
            <li>
              <a href={addressOfView(view, { after: cursorText(last) })} rel="next">
                Next page
              </a>
            </li>
          ) : null}
        </ul>
      </nav>
    </>
  );
  return answerConsole(office, { title: 'Requests', body, part: '' });
}

interface Counts {
  queues: number[];
  overdue: number;
  undated: number;
  mine: number;
  nobodys: number;
}

async function countsFor({ desk, operator }: Office): Promise<Counts> {
  const active: QueueFilter = { queue: 'active' };
  const filters: QueueFilter[] = [
    active,
    { queue: 'unproved' },
    { ...active, dueBefore: desk.today },
    { ...active, undated: true },
    { ...active, assignee: operator.name },
    { ...active, assignee: null },
  ];
  const [open = 0, unproved = 0, overdue = 0, undated = 0, mine = 0, nobodys = 0] = await countUpTo(desk.db, filters, MOST_COUNTED);
  return { queues: [open, unproved], overdue, undated, mine, nobodys };
}

/** Of each request on the page the one that it is probably a duplicate of. */
async function doublesOf({ desk }: Office, rows: readonly QueueRow[]): Promise<Map<string, string>> {
  const ids = rows.map(({ id }) => id);
  const groups = (await besideThese(desk.db, ids)).flatMap(duplicatesAmong);
  return new Map(groups.flatMap(([canon, ...rest]) => rest.map(({ id }) => [id, canon?.reference ?? ''] as const)));
}

const counted = (count: number): string => (count >= MOST_COUNTED ? `${MOST_COUNTED} and more` : String(count));
const QUEUE_NAMES = { active: 'To do', unproved: 'Not proved yet', closed: 'Closed' } as const;

function Tabs({ view, counts }: { view: View; counts: Counts }) {
  const quick = [
    { name: 'Overdue', count: counts.overdue, to: { due: 'overdue' as const } },
    { name: 'Without a date', count: counts.undated, to: { due: 'none' as const } },
    { name: 'Mine', count: counts.mine, to: { assignee: 'me' } },
    { name: 'Nobody’s', count: counts.nobodys, to: { assignee: 'nobody' } },
  ];
  const none: View = { queue: 'active' };
  return (
    <nav class="tabs" aria-label="Queues">
      <ul>
        {QUEUES.map((queue, at) => (
          <li>
            <a href={addressOfView({ queue })} aria-current={addressOfView(view) === addressOfView({ queue }) ? 'page' : undefined}>
              {QUEUE_NAMES[queue]}
              {counts.queues[at] === undefined ? null : <span class="count"> {counted(counts.queues[at] ?? 0)}</span>}
            </a>
          </li>
        ))}
        {quick.map(({ name, count, to }) => (
          <li>
            <a
              href={addressOfView(none, to)}
              class={name === 'Overdue' && count > 0 ? 'late' : undefined}
              aria-current={addressOfView(view) === addressOfView(none, to) ? 'page' : undefined}
            >
              {name}
              <span class="count"> {counted(count)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Filters({ office: { desk }, view, people }: { office: Office; view: View; people: Person[] }) {
  const laws = [...new Set(desk.file.organisation.regimes.flatMap(({ value }) => value))];
  const states = STATES.filter((state) =>
    view.queue === 'active'
      ? state === 'open' || state === 'waiting'
      : view.queue === 'unproved'
        ? state === 'unproved'
        : !['open', 'waiting', 'unproved'].includes(state),
  );
  const groups: { name: keyof View; title: string; values: { value: string; text: string }[] }[] = [
    { name: 'state', title: 'State', values: states.map((value) => ({ value, text: STATE_NAMES[value] })) },
    { name: 'kind', title: 'Kind', values: KINDS.map((value) => ({ value, text: kindName(desk, value) })) },
    { name: 'law', title: 'Law', values: laws.map((value) => ({ value, text: lawName(desk, value) })) },
    {
      name: 'assignee',
      title: 'Assigned to',
      values: [{ value: 'me', text: 'Me' }, { value: 'nobody', text: 'Nobody' }, ...people.map(({ id, name }) => ({ value: id, text: name }))],
    },
    {
      name: 'due',
      title: 'Due',
      values: [
        { value: 'overdue', text: 'Overdue' },
        { value: 'none', text: 'Without a date' },
      ],
    },
  ];
  const chosen = groups.flatMap(({ name, title, values }) => values.filter(({ value }) => view[name] === value).map(({ text }) => ({ name, title, text })));
  return (
    <section class="filters" aria-label="Filters">
      {chosen.length > 0 ? (
        <ul class="chosen">
          {chosen.map(({ name, title, text }) => (
            <li>
              <a href={addressOfView(view, { [name]: undefined })}>
                {title}: {text} <span aria-hidden="true">×</span>
                <span class="visually-hidden">, take this filter away</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      <details>
        <summary>Filters</summary>
        {groups.map(({ name, title, values }) => (
          <div class="group">
            <h2 id={`filter-${name}`}>{title}</h2>
            <ul class="links" aria-labelledby={`filter-${name}`}>
              {values.map(({ value, text }) => (
                <li>
                  <a href={addressOfView(view, { [name]: value })} aria-current={view[name] === value ? 'true' : undefined}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
    </section>
  );
}

interface RowsOf {
  office: Office;
  rows: QueueRow[];
  doubles: Map<string, string>;
  people: Person[];
  /** Can the people of these requests be written to? Nothing is mailed to an address that nobody proved, and the closed ones have their answer. */
  writes: boolean;
}

function Rows({ office, rows, doubles, people, writes }: RowsOf) {
  const table = (
    <section class="scroll" aria-label="Requests" tabindex={0}>
      <QueueTable office={office} rows={rows} doubles={doubles} choose={office.may('operator')} />
    </section>
  );
  if (!office.may('operator')) return table;
  return (
    <Form office={office} to="bulk/" label="Requests">
      {table}
      <fieldset class="bulk">
        <legend>With those that are ticked</legend>
        <div class="fields">
          <label>
            Assign to
            <input name="to" list="colleagues" autocomplete="off" maxlength={100} />
          </label>
          <Names id="colleagues" people={people} />
          <button type="submit" class="button quiet" name="do" value="assign">
            Assign
          </button>
          {writes ? (
            <>
              <button type="submit" class="button quiet" name="do" value="acknowledge">
                Acknowledge receipt
              </button>
              <label>
                Close as
                <select name="as">
                  <option value="complied">Done as asked</option>
                  <option value="no-data">No data found</option>
                </select>
              </label>
              <button type="submit" class="button quiet" name="do" value="close">
                Close …
              </button>
            </>
          ) : null}
        </div>
      </fieldset>
    </Form>
  );
}
