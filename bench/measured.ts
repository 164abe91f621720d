/** One line of the table. `ratio` is against the bare thing, or a value in `unit`. */
export interface Measured {
  name: string;
  ratio: number;
  /** None: for information. */
  bar?: number;
  /** Which side of the bar is good; default lower. */
  better?: 'lower' | 'higher';
  unit?: string;
  detail: string;
}
