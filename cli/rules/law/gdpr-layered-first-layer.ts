import { lawRule } from '../../lint/rule.ts';
import { isSeriouslyLong } from '../../lint/wording/conditions.ts';

const LONG = 1500;
const ENOUGH_LINKS = 4;
const SUMMARY =
  /\b(?:summary|at a glance|overview|short version|key points|highlights|in brief|in short|tl;?dr|contents|table of contents|things you should know)\b|auf einen blick|zusammenfassung|überblick|kurz gefasst|inhalt/i;

export const gdprLayeredFirstLayer = lawRule({
  id: 'gdpr-layered-first-layer',
  severity: 'info',
  regimes: ['eu', 'uk'],
  source: 'WP260 rev.01 para. 35 to 38; GDPR Art. 12(1)',
  advice: 'Begin with who, what for, which rights, and what may surprise: <AtAGlance>.',
  check(document, report) {
    if (document.covers('summary') || !isSeriouslyLong(document, LONG)) return;
    const linked = document.links.filter(({ href }) => href.startsWith('#')).length >= ENOUGH_LINKS;
    const named =
      SUMMARY.test(document.sections.map(({ title }) => title).join('\n')) || document.passages.slice(0, 5).some(({ prose }) => SUMMARY.test(prose));
    if (!linked && !named) report('A long text without a first layer.');
  },
});
