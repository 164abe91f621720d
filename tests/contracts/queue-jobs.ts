import type { WakeUp } from '../../src/jobs/queue.ts';

/** Wake-ups of one name wait once; many jobs at a time need as many names. */
export const MANY = 500;
export const countJob = (n: number): string => `count-${n}`;
export const countOf = ({ name }: { name: string }): number => Number(name.slice(countJob(0).length - 1));

export const testJobs: WakeUp[] = [
  { name: 'tick', lane: 'jobs' },
  { name: 'notify', lane: 'bot' },
  ...Array.from({ length: MANY }, (_, n): WakeUp => ({ name: countJob(n), lane: 'jobs' })),
];
