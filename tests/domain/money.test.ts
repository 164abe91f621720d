import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRupiah, roundUp, sum } from '../../src/domain/money.ts';

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
    expect(() => roundUp(1, 0, 1000)).toThrow(RangeError);
  });

  it.each([
    [1_200_000 * 11, 30, 1000, 440_000],
    [1_000_000 * 11, 30, 1000, 367_000],
    [1, 30, 1000, 1000],
    [0, 30, 1000, 0],
    [31_000, 31, 1000, 1000],
  ])('%i / %i up to %i is %i', (numerator, denominator, step, expected) =>
    expect(roundUp(numerator, denominator, step)).toBe(expected),
  );

  it('rounds to the next step and never further', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1, max: 366 }), (numerator, denominator) => {
        const up = roundUp(numerator, denominator, 1000);
        expect(up % 1000).toBe(0);
        expect(BigInt(up) * BigInt(denominator)).toBeGreaterThanOrEqual(BigInt(numerator));
        expect(BigInt(up - 1000) * BigInt(denominator)).toBeLessThan(BigInt(Math.max(numerator, 1)));
      }),
    );
  });
});
