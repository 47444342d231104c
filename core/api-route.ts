/** An address of the API as one row of the table that routes, documents and tests read. */
import type { z } from 'zod';
import type { ProblemSlug } from './problems.ts';
import type { Scope } from './requests/scopes.ts';

export interface ApiAnswer {
  status: 200 | 201 | 202 | 204 | 302;
  says: string;
  schema?: z.ZodType;
  /** Media type; JSON where none is named. */
  type?: string;
}

export interface ApiRoute {
  /** Names the operation, once. */
  id: string;
  method: 'GET' | 'POST' | 'PUT';
  /** Below the base, with `{name}` for what varies. */
  path: string;
  tag: string;
  says: string;
  /** `none`: anybody. `operator`: the operators' token. Else a token with this scope. */
  for: 'none' | 'operator' | Scope;
  params?: z.ZodObject;
  query?: z.ZodType;
  body?: { schema?: z.ZodType; type?: string };
  answers: readonly ApiAnswer[];
  problems: readonly ProblemSlug[];
  /** Does it take an idempotency key? */
  once?: true;
}

/** The same path as the router writes it. */
export function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
