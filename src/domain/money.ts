/** Rupiah are whole numbers everywhere; a fraction is a mistake of the program, not of a person. */
function whole(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of rupiah: ${amount}`);
  return amount;
}

/** `1200000` → `Rp1.200.000`; negative ones `-Rp50.000`. */
export function formatRupiah(amount: number): string {
  const digits = String(Math.abs(whole(amount))).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${amount < 0 ? '-' : ''}Rp${digits}`;
}

/** Rounds up to a multiple of `step` rupiah. `amount` is a fraction of two whole numbers, so that no float is made. */
export function roundUp(numerator: number, denominator: number, step: number): number {
  whole(numerator);
  const unit = whole(denominator) * whole(step);
  if (unit <= 0) throw new RangeError('denominator and step must be positive');
  const product = BigInt(numerator);
  const divisor = BigInt(unit);
  const up = product > 0n ? (product + divisor - 1n) / divisor : product / divisor;
  return whole(Number(up * BigInt(step)));
}

/** Sum of whole rupiah. */
export const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => whole(total + whole(amount)), 0);
