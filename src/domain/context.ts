import type { SystemConfig } from './admin/config.ts';
import type { Clock, Ids } from './ports.ts';
import type { Tx } from './transaction.ts';

export type Language = 'id' | 'en';
export type Role = 'tenant' | 'owner' | 'admin';

/** Who acts. A use case authorises this actor for the very record, each time. */
export type Actor =
  | { kind: 'guest'; telegramId: number; language: Language }
  | { kind: 'user'; userId: string; telegramId: number; language: Language }
  /** A member of the admin group, acting in it. */
  | { kind: 'admin'; userId: string; telegramId: number; language: Language }
  /** A job or a webhook. */
  | { kind: 'system'; name: string };

/** What every use case gets first. One context serves one try of one transaction. */
export interface Ctx {
  actor: Actor;
  tx: Tx;
  clock: Clock;
  ids: Ids;
  config: SystemConfig;
  /** IANA zone of civil dates. */
  timezone: string;
  /** False where no payment gateway is configured: QRIS is not offered (PRODUCT 8). */
  qris: boolean;
}

/**
 * Runs a use case as one actor in a transaction of its own (again on a conflict), commits, and wakes whoever has to
 * deliver what it wrote. What effects (charging, asking the gateway) use between their network calls.
 */
export type Run = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
