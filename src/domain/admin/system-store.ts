import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type SystemConfig, systemConfigSchema } from './config.ts';
import { type SystemStats, systemStatsSchema } from './stats.ts';

/** One record each; their ids are their names. */
export const systemConfigStore = defineStore<SystemConfig>({
  name: 'system-config',
  schema: systemConfigSchema,
  key: keys.system.config,
  idOf: () => 'config',
});

export const systemStatsStore = defineStore<SystemStats>({
  name: 'system-stats',
  schema: systemStatsSchema,
  key: keys.system.stats,
  idOf: () => 'stats',
});
