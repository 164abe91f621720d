import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/bot/ui/html.ts';
import { translator } from '../../src/bot/ui/i18n.ts';
import { refusalWords, relationWords } from '../../src/bot/ui/ready-words.ts';

const [id, en] = [translator('id'), translator('en')];

describe('words chosen from a button, read in another language', () => {
  it('are its label there; typed ones stay', () => {
    expect(plainText(relationWords(id, 'Sibling'))).toBe('Kakak/adik');
    expect(plainText(relationWords(en, 'Ibu'))).toBe('Mother');
    expect(plainText(relationWords(en, 'Tante'))).toBe('Tante');
    expect(plainText(refusalWords(en, 'Kamarnya sudah terisi'))).toBe('The room is taken');
    expect(plainText(refusalWords(id, 'Kamarnya sudah terisi'))).toBe('Kamarnya sudah terisi');
    expect(plainText(refusalWords(en, 'Maaf, sudah ada yang lain'))).toBe('Maaf, sudah ada yang lain');
  });
});

describe('texts that depend on a number', () => {
  const room = { property: 'x', room: 'y', rent: 'Rp650.000' };
  it('no deposit is not Rp0, one month is not months', () => {
    expect(id('application-room', { ...room, deposit: 'Rp0' }).markup).toContain('Rp650.000 per bulan, tanpa deposit');
    expect(id('application-room', { ...room, deposit: 'Rp5.000' }).markup).toContain('per bulan, deposit Rp5.000');
    expect(id('application-review-due', { total: 'Rp650.000', rent: 'Rp650.000', deposit: 'Rp0' }).markup).toBe(
      '💳 <b>Tagihan pertama Rp650.000</b> untuk sewa bulan pertama',
    );
    expect(en('application-dates', { start: '5 May 2025', months: 1 }).markup).toContain('5 May 2025, 1 month');
    expect(en('contract-dates', { start: 'a', end: 'b', months: 3 }).markup).toContain('(3 months)');
  });
});
