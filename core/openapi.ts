/**
 * OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1) of everything below `/api/v1/`, made from the tables of addresses and the
 * schemas that the edge itself reads by: what is said here is what is checked there. Pure.
 */
import { z } from 'zod';
import type { ApiAnswer, ApiRoute } from './api-route.ts';
import { CONSENT_ROUTES, OPERATOR_API_ROUTES } from './consent/api-routes.ts';
import { PROBLEMS, type ProblemSlug, problemPath } from './problems.ts';
import { REQUEST_ROUTES } from './requests/api-routes.ts';
import { SCOPES } from './requests/scopes.ts';

type Json = Record<string, unknown>;

export const API_ROUTES: readonly ApiRoute[] = [...CONSENT_ROUTES, ...REQUEST_ROUTES, ...OPERATOR_API_ROUTES];

/** What other systems are told by webhook: the schema of each message's body, by its type. */
export type Webhooks = Record<string, { says: string; schema: z.ZodType }>;

export interface OpenApiFacts {
  organisation: string;
  /** Address of the root of the site, without the slash at its end. */
  server: string;
  /** Absolute address of a path below the base. */
  url: (path: string) => string;
  routes?: readonly ApiRoute[];
  webhooks?: Webhooks;
}

const TAGS = {
  consents: 'Consent records, from the pages of the sites that embed the banner, and what visitors may do with their own.',
  requests: 'Rights requests, for the systems that hold the data. Each address takes a token with one scope.',
  operators: 'What operators see and do; with the operators’ token.',
  archive: 'What was published, kept for ever. `fairnotice deploy` uses it by itself.',
} as const;

export function openApi({ organisation, server, url, routes = API_ROUTES, webhooks = {} }: OpenApiFacts): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: `Privacy of ${organisation}`,
      version: '1',
      summary: 'Consents, rights requests, and the archive of what was published.',
      description: `Refusals are problems after RFC 9457; each type is explained at ${url('problems/')}.`,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: server }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(routes, url),
    ...(Object.keys(webhooks).length > 0 ? { webhooks: webhooksOf(webhooks) } : {}),
    components: { securitySchemes: SECURITY, schemas: { Problem: PROBLEM } },
  };
}

const SECURITY = {
  operator: { type: 'http', scheme: 'bearer', description: 'The operators’ token: docs/operations.md.' },
  token: {
    type: 'http',
    scheme: 'bearer',
    description: `A token that an admin made at /api/v1/operator/tokens, with one or more scopes: ${Object.entries(SCOPES)
      .map(([name, says]) => `\`${name}\` (${says})`)
      .join('; ')}.`,
  },
};

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string', description: 'JSON pointer (RFC 6901) of a field at fault' }, detail: { type: 'string' } },
      },
    },
  },
};

function pathsOf(routes: readonly ApiRoute[], url: OpenApiFacts['url']): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, url) };
  return paths;
}

function operationOf(route: ApiRoute, url: OpenApiFacts['url']): Json {
  const { id, tag, says, for: whom, body } = route;
  return {
    operationId: id,
    tags: [tag],
    summary: says,
    security: whom === 'none' ? [] : whom === 'operator' ? [{ operator: [] }] : [{ token: [whom] }],
    ...(whom === 'none' || whom === 'operator' ? {} : { 'x-scope': whom }),
    parameters: parametersOf(route),
    ...(body
      ? { requestBody: { required: true, content: { [body.type ?? 'application/json']: { schema: body.schema ? schemaOf(body.schema, 'input') : BYTES } } } }
      : {}),
    responses: { ...responsesOf(route.answers), ...problemsOf(route.problems, url) },
  };
}

const BYTES = { type: 'string', format: 'binary' };
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Names what is to be done, for two days: sent again with the very same request it is answered as the first time, and done once.',
  schema: { type: 'string', pattern: '^[!-~]{1,100}$' },
};

function parametersOf({ params, query, once }: ApiRoute): Json[] {
  return [...named(params, 'path'), ...named(query, 'query'), ...(once ? [KEY] : [])];
}

/** The members of a schema as parameters. */
function named(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, of]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: of }));
}

/** Answers of one status, each by its media type. */
function responsesOf(answers: readonly ApiAnswer[]): Json {
  const byStatus = Map.groupBy(answers, ({ status }) => String(status));
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => {
      const content = own.map(({ schema, type }) => [type ?? 'application/json', { schema: schema ? schemaOf(schema, 'output') : BYTES }]);
      return [status, { description: own.map(({ says }) => says).join('; '), content: Object.fromEntries(content) }];
    }),
  );
}

/** Problems of one status, which share a form. */
function problemsOf(slugs: readonly ProblemSlug[], url: OpenApiFacts['url']): Json {
  const byStatus = Map.groupBy(slugs, (slug) => String(PROBLEMS[slug].status));
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => [
      status,
      {
        description: own.map((slug) => `${PROBLEMS[slug].title}: ${url(problemPath(slug))}`).join('\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function webhooksOf(webhooks: Webhooks): Json {
  return Object.fromEntries(
    Object.entries(webhooks).map(([type, { says, schema }]) => [
      type,
      {
        post: {
          summary: says,
          description: 'Signed as Standard Webhooks say (https://www.standardwebhooks.com): webhook-id, webhook-timestamp, webhook-signature.',
          requestBody: { required: true, content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
          responses: { '2XX': { description: 'taken' }, '410': { description: 'send no more here' } },
        },
      },
    ]),
  );
}

/** A schema in JSON Schema; what it cannot say there (a check by code) is said by the edge alone. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...own } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return own as Json;
}
