/** What people type as their e-mail address. */
import { expect, test } from 'vitest';
import { typedAddress } from '../../../core/requests/address.ts';

test.each([
  ['jo@mail.example', 'jo@mail.example'],
  ['  jo@mail.example ', 'jo@mail.example'],
  ['jo@müller.example', 'jo@xn--mller-kva.example'],
  ['jo@BÜRO.müller.example', 'jo@xn--bro-hoa.xn--mller-kva.example'],
  ['jo@почта.рф', 'jo@xn--80a1acny.xn--p1ai'],
  ['jo@例え.中国', 'jo@xn--r8jz45g.xn--fiqs8s'],
  ['jo@xn--80a1acny.xn--p1ai', 'jo@xn--80a1acny.xn--p1ai'],
  ["o'neil+tag@mail.example", "o'neil+tag@mail.example"],
  ['jo..x@mail.example', undefined],
  ['jo@mail.e', undefined],
  ['o’neil@mail.example', undefined],
  ['jo@', undefined],
  ['@mail.example', undefined],
  ['jo@mail.example/path', undefined],
  ['jo@mail.example:25', undefined],
  ['jo@eve@müller.example', undefined],
  [`${'x'.repeat(250)}@mail.example`, undefined],
])('%s', (typed, address) => {
  expect(typedAddress.safeParse(typed).data).toBe(address);
});
