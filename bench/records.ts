import { createIds } from '../src/adapters/system/ids.ts';
import { entities } from '../src/domain/entities.ts';
import type { Invoice } from '../src/domain/invoice/invoice.ts';
import { invoiceStore } from '../src/domain/invoice/invoice-store.ts';
import type { IdPrefix, Json, Kv } from '../src/domain/ports.ts';
import { transact } from '../src/domain/transaction.ts';
import { sampleOf } from '../tests/contracts/catalogue.ts';
import { samples } from '../tests/support/samples.ts';
import { type BenchStore, withStores } from './bench-stores.ts';
import type { Measured } from './measured.ts';

const RECORDS = 10_000;
const SIZED = 2_000;
const BARE_ROWS = 1_000;
const RATE_BAR = 0.5;

const invoiceAt = (i: number): Invoice => ({
  ...samples.invoice,
  id: `INV-2024-11-${String(i).padStart(6, '0')}`,
  contractId: `contract_${String(i).padStart(26, '0')}`,
  tenantId: `user_${String(i % 997).padStart(36, '0')}`,
  ownerId: `user_${String(i % 31).padStart(36, '0')}`,
  propertyId: `prop_${String(i % 211).padStart(26, '0')}`,
});
const invoices = Array.from({ length: RECORDS }, (_, i) => invoiceAt(i));

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - started);
}

/** Through the store, in pages as jobs commit them; then the same rows as a program without us would insert them. */
async function writeRate({ name, kv, query, pageSize }: BenchStore): Promise<Measured> {
  const clear = () => query('truncate public.kv_store_dbd6b95a', []);
  const ours = () =>
    perSecond(RECORDS, async () => {
      for (let i = 0; i < RECORDS; i += pageSize) {
        await transact(kv, async (tx) => {
          for (const invoice of invoices.slice(i, i + pageSize)) invoiceStore.create(tx, invoice);
        });
      }
    });
  const rows = invoices.flatMap((invoice): [string, Json][] => {
    const { indexes, guards, agenda } = invoiceStore.derived(invoice);
    const record: [string, Json] = [invoiceStore.key(invoice.id), invoiceStore.toJson(invoice)];
    return [record, ...indexes, ...guards, ...agenda];
  });
  const bare = () =>
    perSecond(RECORDS, async () => {
      for (let i = 0; i < rows.length; i += BARE_ROWS) {
        const page = rows.slice(i, i + BARE_ROWS);
        const places = page.map((_, n) => `($${n * 2 + 1}, $${n * 2 + 2})`).join(', ');
        const values = page.flatMap(([key, value]) => [key, JSON.stringify(value)]);
        await query(`insert into public.kv_store_dbd6b95a (key, value) values ${places}`, values);
      }
    });
  const rates: [ours: number[], bare: number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      await clear();
      rates[which].push(await (which === 0 ? ours() : bare()));
    }
  }
  const [mine, plain] = rates.map((list) => list.toSorted((a, b) => a - b)[1] ?? Number.NaN) as [number, number];
  const detail = `${mine.toFixed(0)} records/s in commits of ${pageSize}, ${plain.toFixed(0)} by inserts of ${BARE_ROWS} rows; ${rows.length / RECORDS} rows a record`;
  return {
    name: `${name}: 10,000 invoices with their indexes`,
    ratio: mine / plain,
    bar: RATE_BAR,
    better: 'higher',
    detail,
  };
}

/** Round trips and keys of a status change, counted at the store's port. */
async function statusChange({ name, kv }: BenchStore): Promise<Measured[]> {
  const counts = { trips: 0, keys: 0 };
  const counted: Kv = {
    ...kv,
    read: (request) => {
      counts.trips += 1;
      return kv.read(request);
    },
    atomic: () => {
      const atomic = kv.atomic();
      return {
        ...atomic,
        set: (key, value) => {
          counts.keys += 1;
          return atomic.set(key, value);
        },
        delete: (key) => {
          counts.keys += 1;
          return atomic.delete(key);
        },
        commit: () => {
          counts.trips += 1;
          return atomic.commit();
        },
      };
    },
  };
  const { id } = invoiceAt(7);
  await transact(counted, async (tx) => {
    const invoice = await invoiceStore.get(tx, id);
    invoiceStore.update(tx, invoice, { ...invoice, status: 'overdue' });
  });
  const line = { unit: '', detail: 'pending to overdue' };
  return [
    { ...line, name: `${name}: status change of an invoice, round trips (read + commit)`, ratio: counts.trips, bar: 2 },
    { ...line, name: `${name}: … keys written (record, old and new status)`, ratio: counts.keys, bar: 3 },
  ];
}

/** What the seed's document expects, in bytes. */
const seedEstimates: Readonly<Record<string, number>> = {
  profile: 500,
  property: 2_000,
  contract: 1_500,
  invoice: 800,
  payment: 1_000,
  message: 500,
  ticket: 2_000,
};

/** The sample with ids as long as real ones, another one each time. */
function grown(name: string, ids: ReturnType<typeof createIds>): Record<string, unknown> {
  const text = JSON.stringify(sampleOf(name))
    .replace(/\b(user|prop|app|contract|payment|search|conv|msg|ticket|review)_\w+/g, (_, prefix: IdPrefix) =>
      ids.next(prefix),
    )
    .replace(/INV-2024-11-001/g, `INV-2024-11-${ids.random(6)}`)
    .replace(/ORDER-1730700000-abc123/g, `ORDER-1730700000-${ids.random(6)}`)
    .replace(/\+62812\d{8}/g, () => `+62${Math.floor(8e10 + Math.random() * 1e10)}`);
  const record = JSON.parse(text) as Record<string, unknown>;
  return 'telegramId' in record ? { ...record, telegramId: Math.floor(Math.random() * 2 ** 40) + 1 } : record;
}

/** Bytes that a record of each entity takes: its JSON, and all its rows with the table's indexes on disk. */
async function sizes({ name, kv, query }: BenchStore): Promise<Measured[]> {
  const ids = createIds();
  const lines: Measured[] = [];
  for (const store of entities) {
    const estimate = seedEstimates[store.name];
    if (estimate === undefined) continue;
    await query('truncate public.kv_store_dbd6b95a', []);
    let json = 0;
    for (let i = 0; i < SIZED; i += 50) {
      await transact(kv, async (tx) => {
        for (let n = 0; n < 50; n++) {
          const record = grown(store.name, ids);
          json += Buffer.byteLength(JSON.stringify(store.toJson(record)));
          store.create(tx, record);
        }
      });
    }
    await query('vacuum full public.kv_store_dbd6b95a', []);
    const [row] = await query(
      `select pg_total_relation_size('public.kv_store_dbd6b95a')::int as bytes, count(*)::int as rows from public.kv_store_dbd6b95a`,
      [],
    );
    const bytes = Number(row?.bytes) / SIZED;
    const million = (1024 ** 3 / bytes / 1e6).toFixed(1);
    const detail = `${(json / SIZED).toFixed(0)} as JSON, ${(Number(row?.rows) / SIZED).toFixed(0)} rows; the seed expects ${estimate}; ${million} million in 1 GB`;
    lines.push({ name: `${name}: bytes of one ${store.name}`, ratio: bytes, unit: 'B', detail });
  }
  return lines;
}

export async function benchRecords(): Promise<Measured[]> {
  const lines: Measured[] = [];
  await withStores(async (store) => {
    lines.push(await writeRate(store), ...(await statusChange(store)));
    if (store.name === 'PGlite') lines.push(...(await sizes(store)));
  });
  return lines;
}
