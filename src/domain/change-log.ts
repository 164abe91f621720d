/** Whether a cursor can be caught up from; `elsewhere`: another database, `future`: this one was set back. */
export type CursorVerdict = 'good' | 'unknown' | 'elsewhere' | 'future';

/**
 * Which records changed since an export (decision 9). The log is off until the first export asks for a
 * cursor, and costs nothing until then.
 */
export interface ChangeLog {
  /** Must have returned before the export's first read. The export's id, to become its cursor. */
  switchOn(): Promise<string>;
  /** Forgets every change and every cursor. */
  switchOff(): Promise<void>;
  /** Where the log stands now; and what is to be thought of `cursor`, when one is given. */
  look(cursor?: string): Promise<{ since: string; verdict: CursorVerdict | null }>;
  /**
   * Makes the export's id a cursor; `since`: what `look` said before its first read. Call it when it is complete.
   * False: the log was switched off meanwhile.
   */
  keep(id: string, since: string): Promise<boolean>;
  /** Keys of records under the prefix that were written or deleted since, in byte order; a page after `after`. */
  changed(cursor: string, prefix: string, page: { after?: string; limit: number }): Promise<string[]>;
  /** Those of the keys that are not in the store. */
  missing(keys: string[]): Promise<string[]>;
  /** How many keys begin so. */
  count(prefix: string): Promise<number>;
}
