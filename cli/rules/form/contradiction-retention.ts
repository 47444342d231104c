import { formRule } from '../../lint/rule.ts';

const SUBJECT = /\b(logs?|log files|log data|backups?|IP addresses|invoices|support (?:messages|tickets|requests)|account data|server logs)\b/i;
const PERIOD = /\b(?:for|after|within|up to)\s+(?:a period of\s+)?(?:up to\s+)?(\d+)\s+(days?|weeks?|months?|years?)\b/i;
const KEEPING = /\b(?:keep|kept|retain|retained|store|stored|delete|deleted|erase|erased)\b/i;
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

export const contradictionRetention = formRule({
  id: 'contradiction-retention',
  severity: 'error',
  confidence: 'check',
  languages: ['en'],
  source: 'GDPR Art. 13(2)(a)',
  advice: 'Keep one period, in one place.',
  check({ sentences }, report) {
    const known = new Map<string, { days: number; words: string }>();
    for (const { text, passage, start } of sentences) {
      const subject = SUBJECT.exec(text)?.[1]?.toLowerCase().replace(/s$/, '');
      const period = PERIOD.exec(text);
      if (!subject || !period || !KEEPING.test(text)) continue;
      const days = Number(period[1]) * (DAYS[(period[2] ?? '').toLowerCase().replace(/s$/, '')] ?? 1);
      const first = known.get(subject);
      if (first && first.days !== days)
        report(
          `${subject}: ${period[1]} ${period[2]} here, ${first.words} further up.`,
          passage.place(start + period.index, start + period.index + period[0].length),
        );
      else known.set(subject, { days, words: `${period[1]} ${period[2]}` });
    }
  },
});
