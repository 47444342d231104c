/** The console of the people who answer requests, below `/operator/`. */
import { Hono } from 'hono';
import type { Edge } from '../../edge.ts';

export const operatorConsole = new Hono<Edge>();
