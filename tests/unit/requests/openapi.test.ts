/** `/openapi.json` by the rules of OpenAPI 3.1, and what it says against the schemas that it is made from. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { API_ROUTES, openApi } from '../../../core/openapi.ts';
import { PROBLEMS } from '../../../core/problems.ts';
import { SCOPE_NAMES } from '../../../core/requests/scopes.ts';

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  'x-scope'?: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { description: string; content: Record<string, unknown> }>;
}

const document = openApi({ organisation: 'Acme Instruments', server: 'https://privacy.example', url: (path) => `https://privacy.example/${path}` }) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('is a document of OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('webhooks stand in it with their schemas', async () => {
  const withHooks = openApi({
    organisation: 'Acme',
    server: 'https://privacy.example',
    url: (path) => path,
    webhooks: { 'request.answered': { says: 'The request was answered.', schema: z.strictObject({ type: z.literal('request.answered') }) } },
  });
  expect((await new Validator().validate(structuredClone(withHooks))).valid).toBe(true);
  expect(withHooks.webhooks).toHaveProperty(['request.answered', 'post', 'requestBody']);
});

test('each operation has a name of its own', () => {
  const names = API_ROUTES.map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
  expect(operations).toHaveLength(names.length);
});

describe.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))('%s', (_name, { path, method, operation }) => {
  test('names each part of its address as a parameter', () => {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((one) => one.in === 'path').map(({ name, required }) => [name, required])).toEqual(parts.map((name) => [name, true]));
  });

  test('says who may ask, and what refuses them', () => {
    const [scheme] = operation.security;
    if (!scheme) return expect(path).toMatch(/^\/api\/v1\/(consents|subjects)/);
    expect(operation.responses).toHaveProperty('401');
    if ('token' in scheme) expect(SCOPE_NAMES).toContain(operation['x-scope']);
    return undefined;
  });

  test('a change of a request takes an idempotency key, reading takes none', () => {
    const key = operation.parameters.some(({ name, in: place }) => name === 'Idempotency-Key' && place === 'header');
    expect(key).toBe(method === 'post' && path.startsWith('/api/v1/requests'));
  });

  test('refuses unknown members of its body, as the edge does', () => {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const shapes = ((schema?.anyOf ?? schema?.oneOf ?? (schema ? [schema] : [])) as Record<string, unknown>[]).filter(({ type }) => type === 'object');
    for (const shape of shapes) expect(shape.additionalProperties).toBe(false);
  });

  test('has a problem type for each refusal, and the status of that type', () => {
    const known = new Map(Object.entries(PROBLEMS).map(([slug, { status }]) => [slug, String(status)]));
    for (const [status, { description, content }] of Object.entries(operation.responses).filter(([code]) => code >= '400')) {
      const slugs = [...description.matchAll(/problems\/([^/]+)\//g)].map(([, slug = '']) => slug);
      expect(slugs.length).toBeGreaterThan(0);
      for (const slug of slugs) expect(known.get(slug)).toBe(status);
      expect(Object.keys(content)).toEqual(['application/problem+json']);
    }
  });
});
