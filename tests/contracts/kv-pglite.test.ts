import { openPglite } from '../../src/adapters/kv/pglite.ts';
import { kvContract } from './kv-contract.ts';

kvContract('PGlite', async (onDangling) => (await openPglite({ onDangling })).kv);
