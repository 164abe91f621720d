/** What the domain needs from outside. Adapters implement these; the domain never imports an adapter. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Opaque; lives within one use case, never stored (rows' `xmin` in SQL). */
export type Version = string;

/** An index entry's value. Reads resolve it: the entry's `key`, `value`, `version` are the record's. */
export interface Reference {
  $ref: string;
}

export interface Entry {
  /** The record's key. */
  key: string;
  value: Json;
  version: Version;
  /** The key that was found (an index key, or the record's own); paging continues after it. */
  cursor: string;
}

export interface ListOptions {
  /** Default: everything (the adapter pages inside). */
  limit?: number;
  /** A cursor, exclusive. */
  after?: string;
  reverse?: boolean;
  /** Keys from `prefix` up to and including this one (agenda: everything due). */
  until?: string;
}

export interface ListRequest extends ListOptions {
  prefix: string;
}

export interface ReadRequest {
  keys?: string[];
  lists?: ListRequest[];
  /** Told of each dangling reference that was met, instead of the store's log: the index key, and what it names. */
  onDangling?: (cursor: string, missing: string) => void;
}

export interface Sequence {
  /** `{seq <random uuid>}`, unguessable; every occurrence in the commit's keys and values is replaced by the number. */
  placeholder: string;
  /** Counter key; its value is the last number given out. */
  counter: string;
  /** Zero-padded to this many digits. */
  pad: number;
}

export type CommitResult = { ok: true; numbers: Record<string, string> } | { ok: false };

export interface Atomic {
  /** The key must have this version at commit; `null`: it must not exist. */
  check(key: string, version: Version | null): Atomic;
  set(key: string, value: Json): Atomic;
  delete(key: string): Atomic;
  sequence(sequence: Sequence): Atomic;
  /** All or nothing. `ok: false` is a conflict: read again and retry. Throws KvUnavailable. */
  commit(): Promise<CommitResult>;
}

/**
 * The seed's seven operations and, beside them, versions, paging and atomicity (architecture 2).
 * A value that is a Reference is resolved on every read; a dangling one reads as absent and is skipped in lists.
 */
export interface Kv {
  get(key: string): Promise<Json | null>;
  set(key: string, value: Json): Promise<void>;
  del(key: string): Promise<void>;
  mget(keys: string[]): Promise<(Json | null)[]>;
  mset(keys: string[], values: Json[]): Promise<void>;
  mdel(keys: string[]): Promise<void>;
  /** Key order. A bare entity prefix (`property:`) gives each record once and no index entries. */
  getByPrefix(prefix: string): Promise<Json[]>;

  entry(key: string): Promise<Entry | null>;
  entries(keys: string[]): Promise<(Entry | null)[]>;
  list(prefix: string, options?: ListOptions): Promise<Entry[]>;
  /** Keys and pages in one round trip, and of one moment: keys and the first 1,000 rows of each list. */
  read(request: ReadRequest): Promise<{ entries: (Entry | null)[]; lists: Entry[][] }>;
  atomic(): Atomic;
  close(): Promise<void>;
}

/** Business time; the sandbox and tests move it forward. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Ids {
  /** Sortable by creation, unguessable: `<prefix>_<ulid>`; `user` gives `user_<uuid>`. */
  next(prefix: IdPrefix): string;
  /** A bare ULID (outbox rows). Uses real time: order within the process is what matters. */
  ulid(): string;
  /** Lower-case letters and digits, from a CSPRNG (order ids, tokens). */
  random(length: number): string;
}

export type IdPrefix =
  | 'user'
  | 'prop'
  | 'app'
  | 'contract'
  | 'payment'
  | 'search'
  | 'conv'
  | 'msg'
  | 'ticket'
  | 'review';

export type GatewayStatus =
  | 'pending'
  | 'settlement'
  | 'capture'
  | 'deny'
  | 'failure'
  | 'cancel'
  | 'expire'
  | 'refund'
  | 'partial_refund'
  | 'chargeback'
  | 'partial_chargeback';

/** What the gateway says of one order, validated; amounts in whole rupiah. */
export interface GatewayTransaction {
  orderId: string;
  transactionId: string;
  amount: number;
  currency: string;
  status: GatewayStatus;
  statusCode: string;
  /** ISO UTC, when the gateway says when. */
  settledAt?: string;
  expiresAt?: string;
}

/** What the gateway makes charges for. One more: what does not know it yet no longer compiles. */
export type ChargeMethod = 'qris';

/** What a payer needs to pay a charge, by kind; switches over it are exhaustive. */
export type PaymentInstructions = {
  kind: 'qr';
  /** EMV text; already checked (CRC, dynamic, IDR, amount) by the adapter with the domain's `checkQris`. */
  qrString: string;
  /** The gateway's own picture. */
  imageUrl: string | null;
};

export interface Charge extends GatewayTransaction {
  instructions: PaymentInstructions;
}

export interface ChargeRequest {
  method: ChargeMethod;
  orderId: string;
  /** Whole rupiah. */
  amount: number;
  itemName: string;
  customerName: string;
  /** Whole minutes from now until it can no longer be paid. */
  expiryMinutes: number;
}

export type ChargeResult =
  | { kind: 'charged'; charge: Charge }
  /** The gateway refused for good (validation, method not active): say so, do not retry. */
  | { kind: 'refused'; statusCode: string; message: string }
  /** No answer, or a passing fault: the charge may exist. Ask again with the same order id. */
  | { kind: 'unknown'; message: string };

export type StatusResult =
  | { kind: 'found'; transaction: GatewayTransaction }
  | { kind: 'not-found' }
  | { kind: 'unknown'; message: string };

export type CancelResult =
  | { kind: 'cancelled' }
  /** 412: it is no longer pending; ask for its status. */
  | { kind: 'not-pending' }
  | { kind: 'not-found' }
  | { kind: 'unknown'; message: string };

export interface PaymentGateway {
  /**
   * Makes the charge of this order, or finds the one that exists (lost answer): same Idempotency-Key first, then status
   * by order id, and its instructions read back. Never makes a second charge for one order id.
   */
  charge(request: ChargeRequest): Promise<ChargeResult>;
  status(orderId: string): Promise<StatusResult>;
  cancel(orderId: string): Promise<CancelResult>;
  /** sha512(order_id + status_code + gross_amount + server key), constant time. */
  verifySignature(body: {
    order_id: string;
    status_code: string;
    gross_amount: string;
    signature_key: string;
  }): boolean;
}

/** A wake-up for the jobs; never the truth (rows are). Never throws: a lost wake-up is found by the sweep. */
export interface Wake {
  /** Rows were written that are due now: agenda (tick) or outbox (notify). */
  wake(what: 'tick' | 'notify'): void;
}

/** What Supabase Auth knows of a person. */
export interface Account {
  /** `user_<uuid>`: Auth's id is this uuid. */
  userId: string;
  telegramId: number;
  name: string;
  role: 'tenant' | 'owner' | 'admin';
  /** E.164; only a confirmed number, else null. */
  phone: string | null;
}

/** Accounts beside the profiles. Each operation is safe to run twice, and throws AccountsUnavailable: ask again later. */
export interface Accounts {
  /** Makes it, or brings it up to date. `phone-taken`: it is there without the number, which another account has. */
  ensure(account: Account): Promise<'done' | 'phone-taken'>;
  /** Does nothing when it does not exist. */
  remove(userId: string): Promise<void>;
}
