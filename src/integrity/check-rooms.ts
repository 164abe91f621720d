import type { Contract } from '../domain/contract/contract.ts';
import { keys } from '../domain/keys.ts';
import type { Entry, Kv } from '../domain/ports.ts';
import type { Property } from '../domain/property/property.ts';
import type { Finding } from './finding.ts';
import { storeOf } from './key-shape.ts';
import { parseRecord } from './parse-record.ts';
import { piecesOf, readSnapshot } from './snapshot.ts';

function recordAt<T>(key: string, value: Entry['value']): T | null {
  const store = storeOf(key);
  const parsed = store && parseRecord(store, key, value);
  return parsed?.kind === 'record' ? (parsed.record as T) : null;
}

/** Room types with more active contracts than rooms taken. Rooms let outside KostIn are taken without a contract. */
export function overLet(property: Property, contracts: readonly Contract[]): string[] {
  const active = contracts.filter(({ status, propertyId }) => status === 'active' && propertyId === property.id);
  return property.roomTypes.flatMap(({ id, totalRooms, availableRooms }) => {
    const let_ = active.filter(({ roomTypeId }) => roomTypeId === id).length;
    const taken = totalRooms - availableRooms;
    return let_ > taken ? [`room type ${id}: ${let_} active contracts, ${taken} rooms taken`] : [];
  });
}

/** Listings with their active contracts, which their room guards name. */
export async function checkRooms(kv: Kv, propertyKeys: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const piece of piecesOf(propertyKeys, () => 1, 50)) {
    const lists = piece.map((key) => ({ prefix: keys.contract.room.prefix(key.slice(key.indexOf(':') + 1)) }));
    const snapshot = await readSnapshot(kv, piece, lists);
    for (const [i, key] of piece.entries()) {
      const held = snapshot.at(key);
      const property = held.is === 'value' ? recordAt<Property>(key, held.value) : null;
      if (!property) continue;
      const rooms = snapshot.lists[i] ?? [];
      const contracts = new Map(rooms.map((entry) => [entry.key, recordAt<Contract>(entry.key, entry.value)]));
      const known = [...contracts.values()].filter((contract) => contract !== null);
      findings.push(...overLet(property, known).map((what) => ({ kind: 'rooms' as const, key, what, subject: key })));
    }
  }
  return findings;
}
