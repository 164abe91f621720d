import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const openContract = defineCallback('contract', { id: z.string() });

/** 🔑 Lihat kontrak */
export const contractButton = (t: Translate, contractId: string) =>
  button(t('contract-button-open'), openContract.pack({ id: contractId }));
