import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { button } from '../ui/keyboard.ts';

export const menuTap = defineCallback('menu', {});

/** 🏠 Menu */
export const menuButton = (t: Translate) => button(t('start-button-menu'), menuTap.pack({}));
