import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const helpTap = defineCallback('help-open', {});

/** ❓ Bantuan */
export const helpButton = (t: Translate) => button(t('help-button-open'), helpTap.pack({}));
