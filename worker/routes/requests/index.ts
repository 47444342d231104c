/** Forms, proof and status of a person's own request, below `/requests/`. */
import { Hono } from 'hono';
import type { Edge } from '../../edge.ts';
import { requestForms } from './form.tsx';
import { notMe } from './not-me.tsx';
import { proofs } from './proof.tsx';
import { statusPages } from './status.tsx';
import { statusDoings } from './status-doings.tsx';

export const personRequests = new Hono<Edge>();

personRequests.route('/', statusPages);
personRequests.route('/', statusDoings);
personRequests.route('/', proofs);
personRequests.route('/', notMe);
personRequests.route('/', requestForms);
