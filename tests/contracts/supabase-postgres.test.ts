import { describe, it } from 'vitest';
import { databaseUrl, skipReason } from './kv-postgres-database.ts';
import { liteContract } from './supabase-contract.ts';

if (databaseUrl) liteContract('postgres');
else describe.skip(skipReason, () => it('the store on supabase-js and Supabase Lite on PostgreSQL', () => undefined));
