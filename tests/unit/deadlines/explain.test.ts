/** A date says in words how it came about, with its sources, in English and in German. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RequestEvent } from '../../../core/deadlines/events.ts';
import { explain } from '../../../core/deadlines/explain.ts';
import type { Step } from '../../../core/deadlines/steps.ts';
import { translator } from '../../../core/wording.ts';
import { type Case, derived, rulesFor } from './case.ts';
import { BRITAIN } from './cases-britain.ts';
import { CALIFORNIA } from './cases-california.ts';
import { DAYS } from './cases-days.ts';
import { DISPUTED } from './cases-disputed.ts';
import { MONTHS } from './cases-months.ts';
import { PROMISE } from './cases-promise.ts';

const WORDING = join(import.meta.dirname, '..', '..', '..', 'content', 'wording');
const wording = Object.fromEntries(['en', 'de'].map((locale) => [locale, JSON.parse(readFileSync(join(WORDING, `${locale}.json`), 'utf8'))]));
const say = (steps: readonly Step[], locale: string) => explain(steps, translator(wording, locale), locale).map((text) => text.replace(/(\w+day),/g, '$1'));
const HESSE = { regime: 'eu-gdpr', right: 'access', zone: 'Europe/Berlin', seat: { country: 'DE', region: 'HE' } } as const;
const answerTo = (received: string, events: RequestEvent[] = []) => derived(rulesFor({ ...HESSE, received }), received, events).answer;

describe('the explanation', () => {
  test('of 31 January names the end of the month, the Saturday, the Monday and their articles', () => {
    expect(say(answerTo('2026-01-31').steps, 'en')).toEqual([
      'Received on Saturday 31 January 2026.',
      'Time limit: 1 month from Saturday 31 January 2026, which ends on Saturday 28 February 2026 (General Data Protection Regulation (GDPR), Art. 12(3); Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c)).',
      'That month has no such day, so its last day counts.',
      'Saturday 28 February 2026 is no working day, so the time limit ends on Monday 2 March 2026 (Regulation (EEC, Euratom) No 1182/71 Art. 3(4)).',
      'Due by the end of Monday 2 March 2026 (time zone: Europe/Berlin).',
    ]);
  });

  test('is given in German too', () => {
    const [received, period, monthEnd, moved, due] = say(answerTo('2026-01-31').steps, 'de');
    expect(received).toBe('Eingegangen am Samstag, 31. Januar 2026.');
    expect(period).toMatch(
      /^Frist: 1 Monat ab Samstag, 31\. Januar 2026; sie endet am Samstag, 28\. Februar 2026 \(Datenschutz-Grundverordnung \(DSGVO\), Art\. 12\(3\)/,
    );
    expect(monthEnd).toBe('Diesen Tag gibt es in jenem Monat nicht; es zählt sein letzter.');
    expect(moved).toMatch(/die Frist endet am Montag, 2\. März 2026 \(Verordnung \(EWG, Euratom\) Nr\. 1182\/71 Art\. 3\(4\)\)\.$/);
    expect(due).toBe('Fällig bis zum Ende des Tages: Montag, 2. März 2026 (Zeitzone: Europe/Berlin).');
  });

  test('names the holidays that were passed', () => {
    expect(explain(answerTo('2026-03-05').steps, translator(wording, 'en'), 'en').join(' ')).toContain(
      '5 April 2026 is no working day (public holidays: Easter Monday, 6 April 2026), so the time limit ends on Tuesday',
    );
  });

  test('says that guidance alone would let the clock stand still', () => {
    const answer = answerTo('2026-03-05', [{ type: 'identity-asked', at: '2026-03-06' }]);
    expect(say(answer.steps, 'en')).toContain(
      'On Friday 6 March 2026 we asked for proof of identity. The clock runs on: only guidance would let it stand still (EDPB Guidelines 01/2022).',
    );
  });

  test('says what was not known: seat, time zone, holidays', () => {
    const steps = say(derived(rulesFor({ regime: 'eu-gdpr', right: 'access', received: '2026-03-05' }), '2026-03-05').answer.steps, 'en');
    expect(steps).toContain('The organisation has not named its time zone, so days begin and end in UTC.');
    expect(steps).toContain('The organisation has not named its seat, so no public holiday is taken into account.');
  });

  test('says that an extension took the place of the promise, and when that was told', () => {
    const rules = rulesFor({ ...HESSE, received: '2026-03-05', promiseDays: 14 });
    const said = say(derived(rules, '2026-03-05', [{ type: 'extended', at: '2026-03-16', reason: 'complexity' }]).answer.steps, 'en');
    expect(said).toContain(
      'We had promised an answer within 14 days of receipt: by Thursday 19 March 2026. The extension that we told you of on Monday 16 March 2026 took the place of that promise.',
    );
    expect(said.at(-1)).toBe('Due by the end of Friday 5 June 2026 (time zone: Europe/Berlin).');
    expect(said.join(' ')).not.toContain('and it counts');
  });

  test('marks what nobody has compared with the statute', () => {
    const rules = rulesFor({ regime: 'us-ca-ccpa', right: 'opt-out-sale', received: '2026-11-20' });
    const said = say(derived(rules, '2026-11-20').answer.steps, 'en');
    expect(said).toContain('Nobody has yet compared this rule, or how it is counted, with the statute.');
    expect(said).toContain('No business days, because public holidays: Thanksgiving Day, 26 November 2026.');
  });
});

describe.each(['en', 'de', 'fr'])('in %s', (locale) => {
  const every: Case[] = [MONTHS, DAYS, CALIFORNIA, BRITAIN, DISPUTED, PROMISE].flat();
  test('every worked case is said in whole sentences, with nothing left open in them', () => {
    for (const one of every) {
      const { answer, acknowledgement, refusal } = derived(rulesFor(one), one.received, one.events);
      for (const clock of [answer, acknowledgement, refusal]) {
        const said = say([...(clock?.steps ?? []), ...(clock?.latestSteps ?? [])], locale);
        for (const text of said) expect(text).toMatch(/^[^{}]+\.$/);
        expect(clock === undefined || clock.due === undefined || said.length >= 3).toBe(true);
      }
    }
  });
});
