import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { requireOwnerOf, requireSystem, requireTenant, requireTenantOf, requireUser } from '../../src/domain/access.ts';
import { defaultSystemConfig } from '../../src/domain/admin/config.ts';
import { type Actor, type Ctx, createCtx } from '../../src/domain/context.ts';
import { keys } from '../../src/domain/keys.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { type RegisterInput, register } from '../../src/domain/profile/register.ts';
import { setLanguage } from '../../src/domain/profile/set-language.ts';
import { transact } from '../../src/domain/transaction.ts';
import { actorOf } from '../support/actor-of.ts';

let kv: Kv;
let now: number;
const ids = createIds();
const guest = (telegramId: number): Actor => ({ kind: 'guest', telegramId, language: 'id' });
const as = <T>(actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  transact(kv, (tx) =>
    work(
      createCtx(
        { clock: { now: () => now }, ids, config: () => defaultSystemConfig, timezone: 'Asia/Jakarta', paymentWays },
        tx,
        actor,
      ),
    ),
  );
const registered = (telegramId: number, input: RegisterInput) =>
  as(guest(telegramId), (ctx) => register(ctx, { name: 'Budi Santoso', ...input }));
const contact = (number: string) => ({ phone: { number, source: 'contact' as const } });

beforeEach(() => {
  kv = createMemoryKv();
  now = Date.parse('2026-11-22T03:00:00Z');
});

describe('register', () => {
  it('makes somebody known by name alone', async () => {
    const profile = await registered(1, { telegramName: 'Budi S' });
    expect(profile).toMatchObject({
      telegramId: 1,
      name: 'Budi Santoso',
      telegramName: 'Budi S',
      role: 'tenant',
      phone: null,
      language: 'id',
      privacyAcceptedAt: '2026-11-22T03:00:00.000Z',
    });
    expect(await kv.get(keys.profile.telegram(1))).toEqual(await kv.get(keys.profile.record(profile.id)));
    await expect(as(actorOf(profile), (ctx) => requireTenant(ctx))).rejects.toMatchObject({ code: 'profile.no-phone' });
  });

  it('adds the phone later, keeps the name, and records when', async () => {
    const first = await registered(1, {});
    now += 1000;
    const second = await as(actorOf(first), (ctx) => register(ctx, contact('+62 812 3456 7890')));
    expect(second).toMatchObject({ id: first.id, name: 'Budi Santoso', phone: '+6281234567890', phoneVerified: true });
    expect(second.phoneAcceptedAt).toBe('2026-11-22T03:00:01.000Z');
    expect(second.privacyAcceptedAt).toBe('2026-11-22T03:00:00.000Z');
    expect((await as(actorOf(second), (ctx) => requireTenant(ctx))).phone).toBe('+6281234567890');
  });

  it('gives a confirmed number to the first account only, and frees it when it is changed', async () => {
    const first = await registered(1, contact('081234567890'));
    const second = await registered(2, contact('6281234567890'));
    expect([first.phoneVerified, second.phoneVerified]).toEqual([true, false]);
    expect(await kv.get(keys.profile.phone('+6281234567890'))).toMatchObject({ id: first.id });
    await as(actorOf(first), (ctx) => register(ctx, contact('081299998888')));
    expect(await kv.get(keys.profile.phone('+6281234567890'))).toBeNull();
    expect(await kv.get(keys.profile.phone('+6281299998888'))).toMatchObject({ id: first.id });
    const again = await as(actorOf(second), (ctx) => register(ctx, contact('081234567890')));
    expect(again.phoneVerified).toBe(true);
  });

  it('never takes a confirmation away by typing the same number', async () => {
    const first = await registered(1, contact('081234567890'));
    const typed = await as(actorOf(first), (ctx) =>
      register(ctx, { phone: { number: '081234567890', source: 'typed' } }),
    );
    expect(typed).toMatchObject({ phoneVerified: true });
    const other = await as(actorOf(first), (ctx) =>
      register(ctx, { phone: { number: '081200001111', source: 'typed' } }),
    );
    expect(other).toMatchObject({ phone: '+6281200001111', phoneVerified: false });
    expect(await kv.get(keys.profile.phone('+6281234567890'))).toBeNull();
  });

  it('makes one account of many registrations at once, and one holder of a number', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => registered(1, contact('081234567890'))));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const many = await Promise.all(Array.from({ length: 8 }, (_, i) => registered(10 + i, contact('081211112222'))));
    expect(many.filter(({ phoneVerified }) => phoneVerified)).toHaveLength(1);
    expect(await kv.getByPrefix('profile:')).toHaveLength(9);
  });

  it('takes over the language chosen as a guest', async () => {
    await as(guest(1), (ctx) => setLanguage(ctx, { language: 'en' }));
    expect(await kv.get(keys.profile.guest(1))).toMatchObject({ language: 'en' });
    const profile = await as({ kind: 'guest', telegramId: 1, language: 'en' }, (ctx) => register(ctx, { name: 'Ann' }));
    expect(profile.language).toBe('en');
    expect(await kv.get(keys.profile.guest(1))).toBeNull();
  });

  it.each<[string, RegisterInput]>([
    ['no name', {}],
    ['an empty name', { name: '   ' }],
    ['a name of signs', { name: '!!!' }],
    ['a phone of letters', { name: 'Budi', phone: { number: 'abc', source: 'typed' } }],
    ['a typed number from abroad', { name: 'Budi', phone: { number: '+12025550100', source: 'typed' } }],
    ['no e-mail address', { name: 'Budi', email: 'budi' }],
  ])('refuses %s and writes nothing', async (_, input) => {
    await expect(as(guest(1), (ctx) => register(ctx, input))).rejects.toMatchObject({ code: 'profile.invalid' });
    expect(await kv.getByPrefix('')).toEqual([]);
  });

  it('refuses the banned', async () => {
    const profile = await registered(1, {});
    await transact(kv, async (tx) => {
      const before = await profileStore.get(tx, profile.id);
      profileStore.update(tx, before, { ...before, bannedAt: '2026-11-22T03:00:00.000Z' });
    });
    await expect(registered(1, {})).rejects.toMatchObject({ code: 'profile.banned' });
    await expect(as(actorOf(profile), (ctx) => requireUser(ctx))).rejects.toMatchObject({ code: 'profile.banned' });
    expect((await as(actorOf(profile), (ctx) => requireUser(ctx, { banned: 'allowed' }))).id).toBe(profile.id);
  });
});

