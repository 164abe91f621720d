import { expect, it } from 'vitest';
import { killMany } from '../support/kill-story.ts';

// Two files, so that two cores share the stories.
const { runs, told } = killMany(1);
console.info(told);
it.skipIf(runs === null)(
  'the story survives a SIGKILL right after each of many operations',
  { timeout: 1_200_000 },
  async () => {
    expect(await runs?.()).toBeGreaterThan(10);
  },
);
