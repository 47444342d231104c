import type { LintDocument } from '../../lint/document.ts';
import { lawRule } from '../../lint/rule.ts';
import { contactIn } from '../../lint/wording/contact.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

/** Outside a content tree any registered name, or a sentence that says who is responsible. */
const NAMED =
  /\b(?:GmbH|UG|AG|e\.\s?V|Ltd|Limited|Inc|LLC|Corp(?:oration)?|B\.?V|S\.?A\.?S?|SARL|Foundation|Stiftung|PLC|Pty|University|Association)\b|\b(?:data )?controllers?\b[^.\n]{0,60}\b(?:is|are|:)\s|\bverantwortlich\w*\b[^.\n]{0,60}\b(?:ist|sind|:)/;

export const gdprControllerIdentity = lawRule({
  id: 'gdpr-controller-identity',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  source: 'GDPR Art. 13(1)(a), 14(1)(a)',
  advice: 'Name the legal entity, and give a way to reach it; <RequestForm/> is one.',
  check(document, report) {
    const place = placeAbout(document, 'contact');
    if (!namesController(document)) report('Nothing says who is responsible: the registered name is missing.', place);
    if (!contactIn(document, document.passages)) report('There is no way to reach the controller.', place);
  },
});

function namesController({ tree, text }: LintDocument): boolean {
  if (!tree) return NAMED.test(text);
  const { legalName, name } = tree.organisation;
  return text.toLowerCase().includes((legalName ?? name).toLowerCase());
}
