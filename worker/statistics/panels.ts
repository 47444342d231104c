/**
 * What the page of statistics shows: each panel is one table, and the plot of the same. English, as all of the console is. Pure.
 */
import type { StatisticsLine } from '../../core/consent/operator-api.ts';
import type { Figures, Row } from '../../core/requests/statistics.ts';

export const PANELS = ['volumes', 'kinds', 'regimes', 'days', 'late', 'refusals', 'consent-days', 'consent-sites', 'consent-versions'] as const;
export type PanelName = (typeof PANELS)[number];

export interface Panel {
  name: PanelName;
  title: string;
  /** How it was counted. */
  says: string;
  /** Over the first column of the table. */
  label: string;
  series: string[];
  rows: Row[];
  /** `lines` over time, `bars` side by side. */
  form: 'lines' | 'bars';
  unit: '' | ' days' | ' %';
}

/** A figure with what it counts. */
export function inUnit(value: number, unit: Panel['unit']): string {
  return value === 1 && unit === ' days' ? '1 day' : `${value}${unit}`;
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** `2026-12` as "Dec 2026". */
const monthInWords = (month: string): string => MONTH.format(Date.parse(`${month}-01`));

/** Codes in words. */
export interface Words {
  kind: (kind: string) => string;
  law: (regime: string) => string;
  code: (code: string) => string;
}

type Made = Omit<Panel, 'name'>;

export function requestPanels(figures: Figures, { kind, law, code }: Words): Panel[] {
  const named = (rows: Row[], name: (label: string) => string): Row[] => rows.map(({ label, values }) => ({ label: name(label), values }));
  const made: Record<Exclude<PanelName, `consent-${string}`>, Made> = {
    volumes: {
      title: 'Received by month',
      says: 'Requests whose address was proved or whose kind needs no proof; those that nobody proved stand apart and are in no other figure, unless they were answered or refused all the same.',
      label: 'Month',
      series: ['Received', 'Never proved'],
      rows: named(figures.volumes, monthInWords),
      form: 'lines',
      unit: '',
    },
    kinds: { title: 'By kind', says: 'What was asked for.', label: 'Kind', series: ['Requests'], rows: named(figures.kinds, kind), form: 'bars', unit: '' },
    regimes: {
      title: 'By law',
      says: 'The law whose due date counts.',
      label: 'Law',
      series: ['Requests'],
      rows: named(figures.regimes, law),
      form: 'bars',
      unit: '',
    },
    days: {
      title: 'Days to the answer',
      says: 'Calendar days from receipt to answer or refusal, by month of receipt: the median, and the 90th percentile by nearest rank.',
      label: 'Month',
      series: ['Median', '90th percentile'],
      rows: named(figures.daysByMonth, monthInWords),
      form: 'lines',
      unit: ' days',
    },
    late: {
      title: 'Late',
      says: 'Answered after the due date, or open beyond it, by month of receipt.',
      label: 'Month',
      series: ['In time', 'Late'],
      rows: named(figures.late, monthInWords),
      form: 'lines',
      unit: '',
    },
    refusals: {
      title: 'Refusals by reason',
      says: 'A refusal with several reasons counts with each.',
      label: 'Reason',
      series: ['Refusals'],
      rows: named(figures.refusals, code),
      form: 'bars',
      unit: '',
    },
  };
  return (Object.entries(made) as [PanelName, Made][]).map(([name, panel]) => ({ name, ...panel }));
}

export interface ConsentLines {
  days: readonly StatisticsLine[];
  sites: readonly StatisticsLine[];
  versions: readonly StatisticsLine[];
}

/** Shares of records that allow a category, among those that were asked about it. */
export function consentPanels({ days, sites, versions }: ConsentLines): Panel[] {
  const says = 'Of the sealed records that were asked about a category, how many allow it. Records, not people: who chooses anew counts again.';
  const shared = { says, unit: ' %' as const };
  return [
    { name: 'consent-days', title: 'Consent by day', label: 'Day', form: 'lines', ...shared, ...byCategory(days, ({ day = '' }) => day) },
    { name: 'consent-sites', title: 'Consent by site', label: 'Site', form: 'bars', ...shared, ...byCategory(sites, ({ site = '' }) => site) },
    {
      name: 'consent-versions',
      title: 'Consent by version of the policy',
      label: 'Version',
      form: 'bars',
      ...shared,
      ...byCategory(versions, ({ version = '' }) => version),
    },
  ];
}

/** A row for each label, a series for each category. */
function byCategory(lines: readonly StatisticsLine[], label: (line: StatisticsLine) => string): Pick<Panel, 'series' | 'rows'> {
  const series = [...new Set(lines.map(({ category = '' }) => category))].sort();
  const rows = [...Map.groupBy(lines, label)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({ label: name, values: series.map((category) => share(own.find((line) => line.category === category))) }));
  return { series, rows };
}

function share(line: StatisticsLine | undefined): number | null {
  const [allowed, refused] = [line?.allowed ?? 0, line?.refused ?? 0];
  return allowed + refused === 0 ? null : Math.round((allowed / (allowed + refused)) * 1000) / 10;
}
