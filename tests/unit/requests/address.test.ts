/** What people type as their e-mail address. */
import { expect, test } from 'vitest';
import { typedAddress } from '../../../core/requests/address.ts';

test.each([
  ['jo@mail.example', 'jo@mail.example'],
  ['  jo@mail.example ', 'jo@mail.example'],
  ['jo@müller.example', 'jo@xn--mller-kva.example'],
  ['jo@BÜRO.müller.example', 'jo@xn--bro-hoa.xn--mller-kva.example'],
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
