import { expect, test } from 'vitest';
import { maskedAddress } from '../../../core/requests/mask.ts';

test.each([
  ['jo@mail.example', 'j…@m….example'],
  ['j@m.example', 'j…@m….example'],
  ['jo.visitor+shop@mail.shop.co.uk', 'j…@m….uk'],
  ['"a@b"@mail.example', '"…@m….example'],
  ['𝔘lla@münchen.example', '𝔘…@m….example'],
  ['jo@localhost', 'j…@l…'],
])('of %s no more is shown than %s: neither how long it is nor enough to write to it', (address, hint) => {
  expect(maskedAddress(address)).toBe(hint);
});