describe('access', () => {
  it('knows guests, tenants, owners of a record and the system apart', async () => {
    const tenant = await registered(1, contact('081234567890'));
    const other = await registered(2, {});
    await expect(as(guest(3), (ctx) => requireUser(ctx))).rejects.toMatchObject({ code: 'profile.unknown' });
    const system: Actor = { kind: 'system', name: 'test' };
    await expect(as(system, (ctx) => requireUser(ctx))).rejects.toMatchObject({ code: 'common.not-allowed' });
    await as(system, async (ctx) => requireSystem(ctx));
    await expect(as(actorOf(tenant), async (ctx) => requireSystem(ctx))).rejects.toMatchObject({
      code: 'common.not-allowed',
    });
    const record = { ownerId: tenant.id, tenantId: tenant.id };
    for (const check of [requireOwnerOf, requireTenantOf]) {
      expect((await as(actorOf(tenant), (ctx) => check(ctx, record))).id).toBe(tenant.id);
      await expect(as(actorOf(other), (ctx) => check(ctx, record))).rejects.toMatchObject({
        code: 'common.not-allowed',
      });
    }
  });
});

describe('set-language', () => {
  it('is kept with the profile', async () => {
    const profile = await registered(1, {});
    await as(actorOf(profile), (ctx) => setLanguage(ctx, { language: 'en' }));
    expect(await kv.get(keys.profile.record(profile.id))).toMatchObject({ language: 'en' });
    await expect(as(actorOf(profile), (ctx) => setLanguage(ctx, { language: 'fr' as 'en' }))).rejects.toThrow();
  });
});
