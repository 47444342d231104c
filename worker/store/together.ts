/** Questions to the database that are asked together: one way there and back, and one transaction. */

export interface Question<Answer> {
  /** None where the answer is known without asking. */
  statements: readonly D1PreparedStatement[];
  /** @param results of the statements, in their order. */
  answer(results: readonly D1Result[]): Answer;
}

type Answers<Questions> = { [At in keyof Questions]: Questions[At] extends Question<infer Answer> ? Answer : never };

export async function together<Questions extends readonly Question<unknown>[]>(db: D1Database, ...questions: Questions): Promise<Answers<Questions>> {
  const { statements, answer } = each<unknown>(questions);
  const results = statements.length > 0 ? await db.batch([...statements]) : [];
  return answer(results) as Answers<Questions>;
}

/** An answer that is known already. */
export function known<Answer>(answer: Answer): Question<Answer> {
  return { statements: [], answer: () => answer };
}

/** Several of one kind as one. */
export function each<Answer>(questions: readonly Question<Answer>[]): Question<Answer[]> {
  return {
    statements: questions.flatMap(({ statements }) => statements),
    answer: (results) => {
      let begin = 0;
      return questions.map(({ statements, answer }) => {
        const end = begin + statements.length;
        const own = answer(results.slice(begin, end));
        begin = end;
        return own;
      });
    },
  };
}

export function rowsOf<Row>(result: D1Result | undefined): Row[] {
  return (result?.results ?? []) as Row[];
}
