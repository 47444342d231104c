/** A date in words: each step a sentence in the reader's language, with its sources. */
import { dateInWords, dayInWords, durationInWords } from '../dates.ts';
import type { Translate } from '../wording.ts';
import type { Period } from './rule-set.ts';
import type { NamedDay, Source, Step } from './steps.ts';

/** One sentence for each step, in order. */
export function explain(steps: readonly Step[], t: Translate, locale: string): string[] {
  return steps.map((step) => {
    const sources = sourcesOf(step).map((source) => sourceInWords(source, t));
    return sources.length === 0 ? sentence(step, t, locale) : withSources(sentence(step, t, locale), sources);
  });
}

function sentence(step: Step, t: Translate, locale: string): string {
  const day = (date: string) => dayInWords(date, locale);
  switch (step.step) {
    case 'received':
      return t('deadline.received', { date: day(step.date) });
    case 'corrected':
      return t('deadline.corrected', { date: day(step.date), noted: day(step.noted) });
    case 'zone-unknown':
      return t('deadline.zoneUnknown', { zone: step.timeZone });
    case 'phrase':
      return t('deadline.phrase', { phrase: t(`phrase.${step.phrase}`) });
    case 'guidance':
    case 'target':
      return t(`deadline.${step.step}`, { period: periodInWords(step.period, t, locale) });
    case 'started':
      return t(`deadline.started.${step.what}`, { date: day(step.date) });
    case 'fee-wait':
      return t('deadline.feeWait', { asked: day(step.asked), count: step.days, date: day(step.date) });
    case 'open':
      return t(`deadline.open.${step.what}`, { asked: day(step.asked) });
    case 'runs-on':
      return t(`deadline.${step.guidance ? 'runsOnGuidance' : 'runsOn'}.${step.what}`, { asked: day(step.asked) });
    case 'asked-late':
      return t(`deadline.askedLate.${step.what}`, { asked: day(step.asked), due: day(step.due) });
    case 'paused':
      return t('deadline.paused', { from: day(step.from), to: day(step.to), count: step.days });
    case 'lifted':
      return t('deadline.lifted', { asked: day(step.asked) });
    case 'extended':
      return t('deadline.extended', { on: day(step.on), period: periodInWords(step.period, t, locale), reason: t(`deadline.reason.${step.reason}`) });
    case 'extended-to':
      return t('deadline.extendedTo', { on: day(step.on), date: day(step.date), reason: t(`deadline.reason.${step.reason}`) });
    case 'extension-limited':
      return t('deadline.extensionLimited', { named: day(step.named), limit: day(step.limit) });
    case 'extension-void':
      return t(`deadline.extensionVoid.${step.why}`, { on: day(step.on) });
    case 'period': {
      const values = { period: periodInWords(step.period, t, locale), from: day(step.from), date: day(step.date) };
      return t(step.includesFrom ? 'deadline.periodIncludes' : 'deadline.period', values);
    }
    case 'month-end':
      return t('deadline.monthEnd');
    case 'uncounted':
      return t('deadline.uncounted', { count: step.days, date: day(step.date) });
    case 'minimum':
      return t('deadline.minimum', { date: day(step.date) });
    case 'skipped':
      return t('deadline.skipped', { holidays: holidaysInWords(step.holidays, locale) });
    case 'moved': {
      const free = step.free.day === 'holiday' ? [{ date: step.from, names: step.free.names }] : [];
      const holidays = holidaysInWords([...free, ...step.over], locale);
      return t(`deadline.moved.${holidays === '' ? 'weekend' : 'holiday'}`, { from: day(step.from), date: day(step.date), holidays });
    }
    case 'not-moved':
      return t(`deadline.notMoved.${step.why}`, { date: day(step.date) });
    case 'holidays-unknown':
      return t(`deadline.holidaysUnknown.${step.why}`);
    case 'unchecked':
      return t('deadline.unchecked');
    case 'promise':
      return t('deadline.promise', { count: step.days, date: day(step.date) });
    case 'promise-replaced':
      return t('deadline.promiseReplaced', { count: step.days, date: day(step.date), on: day(step.on) });
    case 'due':
      return t('deadline.due', { date: day(step.date), zone: step.timeZone });
    case 'no-date':
      return t('deadline.noDate');
    default:
      return step satisfies never;
  }
}

/** The articles that a step rests on, once each. */
export function sourcesOf(step: Step): Source[] {
  if ('sources' in step) return step.sources;
  if ('source' in step && step.source) return [step.source];
  return 'guidance' in step && step.guidance ? [step.guidance] : [];
}

/** "General Data Protection Regulation (GDPR), Art. 12(3)". */
export function sourceInWords(source: Source, t: Translate): string {
  if ('regime' in source) return `${t(`law.${source.regime}.name`)}, ${source.ref}`;
  if ('act' in source) return [t(`deadline.act.${source.act}`), source.ref].filter((part) => part !== undefined).join(' ');
  return source.ref;
}

function withSources(text: string, sources: string[]): string {
  return `${text.replace(/\.$/, '')} (${sources.join('; ')}).`;
}

function holidaysInWords(days: NamedDay[], locale: string): string {
  const named = days.map(({ date, names }) => `${nameIn(names, locale)}, ${dateInWords(date, locale)}`);
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(named);
}

function nameIn(names: Record<string, string>, locale: string): string {
  return names[locale] ?? names[locale.split('-')[0] ?? ''] ?? names.en ?? Object.values(names)[0] ?? '';
}

/** `one month`, `10 business days`. */
export function periodInWords({ value, unit }: Period, t: Translate, locale: string): string {
  if (unit === 'business-day') return t('unit.business-day', { count: value });
  return durationInWords(unit === 'calendar-month' ? `P${value}M` : `P${value}D`, locale);
}
