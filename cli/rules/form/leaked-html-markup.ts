import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const TAG =
  /<\/?\s*(?:a|abbr|b|blockquote|br|button|center|div|em|font|form|h[1-6]|hr|i|img|input|li|ol|p|section|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?\/?>/gi;
const REFERENCE =
  /&(?:nbsp|amp|lt|gt|quot|apos|copy|reg|trade|[mn]dash|[lr][sd]quo|hellip|bull|euro|sect|[aou]uml|szlig|[aeiou](?:acute|grave|circ)|#\d{2,5}|#x[\da-f]{2,5});/gi;
const ATTRIBUTE = /\b(?:class|style|href|src|target|rel)=["'][^"']*["']/gi;

export const leakedHtmlMarkup = formRule({
  id: 'leaked-html-markup',
  severity: 'error',
  source: 'What is shown is what is meant; WCAG 2.2, 1.3.1 where the tag was to carry structure',
  advice: 'Write the formatting in Markdown, or delete the tag. A sign that is really meant goes into `code`.',
  check({ passages }, report) {
    for (const { words, place } of matchesIn(passages, TAG)) report(`Readers see the tag ${words}.`, place);
    for (const { words, place } of matchesIn(passages, REFERENCE)) report(`Readers see ${words} instead of the sign that it stands for.`, place);
    for (const { words, place } of matchesIn(passages, ATTRIBUTE)) report(`Readers see the attribute ${words}.`, place);
  },
});
