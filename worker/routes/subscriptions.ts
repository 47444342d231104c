/** Mail about material changes of a policy, for whoever asks for it. */
import { Hono } from 'hono';
import type { Edge } from '../edge.ts';

export const subscriptions = new Hono<Edge>();
