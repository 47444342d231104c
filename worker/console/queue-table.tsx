/** Requests as a table, the due date first: in the queue, in what a search finds, and where others are named. */
import type { QueueRow } from '../store/queue.ts';
import { Due } from './due.tsx';
import { kindName, lawName, STATE_NAMES } from './names.ts';
import type { Office } from './page.tsx';

export function QueueTable({
  office,
  rows,
  doubles = new Map(),
  choose = false,
}: {
  office: Office;
  rows: readonly QueueRow[];
  doubles?: Map<string, string>;
  choose?: boolean;
}) {
  const { desk, at } = office;
  return (
    <table class="queue">
      <thead>
        <tr>
          {choose ? (
            <th scope="col">
              <span class="visually-hidden">Ticked</span>
            </th>
          ) : null}
          <th scope="col">Due</th>
          <th scope="col">Request</th>
          <th scope="col">State</th>
          <th scope="col">Law</th>
          <th scope="col">Received</th>
          <th scope="col">Assigned to</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {choose ? (
              <td>
                <input type="checkbox" name="id" value={row.id} aria-label={`Tick ${row.reference}`} />
              </td>
            ) : null}
            <td>
              <Due request={row} today={desk.today} />
            </td>
            <th scope="row">
              <a href={at(`requests/${row.reference}/`)}>{kindName(desk, row.kind)}</a>
              <br />
              <span class="reference">{row.reference}</span>
              {row.behalf === 'agent' ? ' · agent' : row.behalf === 'child' ? ' · child' : ''}
              {row.channel === 'form' ? '' : ` · ${row.channel}`}
              {doubles.has(row.id) ? (
                <>
                  <br />
                  <span class="tag">duplicate of {doubles.get(row.id)}</span>
                </>
              ) : null}
            </th>
            <td>
              {STATE_NAMES[row.state]}
              {row.acknowledge_by && !row.acknowledged && row.closed === null ? (
                <>
                  <br />
                  <span class={row.acknowledge_by < desk.today ? 'late' : undefined}>acknowledge by {row.acknowledge_by}</span>
                </>
              ) : null}
            </td>
            <td>
              {lawName(desk, row.regime)}
              {row.place ? <span class="note"> {row.place}</span> : null}
            </td>
            <td>{row.received}</td>
            <td>{row.assignee ?? 'nobody'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
