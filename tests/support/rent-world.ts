import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { defaultSystemConfig, type SystemConfig } from '../../src/domain/admin/config.ts';
import { approveApplication } from '../../src/domain/application/approve-application.ts';
import type { SubmitApplicationInput } from '../../src/domain/application/submit-application.ts';
import { submitApplication } from '../../src/domain/application/submit-application.ts';
import type { Actor, Ctx, Run } from '../../src/domain/context.ts';
import { keys } from '../../src/domain/keys.ts';
import type { OutboxRow } from '../../src/domain/outbox.ts';
import { paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Ids, Kv } from '../../src/domain/ports.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { ownerProfileStore, profileStore } from '../../src/domain/profile/profile-store.ts';
import { type Property, propertySchema } from '../../src/domain/property/property.ts';
import { propertyStore } from '../../src/domain/property/property-store.ts';
import { createRun } from '../../src/domain/run.ts';
import { transact } from '../../src/domain/transaction.ts';
import { actorOf } from './actor-of.ts';

export const START = Date.parse('2024-11-04T03:00:00Z');

/** One owner, two tenants, one listing with three rooms of two types, on the memory store and a moved clock. */
export async function rentWorld(options: { kv?: Kv; ids?: Ids; config?: Partial<SystemConfig> } = {}) {
  const kv = options.kv ?? createMemoryKv();
  const ids = options.ids ?? createIds();
  let now = START;
  const clock = { now: () => now };
  const config: SystemConfig = { ...defaultSystemConfig, ...options.config };
  const timezone = 'Asia/Jakarta';
  const wakes: string[] = [];
  const dependencies = {
    kv,
    clock,
    ids,
    timezone,
    paymentWays,
    config: () => config,
    wake: { wake: (w: string) => wakes.push(w) },
  };
  const as = (actor: Actor): Run => createRun({ ...dependencies, wake: { wake: (w) => void wakes.push(w) } }, actor);
  const system = as({ kind: 'system', name: 'test' });

  const profile = (n: number, name: string, extra: Partial<Profile> = {}): Profile => ({
    id: `user_${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
    telegramId: n,
    name,
    role: 'tenant',
    phone: `+628120000${String(n).padStart(4, '0')}`,
    phoneVerified: true,
    address: '',
    language: 'id',
    createdAt: new Date(START).toISOString(),
    updatedAt: new Date(START).toISOString(),
    ...extra,
  });
  const owner = profile(1, 'Susi', { role: 'owner' });
  const tenant = profile(2, 'Ahmad Fauzi');
  const other = profile(3, 'Dewi');
  const stranger = profile(4, 'Orang Lain', { role: 'owner' });
  const property: Property = propertySchema.parse({
    id: 'prop_melati',
    ownerId: owner.id,
    ownerName: 'Bu Susi',
    name: 'Kos Melati',
    description: '',
    address: 'Jl. Raya Dramaga 45',
    city: 'Bogor',
    district: 'Dramaga',
    type: 'campur',
    pricePerMonth: 1_200_000,
    availableRooms: 3,
    totalRooms: 5,
    roomTypes: [
      { id: 'ac', name: 'AC', pricePerMonth: 1_200_000, totalRooms: 3, availableRooms: 1 },
      { id: 'fan', name: 'Kipas', pricePerMonth: 1_300_000, totalRooms: 2, availableRooms: 2 },
    ],
    facilities: [],
    images: [],
    status: 'active',
    deposit: 500_000,
    houseRules: ['Tamu wajib lapor'],
    createdAt: new Date(START).toISOString(),
    updatedAt: new Date(START).toISOString(),
  });
  await transact(kv, async (tx) => {
    for (const person of [owner, tenant, other, stranger]) profileStore.create(tx, person);
    ownerProfileStore.create(tx, {
      userId: owner.id,
      salutation: 'Bu',
      address: '',
      settings: { digest: true },
      updatedAt: owner.updatedAt,
    });
    propertyStore.create(tx, property);
  });

  /** Runs a use case as this person. */
  const by =
    (person: Profile) =>
    <I, T>(useCase: (ctx: Ctx, input: I) => Promise<T>, input: I): Promise<T> =>
      as(actorOf(person))((ctx) => useCase(ctx, input));

  const wish = (change: Partial<SubmitApplicationInput> = {}): SubmitApplicationInput => ({
    propertyId: property.id,
    roomTypeId: 'ac',
    forWhom: 'self',
    occupantGender: 'putra',
    occupation: 'student',
    startDate: '2024-11-20',
    duration: 6,
    emergencyContact: { name: 'Budi Santoso', phone: '+628119999999', relation: 'Ayah' },
    note: null,
    seen: { monthlyRent: change.roomTypeId === 'fan' ? 1_300_000 : 1_200_000, deposit: 500_000 },
    ...change,
  });

  const outbox = async (person?: Profile): Promise<OutboxRow[]> => {
    const rows = await kv.getByPrefix(
      person ? keys.outbox.record.prefix(String(person.telegramId)) : keys.outbox.record.prefix(),
    );
    return rows as unknown as OutboxRow[];
  };

  return {
    kv,
    ids,
    clock,
    config,
    timezone,
    dependencies,
    system,
    as,
    by,
    wish,
    owner,
    tenant,
    other,
    stranger,
    property,
    actorOf,
    profile,
    wakes,
    outbox,
    /** Event names told to a person, `edit:` in front of edits. */
    async told(person: Profile): Promise<string[]> {
      return (await outbox(person)).map((row) =>
        row.body.kind === 'event' ? `${row.edit === undefined ? '' : 'edit:'}${row.body.event}` : 'answer',
      );
    },
    async forget(): Promise<void> {
      await kv.mdel((await outbox()).map((row) => keys.outbox.record(row.chatId, row.id)));
    },
    pass(ms: number): void {
      now += ms;
    },
    read: <T>(store: { find(tx: never, id: string): Promise<T | null> }, id: string): Promise<T> =>
      system(async (ctx) => {
        const found = await store.find(ctx.tx as never, id);
        if (found === null) throw new Error(`no ${id}`);
        return found;
      }),
    /** An application that the owner approved: contract, first invoice. */
    async rented(change: Partial<SubmitApplicationInput> = {}, roomNumber = '101') {
      const application = await by(tenant)(submitApplication, wish(change));
      const { contract, invoice } = await by(owner)(approveApplication, {
        applicationId: application.id,
        roomNumber,
        paymentDueDay: 20,
      });
      return { application, contract, invoice };
    },
  };
}
export type RentWorld = Awaited<ReturnType<typeof rentWorld>>;

/** The code of the DomainError a promise rejects with; `ok` when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
