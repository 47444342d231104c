/**
 * Which addresses a webhook may go to. A name by https and nothing else: whoever can set an endpoint must not be able to make the
 * edge ask what only the edge can reach (server-side request forgery). Pure; what a name resolves to is the platform's to bound.
 */

/** Names that never lead to the public net (RFC 6761, 6762, 8375, 9476), and what cloud hosts name their own services. */
const INNER = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'home.arpa', 'test', 'invalid', 'onion', 'alt'];

/**
 * What is wrong with an address, in words; nothing where it may be used.
 *
 * @param local On a laptop, whose own server may be asked too.
 * @param own Hosts of this very site: it must not call itself.
 */
export function faultOfWebhookAddress(address: string, { local = false, own = [] }: { local?: boolean; own?: readonly string[] } = {}): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'an address such as https://backend.example.org/webhooks';
  if (url.username !== '' || url.password !== '') return 'an address without a name or a password in it';
  if (url.hash !== '') return 'an address without a fragment';
  if (own.includes(url.host)) return 'an address of another host than this one';
  if (local && isLoopback(url.hostname)) return undefined;
  if (url.protocol !== 'https:') return 'an address that begins with https://';
  if (url.port !== '') return 'an address without a port';
  // Numbers in any spelling were made into these forms by the parser.
  if (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')) return 'the name of a host, not its number';
  const name = url.hostname.replace(/\.$/, '');
  if (!name.includes('.') || INNER.some((inner) => name === inner || name.endsWith(`.${inner}`))) return 'a host of the public net';
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
