import type { Measured } from './measured.ts';

/** Ours and the bare reference, doing the same. */
export interface Pair {
  name: string;
  bar: number;
  ours(i: number): Promise<unknown>;
  bare(i: number): Promise<unknown>;
}

/** Alternates the two in one run, so that whatever else the machine does hits both; medians. */
export async function compare(
  store: string,
  pair: Pair,
  rounds: { warmUp: number; counted: number },
): Promise<Measured> {
  const times: [ours: number[], bare: number[]] = [[], []];
  for (let i = 0; i < rounds.warmUp + rounds.counted; i++) {
    // Who goes first changes too: the second finds warmer caches.
    for (const which of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const started = performance.now();
      await (which === 0 ? pair.ours(i) : pair.bare(i));
      if (i >= rounds.warmUp) times[which].push(performance.now() - started);
    }
  }
  const [ours, bare] = times.map(median) as [number, number];
  const detail = `${ours.toFixed(3)} ms against ${bare.toFixed(3)} ms bare`;
  return { name: `${store}: ${pair.name}`, ratio: ours / bare, bar: pair.bar, detail };
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
