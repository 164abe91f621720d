import { crc16 } from '../../domain/payment/qris.ts';

const tlv = (tag: string, value: string): string => tag + String(value.length).padStart(2, '0') + value;

/**
 * A dynamic QRIS text shaped like GoPay's (amount after the postcode, `.00`), for whole rupiah. Its acquirer is
 * nobody: no wallet can route it, so that scanning a sandbox picture with a real phone pays nothing.
 */
export function buildQris(qr: { amount: number; reference: string; merchantName: string; city: string }): string {
  const text = [
    tlv('00', '01'),
    tlv('01', '12'),
    tlv('26', tlv('00', 'ID.KOSTIN.SANDBOX') + tlv('01', '936000000000000000') + tlv('03', 'UKE')),
    tlv('51', tlv('00', 'ID.CO.QRIS.WWW') + tlv('02', 'ID0000000000000') + tlv('03', 'UKE')),
    tlv('52', '6513'),
    tlv('53', '360'),
    tlv('58', 'ID'),
    tlv('59', qr.merchantName.slice(0, 25)),
    tlv('60', qr.city.slice(0, 15)),
    tlv('61', '16680'),
    tlv('54', `${qr.amount}.00`),
    tlv('62', tlv('50', qr.reference) + tlv('07', 'A01')),
    '6304',
  ].join('');
  return text + crc16(text);
}
