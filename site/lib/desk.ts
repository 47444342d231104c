/** What the Worker must know of the content to take and answer rights requests: `_at/requests.json`. */
import { buildHolidayTable, holidayPlaces } from '../../core/deadlines/build-holidays.ts';
import type { DeskFile } from '../../core/requests/desk.ts';
import { OPTIONAL_CATEGORIES } from '../../core/vocabulary.ts';
import type { Site } from './site.ts';

/** Texts that pages of requests, their mails and their dates are made of, by the beginning of their keys. */
const TEXTS = [
  'requests.',
  'request.',
  'mail.',
  'right.',
  'law.',
  'deadline.',
  'phrase.',
  'refusal.',
  'place.',
  'template.',
  'subscription.',
  'health.',
  'component.deadlines.',
  'unit.',
  ...OPTIONAL_CATEGORIES.map((category) => `consent.${category}.name`),
];

/** Years of holidays on each side of the build's: a request may be entered late, and its answer be due much later. */
const [YEARS_BEFORE, YEARS_AFTER] = [1, 3];

export function deskFile({ content, settings }: Site): DeskFile {
  const { name, domain, regimes, uncheckedRegimes, answerWithinDays, locales, seat, timeZone, address, email, requests } = content.organisation;
  const ids = [...new Set(regimes.flatMap(({ value }) => value))];
  const year = Number(settings.now.slice(0, 4));
  const holidays = holidayPlaces(ids, seat).flatMap((place) => {
    const built = buildHolidayTable(place, { from: year - YEARS_BEFORE, until: year + YEARS_AFTER });
    return built.ok ? [built.table] : [];
  });
  const spoken = [...new Set([...locales, ...locales.map((locale) => locale.split('-')[0] ?? locale), 'en'])].filter((locale) => content.wording[locale]);
  return {
    organisation: {
      name,
      domain,
      regimes,
      uncheckedRegimes,
      answerWithinDays,
      locales,
      ...(seat ? { seat } : {}),
      ...(timeZone ? { timeZone } : {}),
      ...(address ? { address } : {}),
      ...(email ? { email } : {}),
    },
    settings: requests,
    holidays,
    wording: Object.fromEntries(spoken.map((locale) => [locale, { texts: chosen(content.wording[locale]?.texts ?? {}) }])),
  };
}

function chosen(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => TEXTS.some((prefix) => key.startsWith(prefix))));
}
