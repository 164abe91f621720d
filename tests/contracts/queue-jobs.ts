import { z } from 'zod';
import type { JobSpec } from '../../src/domain/ports.ts';

export const payload = z.strictObject({ n: z.int() });
export const testJobs: JobSpec[] = [
  { name: 'tick', lane: 'jobs', wakeUp: true, parse: (value) => z.strictObject({}).parse(value) },
  { name: 'notify', lane: 'bot', wakeUp: true, parse: (value) => z.strictObject({}).parse(value) },
  { name: 'count', lane: 'jobs', wakeUp: false, attempts: 3, parse: (value) => payload.parse(value) },
];
