import { siteRule } from '../../lint/rule.ts';

/** Without the control only a link of the site leads back to the choice, and the linter cannot see the site's pages. */
export const bannerControlOff = siteRule({
  id: 'banner-control-off',
  group: 'law',
  severity: 'warning',
  source: 'GDPR Art. 7(3): withdrawing is as easy as giving consent',
  advice: 'Leave `control` out; or accept this with the place of your own link as the reason, such as “Privacy choices in the foot of every page”.',
  check({ settings }, report) {
    if (!settings.control) report('The quiet control is off, and nothing says where visitors change their mind instead.', 'control');
  },
});
