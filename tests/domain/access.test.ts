import { describe, expect, it } from 'vitest';
import { type Side, sideOf } from '../../src/domain/access.ts';
import { getApplication } from '../../src/domain/application/get-application.ts';
import { type Actor, createCtx } from '../../src/domain/context.ts';
import { getContract } from '../../src/domain/contract/get-contract.ts';
import { getInvoice } from '../../src/domain/invoice/get-invoice.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { Tx } from '../../src/domain/transaction.ts';
import { codeOf, rentWorld } from '../support/rent-world.ts';

describe('the two sides of a record', () => {
  it('see it as the side they are; nobody else learns anything of it', async () => {
    const world = await rentWorld();
    const { application, contract, invoice } = await world.rented();
    const readings: ((actor: Actor, known: boolean) => Promise<{ side: Side }>)[] = [
      (actor, known) =>
        world.as(actor)((ctx) => getApplication(ctx, { applicationId: known ? application.id : 'app_0' })),
      (actor, known) => world.as(actor)((ctx) => getContract(ctx, { contractId: known ? contract.id : 'contract_0' })),
      (actor, known) =>
        world.as(actor)((ctx) => getInvoice(ctx, { invoiceId: known ? invoice.id : 'INV-2024-11-999' })),
    ];
    const ban = (person: Profile) =>
      world.system(async (ctx) => {
        const profile = await profileStore.get(ctx.tx, person.id);
        profileStore.update(ctx.tx, profile, { ...profile, bannedAt: ctx.now });
      });
    await ban(world.tenant);
    const guest: Actor = { kind: 'guest', telegramId: 99, language: 'id' };
    for (const read of readings) {
      expect((await read(world.actorOf(world.owner), true)).side).toBe('owner');
      // Who is banned keeps what is theirs.
      expect((await read(world.actorOf(world.tenant), true)).side).toBe('tenant');
      for (const person of [world.other, world.stranger]) {
        expect(await codeOf(read(world.actorOf(person), true))).toBe('common.not-allowed');
      }
      expect(await codeOf(read(world.actorOf(world.tenant), false))).toBe('common.not-found');
      // Not even whether it is there.
      expect(await codeOf(read(guest, true))).toBe('profile.unknown');
      expect(await codeOf(read(guest, false))).toBe('profile.unknown');
      expect(await codeOf(read({ kind: 'system', name: 'test' }, true))).toBe('common.not-allowed');
    }
  });

  it('are nobody without an account', () => {
    expect(sideOf({ tenantId: 'a', ownerId: 'b' }, undefined)).toBeNull();
  });
});

it('a context keeps the instant of its try', async () => {
  const { kv, ids, pass, clock, config } = await rentWorld();
  const parts = { clock, ids, timezone: 'Asia/Jakarta', paymentWays: [], config: () => config };
  const actor: Actor = { kind: 'system', name: 'test' };
  const ctx = createCtx(parts, new Tx(kv), actor);
  pass(1_500);
  expect(ctx.now).toBe('2024-11-04T03:00:00.000Z');
  expect(createCtx(parts, new Tx(kv), actor).now).toBe('2024-11-04T03:00:01.500Z');
});
