import type { AgendaItem, AgendaKind } from '../domain/agenda.ts';
import type { Ctx, Outside } from '../domain/context.ts';
import { AccountsUnavailable } from '../domain/errors.ts';
import type { Accounts, PaymentGateway } from '../domain/ports.ts';
import type { Tx } from '../domain/transaction.ts';
import type { Log } from '../log.ts';

interface AgendaJobBase {
  /** Whose agenda rows it takes; its name in logs and reports. */
  kind: AgendaKind;
  /** The store whose records derive these rows. */
  store: AgendaStore;
}

/** What is needed of an `EntityStore` here. */
export interface AgendaStore {
  key(id: string): string;
  agendaOf(tx: Tx, id: string): Promise<AgendaItem[]>;
}

/** Pure: decides and writes in the given transaction, many records to a commit. */
export interface DecideJob extends AgendaJobBase {
  type: 'decide';
  decide(ctx: Ctx, id: string): Promise<unknown>;
}

/** What effects have; each is given to the domain's effect of its kind. */
export interface JobOutside extends Outside {
  log: Log;
}

/** Talks to the outside between transactions of its own; safe to run any number of times, also at once. */
export interface EffectJob extends AgendaJobBase {
  type: 'effect';
  /** Its rows wait as long as this is not set up; what others ask of it then never answers. */
  needs: 'gateway' | 'accounts' | null;
  act(outside: JobOutside, id: string): Promise<unknown>;
}

export type AgendaJob = DecideJob | EffectJob;

/** Where no gateway is set up: nothing can be charged, and a charge left from earlier days stays open. */
export const absentGateway: PaymentGateway = {
  charge: async () => ({ kind: 'unknown', message: 'no payment gateway is set up' }),
  status: async () => ({ kind: 'unknown', message: 'no payment gateway is set up' }),
  cancel: async () => ({ kind: 'unknown', message: 'no payment gateway is set up' }),
  verifySignature: () => false,
};

/** Where there is no Auth beside the profiles. */
export const absentAccounts: Accounts = {
  ensure: () => Promise.reject(new AccountsUnavailable('none are set up')),
  remove: () => Promise.reject(new AccountsUnavailable('none are set up')),
};
