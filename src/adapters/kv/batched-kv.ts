import { KvUnavailable } from '../../domain/errors.ts';
import type { Atomic, CommitResult, Entry, Json, Kv, Sequence, Version } from '../../domain/ports.ts';

/** Round trips at the same time; whatever comes while all are under way shares the next one. */
const IN_FLIGHT = 2;
const MAX_KEYS = 300;
const MAX_COMMITS = 24;

interface Commit {
  checks: Map<string, Version | null>;
  /** Undefined: deleted. */
  writes: Map<string, Json | undefined>;
  sequences: Sequence[];
  result: PromiseWithResolvers<CommitResult>;
}
interface Read {
  keys: string[];
  result: PromiseWithResolvers<(Entry | null)[]>;
}

/**
 * The same store, with the reads and commits of many people's updates sharing round trips when it is busy. A quiet
 * moment waits for nothing. Commits that touch each other never share one, and when a shared one is refused each is
 * tried alone, so that every commit means exactly what it means by itself.
 */
export function createBatchedKv(kv: Kv): Kv {
  const reads: Read[] = [];
  let commits: Commit[] = [];
  let reading = 0;
  let committing = 0;
  let planned = false;

  async function readNow(group: Read[]): Promise<void> {
    reading++;
    try {
      const keys = [...new Set(group.flatMap((read) => read.keys))];
      const { entries } = await kv.read({ keys });
      const found = new Map(keys.map((key, i) => [key, entries[i] ?? null]));
      const given = new Set<string>();
      // Everybody gets a value of their own, as if they had asked alone.
      const own = (key: string): Entry | null => {
        const entry = found.get(key) ?? null;
        if (!given.has(key)) given.add(key);
        else return structuredClone(entry);
        return entry;
      };
      for (const { keys: asked, result } of group) result.resolve(asked.map(own));
    } catch (error) {
      if (group.length === 1) group[0]?.result.reject(error);
      else for (const read of group) void readNow([read]);
    } finally {
      reading--;
      plan();
    }
  }

  async function commitOne({ checks, writes, sequences }: Omit<Commit, 'result'>): Promise<CommitResult> {
    const atomic = kv.atomic();
    for (const [key, version] of checks) atomic.check(key, version);
    for (const [key, value] of writes) {
      if (value === undefined) atomic.delete(key);
      else atomic.set(key, value);
    }
    for (const sequence of sequences) atomic.sequence(sequence);
    return atomic.commit();
  }

  async function commitAlone(commit: Commit): Promise<void> {
    await commitOne(commit).then(commit.result.resolve, commit.result.reject);
  }

  async function commitNow(group: Commit[]): Promise<void> {
    committing++;
    try {
      if (group.length === 1) await commitAlone(group[0] as Commit);
      else {
        const joined = {
          checks: new Map(group.flatMap((commit) => [...commit.checks])),
          writes: new Map(group.flatMap((commit) => [...commit.writes])),
          sequences: group.flatMap((commit) => commit.sequences),
        };
        const result = await commitOne(joined).catch((error: unknown) => ({ error }));
        if ('error' in result && result.error instanceof KvUnavailable) {
          // Nobody knows whether it happened.
          for (const commit of group) commit.result.reject(result.error);
        } else if ('ok' in result && result.ok) {
          for (const commit of group) commit.result.resolve(result);
        } else {
          // A conflict, or a value that the store refuses: each alone finds out whether it is its own.
          for (const commit of group) await commitAlone(commit);
        }
      }
    } finally {
      committing--;
      plan();
    }
  }

  /** The first commits in line that do not touch each other. */
  function nextCommits(): Commit[] {
    const group: Commit[] = [];
    const written = new Set<string>();
    const checked = new Map<string, Version | null>();
    const fits = (commit: Commit): boolean => {
      for (const key of commit.writes.keys()) if (written.has(key) || checked.has(key)) return false;
      for (const [key, version] of commit.checks) {
        if (written.has(key) || (checked.has(key) && checked.get(key) !== version)) return false;
      }
      return true;
    };
    const left: Commit[] = [];
    for (const commit of commits) {
      if (group.length >= MAX_COMMITS || !fits(commit)) {
        left.push(commit);
        continue;
      }
      group.push(commit);
      for (const key of commit.writes.keys()) written.add(key);
      for (const [key, version] of commit.checks) checked.set(key, version);
    }
    commits = left;
    return group;
  }

  function pump(): void {
    while (reads.length > 0 && reading < IN_FLIGHT) {
      let count = 0;
      let size = 0;
      for (const read of reads) {
        if (count > 0 && size + read.keys.length > MAX_KEYS) break;
        size += read.keys.length;
        count++;
      }
      void readNow(reads.splice(0, count));
    }
    while (commits.length > 0 && committing < IN_FLIGHT) void commitNow(nextCommits());
  }

  /** After this turn of the event loop, so that what one turn asks for goes together. */
  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      pump();
    });
  }

  const readKeys = (keys: string[]): Promise<(Entry | null)[]> => {
    if (keys.length === 0) return Promise.resolve([]);
    const result = Promise.withResolvers<(Entry | null)[]>();
    reads.push({ keys, result });
    plan();
    return result.promise;
  };

  return {
    ...kv,
    read: async (request) =>
      request.lists?.length ? kv.read(request) : { entries: await readKeys(request.keys ?? []), lists: [] },
    entries: readKeys,
    entry: async (key) => (await readKeys([key]))[0] ?? null,
    atomic() {
      const commit: Commit = {
        checks: new Map(),
        writes: new Map(),
        sequences: [],
        result: Promise.withResolvers<CommitResult>(),
      };
      let contradiction = false;
      const atomic: Atomic = {
        check(key, version) {
          contradiction ||= commit.checks.has(key) && commit.checks.get(key) !== version;
          commit.checks.set(key, version);
          return atomic;
        },
        set(key, value) {
          commit.writes.set(key, value);
          return atomic;
        },
        delete(key) {
          commit.writes.set(key, undefined);
          return atomic;
        },
        sequence(sequence) {
          commit.sequences.push(sequence);
          return atomic;
        },
        commit() {
          if (contradiction) return Promise.resolve({ ok: false });
          commits.push(commit);
          plan();
          return commit.result.promise;
        },
      };
      return atomic;
    },
  };
}
