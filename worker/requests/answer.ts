/**
 * The answer package of a request as a file of it, kept encrypted like every other.
 */
import { dateInWords } from '../../core/dates.ts';
import { type AnswerParts, answerFault } from '../../core/requests/answer.ts';
import type { Case, Happening } from './cases.ts';
import type { Desk } from './desk.ts';
import { storeFile } from './files.ts';
import { packAnswer } from './pack.ts';

export interface MadeAnswer {
  /** Id of the stored file. */
  file: string;
  statements: D1PreparedStatement[];
  happenings: Happening[];
}

/**
 * Makes and stores a package. Its row and event are for the caller's transaction; until then nobody finds it.
 *
 * @throws {RangeError} where `answerFault` says why.
 */
export async function makeAnswer(desk: Desk, opened: Case, parts: AnswerParts & { actor?: string }): Promise<MadeAnswer> {
  const fault = answerFault(parts);
  if (fault) throw new RangeError(`an answer takes ${fault.detail}`);
  const { reference, kind } = opened.row;
  const { t, locale } = desk.texts(opened.row.locale);
  const organisation = desk.file.organisation.name;
  const about = { organisation, reference, right: t(`right.${kind}.name`), made: dateInWords(desk.today, locale), now: desk.now, t, locale };
  const bytes = await packAnswer(about, parts);
  const stored = await storeFile(desk, opened, 'answer', { name: `answer-${reference}.zip`, type: 'application/zip', bytes });
  return { file: stored.id, statements: [stored.statement], happenings: [{ event: stored.event, actor: parts.actor ?? 'system' }] };
}
