import { describe, expect, it } from 'vitest';
import { formatRupiah, sum } from '../../src/domain/money.ts';

describe('money', () => {
  it.each([
    [0, 'Rp0'],
    [999, 'Rp999'],
    [1_000, 'Rp1.000'],
    [1_200_000, 'Rp1.200.000'],
    [1_234_567_890, 'Rp1.234.567.890'],
    [-50_000, '-Rp50.000'],
  ])('%i reads %s', (amount, text) => expect(formatRupiah(amount)).toBe(text));

  it('refuses fractions', () => {
    expect(() => formatRupiah(0.5)).toThrow(RangeError);
    expect(() => sum([1, Number.NaN])).toThrow(RangeError);
  });
});
