import type { IncomingMessage } from 'node:http';

interface AuthUser {
  id: string;
  email: string;
  phone: string;
  email_confirmed_at: string | null;
  phone_confirmed_at: string | null;
  user_metadata: Record<string, unknown>;
  app_metadata: Record<string, unknown>;
}

type Body = Partial<Pick<AuthUser, 'id' | 'email' | 'phone' | 'user_metadata' | 'app_metadata'>> & {
  email_confirm?: boolean;
  phone_confirm?: boolean;
};

const refusal = (status: number, error_code: string, msg: string) =>
  Response.json({ code: status, error_code, msg }, { status });
const notFound = () => refusal(404, 'user_not_found', 'User not found');
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The smallest double of Supabase Auth's admin routes, which Supabase Lite does not have: POST /admin/users, and GET,
 * PUT and DELETE /admin/users/:id, as the public API reference and the source of supabase/auth say. What matters here:
 * POST takes an `id` and says `email_exists` and `phone_exists` (422) but a bare 500 for an id that is taken; PUT leaves
 * out what is empty, merges metadata, and answers a bare 500 for somebody else's number; numbers are kept without `+`.
 */
export function createAuthAdmin(key: string) {
  const users = new Map<string, AuthUser>();
  const requests: string[] = [];
  const now = () => new Date().toISOString();
  const hasPhone = (phone: string, not?: string) => [...users.values()].some((u) => u.phone === phone && u.id !== not);

  function create(body: Body): Response {
    const { id = crypto.randomUUID(), email = '' } = body;
    const phone = (body.phone ?? '').replace(/^\+/, '');
    if (email === '' && phone === '')
      return refusal(400, 'validation_failed', 'Cannot create a user without either an email or phone');
    if ([...users.values()].some((user) => user.email === email)) {
      return refusal(422, 'email_exists', 'A user with this email address has already been registered');
    }
    if (phone !== '' && !/^[1-9]\d{1,14}$/.test(phone)) {
      return refusal(400, 'validation_failed', 'Invalid phone number format (E.164 required)');
    }
    if (phone !== '' && hasPhone(phone))
      return refusal(422, 'phone_exists', 'Phone number already registered by another user');
    if (!uuid.test(id)) return refusal(400, 'validation_failed', 'ID must conform to the uuid v4 format');
    if (users.has(id)) return refusal(500, 'unexpected_failure', 'Database error creating new user');
    const user: AuthUser = {
      id,
      email,
      phone,
      email_confirmed_at: body.email_confirm ? now() : null,
      phone_confirmed_at: body.phone_confirm ? now() : null,
      user_metadata: body.user_metadata ?? {},
      app_metadata: { provider: 'email', providers: ['email'], ...body.app_metadata },
    };
    users.set(id, user);
    return Response.json(user);
  }

  function update(user: AuthUser, body: Body): Response {
    const phone = (body.phone ?? '').replace(/^\+/, '');
    if (phone !== '' && hasPhone(phone, user.id)) return refusal(500, 'unexpected_failure', 'Error updating user');
    if (phone !== '') user.phone = phone;
    if (body.phone_confirm) user.phone_confirmed_at = now();
    Object.assign(user.user_metadata, body.user_metadata);
    Object.assign(user.app_metadata, body.app_metadata);
    return Response.json(user);
  }

  return {
    users,
    /** Method and route of each, in order. */
    requests,
    /** Null: none of its routes. */
    async answer(request: IncomingMessage): Promise<Response | null> {
      const path = /^\/auth\/v1\/admin\/users(?:\/([^/?]+))?$/.exec(request.url ?? '');
      if (!path) return null;
      requests.push(`${request.method} ${path[1] ? 'user' : 'users'}`);
      if (request.headers.apikey !== key)
        return refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Body;
      if (path[1] === undefined) return create(body);
      if (!uuid.test(path[1])) return refusal(404, 'validation_failed', 'user_id must be an UUID');
      const user = users.get(path[1]);
      if (!user) return notFound();
      if (request.method === 'PUT') return update(user, body);
      if (request.method === 'DELETE') users.delete(user.id);
      return Response.json(request.method === 'DELETE' ? {} : user);
    },
  };
}

export type AuthAdmin = ReturnType<typeof createAuthAdmin>;
