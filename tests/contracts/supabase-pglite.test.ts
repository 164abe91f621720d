import { liteContract } from './supabase-contract.ts';

liteContract('pglite');
