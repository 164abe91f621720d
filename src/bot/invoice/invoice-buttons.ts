import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const invoicesTap = defineCallback('invoices-open', {});
export const invoiceTap = defineCallback('invoice', { id: z.string() });

/** 🧾 Lihat tagihan */
export const invoiceButton = (t: Translate, invoiceId: string) =>
  button(t('invoice-button-open'), invoiceTap.pack({ id: invoiceId }));
/** 🧾 Tagihan */
export const invoicesButton = (t: Translate) => button(t('invoice-button-list'), invoicesTap.pack({}));
