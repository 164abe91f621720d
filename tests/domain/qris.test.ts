import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQris, crc16, parseTlv } from '../../src/domain/payment/qris.ts';
import { buildQris } from '../../src/sandbox/midtrans/build-qris.ts';

/** Strings of Midtrans' own documentation and one marked TEST (architecture 11.2). */
const docs =
  '00020101021226620014COM.GO-JEK.WWW011993600914349052630340210G4905263030303UKE51440014ID.CO.QRIS.WWW0215AID0607336128660303UKE5204341453033605802ID5904Test6007BANDUNG6105402845409789000.0062475036c032f87c-f773-4619-aefa-675e1f06f9210703A016304A623';
const openApi =
  '00020101021226620014COM.GO-JEK.WWW011993600914337918182570210G3791818250303UKE51440014ID.CO.QRIS.WWW0215AID7720513752290303UKE5204359353033605802ID5910PAPI LIVE26005KUKAR6105755535409100000.0062475036b1855b6c-70ab-4449-9778-61b8ffe43fd20703A016304C385';
const integerAmount =
  '00020101021226690023ID.CO.BANKALTIMTARA.WWW011893600124024091802802092409180280303URE51440014ID.CO.QRIS.WWW0215ID20243452761720303URE5204752353033605405100005802ID5944(TEST) RETRIBUSI PARKIR PELABUHAN BULUMINUNG6015PENAJAM PASER U610576141622501121122334455340705479056304F16E';
const staticQr =
  '00020101021126660014ID.LINKAJA.WWW011893600911000093000502151912131509300050303UME51440014ID.CO.QRIS.WWW0215ID20190139612790303UME5204839853033605802ID5924Infak Sinergi Foundation6007BANDUNG61054017362070703A01630458E0';
const wrongCrc =
  '00020101021226660014ID.CO.QRIS.WWW01189360050300000768120215ID10202214433220303UMI51440014ID.CO.QRIS.WWW0215ID10202214433220303UMI5204599953033605802ID5911MAJU JAYA6005DEPOK61051642462070703A016304D9C2';

/** Replaces a piece and makes the CRC right again: what is refused is then refused for its own reason. */
const forged = (text: string, from: string, to: string): string => {
  const body = text.replace(from, to).slice(0, -4);
  return body + crc16(body);
};

describe('checkQris', () => {
  it.each([
    ['the docs of the POS page', docs, 789_000, 'Test'],
    ['the OpenAPI example', openApi, 100_000, 'PAPI LIVE2'],
    [
      'an amount without decimals and a long name',
      integerAmount,
      10_000,
      '(TEST) RETRIBUSI PARKIR PELABUHAN BULUMINUNG',
    ],
  ])('accepts %s', (_name, text, amount, merchantName) => {
    expect(checkQris(text, amount)).toMatchObject({ kind: 'valid', merchantName });
  });

  it.each([
    ['another amount', docs, 789_001, 'amount'],
    ['a tenth of it', docs, 78_900, 'amount'],
    ['a static QR', staticQr, 0, 'not-dynamic'],
    ['a wrong length', wrongCrc, 0, 'format'],
    ['nothing', '', 0, 'format'],
    ['a web address', 'https://example.com', 0, 'format'],
    ['no CRC', docs.slice(0, -8), 789_000, 'format'],
    ['something after the CRC', `${docs}0102`, 789_000, 'format'],
    ['a lower-case CRC', docs.slice(0, -4) + docs.slice(-4).toLowerCase(), 789_000, 'crc'],
    ['a wrong CRC', `${docs.slice(0, -4)}A624`, 789_000, 'crc'],
    ['dollars', forged(docs, '5303360', '5303840'), 789_000, 'not-rupiah'],
    ['static with an amount', forged(docs, '010212', '010211'), 789_000, 'not-dynamic'],
    ['a tip', forged(docs, '5802ID', '5502015802ID'), 789_000, 'tip'],
    ['two amounts', forged(docs, '5802ID', '5401' + '75802ID'), 789_000, 'format'],
    ['cents', forged(docs, '5409789000.00', '5409789000.50'), 789_000, 'amount'],
    ['an exponent', forged(docs, '5409789000.00', '5405789e3'), 789_000, 'amount'],
    ['no amount', forged(docs, '5409789000.00', ''), 789_000, 'amount'],
    ['a negative amount', forged(docs, '5409789000.00', '5407-789000'), -789_000, 'amount'],
  ])('refuses %s', (_name, text, amount, problem) => {
    expect(checkQris(text, amount)).toEqual({ kind: 'invalid', problem });
  });

  it('knows the check value of CRC-16/IBM-3740', () => {
    expect(crc16('123456789')).toBe('29B1');
  });

  it('refuses every text with one character changed, lost or doubled', () => {
    const change = fc.record({
      at: fc.nat(docs.length - 1),
      how: fc.constantFrom('replace', 'drop', 'double'),
      by: fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(change, ({ at, how, by }) => {
        const old = docs[at] ?? '';
        const piece = how === 'drop' ? '' : how === 'double' ? old + old : by;
        const text = docs.slice(0, at) + piece + docs.slice(at + 1);
        fc.pre(text !== docs);
        expect(checkQris(text, 789_000).kind).toBe('invalid');
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9]{0,60}$/)), (text) => {
        expect(checkQris(text, 1).kind).toBe('invalid');
        parseTlv(text);
      }),
    );
  });

  it('accepts what the simulator builds, for its own amount only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 10_000_000 }), (amount, other) => {
        const text = buildQris({ amount, reference: crypto.randomUUID(), merchantName: 'SANDBOX', city: 'BOGOR' });
        expect(checkQris(text, amount)).toMatchObject({ kind: 'valid', merchantName: 'SANDBOX' });
        if (other !== amount) expect(checkQris(text, other)).toEqual({ kind: 'invalid', problem: 'amount' });
      }),
    );
  });
});
