/** Questions to the database that are asked together: one way there and back, and one transaction. */

export interface Question<Answer> {
  /** None where the answer is known without asking. */
  statements: readonly D1PreparedStatement[];
  /** @param results of the statements, in their order. */
  answer(results: readonly D1Result[]): Answer;
}

type Answers<Questions> = { [At in keyof Questions]: Questions[At] extends Question<infer Answer> ? Answer : never };

export async function together<Questions extends readonly Question<unknown>[]>(db: D1Database, ...questions: Questions): Promise<Answers<Questions>> {
  const statements = questions.flatMap((question) => question.statements);
  const results = statements.length > 0 ? await db.batch(statements) : [];
  let begin = 0;
  const answers = questions.map((question) => {
    const end = begin + question.statements.length;
    const answer = question.answer(results.slice(begin, end));
    begin = end;
    return answer;
  });
  return answers as Answers<Questions>;
}

/** An answer that is known already. */
export function known<Answer>(answer: Answer): Question<Answer> {
  return { statements: [], answer: () => answer };
}

export function rowsOf<Row>(result: D1Result | undefined): Row[] {
  return (result?.results ?? []) as Row[];
}
