/** The components that a policy may use. Each is fed from `core/` and `content/`, as of the version's own date. */
import { atAGlance } from './at-a-glance.ts';
import type { Component } from './context.ts';
import { cookies } from './cookies.ts';
import { deadlines } from './deadlines.ts';
import { definition } from './definition.ts';
import { requestForm } from './request-form.ts';
import { rights } from './rights.ts';

export const COMPONENTS: Record<string, Component> = {
  AtAGlance: atAGlance,
  Cookies: cookies,
  Deadlines: deadlines,
  Definition: definition,
  RequestForm: requestForm,
  Rights: rights,
};
