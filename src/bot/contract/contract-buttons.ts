import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const rentTap = defineCallback('rent-open', {});
export const contractTap = defineCallback('contract', { id: z.string() });

/** 🔑 Lihat kontrak */
export const contractButton = (t: Translate, contractId: string) =>
  button(t('contract-button-open'), contractTap.pack({ id: contractId }));
/** 🔑 Sewa saya */
export const rentButton = (t: Translate) => button(t('contract-button-rent'), rentTap.pack({}));
