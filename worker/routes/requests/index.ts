/** Forms, proof and status of a person's own request, below `/requests/`. */
import { Hono } from 'hono';
import type { Edge } from '../../edge.ts';

export const personRequests = new Hono<Edge>();
