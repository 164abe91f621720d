import { expect } from 'vitest';
import { operationalRows } from '../../src/bot/rows.ts';
import type { Kv } from '../../src/domain/ports.ts';
import { lineOf } from '../../src/integrity/report.ts';
import { verifyStore } from '../../src/integrity/verify.ts';

/** The lines that verify-store would print. */
export async function faultsOf(kv: Kv): Promise<string[]> {
  const lines: string[] = [];
  await verifyStore(kv, operationalRows, { onFinding: (result) => lines.push(lineOf(result)) });
  return lines;
}

/** verify-store has nothing to say, whatever runs meanwhile. */
export const expectNoFaults = async (kv: Kv): Promise<void> => expect(await faultsOf(kv)).toEqual([]);
