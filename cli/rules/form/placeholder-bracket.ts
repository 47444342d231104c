import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const NOUN =
  'company|business|organi[sz]ation|website|web site|site|app|application|service|product|name|address|date|country|state|city|jurisdiction|e-?mail|phone|telephone|number|url|link|insert|entity|firma|firmenname|unternehmen|anschrift|adresse|datum|land|ort|telefon|einfügen';
const FILLER = 'your|our|my|the|of|a|an|or|and|here|legal|full|contact|postal|street|physical|effective|support|privacy|ihre?|ihren?|hier';
const BLANK = new RegExp(`\\[(?=[^\\]]*\\b(?:${NOUN})\\b)(?:insert\\b[^\\]]{0,60}|(?:(?:${NOUN}|${FILLER})[\\s/,-]*){1,6})\\](?!\\(|[.\\w-]*@)`, 'gi');
const MARK = /\b(?:TBD|TODO|FIXME|TBC)\b|(?<![A-Za-z])X{2,4}(?:[/.-]X{2,4})+|(?<!\w)XXX+(?!\w)|\?{3,}|(?<![\w_])_{4,}(?![\w_])/g;

export const placeholderBracket = formRule({
  id: 'placeholder-bracket',
  severity: 'error',
  source: 'GDPR Art. 13(1)(a) where it hides the controller; else a text that is not finished',
  advice: 'Put in the real value. Where there is none yet, say so in a sentence.',
  check({ passages }, report) {
    for (const pattern of [BLANK, MARK]) {
      for (const { words, place, passage, start, end } of matchesIn(passages, pattern)) {
        if (!passage.touches('link', start, end))
          report(`The blank ${words.length > 12 && !words.startsWith('[') ? '____' : words} is still to be filled in.`, place);
      }
    }
  },
});
