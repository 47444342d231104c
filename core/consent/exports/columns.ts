/** Consent records as a table: the columns of CSV and Parquet, and what each holds. Pure. */
import { OPTIONAL_CATEGORIES } from '../../vocabulary.ts';
import type { ConsentRecord } from '../record.ts';

/** A record where it lies in its log. `text` is the canonical JSON that its leaf commits to. */
export interface LoggedRecord {
  log: string;
  index: number;
  text: string;
}

export type Cell = string | number | boolean | null;

interface Column {
  name: string;
  type: 'STRING' | 'INT64' | 'BOOLEAN' | 'TIMESTAMP';
  /** @param record What `text` says. */
  cell(logged: LoggedRecord, record: ConsentRecord): Cell;
}

/** In order; names stay for ever, new columns come last. A choice is empty where the visitor was not asked about the category. */
export const COLUMNS: readonly Column[] = [
  { name: 'log', type: 'STRING', cell: ({ log }) => log },
  { name: 'index', type: 'INT64', cell: ({ index }) => index },
  { name: 'id', type: 'STRING', cell: (_logged, { id }) => id },
  { name: 'site', type: 'STRING', cell: (_logged, { site }) => site },
  { name: 'subject', type: 'STRING', cell: (_logged, { subject }) => subject },
  { name: 'decided', type: 'TIMESTAMP', cell: (_logged, { decided }) => decided },
  { name: 'received', type: 'TIMESTAMP', cell: (_logged, { received }) => received },
  { name: 'action', type: 'STRING', cell: (_logged, { action }) => action },
  { name: 'surface', type: 'STRING', cell: (_logged, { surface }) => surface },
  ...OPTIONAL_CATEGORIES.map((category): Column => ({ name: category, type: 'BOOLEAN', cell: (_logged, { choices }) => choices[category] ?? null })),
  { name: 'notice', type: 'STRING', cell: (_logged, { notice }) => notice },
  { name: 'policy', type: 'STRING', cell: (_logged, { policy }) => policy.id },
  { name: 'version', type: 'STRING', cell: (_logged, { policy }) => policy.version },
  { name: 'policy_sha256', type: 'STRING', cell: (_logged, { policy }) => policy.sha256 },
  { name: 'locale', type: 'STRING', cell: (_logged, { locale }) => locale },
  { name: 'model', type: 'STRING', cell: (_logged, { model }) => model },
  { name: 'regime', type: 'STRING', cell: (_logged, { regime }) => regime },
  { name: 'gpc', type: 'BOOLEAN', cell: (_logged, { gpc }) => gpc },
  { name: 'sec_gpc', type: 'BOOLEAN', cell: (_logged, { secGpc }) => secGpc },
  { name: 'previous', type: 'STRING', cell: (_logged, { previous }) => previous },
];

/** The cells of a record, by column. */
export function rowOf(logged: LoggedRecord): Cell[] {
  const record = JSON.parse(logged.text) as ConsentRecord;
  return COLUMNS.map(({ cell }) => cell(logged, record));
}
