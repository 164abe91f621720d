import { z } from 'zod';
import { contractStatuses } from '../contract/contract.ts';
import { propertyStatuses } from '../property/property.ts';
import { ticketStatuses } from '../ticket/ticket.ts';

const count = z.int().min(0);
const rupiah = z.int();

/** `system:stats`: the state of the platform as of `refreshedAt` (product 3.11). */
export const systemStatsSchema = z.object({
  people: z.object({ tenant: count, owner: count, admin: count }),
  properties: z.record(z.enum(propertyStatuses), count),
  /** Over active listings. */
  rooms: z.object({ total: count, available: count }),
  contracts: z.record(z.enum(contractStatuses), count),
  /** Of the running month. */
  money: z.object({ month: z.string(), received: rupiah, outstanding: rupiah, overdue: rupiah }),
  tickets: z.record(z.enum(ticketStatuses), count),
  failedJobs: count,
  refreshedAt: z.iso.datetime(),
});
export type SystemStats = z.infer<typeof systemStatsSchema>;
