/** Ways to reach somebody, as they stand in a text. */
import type { LintDocument } from '../document.ts';
import type { Section } from '../outline.ts';
import type { Passage } from '../passage.ts';

const PLAIN_EMAIL = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
/** Every address that is written as one sends to it. */
export const PLAIN_EMAILS = new RegExp(PLAIN_EMAIL, 'g');
export const EMAIL = new RegExp(String.raw`${PLAIN_EMAIL}|[\w.+-]+\s?(?:\[at\]|\(at\)|\[@\])\s?[\w.-]+`, 'i');
const TELEPHONE = /(?:\+|\b00|\(\d{3}\)\s?|\b1?[-.]?\d{3}[-.])\d[\d\s()./-]{5,}\d/;
const POSTAL =
  /\b(?:P\.?\s?O\.? Box|Postfach)\b|\b\d{1,5}[A-Za-z]?,? (?:[A-Z][\p{L}.]+ ){1,4}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Boulevard|Blvd\.?|Drive|Lane|Way|Place|Square|Court|Floor|Suite)\b|(?:straße|strasse|str\.|weg|platz|allee|gasse)\s?\d+|\b(?:[A-Z]{1,2}-)?\d{5}\s+\p{Lu}\p{L}+|\b[A-Z]{2} \d{5}\b/u;
const FORM_ADDRESS = /contact|request|support|help|form|privacy|dsar|rights|ticket|kontakt|anfrage|datenschutz|hilfe/i;
const FORM_WORDS = /\b(?:form|portal|help ?desk|dashboard|settings|formular|einstellungen)\b/i;

/** Can a reader of this passage reach anybody? A link to a form or a help page counts. */
export function givesContact(passage: Passage): boolean {
  if (
    passage.spans.some(
      (span) =>
        span.type === 'link' && (/^(?:mailto|tel):/i.test(span.href ?? '') || FORM_ADDRESS.test(`${span.href} ${passage.text.slice(span.start, span.end)}`)),
    )
  )
    return true;
  return EMAIL.test(passage.text) || TELEPHONE.test(passage.text) || POSTAL.test(passage.text);
}

/** Is there a way to reach anybody in these passages, or in a component of the section or document? */
export function contactIn(document: LintDocument, passages: readonly Passage[], section?: Section): boolean {
  return document.covers('contact', section) || passages.some(givesContact);
}

/** A form that is spoken of and not linked still tells how. */
export function mentionsForm(passage: Passage): boolean {
  return FORM_WORDS.test(passage.prose);
}
