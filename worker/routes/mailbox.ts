/** The mails of a laptop, at `/dev/mail/`: there is no such address where `LOCAL` is not set. */
import { Hono } from 'hono';
import type { Edge } from '../edge.ts';

export const mailbox = new Hono<Edge>();
