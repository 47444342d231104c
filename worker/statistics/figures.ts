/** The figures of a span, read for the page of statistics, its plots and its exports. */

import { addDays } from '../../core/deadlines/count.ts';
import { rightKey } from '../../core/requests/letters.ts';
import { type Figures, type FiguresLine, figuresOf } from '../../core/requests/statistics.ts';
import { translator } from '../../core/wording.ts';
import type { Desk } from '../requests/desk.ts';
import { statistics } from '../store/counts.ts';
import { readLines } from '../store/statistics.ts';
import { type ConsentLines, consentPanels, type Panel, type PanelName, requestPanels, type Words } from './panels.ts';

export interface Span {
  from: string;
  to: string;
}

/** A year up to today, in whole months. */
export function usualSpan(today: string): Span {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const first = month === 12 ? `${year}-01-01` : `${year - 1}-${String(month + 1).padStart(2, '0')}-01`;
  return { from: first, to: today };
}

export async function readFigures({ db, today }: Desk, span: Span): Promise<{ lines: FiguresLine[]; figures: Figures }> {
  const lines = await readLines(db, { ...span, today });
  return { lines, figures: figuresOf(lines) };
}

/** Days for which consent is told day by day: more are no line to look at. */
const MOST_DAYS = 92;

async function readConsents({ db }: Desk, { from, to }: Span): Promise<ConsentLines> {
  const lately = addDays(to, 1 - MOST_DAYS);
  const [days, sites, versions] = await Promise.all([
    statistics(db, { from: from > lately ? from : lately, to, by: ['day', 'category'] }),
    statistics(db, { from, to, by: ['site', 'category'] }),
    statistics(db, { from, to, by: ['version', 'category'] }),
  ]);
  return { days: days ?? [], sites: sites ?? [], versions: versions ?? [] };
}

/** One panel, or all: what only concerns others is not read. */
export async function readPanels(desk: Desk, span: Span, name?: PanelName): Promise<Panel[]> {
  const [requests, consents] = await Promise.all([
    name?.startsWith('consent-') ? [] : readFigures(desk, span).then(({ figures }) => requestPanels(figures, wordsOf(desk))),
    name === undefined || name.startsWith('consent-') ? readConsents(desk, span).then(consentPanels) : [],
  ]);
  return [...requests, ...consents].filter((panel) => name === undefined || panel.name === name);
}

/** The console speaks English, whatever the organisation speaks. */
function wordsOf({ file }: Desk): Words {
  const t = translator(file.wording, 'en');
  const begun = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
  return {
    kind: (kind) => begun(t(rightKey(kind))),
    law: (regime) => (regime === '' ? 'No law known' : t(`law.${regime}.name`)),
    code: (code) => begun(code.replaceAll('-', ' ')),
  };
}
