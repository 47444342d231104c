import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';
import { nodesOf, placeOf } from '../../lint/syntax.ts';

const EXPRESSION = /\{\{[^{}]{0,80}\}\}|\{%[^{}]{0,120}%\}|\$\{[^{}]{0,80}\}|<%[^<>]{0,80}%>/g;
/** Only where a value belongs: "null and void" and "undefined behaviour" are English. */
const EMPTY_VALUE =
  /(?:\b(?:at|to|by|call|email|contact|from|with|on|since|of|dated|is)|[:@©])\s?(?:undefined|null|NaN|\[object Object\])(?=[\s.,;)@]|$)(?!\s+(?:and|or)\s+void)/g;

export const leakedTemplate = formRule({
  id: 'leaked-template',
  severity: 'error',
  source: 'A reader cannot know who or what is meant',
  advice: 'Fill in the value. A policy is plain text and components: nothing else in it is evaluated.',
  check({ passages, root, tree, frontMatter }, report) {
    // Outside a content tree a page with front matter is the source of some site generator, which fills these in.
    const generated = !tree && Object.keys(frontMatter).length > 0;
    for (const { words, place } of generated ? [] : matchesIn(passages, EXPRESSION)) report(`The placeholder ${words} was not filled in.`, place);
    for (const { words, place } of matchesIn(passages, EMPTY_VALUE)) report(`“${words.trim()}” is the mark of a value that was not there.`, place);
    for (const node of nodesOf(root)) {
      if (!/^mdx(?:Flow|Text)Expression$/.test(node.type) || /^\s*(?:\/\*[\s\S]*\*\/\s*)?$/.test(node.value ?? '')) continue;
      report(`{${node.value ?? ''}} is not evaluated in a policy.`, placeOf(node));
    }
  },
});
