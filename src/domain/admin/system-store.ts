import { defineStore } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { systemConfigSchema } from './config.ts';
import { systemStatsSchema } from './stats.ts';

/** One record each; their ids are their names. */
export const systemConfigStore = defineStore({
  key: keys.system.config,
  schema: systemConfigSchema,
});

export const systemStatsStore = defineStore({
  key: keys.system.stats,
  schema: systemStatsSchema,
});
