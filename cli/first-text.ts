/** The text with which a policy begins: prompts for its writer, and what the product knows already. */

/** What the linter finds where a prompt was not replaced by words. */
export const PROMPTS = {
  who: 'Say in one plain sentence',
  section: 'Write here. Headings carry an anchor in braces that never changes, so that links to them stay true.',
  laws: 'Name the laws that you serve in organisation.json',
} as const;

/** The lines of a text on which a prompt still stands, from 1 on. */
export function promptLines(source: string): number[] {
  const prompts = Object.values(PROMPTS);
  return source.split('\n').flatMap((line, at) => (prompts.some((prompt) => line.includes(prompt)) ? [at + 1] : []));
}

/** @param laws Does the organisation serve any? Rights and deadlines come from their table. */
export function firstText(title: string, laws: boolean): string {
  const rights = laws ? '<Rights/>' : `${PROMPTS.laws} (\`regimes\`); then the component Rights lists here what people can ask for, and Deadlines by when.`;
  return `---
title: ${JSON.stringify(title)}
---

<AtAGlance>

- ${PROMPTS.who} [who you are](#who-we-are).

</AtAGlance>

## Who we are {#who-we-are}

${PROMPTS.section}

## Your rights {#your-rights}

${rights}
${laws ? '\n## When we answer {#deadlines}\n\n<Deadlines/>\n' : ''}`;
}
