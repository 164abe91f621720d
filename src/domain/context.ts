import type { SystemConfig } from './admin/config.ts';
import type { PaymentWay } from './payment/payment-way.ts';
import type { Accounts, Clock, Ids, PaymentGateway } from './ports.ts';
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
  /** This try's instant, ISO UTC, business time: what records are stamped with. */
  now: string;
  /** For milliseconds. */
  clock: Clock;
  ids: Ids;
  config: SystemConfig;
  /** IANA zone of civil dates. */
  timezone: string;
  /** What is offered here: without a payment gateway no QRIS (product 8). */
  paymentWays: readonly PaymentWay[];
}

/** What a process has once, and every context in it is made of. */
export interface CtxParts extends Pick<Ctx, 'clock' | 'ids' | 'timezone' | 'paymentWays'> {
  /** The cached snapshot of `system:config`. */
  config(): SystemConfig;
}

/** The context of one try of one transaction: updates, jobs, webhooks and tools all get theirs here. */
export function createCtx(parts: CtxParts, tx: Tx, actor: Actor): Ctx {
  const { clock, ids, timezone, paymentWays } = parts;
  const now = new Date(clock.now()).toISOString();
  return { actor, tx, now, clock, ids, config: parts.config(), timezone, paymentWays };
}

/**
 * Runs a use case as one actor in a transaction of its own (again on a conflict), commits, and wakes whoever has to
 * deliver what it wrote.
 */
export type Run = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

/** What effects have: the outside that they talk to, and transactions in between. Each takes what it needs of it. */
export interface Outside {
  run: Run;
  gateway: PaymentGateway;
  accounts: Accounts;
}
/** What every effect upon payments gets first. */
export type PaymentOutside = Pick<Outside, 'run' | 'gateway'>;
/** What every effect upon accounts gets first. */
export type AccountOutside = Pick<Outside, 'run' | 'accounts'>;
