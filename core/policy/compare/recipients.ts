/** Who gets the data: names that come or go, and entries of sections that list recipients. */
import type { Block } from '../blocks.ts';
import type { Fact } from './sensitive-words.ts';

const RECIPIENT_SECTION =
  /recipient|shar(?:e|ing)|disclos|third.part|processor|transfer|vendor|partner|empf(?:ä|ae)nger|weitergabe|weitergeben|dritte|auftragsverarbeit|(?:ü|ue)bermitt/iu;

/** Whether a section, by id and titles, is about those who get the data. */
export function isAboutRecipients(names: readonly string[]): boolean {
  return names.some((name) => RECIPIENT_SECTION.test(name));
}

/** Well-known names, and any name with a company's legal form after it. */
const COMPANY = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])(?:(?:[\p{Lu}][\p{L}\p{N}&.-]{0,40},? ){1,4}(?:Inc|LLC|Ltd|Limited|GmbH(?: & Co\. KG)?|AG|SE|KG|B\.V|BV|S\.A\.R\.L|SARL|S\.A|SAS|Corp|Corporation|PBC|Oy|AB|ApS|Pty|PLC)` +
    String.raw`|Google|Meta|Facebook|Instagram|WhatsApp|YouTube|Microsoft|LinkedIn|Amazon|AWS|Apple|Cloudflare|Fastly|Akamai|Stripe|PayPal|Klarna|Adyen|Mailchimp|HubSpot|Salesforce|TikTok|Adobe|Oracle|Matomo|Hotjar|Twilio|SendGrid|Zendesk|Intercom|Slack|Zoom|OpenAI|Anthropic|Sentry|Datadog|Snowflake|Shopify|Criteo|Taboola|Outbrain|Snapchat|Pinterest|Twitter|Vimeo|DoubleClick)(?![\p{L}\p{N}_])`,
  'gu',
);

/** Names of third parties in a block; where recipients are told, the words of its links are such names. */
export function recipientsIn({ text, marks = [] }: Block, isAboutThem: boolean): Fact[] {
  const companies = [...text.matchAll(COMPANY)].map(({ 0: name, index }) => recipient(text, index, index + name.length));
  if (!isAboutThem) return companies;
  const links = marks.filter(({ type, start, end }) => type === 'link' && !companies.some((name) => name.start < end && start < name.end));
  return [...companies, ...links.map(({ start, end }) => recipient(text, start, end))];
}

function recipient(text: string, start: number, end: number): Fact {
  const name = text.slice(start, end);
  return { kind: 'recipient', start, end, text: name, meaning: name };
}
