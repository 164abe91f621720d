import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSupabaseAccounts } from '../../src/adapters/accounts/supabase-accounts.ts';
import { createSupabaseClient } from '../../src/adapters/supabase/client.ts';
import { AccountsUnavailable } from '../../src/domain/errors.ts';
import type { Account, Accounts } from '../../src/domain/ports.ts';
import { type AuthAdmin, createAuthAdmin } from '../support/auth-admin.ts';

const key = 'sb_secret_tests-only-0000000000000000';
const uuid = '6f1c2c7e-3a52-4a5e-9a3b-0d6f0a1b2c3d';
const budi: Account = {
  userId: `user_${uuid}`,
  telegramId: 1001,
  name: 'Budi Santoso',
  role: 'tenant',
  phone: '+6281234567001',
};

describe('accounts in Supabase Auth, against a double of its admin routes', () => {
  let server: Server;
  let admin: AuthAdmin;
  let accounts: Accounts;
  /** What happens to the n-th request from now (0 is the next): its answer is lost, or it is another one. */
  let faults: (('lost' | Response) | null)[] = [];
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const fault = faults.shift() ?? null;
      const answer = fault instanceof Response ? fault : await admin.answer(request);
      if (fault === 'lost') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer?.status ?? 404, {
        'content-type': answer?.headers.get('content-type') ?? 'text/plain',
      });
      response.end(await answer?.text());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    accounts = createSupabaseAccounts(createSupabaseClient({ url, serviceRoleKey: key }, 10_000));
  });
  beforeEach(() => {
    admin = createAuthAdmin(key);
    faults = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const stored = () => admin.users.get(uuid);

  it('makes one with our id, an address that no mail can reach, name, role and the confirmed number', async () => {
    expect(await accounts.ensure(budi)).toBe('done');
    expect(stored()).toMatchObject({
      id: uuid,
      email: 'tg1001@telegram.kostin.invalid',
      phone: '6281234567001',
      user_metadata: { name: 'Budi Santoso', role: 'tenant' },
      app_metadata: { role: 'tenant', provider: 'email' },
    });
    expect(stored()?.email_confirmed_at).not.toBeNull();
    expect(stored()?.phone_confirmed_at).not.toBeNull();
  });

  it('keeps a number that is not confirmed out of it', async () => {
    await accounts.ensure({ ...budi, phone: null });
    expect(stored()).toMatchObject({ phone: '', phone_confirmed_at: null });
  });

  it('changes nothing the second time', async () => {
    await accounts.ensure(budi);
    admin.requests.length = 0;
    expect(await accounts.ensure(budi)).toBe('done');
    expect(admin.requests).toEqual(['GET user']);
    expect(admin.users.size).toBe(1);
  });

  it('follows a change of name, role and number', async () => {
    await accounts.ensure(budi);
    expect(await accounts.ensure({ ...budi, name: 'Budi S.', role: 'owner', phone: '+6281234567009' })).toBe('done');
    expect(stored()).toMatchObject({
      phone: '6281234567009',
      user_metadata: { name: 'Budi S.', role: 'owner' },
      app_metadata: { role: 'owner', provider: 'email' },
    });
  });

  it('takes away a number that was given up', async () => {
    await accounts.ensure(budi);
    expect(await accounts.ensure({ ...budi, phone: null })).toBe('done');
    expect(stored()).toMatchObject({ id: uuid, phone: '', user_metadata: { name: 'Budi Santoso' } });
    // It is free for somebody else.
    const other = { ...budi, userId: `user_${crypto.randomUUID()}`, telegramId: 1002 };
    expect(await accounts.ensure(other)).toBe('done');
  });

  it.each([
    ['a new account', null],
    ['an account without a number', { ...budi, phone: null }],
    ['an account that had another number', { ...budi, phone: '+6281234567009' }],
  ])('leaves %s without a number that another one has', async (_, before) => {
    await accounts.ensure({ ...budi, userId: `user_${crypto.randomUUID()}`, telegramId: 1002 });
    if (before) await accounts.ensure(before);
    expect(await accounts.ensure({ ...budi, role: 'owner' })).toBe('phone-taken');
    expect(stored()).toMatchObject({ id: uuid, phone: '', app_metadata: { role: 'owner' } });
    expect(admin.users.size).toBe(2);
  });

  it('finds its account again when an answer was lost', async () => {
    faults = [null, 'lost'];
    await expect(accounts.ensure(budi)).rejects.toThrow(AccountsUnavailable);
    expect(stored()).toBeDefined();
    expect(await accounts.ensure(budi)).toBe('done');
    expect(admin.users.size).toBe(1);
    faults = ['lost'];
    await expect(accounts.remove(budi.userId)).rejects.toThrow(AccountsUnavailable);
    await accounts.remove(budi.userId);
    expect(admin.users.size).toBe(0);
  });

  it('does not take a passing fault of Auth for a taken number', async () => {
    await accounts.ensure({ ...budi, phone: null });
    const broken = () => Response.json({ code: 500, error_code: 'unexpected_failure', msg: 'x' }, { status: 500 });
    faults = [null, broken()];
    expect(await accounts.ensure(budi)).toBe('done');
    expect(stored()?.phone).toBe('6281234567001');
    faults = [null, broken(), broken()];
    await expect(accounts.ensure({ ...budi, name: 'Budi S.' })).rejects.toThrow(AccountsUnavailable);
  });

  it('removes, twice as well as once', async () => {
    await accounts.ensure(budi);
    await accounts.remove(budi.userId);
    await accounts.remove(budi.userId);
    expect(admin.users.size).toBe(0);
  });

  it('waits while another account has the address: the one before a deletion goes first', async () => {
    await accounts.ensure(budi);
    const again = { ...budi, userId: `user_${crypto.randomUUID()}` };
    await expect(accounts.ensure({ ...again, phone: null })).rejects.toThrow('email_exists');
    await accounts.remove(budi.userId);
    expect(await accounts.ensure(again)).toBe('done');
  });

  it.each([
    ['a page of HTML', () => new Response('<html>cloudflare</html>', { status: 502 })],
    [
      'too many requests',
      () => Response.json({ code: 429, error_code: 'over_request_rate_limit', msg: 'slow down' }, { status: 429 }),
    ],
    ['a key that is refused', () => Response.json({ message: 'Invalid API key' }, { status: 401 })],
  ])('says AccountsUnavailable on %s, without key, number or name', async (_, answer) => {
    faults = [answer()];
    const error: unknown = await accounts.ensure(budi).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AccountsUnavailable);
    expect(`${(error as Error).message} ${(error as Error).stack}`).not.toMatch(/sb_secret|8123|Budi|cloudflare/);
  });

  it('refuses an id without a uuid', async () => {
    await expect(accounts.ensure({ ...budi, userId: 'user_owner_123' })).rejects.toThrow('without a uuid');
  });
});
