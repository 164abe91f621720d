import { expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { sentRows } from '../../src/bot/delivery/sent-rows.ts';
import { contractStore } from '../../src/domain/contract/contract-store.ts';
import { defineStore } from '../../src/domain/entity-store.ts';
import { invoiceSchema } from '../../src/domain/invoice/invoice.ts';
import { invoiceStore } from '../../src/domain/invoice/invoice-store.ts';
import { record } from '../../src/domain/key-pattern.ts';
import { keys } from '../../src/domain/keys.ts';
import { profileStore } from '../../src/domain/profile/profile-store.ts';
import { Tx } from '../../src/domain/transaction.ts';

/** What the type checker must refuse: `tsc` fails where an expected error is none. Most of it would also run. */
const tx = new Tx(createMemoryKv());
const at = '2024-11-04T10:00:00.000Z';

it('lists through a store only what is its own', async () => {
  expect(await invoiceStore.list(tx, keys.invoice.tenant.prefix('user_1'))).toEqual([]);
  expect(await contractStore.list(tx, keys.contract.room.prefix('prop_1'))).toEqual([]);
  // @ts-expect-error payments are no invoices
  await invoiceStore.list(tx, keys.payment.tenant.prefix('user_1'));
  // @ts-expect-error a text is nobody's prefix
  await invoiceStore.list(tx, 'invoice:tenant:user_1:');
  // @ts-expect-error a key is no prefix
  await invoiceStore.list(tx, keys.invoice.record('INV-2024-11-001'));
});

it('finds through a store by index, guard or record key of its own', async () => {
  for (const key of [
    keys.invoice.once('contract_1', 1),
    keys.invoice.record('INV-1'),
    keys.invoice.status('paid', 'x'),
  ])
    expect(await invoiceStore.findBy(tx, key)).toBeNull();
  // @ts-expect-error the guard of a payment
  await invoiceStore.findBy(tx, keys.payment.open('INV-2024-11-001'));
  // @ts-expect-error a prefix is no key
  await invoiceStore.findBy(tx, keys.invoice.tenant.prefix('user_1'));
  // @ts-expect-error the guard of a contract
  await profileStore.findBy(tx, keys.contract.room('prop_1', '101'));
});

it('takes what stands in the places of a pattern, each as it is, and never lists an index whole', () => {
  expect(keys.invoice.month(2024, 1, 'INV-1')).toBe('invoice:month:2024-01:INV-1');
  expect(keys.invoice.month.prefix(2024, 1)).toBe('invoice:month:2024-01:');
  expect(keys.wishlist.record.prefix('user_1')).toBe('wishlist:user_1:');
  expect(keys.outbox.record.prefix()).toBe('outbox:');
  // @ts-expect-error a month is a number
  keys.invoice.month(2024, '01', 'INV-1');
  // @ts-expect-error whose?
  keys.invoice.tenant('user_1');
  // @ts-expect-error everybody's
  keys.invoice.tenant.prefix();
  // @ts-expect-error that is the key itself
  keys.invoice.tenant.prefix('user_1', 'INV-1');
});

it('derives only keys of its own, each in its role', () => {
  const { derived } = defineStore({
    key: keys.invoice.record,
    schema: invoiceSchema,
    // @ts-expect-error the index of a payment
    indexes: ({ id }) => [keys.payment.tenant('user_1', id)],
    // @ts-expect-error an index is no guard
    guards: ({ id }) => [keys.invoice.tenant('user_1', id)],
  });
  expect(derived).toBeTypeOf('function');
  expect(() => defineStore({ key: record('invoice', 'invoice:{number}'), schema: invoiceSchema })).toThrow(/no number/);
});

it('writes to a row only what it holds, under a key of its own', () => {
  const row = { messageId: 1, photo: false, at };
  expect(sentRows.entry(keys.outbox.sent('1', 'a'), row)).toEqual(['sent:1:a', row]);
  // @ts-expect-error without its time
  sentRows.entry(keys.outbox.sent('1', 'a'), { messageId: 1, photo: false });
  // @ts-expect-error under the key of an outbox row
  sentRows.entry(keys.outbox.record('1', 'a'), row);
});
