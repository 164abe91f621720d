import type { Contract } from '../domain/contract/contract.ts';
import type { Invoice } from '../domain/invoice/invoice.ts';
import { keys } from '../domain/keys.ts';
import { sum } from '../domain/money.ts';
import type { Payment } from '../domain/payment/payment.ts';
import type { Entry, Kv } from '../domain/ports.ts';
import type { Finding } from './finding.ts';
import { storeOf } from './key-shape.ts';
import { parseRecord } from './parse-record.ts';
import { piecesOf, readSnapshot } from './snapshot.ts';

const CONTRACTS_AT_ONCE = 50;
const TRIES = 20;

/** Of one entity, each once, by key; what cannot be read is told elsewhere. */
function recordsOf<T>(entityName: string, entries: readonly Entry[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const { key, value } of entries) {
    const store = storeOf(key);
    if (store?.name !== entityName || found.has(key)) continue;
    const parsed = parseRecord(store, key, value);
    if (parsed.kind === 'record') found.set(key, parsed.record as T);
  }
  return found;
}

/** Invoices whose paid amount is not what successful payments have placed on them. */
export function unpaidFor(invoices: readonly Invoice[], payments: readonly Payment[]): { id: string; what: string }[] {
  const parts = payments.filter(({ status }) => status === 'success').flatMap(({ allocations }) => allocations);
  return invoices.flatMap(({ id, paidAmount }) => {
    const placed = sum(parts.filter(({ invoiceId }) => invoiceId === id).map(({ amount }) => amount));
    return placed === paidAmount ? [] : [{ id, what: `paid amount is ${paidAmount}, payments placed ${placed} on it` }];
  });
}

/**
 * The invoices of contracts beside their payments: money meant for one invoice may have gone to another of the same
 * contract. The subject of a finding is the contract.
 */
export async function checkAccounts(kv: Kv, contractKeys: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const piece of piecesOf(contractKeys, () => 1, CONTRACTS_AT_ONCE)) {
    const contracts = piece.map((key) => ({ key, id: key.slice(key.indexOf(':') + 1) }));
    const lists = contracts.map(({ id }) => ({ prefix: keys.invoice.contract.prefix(id) }));
    const found = (await readSnapshot(kv, [], lists)).lists;
    const open = contracts.map((contract, i) => ({ ...contract, invoices: invoiceIds(found[i] ?? []) }));
    const few = piecesOf(open, ({ invoices }) => invoices.length + 1, 10 * CONTRACTS_AT_ONCE);
    for (const some of few) findings.push(...(await accountsOf(kv, some)));
  }
  return findings;
}

interface Account {
  key: string;
  id: string;
  /** Of the invoices that it has as far as we know. */
  invoices: string[];
}
const invoiceIds = (entries: readonly Entry[]): string[] =>
  [...recordsOf<Invoice>('invoice', entries).values()].map(({ id }) => id);

const listsOf = ({ id, invoices }: Account) => [
  { prefix: keys.invoice.contract.prefix(id) },
  ...invoices.map((invoice) => ({ prefix: keys.payment.invoice.prefix(invoice) })),
];

async function accountsOf(kv: Kv, accounts: readonly Account[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  let open = accounts;
  for (let tries = 0; open.length > 0 && tries < TRIES; tries++) {
    const { lists } = await readSnapshot(kv, [], open.flatMap(listsOf));
    const grown: Account[] = [];
    let at = 0;
    for (const account of open) {
      const [own = [], ...paid] = lists.slice(at, at + account.invoices.length + 1);
      at += account.invoices.length + 1;
      const invoices = [...recordsOf<Invoice>('invoice', own).values()];
      // An invoice that is new since the first look: its payments were not asked for.
      if (invoices.some(({ id }) => !account.invoices.includes(id))) {
        grown.push({ ...account, invoices: invoices.map(({ id }) => id) });
        continue;
      }
      const payments = [...recordsOf<Payment>('payment', paid.flat()).values()];
      if (unpaidFor(invoices, payments).length > 0) findings.push(...(await closely(kv, account)));
    }
    open = grown;
  }
  return findings;
}

/** Once more by the tenant's payments too, so that one missing index entry is not taken for missing money. */
async function closely(kv: Kv, account: Account): Promise<Finding[]> {
  const [held] = await kv.entries([account.key]);
  const contract = held && recordsOf<Contract>('contract', [held]).get(account.key);
  if (!contract) return [];
  const lists = [...listsOf(account), { prefix: keys.payment.tenant.prefix(contract.tenantId) }];
  const [own = [], ...paid] = (await readSnapshot(kv, [], lists)).lists;
  const invoices = [...recordsOf<Invoice>('invoice', own).values()];
  const payments = [...recordsOf<Payment>('payment', paid.flat()).values()];
  return unpaidFor(invoices, payments).map(({ id, what }) => ({
    kind: 'money',
    key: keys.invoice.record(id),
    what,
    subject: account.key,
  }));
}
