import type { CommitResult, Entry, Sequence, Version } from '../../domain/ports.ts';
import type { KeyRange } from './key-range.ts';

/** A reference whose record is gone: skipped by lists, still moving the cursor. */
export interface Dangling {
  cursor: string;
  dangling: string;
}
export type Found = Entry | Dangling;

export interface PageRequest extends KeyRange {
  limit: number;
}

/** Everything that a commit does, already checked; values as JSON text. */
export interface CommitRequest {
  checks: Map<string, Version | null>;
  sets: Map<string, string>;
  deletes: Set<string>;
  sequences: Sequence[];
}

/** What a store must do by itself; `createKv` makes a `Kv` of it, the same for all. */
export interface KvEngine {
  /** Keys in the asked order, pages in key order (or reversed), references resolved. */
  read(keys: string[], pages: PageRequest[]): Promise<{ entries: (Found | null)[]; pages: Found[][] }>;
  commit(request: CommitRequest): Promise<CommitResult>;
  close(): Promise<void>;
}

export interface KvOptions {
  /** Told of every dangling reference that a read skipped; ids only. */
  onDangling?: (cursor: string, missing: string) => void;
}
