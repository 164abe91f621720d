import type { StoreKind } from './whole-world.ts';

/** Where races are run: always on PGlite, on PostgreSQL when there is one. Says what is skipped, and why. */
export function raceStores(what: string): { name: string; kind: StoreKind; missing: boolean }[] {
  const missing = !process.env.DATABASE_URL;
  if (missing) console.info(`${what} on PostgreSQL skipped: DATABASE_URL is not set`);
  return [
    { name: 'PGlite', kind: 'embedded', missing: false },
    { name: 'PostgreSQL', kind: 'postgres', missing },
  ];
}
