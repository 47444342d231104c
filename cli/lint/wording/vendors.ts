/** Services that measure or advertise, by the names under which texts and registries know them. */
import type { Category } from '../../../core/vocabulary.ts';

export const VENDORS: readonly { name: RegExp; category: Category }[] = [
  { name: /\bGoogle Analytics\b|^_ga|^_gid$/, category: 'analytics' },
  { name: /\bHotjar\b|^_hj/, category: 'analytics' },
  { name: /\bMatomo\b|\bPiwik\b|^_pk_/, category: 'analytics' },
  { name: /\bMixpanel\b|^mp_/, category: 'analytics' },
  { name: /\bAmplitude\b|^amplitude/, category: 'analytics' },
  { name: /\b(?:Microsoft )?Clarity\b|^_clck$|^_clsk$/, category: 'analytics' },
  { name: /\bSegment\.(?:io|com)\b|^ajs_/, category: 'analytics' },
  { name: /\bGoogle (?:Ads|AdSense)\b|\bDoubleClick\b|^_gcl_|^IDE$/, category: 'marketing' },
  { name: /\b(?:Facebook|Meta) Pixel\b|^_fbp$|^_fbc$/, category: 'marketing' },
  { name: /\bLinkedIn Insight\b|^li_/, category: 'marketing' },
  { name: /\bTikTok Pixel\b|^_ttp$/, category: 'marketing' },
  { name: /\bCriteo\b|^cto_/, category: 'marketing' },
  { name: /\b(?:Bing Ads|Microsoft Advertising)\b|^_uet/, category: 'marketing' },
];

/** Companies outside the European Economic Area and the United Kingdom that process for others, by their plain names. */
export const OUTSIDE_EEA =
  /\b(?:Amazon Web Services|AWS|Google (?:Cloud|Analytics|Workspace|LLC)|Microsoft Azure|Stripe, Inc|Mailchimp|Sendgrid|SendGrid|Twilio|Cloudflare, Inc|Salesforce|Zendesk|Vercel|Netlify|Heroku|Intercom|HubSpot|Mixpanel|Segment\.io|Datadog|Sentry)\b/;
