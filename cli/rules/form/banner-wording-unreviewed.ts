import { siteRule } from '../../lint/rule.ts';

/** The languages that visitors are surely asked in deserve a reader; the others are offered for those who wish them. */
export const bannerWordingUnreviewed = siteRule({
  id: 'banner-wording-unreviewed',
  group: 'form',
  severity: 'warning',
  source: 'GDPR Art. 4(11) and 7(2): consent is informed, asked in plain language; EDPB Guidelines 05/2020, section 3.3.2',
  advice: 'Have a native speaker read wording/<locale>.json of the product, copy it into your tree as corrected, and set `reviewed` to true.',
  check({ settings, wording, ownLocales, locales }, report) {
    const unread = locales.filter((locale) => wording[locale]?.reviewed === false);
    const named = unread.filter((locale) => (settings.locales ?? ownLocales).includes(locale));
    const offered = unread.filter((locale) => !named.includes(locale));
    for (const locale of named) report(`The banner’s words in ${locale} are a draft that no native speaker has read.`, 'locales', { quote: locale });
    if (offered.length > 0) {
      const advice = 'Name under `locales` the languages that you stand for; the banner then speaks no other.';
      report(`The banner is also offered in ${offered.length} languages whose words nobody has read: ${offered.join(', ')}.`, 'locales', {
        severity: 'info',
        advice,
        quote: offered.join(' '),
      });
    }
  },
});
