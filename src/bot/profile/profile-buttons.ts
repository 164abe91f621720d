import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const languageTap = defineCallback('language-open', {});
export const setLanguageTap = defineCallback('language', { to: z.enum(['id', 'en']) });

/** 🌐 Bahasa / Language */
export const languageButton = (t: Translate) => button(t('profile-button-language'), languageTap.pack({}));
