/** The API by which other systems fetch requests and post their results: docs/api.md. */
import { Hono } from 'hono';
import type { Edge } from '../../edge.ts';

export const requestsApi = new Hono<Edge>();
