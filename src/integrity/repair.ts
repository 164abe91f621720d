import type { Kv } from '../domain/ports.ts';
import { type Finding, type Repair, sameAs } from './finding.ts';

const TRIES = 10;

/**
 * Mends what was found, as long as everything is as it was read; else it is looked at anew. `no`: it can't be mended,
 * or was busy all the time; `gone`: it is no fault any more. Throws KvUnavailable.
 */
export async function repaired(
  kv: Kv,
  finding: Finding,
  again: () => Promise<Finding[]>,
): Promise<'yes' | 'no' | 'gone'> {
  let now: Finding | undefined = finding;
  for (let tries = 0; tries < TRIES; tries++) {
    if (!now) return 'gone';
    if (!now.repair) return 'no';
    if (await commit(kv, now.repair)) return 'yes';
    now = (await again()).find((one) => sameAs(one) === sameAs(finding));
  }
  return 'no';
}

async function commit(kv: Kv, { checks, sets, deletes }: Repair): Promise<boolean> {
  const atomic = kv.atomic();
  for (const [key, version] of checks) atomic.check(key, version);
  for (const [key, value] of sets) atomic.set(key, value);
  for (const key of deletes) atomic.delete(key);
  return (await atomic.commit()).ok;
}
