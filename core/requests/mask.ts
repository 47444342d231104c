/** An address as it is hinted at to whoever has not proved it: enough to see that it is not one's own, too little to write to it. */

/** `jo@mail.example` is `j…@m….example`. How long its parts are is not told. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).split('.');
  const ending = domain.length > 1 ? `.${domain.at(-1)}` : '';
  return `${hint(address.slice(0, at))}@${hint(domain[0] ?? '')}${ending}`;
}

/** A sign that takes two code units is one. */
function hint(text: string): string {
  return `${[...text][0] ?? ''}…`;
}
