import { formRule } from '../../lint/rule.ts';

const LOOPBACK = /^http:\/\/(?:localhost|127\.|\[::1\])/i;

export const linkInsecure = formRule({
  id: 'link-insecure',
  severity: 'warning',
  source: 'GDPR Art. 32 for forms; good practice for all else',
  advice: 'Write https://. Every host worth linking to answers there.',
  check({ links }, report) {
    for (const { href, place } of links) {
      if (/^http:/i.test(href) && !LOOPBACK.test(href)) report(`${href} goes over an open line.`, place);
    }
  },
});
