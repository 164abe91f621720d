import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { kvContract } from './kv-contract.ts';

kvContract('memory', async (onDangling) => createMemoryKv({ onDangling }));
