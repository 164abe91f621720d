import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIds } from '../../src/adapters/system/ids.ts';
import { formatPhone, normalisePhone } from '../../src/domain/phone.ts';
import { cleanLine, cleanText, line } from '../../src/domain/text.ts';

describe('ids', () => {
  it('is strictly increasing, also within a millisecond and when the clock steps back', () => {
    const times = [1000, 1000, 1000, 900, 1001, 5, 2000];
    let at = 0;
    const ids = createIds(() => times[at++ % times.length] ?? 0);
    const made = Array.from({ length: 2000 }, () => ids.ulid());
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
    expect(made.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
  });

  it('names what it is for', () => {
    const ids = createIds();
    expect(ids.next('user')).toMatch(/^user_[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(ids.next('prop')).toMatch(/^prop_[0-9A-Z]{26}$/);
    expect(ids.random(6)).toMatch(/^[a-z0-9]{6}$/);
  });
});

describe('phone', () => {
  it.each([
    ['081234567890', '+6281234567890'],
    ['0812-3456-7890', '+6281234567890'],
    ['+62 812 3456 7890', '+6281234567890'],
    ['6281234567890', '+6281234567890'],
    ['+62 (0)812-3456-7890', '+6281234567890'],
    ['81234567890', '+6281234567890'],
    ['0062 812 3456 7890', '+6281234567890'],
    ['0812.345.678', '+62812345678'],
  ])('%s is %s', (typed, e164) => expect(normalisePhone(typed)).toBe(e164));

  it.each([
    '',
    '0812',
    '021 555 1234',
    '0812345678901234',
    'nol delapan',
    '0812a345678',
    '+1 202 555 0100',
    '١٢٣٤٥٦٧٨٩٠',
    '٠٨١٢',
  ])('%s is none', (typed) => expect(normalisePhone(typed)).toBeNull());

  it('keeps the contact of a foreigner', () => {
    expect(normalisePhone('+1 202 555 0100', { anyCountry: true })).toBe('+12025550100');
    expect(normalisePhone('6581234567', { anyCountry: true })).toBe('+6581234567');
    expect(normalisePhone('6212', { anyCountry: true })).toBeNull();
  });

  it('is stable, and readable', () => {
    fc.assert(
      fc.property(fc.integer({ min: 800_000_000, max: 899_999_999_999 }), (digits) => {
        const number = normalisePhone(`0${digits}`);
        if (number !== null) expect(normalisePhone(number)).toBe(number);
        if (number !== null) expect(normalisePhone(formatPhone(number))).toBe(number);
      }),
    );
    expect(formatPhone('+6281234567890')).toBe('+62 812-3456-7890');
  });
});

describe('text', () => {
  it('takes out what breaks the store or the screen', () => {
    expect(cleanLine('  a\u0000b\ud800 \u202Ec\n\td  ')).toBe('a b\ufffd c d');
    expect(cleanText('satu\r\n\n\n\ndua')).toBe('satu\n\ndua');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanLine(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanLine(clean)).toBe(clean);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        expect(clean).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      }),
    );
  });

  it('counts characters as people do', () => {
    expect(line(2, 3).safeParse('😀😀😀').success).toBe(true);
    expect(line(2, 3).safeParse('😀😀😀😀').success).toBe(false);
    expect(line(2, 3).safeParse('   a ').success).toBe(false);
  });
});
