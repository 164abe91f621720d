/**
 * Askers of one key at the same time share the work: whoever comes while a run is under way, which may have looked
 * too early for them, waits for the one run after it. So a crowd costs two runs, and each answer is newer than its
 * question. A run that fails fails for those who share it.
 */
export function shareRuns<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();

  function start(key: string): Promise<T> {
    const run = work(key).finally(() => running.delete(key));
    running.set(key, run);
    return run;
  }

  async function startAfter(current: Promise<T>, key: string): Promise<T> {
    await current.catch(() => {});
    next.delete(key);
    return start(key);
  }

  return (key) => {
    const waiting = next.get(key);
    if (waiting) return waiting;
    const current = running.get(key);
    if (!current) return start(key);
    const after = startAfter(current, key);
    next.set(key, after);
    return after;
  };
}
