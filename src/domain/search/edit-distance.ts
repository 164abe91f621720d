/** Letters to add, take out, change or swap with a neighbour to make `b` of `a`; more than `limit` gives `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

/** How many mistakes a word of this length may have and still be recognised. */
export const allowedTypos = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** The best of the spellings that a mistyped text can mean; both begin with the same letter. Null: none, or it is exact. */
export function closest<T>(text: string, spellings: Iterable<readonly [string, T]>, shortest = 4): T | null {
  const limit = text.length < shortest ? 0 : allowedTypos(text.length);
  let best: { distance: number; value: T } | null = null;
  if (limit === 0) return null;
  for (const [spelling, value] of spellings) {
    if (spelling.length < shortest || spelling[0] !== text[0]) continue;
    const distance = editDistance(text, spelling, Math.min(limit, allowedTypos(spelling.length)));
    if (
      distance <= Math.min(limit, allowedTypos(spelling.length)) &&
      distance < (best?.distance ?? Number.POSITIVE_INFINITY)
    ) {
      best = { distance, value };
    }
  }
  return best?.value ?? null;
}
