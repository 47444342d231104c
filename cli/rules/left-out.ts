/**
 * Checks of the list of facts that are no rule, and why. A test holds the list complete: each check is a
 * rule or stands here.
 */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'prevailing-language-missing': 'cannot happen: `prevailing` is required in policy.json, and every page says which language counts',
  'noindex-or-hidden': 'asks about served pages and host sites; the tests of the built site cover robots and links',
  'ca-accessible-format': 'asks about served pages; the tests of the built site cover axe, print and small screens',
  'ca-metrics': 'only for handlers of ten million people and more; the organisation’s data do not say how many',
  'ca-opt-out-confirmation': 'cannot be set wrongly: the banner always shows that a signal was honoured',
  'coppa-persistent-identifiers': 'needs to know that children are the audience and which identifiers serve internal operations',
  'coppa-audio': 'needs to know that children are the audience and that there is a voice feature',
  'eprivacy-refuse-as-easy': 'cannot be set wrongly: no configuration of the banner can weaken “reject”',
  'eprivacy-policy-lists-match-site': 'needs a visit to the live site; `fairnotice audit` is to make it',
  'eprivacy-uk-exemptions': 'needs to know what runs without consent on the live site for visitors of the United Kingdom',
  'consent-record-version': 'cannot happen: the schema of the ledger’s record refuses one without version and wording',
  'terms-withdrawal': 'needs to know whether contracts are made with consumers at a distance',
  'terms-moderation-policy': 'needs to know whether the service is a platform with content of users',
  'terms-contact-points': 'needs to know whether the service is an intermediary under the Digital Services Act',
  'imprint-provider': 'the link to the provider page is a fact of organisation.json: see organisation-fact-missing',
  'accessibility-statement': 'needs to know whether the service is covered by Directive (EU) 2019/882',
};
