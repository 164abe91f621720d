import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const payInvoice = defineCallback('pay', { invoice: z.string() });
export const checkPaymentOf = defineCallback('pay-check', { id: z.string() });

export const payButton = (t: Translate, invoiceId: string) =>
  button(t('payment-button-qris'), payInvoice.pack({ invoice: invoiceId }), 'success');
export const checkButton = (t: Translate, paymentId: string) =>
  button(t('payment-button-check'), checkPaymentOf.pack({ id: paymentId }));
