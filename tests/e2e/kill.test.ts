import { describe, expect, it } from 'vitest';
import { killedStory } from '../support/kill-story.ts';

// crash.test.ts stops at every single operation; here are real kills at some of them, many more in kill-many-*.
describe('the process is killed (SIGKILL), on PGlite', () => {
  it.each([4, 13, 29, 41, 52, 60, 67, 73])(
    'after its operation %i: the story goes on',
    { timeout: 120_000 },
    async (n) => {
      expect(await killedStory('embedded', n)).toBe(1);
    },
  );
});

describe('the process is killed (SIGKILL), on PostgreSQL', () => {
  const missing = !process.env.DATABASE_URL;
  if (missing) console.info('kills on PostgreSQL skipped: DATABASE_URL not set');
  it.skipIf(missing).each([21, 58, 66])(
    'after its operation %i: the story goes on',
    { timeout: 120_000 },
    async (n) => {
      expect(await killedStory('postgres', n)).toBe(1);
    },
  );
});
