/** A bad and a good example for each law rule. `‸` marks where the finding must stand; without one, at the top. */
import { OWN_OF_REQUESTS } from '../../../core/own-storage.ts';
import { cookieSchema } from '../../../core/schemas.ts';
import { AD_COOKIE } from './cases-form.ts';
import type { RuleCase } from './samples.ts';

const SELLS = 'We may sell your personal data to partners.';
const KIDS = 'We collect names from children with verifiable parental consent.';
const COOKIE = {
  name: 'sid',
  kind: 'cookie',
  category: 'necessary',
  service: 'Sign-in',
  provider: 'Acme',
  purpose: { en: 'keeps you signed in while you work' },
  lifetime: 'session',
  since: '2026-01-01',
};
const cookie = (parts: object) => cookieSchema.parse({ ...COOKIE, ...parts });

export const LAW_CASES: Readonly<Record<string, RuleCase>> = {
  'gdpr-controller-identity': { bad: '## ‸Contact\n\nWe are a team of passionate people.', good: 'Acme GmbH is the controller. Write to privacy@acme.eu.' },
  'gdpr-eu-representative': {
    bad: { source: 'a', tree: { organisation: { seat: { country: 'US' } } } },
    good: { source: 'Our representative is Rep SARL.', tree: { organisation: { seat: { country: 'US' }, euRepresentative: { name: 'Rep SARL' } } } },
  },
  'gdpr-dpo-contact': { bad: 'We have appointed a ‸data protection officer.', good: 'Our data protection officer reads dpo@acme.eu.' },
  'gdpr-purposes': { bad: '## ‸Data we collect\n\nWe collect names.', good: 'We use your name to greet you.' },
  'gdpr-legal-basis-per-purpose': {
    bad: '‸We process data under Art. 6(1): consent, contract or legitimate interests.',
    good: 'We keep your account to perform the contract. We count visits with your consent. Logs: our legitimate interests in security.',
  },
  'gdpr-legitimate-interest-named': { bad: 'Basis: our ‸legitimate interests.', good: 'Basis: our legitimate interest in preventing abuse of the sign-in.' },
  'gdpr-recipients': { bad: 'We share data with ‸trusted partners.', good: 'Our hosting provider in Ireland receives all of it.' },
  'gdpr-transfers-stated': { bad: '## ‸Sharing\n\nMailchimp sends our mail.', good: 'Mailchimp sends our mail; data is transferred to the United States.' },
  'gdpr-transfer-safeguard': {
    bad: 'Data ‸may go to the US under appropriate safeguards.',
    good: 'Data is transferred to the United States under [standard contractual clauses](/scc).',
  },
  'gdpr-transfer-stale-mechanism': {
    bad: 'We are ‸Privacy Shield certified.',
    good: 'We no longer rely on Privacy Shield. Security research has a safe harbor.',
  },
  'gdpr-transfer-consent-by-use': {
    bad: '‸By using the service you consent to the transfer of data to the US.',
    good: 'We ask you for explicit consent before a transfer.',
  },
  'gdpr-retention': { bad: 'We keep data ‸as long as necessary.', good: 'We keep data until you delete your account.' },
  'gdpr-right-access': { bad: '## ‸Your rights\n\nYou may correct or delete it.', good: 'You have the right of access.' },
  'gdpr-right-rectification': { bad: 'You may ask for a copy or for erasure.', good: 'You can have wrong data corrected: ask us to correct it.' },
  'gdpr-right-erasure': { bad: 'You may ask for a copy of your data.', good: 'You can ask us to delete your data.' },
  'gdpr-right-restriction': {
    bad: 'Your rights: access, correction, erasure.',
    good: { source: 'Sie können die Einschränkung der Verarbeitung verlangen.', locale: 'de' },
  },
  'gdpr-right-portability': { bad: 'You can see your data in your account.', good: 'You can export your data.' },
  'gdpr-right-object': {
    bad: 'You have the rights of correction, deletion of data, restriction of processing, portability, and ‸objection to it.',
    good: '- You may correct data.\n- You may object to processing.',
  },
  'gdpr-object-direct-marketing': {
    bad: 'We send you newsletters with offers.',
    good: 'We send you newsletters with offers. You can unsubscribe at any time.',
  },
  'gdpr-withdraw-consent': { bad: 'We count visits with your consent.', good: 'We count visits with your consent. You can withdraw your consent at any time.' },
  'gdpr-complaint': { bad: '## ‸Contact\n\nIf you are unhappy, tell us.', good: 'You can complain to a supervisory authority.' },
  'gdpr-obligation-to-provide': {
    bad: 'We ask for your date of birth when you join.',
    good: 'Your mail address is required to sign in; all else is optional.',
  },
  'gdpr-automated-decisions': { bad: 'An ‸algorithm may approve accounts.', good: 'There is no automated decision-making.' },
  'gdpr-new-purpose': { bad: '## ‸Changes\n\nWe may change this.', good: 'Before we use data for another purpose, we tell you.' },
  'gdpr-art14-categories': { bad: '‸We receive data from our partners.', good: 'We receive data from our partners: your name and your interests.' },
  'gdpr-art14-source': { bad: '‸We obtain data from various sources.', good: 'We obtain data from other sources such as the company register.' },
  'gdpr-art14-timing': {
    bad: '‸We buy contact data from data brokers.',
    good: 'We buy contact data from data brokers, and tell you when we first contact you.',
  },
  'gdpr-joint-controllers': {
    bad: 'We and Globex are ‸joint controllers.',
    good: 'We and Globex are joint controllers. By our agreement Globex answers requests.',
  },
  'gdpr-special-categories': { bad: '‸We store your allergies.', good: 'We store your allergies with your explicit consent.' },
  'gdpr-children-consent-age': { bad: '‸Children over 10 may sign up.', good: 'Children over 16 may sign up.' },
  'gdpr-response-time': {
    bad: 'We respond to your requests ‸within 90 days.',
    good: 'We respond to your requests within 30 days, and extend that by two months where they are complex.',
  },
  'gdpr-request-free': { bad: '‸Copies of your data cost 10 EUR.', good: 'Copies of your data are free. We charge a fee for excessive requests.' },
  'gdpr-id-demand-excessive': { bad: 'You ‸must send a passport copy with your request.', good: 'If we doubt who you are, you must show a passport.' },
  'gdpr-layered-first-layer': {
    bad: `## Data\n\n${'We keep your name and your mail so that you can sign in here. '.repeat(130)}`,
    good: `## At a glance\n\nLittle.\n\n## Data\n\n${'We keep your name and your mail so that you can sign in here. '.repeat(130)}`,
  },
  'uk-regulator': { bad: 'Complain to your local authority.', good: 'Complain to the Information Commission.' },
  'uk-complaint-to-controller': { bad: 'We are nice people.', good: 'Send a complaint to us with the form.' },
  'uk-representative': {
    bad: { source: 'a', tree: {} },
    good: { source: 'a', tree: { organisation: { seat: { country: 'GB' } } } },
  },
  'uk-transfer-terms': { bad: 'We rely on ‸standard contractual clauses.', good: 'We rely on standard contractual clauses and the UK Addendum.' },
  'ca-categories-collected': {
    bad: '## ‸California\n\nWe collect information about you.',
    good: 'In the past 12 months we collected these categories of personal information: identifiers.',
  },
  'ca-sources': { bad: 'We hold identifiers.', good: 'We collect identifiers from you.' },
  'ca-purposes': { bad: 'We hold identifiers.', good: 'Our business purpose is billing.' },
  'ca-sold-shared': { bad: 'We hold identifiers.', good: 'We have not sold personal information.' },
  'ca-sold-shared-to-whom': { bad: SELLS, good: `${SELLS} It is sold to data brokers.` },
  'ca-under-16': { bad: SELLS, good: `${SELLS} We do not knowingly sell data of people under 16.` },
  'ca-disclosed': { bad: 'We hold identifiers.', good: 'We disclose identifiers to service providers for a business purpose.' },
  'ca-sensitive-use': { bad: 'We collect health information.', good: 'We collect health information. We use sensitive personal information for nothing else.' },
  'ca-retention-per-category': { bad: 'Data is kept as needed.', good: 'Identifiers are kept for 12 months.' },
  'ca-right-know': { bad: 'Californians may opt out.', good: 'Californians have the right to know.' },
  'ca-right-delete': { bad: 'Californians may ask.', good: 'Californians may have data deleted.' },
  'ca-right-correct': { bad: 'Californians may know, delete and opt out.', good: 'Californians may correct data.' },
  'ca-right-opt-out': { bad: SELLS, good: `${SELLS} [Do Not Sell or Share My Personal Information](/opt-out)` },
  'ca-right-limit': { bad: 'We infer health interests to pick adverts.', good: 'We infer health interests. You can limit the use of sensitive information.' },
  'ca-no-retaliation': { bad: 'You have rights.', good: 'We do not discriminate against you.' },
  'ca-how-to-request': { bad: 'Contact us.', good: 'Use [the form](/requests/) or call 1-800-555-7777.' },
  'ca-verification': { bad: 'We are careful with requests.', good: 'We verify your identity by a mail to your address.' },
  'ca-authorized-agent': { bad: 'Only you may send a request.', good: 'An authorized agent may send a request.' },
  'ca-opt-out-signal': { bad: 'We ‸do not respond to the Global Privacy Control.', good: `${SELLS} We honour the Global Privacy Control.` },
  'ca-contact': { bad: '## ‸Questions\n\nQuestions are welcome.', good: 'Write to privacy@acme.eu.' },
  'ca-last-updated': { bad: 'Last updated: spring', good: 'Last updated: 1 October 2026' },
  'ca-admt': { bad: 'Our model decides who gets an account.', good: 'Our model decides who gets an account. You can opt out of automated decisions.' },
  'ca-financial-incentive': { bad: 'Get a discount for your e-mail.', good: 'Get a discount for your e-mail. See our notice of financial incentive.' },
  'ca-shine-the-light': {
    bad: '‸We give addresses to partners for their mailings.',
    good: 'We give addresses to partners for their mailings. Ask us under “Shine the Light”.',
  },
  'caloppa-categories': { bad: 'We are careful.', good: 'We collect names and mail addresses, and share them with third parties.' },
  'caloppa-review-process': { bad: 'It is stored.', good: 'You can review your profile.' },
  'caloppa-change-notice': { bad: '## ‸Changes\n\nThere will be some at any time.', good: 'We announce changes by mail.' },
  'caloppa-effective-date': { bad: 'Privacy policy, 3rd edition', good: 'In force from 1 October 2026' },
  'caloppa-dnt': { bad: '## ‸Cookies\n\nWe set some.', good: 'We do nothing with Do Not Track signals.' },
  'caloppa-third-party-tracking': { bad: 'We use a statistics tool.', good: 'No third party follows you across sites.' },
  'coppa-operators': { bad: KIDS, good: `${KIDS} Acme, 1 Main Street, Austin TX 78701, +1 512 555 0000, kids@acme.eu` },
  'coppa-collection-use-disclosure': {
    bad: `## ‸Children\n\n${KIDS}`,
    good: `## Children\n\n${KIDS} We use them to greet. We do not share them. We delete them after a day.`,
  },
  'coppa-parent-rights': { bad: KIDS, good: `${KIDS} Parents can review what we have, refuse more, and have it deleted.` },
  'us-state-appeal': { bad: 'Our decision on your request is final.', good: 'You can appeal.' },
  'us-state-targeted-ads': { bad: SELLS, good: `${SELLS} You can opt out of targeted advertising.` },
  'us-wa-health-data': { bad: 'We collect ‸health information.', good: 'We collect health information: see our [consumer health data policy](/health).' },
  'eprivacy-cookie-name': {
    bad: '## ‸Our cookies\n\nWe use several analytics cookies.',
    good: { source: '## Our cookies\n\nWe use these cookies.\n\n<Cookies/>', format: 'mdx' },
  },
  'eprivacy-cookie-purpose': {
    bad: '| Cookie | Purpose |\n|---|---|\n| `_ga` | ‸analytics |',
    good: { source: '<Cookies/>', format: 'mdx', tree: { cookies: [cookie({})] } },
  },
  'eprivacy-cookie-lifetime': {
    bad: '| Cookie | Purpose | Duration |\n|---|---|---|\n| `_ga` | counts the visits to a page | ‸persistent |',
    good: '| Cookie | Purpose | Duration |\n|---|---|---|\n| `_ga` | counts the visits to a page | 13 months |',
  },
  'eprivacy-cookie-third-party': {
    bad: '| Cookie | Purpose | Set by |\n|---|---|---|\n| `_x` | counts the visits to a page | ‸third party |',
    good: '| Cookie | Purpose | Set by |\n|---|---|---|\n| `_x` | counts the visits to a page | Globex |',
  },
  'eprivacy-cookie-category': { bad: '- ‸necessary: _fbp', good: { source: '<Cookies/>', format: 'mdx', tree: { cookies: [cookie({}), AD_COOKIE] } } },
  'own-storage-unlisted': {
    bad: { source: '<Cookies/> <RequestForm/>', format: 'mdx', tree: { cookies: [cookie({ name: 'fairnotice', lifetime: 'P6M' })] } },
    good: { source: '<Cookies/> <RequestForm/>', format: 'mdx', tree: { cookies: OWN_OF_REQUESTS.map((one) => cookie(one)) } },
  },
  'eprivacy-consent-before': { bad: '‸Cookies are set unless you disable them.', good: 'Necessary cookies are set; others only after you agreed.' },
  'eprivacy-browser-only-refusal': {
    bad: 'To refuse, ‸change your browser settings.',
    good: 'Refuse with the [cookie settings](/cookies), or in your browser settings.',
  },
  'br-lgpd-core': { bad: 'Brazilian users: see above.', good: 'The controller is Acme, the encarregado is Jo; data is shared with hosts; you have rights.' },
  'ch-fadp-countries': { bad: 'We process data abroad.', good: 'We process data abroad, in Germany.' },
  'qc-person-in-charge': { bad: 'Quebec users may contact support.', good: 'The person in charge is our Privacy Officer.' },
  'terms-unilateral-change': {
    bad: 'We may ‸change these terms at any time without notice.',
    good: 'We may change these terms for good reason, and tell you 30 days before.',
  },
  'terms-consumer-law-kept': {
    bad: 'This is ‸governed by the laws of Delaware.',
    good: 'This is governed by the laws of Delaware; mandatory consumer protection of your country stays.',
  },
  'terms-liability-blanket': {
    bad: 'We ‸exclude all liability.',
    good: 'We exclude all liability except for death, injury and intent: personal injury stays.',
  },
};
