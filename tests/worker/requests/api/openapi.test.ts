/** The table of addresses has what is routed, and `/openapi.json` tells it. */
import { expect, test } from 'vitest';
import { CONSENT_ROUTES, OPERATOR_API_ROUTES } from '../../../../core/consent/api-routes.ts';
import { API_ROUTES } from '../../../../core/openapi.ts';
import { archiveUploads } from '../../../../worker/routes/archive.ts';
import { consents } from '../../../../worker/routes/consents.ts';
import { OPERATOR_ROUTES } from '../../../../worker/routes/operator/index.ts';
import { receipts } from '../../../../worker/routes/receipts.ts';
import { subjects } from '../../../../worker/routes/subjects.ts';
import { ask } from '../../client.ts';

const named = ({ method, path }: { method: string; path: string }): string => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
const routed = (routes: readonly { method: string; path: string }[]): string[] =>
  [...new Set(routes.filter(({ method }) => !['ALL', 'OPTIONS'].includes(method)).map(named))].sort();

test('every address of consents is in the table', () => {
  expect(routed(CONSENT_ROUTES)).toEqual(routed([...consents.routes, ...receipts.routes, ...subjects.routes]));
});

test('every address of operators is in the table', () => {
  expect(routed(OPERATOR_API_ROUTES)).toEqual(routed([...OPERATOR_ROUTES, ...archiveUploads.routes]));
});

test('/openapi.json names this site and all addresses, and may be read from anywhere', async () => {
  const response = await ask('/openapi.json');
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cache-control')).toContain('max-age');
  const document = await response.json<{ servers: { url: string }[]; paths: Record<string, object>; info: { title: string } }>();
  expect(document.servers).toEqual([{ url: 'https://privacy.example' }]);
  expect(document.info.title).toBe('Privacy of Acme Instruments');
  expect(Object.keys(document.paths).sort()).toEqual([...new Set(API_ROUTES.map(({ path }) => path))].sort());
});
