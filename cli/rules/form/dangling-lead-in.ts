import type { LintDocument } from '../../lint/document.ts';
import { isInvisible, type Section } from '../../lint/outline.ts';
import type { Passage } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';
import type { SyntaxNode } from '../../lint/syntax.ts';

const ANNOUNCES: Readonly<Record<string, RegExp>> = {
  en: /\b(?:at|by|as follows|the following|including|such as|via)$/i,
  de: /\b(?:unter|folgende[rns]?|wie folgt|einschließlich|wie)$/i,
};

/** "The parties agree as follows:" announces the whole document. */
const OPENS_ALL = /\bagree(?:s|d)?(?: to)? (?:as follows|the following)\W*$/i;

export const danglingLeadIn = formRule({
  id: 'dangling-lead-in',
  severity: 'error',
  source: 'GDPR Art. 13(1)(a) and 13(2)(b) where the missing part is the contact; else a text that lost a piece',
  advice: 'Add what was announced: the list, the address, the form. Else end the sentence.',
  check(document, report) {
    for (const passage of document.passages) {
      if (passage.kind === 'heading' || passage.kind === 'cell') continue;
      const words = passage.prose.trimEnd();
      const colon = words.endsWith(':');
      if (OPENS_ALL.test(words)) continue;
      if ((!colon && !ANNOUNCES[document.language]?.test(words)) || hasTail(passage)) continue;
      const nested = passage.ancestors.length > 1;
      if ((nested && (passage.next || followsInside(passage))) || continues(document, passage)) continue;
      report(
        colon ? 'Nothing follows the colon.' : `The sentence announces something with “${/\S+(?:\s\S+)?$/.exec(words)?.[0] ?? words}”, and nothing follows.`,
        passage.place(Math.max(0, words.length - 60), words.length),
      );
    }
  },
});

/** An image, component or expression closes the sentence. */
function hasTail(passage: Passage): boolean {
  const lastNode = passage.node.children?.at(-1);
  return lastNode !== undefined && /^(?:image|imageReference|mdx|inlineCode|footnoteReference)/.test(lastNode.type);
}

/** In a list the next item, or the paragraph after the list, may be what was announced. */
function followsInside(passage: Passage): boolean {
  for (let index = passage.ancestors.length - 1; index > 1; index -= 1) {
    const siblings = passage.ancestors[index - 1]?.children ?? [];
    if (siblings.at(-1) !== passage.ancestors[index]) return true;
  }
  return false;
}

/** At the end of a block: does the section go on, with blocks or with sections of its own? */
function continues({ sections }: LintDocument, passage: Passage): boolean {
  const { section } = passage;
  const top: SyntaxNode = passage.ancestors[1] ?? passage.node;
  const rest = section.nodes.slice(section.nodes.indexOf(top) + 1).filter((node) => !isInvisible(node) || node.type === 'html');
  return rest.length > 0 || opensSubsection(sections, section);
}

function opensSubsection(sections: readonly Section[], section: Section): boolean {
  const next = sections[sections.indexOf(section) + 1];
  return next !== undefined && next.depth > section.depth;
}
