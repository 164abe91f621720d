import { KEPT_SEARCHES } from '../../domain/search/recent-searches.ts';
import type { Translate } from '../context.ts';
import { menuButton } from '../start/start-buttons.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { setLanguageTap } from './profile-buttons.ts';

export const languageView = (t: Translate): OutMessage => ({
  text: t('profile-language-question'),
  keyboard: inlineKeyboard([
    [
      button(t('profile-language-id'), setLanguageTap.pack({ to: 'id' })),
      button(t('profile-language-en'), setLanguageTap.pack({ to: 'en' })),
    ],
  ]),
});

/** `t` of the new language. */
export const languageSetView = (t: Translate): OutMessage => ({
  text: t('profile-language-set'),
  keyboard: inlineKeyboard([[menuButton(t)]]),
});

export const privacyView = (t: Translate): OutMessage => ({
  text: t('profile-privacy', { searches: KEPT_SEARCHES }),
  keyboard: inlineKeyboard([[menuButton(t)]]),
});
