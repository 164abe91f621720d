import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPglite } from '../src/adapters/kv/pglite.ts';
import { createSqlChangeLog } from '../src/adapters/kv/sql-change-log.ts';
import { entityNamed } from '../src/domain/entities.ts';
import type { Json } from '../src/domain/ports.ts';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/open-store.ts';
import { silent } from '../src/transfer/progress.ts';
import { runExport } from '../src/transfer/run-export.ts';
import type { TransferStore } from '../src/transfer/transfer-store.ts';

/** What the parent gets, as one line of JSON. */
export interface ExportMemory {
  records: number;
  /** Bytes. */
  idle: number;
  peak: number;
  milliseconds: number;
}

const at = '2024-11-04T10:00:00.000Z';
const words = 'Kamar luas dekat kampus, dapur bersama, parkir motor. ';
const pad = (n: number): string => String(n).padStart(6, '0');

/** Ten profiles and ten listings, then invoices and messages of them by turns. */
function example(i: number): [name: string, record: Record<string, Json>] {
  const id = pad(i);
  const [owner, property] = [`user_${pad(i % 10)}`, `prop_${pad(10 + (i % 10))}`];
  const named = { ownerId: owner, propertyId: property, propertyName: 'Kos Melati', tenantId: owner, tenantName: 'Budi' };
  const times = { createdAt: at, updatedAt: at };
  if (i < 10) return ['profile', { id: `user_${id}`, telegramId: i + 1, name: 'Susi', role: 'owner', ...times }];
  if (i < 20) {
    const rooms = { pricePerMonth: 1_200_000, totalRooms: 9, availableRooms: 3 };
    return ['property', { id: `prop_${id}`, ...named, ownerName: 'Susi', name: 'Kos Melati', description: words.repeat(4), address: 'Jl. 1', city: 'Bogor', district: 'Dramaga', type: 'putra', facilities: ['AC'], images: [], status: 'active', roomTypes: [{ id: 'r1', name: 'Kamar', ...rooms }], ...rooms, ...times }];
  }
  if (i === 20) return ['conversation', { id: 'conv_1', participants: [owner, owner], participantNames: {}, participantRoles: {}, ...named, lastMessage: '', lastMessageAt: null, ...times }];
  if (i === 21) return ['contract', { id: 'contract_1', ...named, applicationId: null, tenantEmail: null, tenantPhone: '', ownerName: '', roomTypeId: 'r1', roomType: 'Kamar', roomNumber: '1', startDate: '2024-11-01', endDate: '2025-10-31', monthlyRent: 1, deposit: 0, duration: 12, status: 'active', paymentSchedule: 'monthly', paymentDueDay: 5, terms: [], emergencyContact: { name: 'Siti', phone: '+62', relation: 'Ibu' }, forWhom: null, occupantGender: null, occupation: null, acceptedAt: null, holdUntil: null, endReason: null, endedAt: null, ...times }];
  if (i % 2) return ['message', { id: `msg_${id}`, conversationId: 'conv_1', senderId: owner, senderName: 'Susi', content: words.repeat(3), type: 'text', kind: 'text', fileUrl: null, fileName: null, readBy: [], timestamp: at }];
  const item = { kind: 'rent', label: 'Sewa', amount: 1_200_000 };
  return ['invoice', { id: `INV-2024-11-${id}`, ...named, contractId: 'contract_1', period: i, periodStart: '2024-11-01', periodEnd: '2024-11-30', month: 'November 2024', year: 2024, monthNumber: 11, items: [item], amount: 1_200_000, dueDate: '2024-11-05', status: 'pending', paymentMethod: null, paidDate: null, paidAmount: 0, lateFee: 0, description: words.repeat(2), notes: '', ...times }];
} // biome-ignore format: one look

async function load(store: TransferStore, records: number): Promise<void> {
  for (let i = 0; i < records; i += 200) {
    const rows = new Map<string, Json>();
    for (let n = i; n < Math.min(records, i + 200); n++) {
      const [name, value] = example(n);
      const entity = entityNamed(name);
      const record = entity.parse({ ...value, schemaVersion: entity.version });
      const { indexes, guards } = entity.derived(record);
      for (const [key, row] of [
        [entity.key(entity.idOf(record)), entity.toJson(record)] as const,
        ...indexes,
        ...guards,
      ]) {
        rows.set(key, row);
      }
    }
    await store.kv.mset([...rows.keys()], [...rows.values()]);
  }
}

/** In this process the database too: what is measured grows over the loaded state. */
async function embedded(): Promise<TransferStore> {
  const { kv, client, close } = await openPglite();
  const view = { kv, log: createSqlChangeLog(client) };
  return { ...view, pageSize: 50, atOneMoment: (work) => work(view), close };
}

async function measure(store: TransferStore): Promise<ExportMemory> {
  const folder = await mkdtemp(join(tmpdir(), 'kostin-bench-'));
  await store.kv.get('system:config');
  await sleep(500);
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  const { manifest } = await runExport(store, { folder: join(folder, 'export'), progress: silent });
  const milliseconds = performance.now() - started;
  clearInterval(look);
  await rm(folder, { recursive: true });
  const records = Object.values(manifest.entities).reduce((sum, one) => sum + one.records, 0);
  return { records, idle, peak: Math.max(peak, process.memoryUsage.rss()), milliseconds };
}

const [mode = '', count = '0', url = ''] = process.argv.slice(2);
const store =
  mode === 'embedded' ? await embedded() : await openStore({ store: { kind: 'postgres', url } }, createLog('silent'));
if (mode !== 'export') await load(store, Number(count));
if (mode !== 'load') process.stdout.write(`${JSON.stringify(await measure(store))}\n`);
await store.close();
