import type { Role } from '../../domain/context.ts';
import type { Translate } from '../context.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

export const helpView = (t: Translate, role: Role): OutMessage => ({
  text: role === 'owner' ? t('help-owner') : t('help-guest'),
  keyboard: inlineKeyboard([[searchButton(t), menuButton(t)]]),
});
