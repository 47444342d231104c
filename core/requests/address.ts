/** E-mail addresses as people type them. */
import { z } from 'zod';

/** How long an address may be (RFC 5321, 4.5.3.1.3, without the brackets). */
export const MOST_OF_ADDRESS = 254;

/** As `z.email`, and with the top-level domains of other scripts, such as `xn--p1ai`. */
const PATTERN = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+([A-Za-z]{2,}|xn--[A-Za-z0-9-]*[A-Za-z0-9])$/;
const mailAddress = z.email({ pattern: PATTERN }).max(MOST_OF_ADDRESS);

/** Letters beyond ASCII in a domain are written as the net carries them (UTS 46): `jo@müller.example` is `jo@xn--mller-kva.example`. */
export const typedAddress = z
  .string()
  .trim()
  .transform((typed) => {
    const at = typed.lastIndexOf('@') + 1;
    const domain = typed.slice(at);
    return /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) && URL.canParse(`http://${domain}`) ? typed.slice(0, at) + new URL(`http://${domain}`).hostname : typed;
  })
  .pipe(mailAddress);
