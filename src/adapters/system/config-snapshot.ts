import { defaultSystemConfig, type SystemConfig, systemConfigSchema } from '../../domain/admin/config.ts';
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
      const stored = await kv.get(keys.system.config());
      const parsed = systemConfigSchema.safeParse(stored ?? {});
      if (parsed.success) snapshot = parsed.data;
      else
        log.error(
          { issues: parsed.error.issues.map((issue) => issue.path.join('.')) },
          'config: system:config does not fit, the last good one stays',
        );
    } catch (error) {
      log.warn({ err: error }, 'config: system:config cannot be read');
    }
  };
  await refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  timer.unref();
  return { current: () => snapshot, refresh, stop: () => clearInterval(timer) };
}
