import { ZodError } from 'zod';
import { defaultSystemConfig, type SystemConfig } from '../../domain/admin/config.ts';
import { systemConfigStore } from '../../domain/admin/system-store.ts';
import { keys } from '../../domain/keys.ts';
import type { Kv } from '../../domain/ports.ts';
import type { Log } from '../../log.ts';

const REFRESH_MS = 30_000;

export interface ConfigSnapshot {
  current(): SystemConfig;
  refresh(): Promise<void>;
  stop(): void;
}

/** `system:config` as of at most 30 s ago. A value that does not fit keeps the last good one: rent goes on. */
export async function openConfigSnapshot(kv: Kv, log: Log): Promise<ConfigSnapshot> {
  let snapshot = defaultSystemConfig;
  const refresh = async (): Promise<void> => {
    try {
      snapshot = systemConfigStore.parse((await kv.get(keys.system.config())) ?? {});
    } catch (error) {
      if (error instanceof ZodError) {
        const issues = error.issues.map((issue) => issue.path.join('.'));
        log.error({ issues }, 'config: system:config does not fit, the last good one stays');
      } else log.warn({ err: error }, 'config: system:config cannot be read');
    }
  };
  await refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  timer.unref();
  return { current: () => snapshot, refresh, stop: () => clearInterval(timer) };
}
