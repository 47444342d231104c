/** The queue's filters as an address that can be bookmarked: read from it and written into it. Nothing in it says anything of anybody. */
import { z } from 'zod';
import { isKind } from '../../core/requests/kinds.ts';
import { QUEUES, STATES } from '../../core/requests/summary.ts';
import { dateSchema } from '../../core/schemas.ts';
import type { Cursor, QueueFilter } from '../store/queue.ts';
import type { Person } from './people.ts';

export interface View {
  queue: (typeof QUEUES)[number];
  state?: string | undefined;
  kind?: string | undefined;
  law?: string | undefined;
  /** `me`, `nobody`, or the id of a colleague. */
  assignee?: string | undefined;
  due?: 'overdue' | 'none' | undefined;
  after?: string | undefined;
}

const NAMES = ['queue', 'state', 'kind', 'law', 'assignee', 'due', 'after'] as const;
const idSchema = z.uuidv7();

/** What an address asks for. What it cannot mean is left out: an old bookmark still shows the queue. */
export function viewIn(query: Record<string, string>): View {
  const { queue, state, kind, law, assignee, due, after } = query;
  return {
    queue: QUEUES.find((one) => one === queue) ?? 'active',
    state: STATES.find((one) => one === state),
    kind: kind && isKind(kind) ? kind : undefined,
    law: law && /^[a-z]{2}(-[a-z0-9]+)+$/.test(law) ? law : undefined,
    assignee: assignee && /^(me|nobody|[0-9a-f]{12})$/.test(assignee) ? assignee : undefined,
    due: due === 'overdue' || due === 'none' ? due : undefined,
    after: after && cursorIn(after) ? after : undefined,
  };
}

export function addressOfView(view: View, changes: Partial<View> = {}): string {
  const whole = { ...view, after: undefined, ...changes };
  const search = new URLSearchParams(
    NAMES.flatMap((name) => (whole[name] === undefined || (name === 'queue' && whole.queue === 'active') ? [] : [[name, whole[name] ?? '']])),
  );
  const text = search.toString();
  return text === '' ? './' : `./?${text}`;
}

/** The filter that a view means. Nothing where it names a colleague whom nobody knows. */
export function filterOf(view: View, me: string, people: readonly Person[], today: string): QueueFilter | undefined {
  const { queue, state, kind, law: regime, due } = view;
  const named = people.find(({ id }) => id === view.assignee)?.name;
  if (view.assignee && !['me', 'nobody'].includes(view.assignee) && named === undefined) return undefined;
  const assignee = view.assignee === undefined ? undefined : view.assignee === 'nobody' ? null : view.assignee === 'me' ? me : named;
  return { queue, state, kind, regime, assignee, ...(due === 'overdue' ? { dueBefore: today } : due === 'none' ? { undated: true as const } : {}) };
}

export function cursorIn(text: string): Cursor | undefined {
  const [due = '', id = ''] = text.split('.', 2);
  if (!idSchema.safeParse(id).success) return undefined;
  if (due === '') return { due: null, id };
  return dateSchema.safeParse(due).success ? { due, id } : undefined;
}

export function cursorText({ due, id }: Cursor): string {
  return `${due ?? ''}.${id}`;
}
