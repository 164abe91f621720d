import type { Held } from './snapshot.ts';

/** A row of the store, as a page or a snapshot showed it. */
export interface Row {
  key: string;
  held: Held;
}
