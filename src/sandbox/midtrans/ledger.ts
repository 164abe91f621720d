import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildQris } from './build-qris.ts';
import type { ParsedCharge } from './charge-request.ts';
import type { SimTransaction } from './transaction.ts';

export interface Ledger {
  /** Null: the order id is taken (its transaction was neither cancelled nor expired). */
  charge(charge: ParsedCharge, now: number): SimTransaction | null;
  /** By transaction id or order id (the newest of that order). */
  find(id: string): SimTransaction | null;
  findByQr(qrString: string): SimTransaction | null;
  /** Changes fields and keeps them. */
  update(transaction: SimTransaction, change: Partial<SimTransaction>): void;
  /** Oldest first. */
  all(): SimTransaction[];
}

/** The transactions; with `stateFile` the newest 500 survive a restart, as Midtrans' do. */
export function createLedger(stateFile?: string): Ledger {
  const byId = new Map<string, SimTransaction>();
  const byOrder = new Map<string, string>();
  const put = (transaction: SimTransaction): void => {
    byId.set(transaction.transactionId, transaction);
    byOrder.set(transaction.orderId, transaction.transactionId);
  };
  for (const transaction of load(stateFile)) put(transaction);

  function save(): void {
    if (!stateFile) return;
    mkdirSync(dirname(stateFile), { recursive: true });
    // Written beside and renamed: a kill in the middle leaves the old file.
    writeFileSync(`${stateFile}.new`, JSON.stringify([...byId.values()].slice(-500)));
    renameSync(`${stateFile}.new`, stateFile);
  }
  const find = (id: string): SimTransaction | null => byId.get(id) ?? byId.get(byOrder.get(id) ?? '') ?? null;

  return {
    find,
    findByQr: (qrString) => [...byId.values()].find((each) => each.qrString === qrString) ?? null,
    all: () => [...byId.values()],
    charge(charge, now) {
      const existing = find(charge.orderId);
      if (existing && existing.status !== 'cancel' && existing.status !== 'expire') return null;
      const { orderId, amount, expiresAt, customerName, customFields } = charge;
      const transaction: SimTransaction = {
        orderId,
        transactionId: crypto.randomUUID(),
        amount,
        status: 'pending',
        createdAt: now,
        expiresAt,
        settledAt: null,
        refunded: 0,
        qrString: buildQris({ amount, reference: crypto.randomUUID(), merchantName: 'KOSTIN SANDBOX', city: 'BOGOR' }),
        customerName,
        customFields,
        acquirerReference: `A1${now}${Math.random().toString(36).slice(2, 10)}ID`,
      };
      put(transaction);
      save();
      return transaction;
    },
    update(transaction, change) {
      Object.assign(transaction, change);
      save();
    },
  };
}

function load(stateFile: string | undefined): SimTransaction[] {
  if (!stateFile) return [];
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8')) as SimTransaction[];
  } catch {
    return [];
  }
}
