import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const payTap = defineCallback('pay', { invoice: z.string() });
export const checkTap = defineCallback('pay-check', { id: z.string() });

export const payButton = (t: Translate, invoiceId: string) =>
  button(t('payment-button-qris'), payTap.pack({ invoice: invoiceId }), 'success');
export const checkButton = (t: Translate, paymentId: string) =>
  button(t('payment-button-check'), checkTap.pack({ id: paymentId }));
