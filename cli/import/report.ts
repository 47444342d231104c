/** What an import did, as data for machines and in words for people. */
import { counted } from '../outcome.ts';
import { FOLD_REASONS } from './folding.ts';
import type { Note } from './notes.ts';
import type { DateChoice } from './version-dates.ts';
import type { FoldedCommit, PlannedVersion } from './versions.ts';

export interface VersionReport {
  id: string;
  title: string;
  summary?: string;
  announced?: string;
  renamed: Record<string, string>;
  publishedAt?: string;
  author?: string;
  commit?: string;
  commits: { sha: string; subject: string }[];
  date?: DateChoice;
  /** Notes that the version before did not have already. */
  notes: Note[];
}

export interface ImportReport {
  policy: string;
  locale: string;
  /** Where the texts come from. */
  source: string;
  branch?: string;
  /** Commits that changed the file. */
  commits: number;
  versions: VersionReport[];
  folded: FoldedCommit[];
  /** Versions whose words changed while the date in them did not. */
  datesNotMoved: string[];
  /** What else somebody should know. */
  remarks: string[];
  /** Paths that are written, relative to the content tree. */
  files: string[];
  /** Drafts wait for `publish`; what comes from a history is sealed. */
  published: boolean;
}

export function versionReport(version: PlannedVersion, previous: PlannedVersion | undefined): VersionReport {
  const name = ({ kind, detail }: Note): string => `${kind}: ${detail}`;
  const known = new Set(previous?.converted.notes.map(name));
  const { id, title, summary, announced, renamed, publishedAt, author, commit, commits, date } = version;
  return {
    id,
    title,
    ...(summary ? { summary } : {}),
    ...(announced ? { announced } : {}),
    renamed,
    publishedAt,
    author,
    commit,
    commits,
    date,
    notes: version.converted.notes.filter((note) => !known.has(name(note))),
  };
}

const VERDICTS: Record<DateChoice['verdict'], string> = {
  plausible: 'the text says so',
  none: 'the text names no date',
  'not-moved': 'the text’s own date was not moved with its words',
  'too-late': 'the text’s own date lies too far ahead',
  'too-early': 'the text’s own date lies too far back',
  ambiguous: 'the text’s own date leaves the day open',
  contradicted: 'a later text shows that the text’s own date cannot be right',
  collides: 'the text’s own date is not after the version before',
};

/** The report as a person reads it. */
export function reportInWords(report: ImportReport): string {
  const lines = [
    `${report.policy} (${report.locale}) from ${report.source}${report.branch ? `, branch ${report.branch}` : ''}`,
    report.commits > 0
      ? `${counted(report.commits, 'commit')}: ${counted(report.versions.length, 'version')}, ${counted(report.folded.length, 'commit')} folded`
      : `${counted(report.versions.length, 'version')}, ${report.published ? 'published' : 'a draft'}`,
    '',
  ];
  for (const version of report.versions) lines.push(...versionInWords(version));
  if (report.folded.length > 0) {
    lines.push('', 'Folded');
    for (const { sha, day, reason, into, subject } of report.folded)
      lines.push(`  ${sha.slice(0, 10)}  ${day}  ${FOLD_REASONS[reason]}${into ? `, in ${into}` : ''}: ${subject}`);
  }
  if (report.datesNotMoved.length > 0) {
    lines.push(
      '',
      `Dates not moved with the words: ${report.datesNotMoved.length} of ${report.versions.length} versions`,
      `  ${report.datesNotMoved.join(', ')}`,
    );
  }
  if (report.remarks.length > 0) lines.push('', 'To know', ...report.remarks.map((remark) => `  ${remark}`));
  return `${lines.join('\n')}\n`;
}

function versionInWords({ id, date, summary, renamed, notes }: VersionReport): string[] {
  const lines = [`  ${id}${summary ? `  ${summary}` : ''}`];
  if (date && (date.by === 'text' ? date.landed !== id : date.verdict !== 'none')) {
    const said = date.declared ? ` (“${date.declared.words}”)` : '';
    lines.push(
      `      ${date.by === 'text' ? `landed on ${date.landed}; ` : ''}${VERDICTS[date.verdict]}${said}${date.movedLater ? `; ${date.movedLater.sha.slice(0, 10)} moved it later, to ${date.movedLater.date}` : ''}`,
    );
  }
  for (const [to, from] of Object.entries(renamed)) lines.push(`      section ${from} is now ${to}`);
  for (const { kind, detail, times } of notes) lines.push(`      ${kind}: ${detail}${times ? ` (${times} times)` : ''}`);
  return lines;
}
