/** Sign-in on a laptop, where no Access is. Where `LOCAL` is not set there is no such page, and what it would give opens nothing. */
import type { Context } from 'hono';
import { endOfLocalCookie, localCookie, ROLES } from '../../auth.ts';
import { auditStatement } from '../../console/audit.ts';
import { isFromHere, MOST_BYTES, readForm } from '../../console/forms.ts';
import { answerOutside, CONSOLE, Faults, type FieldFault } from '../../console/page.tsx';
import type { Edge } from '../../edge.ts';
import { deskFor } from './guard.tsx';

export async function showSignIn(c: Context<Edge>): Promise<Response> {
  return page(c, []);
}

export async function signIn(c: Context<Edge>): Promise<Response> {
  const desk = await deskFor(c);
  const form = isFromHere(c.req.raw) ? await readForm(c, MOST_BYTES.plain) : undefined;
  if (!desk || !form) return page(c, [{ field: 'token', says: 'The form was not taken: it did not come from this page, or no keys are set up.' }]);
  const role = ROLES.find((one) => one === form.text('role')) ?? 'admin';
  const name = form.text('name');
  const place = { path: `${c.env.site.index.base}${CONSOLE}`, secure: new URL(c.req.url).protocol === 'https:' };
  const cookie = await localCookie(c.env, desk.vault, { name, role, token: form.text('token') }, desk.now, place);
  if (cookie === undefined)
    return page(c, [
      {
        field: 'token',
        says: 'This is not the operators’ token, or the name has signs that it cannot have. On this machine the token lies in .fairnotice/local/operator-token.',
      },
    ]);
  await auditStatement(desk, { name, role }, { action: 'sign-in' }).run();
  return new Response(null, { status: 303, headers: { Location: place.path, 'Set-Cookie': cookie, 'Cache-Control': 'no-store' } });
}

export async function signOut(c: Context<Edge>): Promise<Response> {
  const path = `${c.env.site.index.base}${CONSOLE}`;
  if (!isFromHere(c.req.raw)) return page(c, [{ field: 'token', says: 'The form was not taken: it did not come from this page.' }]);
  return new Response(null, { status: 303, headers: { Location: `${path}sign-in/`, 'Set-Cookie': endOfLocalCookie(path), 'Cache-Control': 'no-store' } });
}

function page(c: Context<Edge>, faults: FieldFault[]): Promise<Response> {
  const { base } = c.env.site.index;
  const body = (
    <>
      <p>For this machine alone. A deployment is opened by Cloudflare Access. Choose as whom you act: roles and four eyes can be tried so.</p>
      <Faults faults={faults} />
      <form method="post" action={`${base}${CONSOLE}sign-in/`} class="form" aria-label="Sign in">
        <p class="field">
          <label for="token">Operators’ token</label>
          <input id="token" name="token" type="password" required autocomplete="current-password" />
        </p>
        <p class="field">
          <label for="name">Name</label>
          <input id="name" name="name" required maxlength={60} value="Operator" autocomplete="off" />
        </p>
        <p class="field">
          <label for="role">Role</label>
          <select id="role" name="role">
            {ROLES.map((role) => (
              <option value={role} selected={role === 'admin'}>
                {role}
              </option>
            ))}
          </select>
        </p>
        <button type="submit" class="button">
          Sign in
        </button>
      </form>
      <form method="post" action={`${base}${CONSOLE}sign-out/`} class="form" aria-label="Sign out">
        <button type="submit" class="button quiet">
          Sign out
        </button>
      </form>
    </>
  );
  return answerOutside(c, { title: 'Sign in', body, status: faults.length > 0 ? 403 : 200 });
}
