import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import type { Actor } from '../../src/domain/context.ts';
import { AccountsUnavailable } from '../../src/domain/errors.ts';
import type { Account, Accounts, Kv } from '../../src/domain/ports.ts';
import { forgetAccount } from '../../src/domain/profile/account-removal.ts';
import { changeRole } from '../../src/domain/profile/change-role.ts';
import { markAccountsDue } from '../../src/domain/profile/mark-accounts-due.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { type RegisterInput, register } from '../../src/domain/profile/register.ts';
import { setLanguage } from '../../src/domain/profile/set-language.ts';
import { createRun } from '../../src/domain/run.ts';
import { agendaJobs } from '../../src/jobs/agenda.ts';
import { createTick } from '../../src/jobs/tick.ts';
import { createLog } from '../../src/log.ts';

const START = Date.parse('2024-11-04T03:00:00Z');

/** Accounts in memory, which can be away and can be slow. */
function memoryAccounts() {
  const known = new Map<string, Account>();
  const state = { known, asked: 0, away: false, meanwhile: async () => {} };
  const ask = () => {
    state.asked += 1;
    if (state.away) throw new AccountsUnavailable('away');
  };
  const accounts: Accounts = {
    async ensure(account) {
      ask();
      await state.meanwhile();
      known.set(account.userId, account);
      return 'done';
    },
    async remove(userId) {
      ask();
      known.delete(userId);
    },
  };
  return { ...state, state, accounts };
}

describe('accounts beside the profiles', () => {
  let kv: Kv;
  let now: number;
  let auth: ReturnType<typeof memoryAccounts>;
  const clock = { now: () => now };
  const guest: Actor = { kind: 'guest', telegramId: 1001, language: 'id' };
  const runAs = (actor: Actor) =>
    createRun(
      {
        kv,
        clock,
        ids: createIds(),
        wake: { wake: () => undefined },
        paymentWays: [],
        timezone: 'Asia/Jakarta',
        config: () => defaultSystemConfig,
      },
      actor,
    );
  const system = () => runAs({ kind: 'system', name: 'test' });
  const tick = (accounts: Accounts | null) =>
    createTick({
      kv, clock, run: system(), gateway: null, log: createLog('silent'), report: () => undefined,
      accounts,
      jobs: agendaJobs,
    }); // biome-ignore format: one look
  const registers = (input: RegisterInput) => runAs(guest)((ctx) => register(ctx, input));
  const contact = { number: '+6281234567001', source: 'contact' } as const;
  const agenda = () => kv.list('agenda:');
  beforeEach(() => {
    kv = createMemoryKv();
    now = START;
    auth = memoryAccounts();
  });

  it('are made after registration, and follow name, role and a confirmed number', async () => {
    const { id } = await registers({ name: 'Budi Santoso', phone: { ...contact, source: 'typed' } });
    await tick(auth.accounts).runOnce();
    expect(auth.known.get(id)).toEqual({
      userId: id,
      telegramId: 1001,
      name: 'Budi Santoso',
      role: 'tenant',
      phone: null,
    });
    await registers({ phone: contact });
    await system()((ctx) => changeRole(ctx, { userId: id, role: 'owner' }));
    await tick(auth.accounts).runOnce();
    expect(auth.known.get(id)).toMatchObject({ role: 'owner', phone: '+6281234567001' });
    expect(await agenda()).toEqual([]);
    // Nothing is left to do, however often somebody looks.
    await tick(auth.accounts).runOnce();
    expect(auth.state.asked).toBe(2);
  });

  it('are not asked about what does not concern them', async () => {
    const { id } = await registers({ name: 'Budi Santoso' });
    await tick(auth.accounts).runOnce();
    await runAs({ ...guest, kind: 'user', userId: id })((ctx) => setLanguage(ctx, { language: 'en' }));
    await registers({ email: 'budi@example.com' });
    expect(await system()((ctx) => changeRole(ctx, { userId: id, role: 'tenant' }))).toMatchObject({ role: 'tenant' });
    expect(await agenda()).toEqual([]);
  });

  it('are told again when the profile changes while Auth is asked', async () => {
    const { id } = await registers({ name: 'Budi Santoso' });
    auth.state.meanwhile = async () => {
      auth.state.meanwhile = async () => {};
      await registers({ name: 'Budi S.' });
    };
    const result = await tick(auth.accounts).runOnce();
    expect(result).toMatchObject({ done: { 'sync-account': 1 }, failed: 0 });
    expect([auth.known.get(id)?.name, auth.state.asked]).toEqual(['Budi S.', 2]);
    expect(await agenda()).toEqual([]);
  });

  it('wait for Auth to come back; the person has not waited', async () => {
    const { id } = await registers({ name: 'Budi Santoso' });
    auth.state.away = true;
    expect(await tick(auth.accounts).runOnce()).toMatchObject({ failed: 1 });
    auth.state.away = false;
    expect(await tick(auth.accounts).runOnce()).toMatchObject({ done: {} });
    now += 5_000;
    await tick(auth.accounts).runOnce();
    expect(auth.known.has(id)).toBe(true);
    expect(await agenda()).toEqual([]);
  });

  it('wait without Supabase, and are made when it is turned on', async () => {
    const { id } = await registers({ name: 'Budi Santoso' });
    await tick(null).runOnce();
    expect(await agenda()).toHaveLength(1);
    await registers({ name: 'Budi S.' });
    await tick(auth.accounts).runOnce();
    expect(auth.known.get(id)?.name).toBe('Budi S.');
  });

  it('go with a deleted profile, after everything that was under way', async () => {
    const { id } = await registers({ name: 'Budi Santoso' });
    await tick(auth.accounts).runOnce();
    const deletes = () =>
      system()(async (ctx) => {
        const profile = await profileStore.find(ctx.tx, id);
        if (profile) profileStore.delete(ctx.tx, profile);
        await forgetAccount(ctx, { userId: id });
      });
    // The deletion comes while Auth is told of the person: what that made goes too.
    await registers({ name: 'Budi S.' });
    auth.state.meanwhile = deletes;
    await tick(auth.accounts).runOnce();
    expect(auth.known.has(id)).toBe(true);
    await deletes();
    now += 120_000;
    auth.state.away = true;
    await tick(auth.accounts).runOnce();
    auth.state.away = false;
    now += 5_000;
    await tick(auth.accounts).runOnce();
    expect(auth.known.has(id)).toBe(false);
    expect([await agenda(), await kv.list('account-removal:')]).toEqual([[], []]);
  });

  it('are all told again on demand, page by page', async () => {
    for (let telegramId = 1; telegramId <= 205; telegramId++) {
      await runAs({ ...guest, telegramId })((ctx) => register(ctx, { name: 'Budi Santoso' }));
    }
    await tick(auth.accounts).runOnce();
    auth.known.clear();
    const marked: number[] = [];
    for (let after: string | null = null; marked.length === 0 || after !== null; ) {
      const from: string | null = after;
      const page: Awaited<ReturnType<typeof markAccountsDue>> = await system()((ctx) =>
        markAccountsDue(ctx, { after: from }),
      );
      marked.push(page.marked);
      after = page.after;
    }
    expect(marked).toEqual([100, 100, 5]);
    await tick(auth.accounts).runOnce();
    expect(auth.known.size).toBe(205);
  });
});
