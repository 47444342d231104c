/**
 * The answer package of a request as a file of it, kept encrypted like every other.
 */
import { dateInWords } from '../../core/dates.ts';
import type { AnswerParts } from '../../core/requests/answer.ts';
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
 * Makes and stores a package, as its files come. Its row and event are for the caller's transaction; until then nobody finds it.
 * What is wrong with its data and passphrase has been said before (`answerFault`).
 *
 * @throws {RangeError} where the files are too many or too large; nothing is stored then, nor where reading them fails.
 */
export async function makeAnswer(desk: Desk, opened: Case, parts: AnswerParts & { actor?: string }): Promise<MadeAnswer> {
  const { reference, kind } = opened.row;
  const { t, locale } = desk.texts(opened.row.locale);
  const organisation = desk.file.organisation.name;
  const about = { organisation, reference, right: t(`right.${kind}.name`), made: dateInWords(desk.today, locale), now: desk.now, t, locale };
  const stored = await storeFile(desk, opened, 'answer', {
    name: `answer-${reference}.zip`,
    type: 'application/zip',
    bytes: packAnswer(about, parts),
  });
  return { file: stored.id, statements: [stored.statement], happenings: [{ event: stored.event, actor: parts.actor ?? 'system' }] };
}
