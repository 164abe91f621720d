/** Rupiah are whole numbers everywhere; a fraction is a mistake of the program, not of a person. */
function whole(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of rupiah: ${amount}`);
  return amount;
}

const grouped = new Intl.NumberFormat('id');

/** `1200000` → `Rp1.200.000`; negative ones `-Rp50.000`. */
export const formatRupiah = (amount: number): string =>
  `${amount < 0 ? '-' : ''}Rp${grouped.format(Math.abs(whole(amount)))}`;

/** Sum of whole rupiah. */
export const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => whole(total + whole(amount)), 0);
