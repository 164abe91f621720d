import { KEPT_SEARCHES } from '../../domain/search/recent-searches.ts';
import type { Translate } from '../context.ts';
import { menuButton, setLanguageTo } from '../start/menu.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

export const languageView = (t: Translate): OutMessage => ({
  text: t('profile-language-question'),
  keyboard: inlineKeyboard([
    [
      button(t('profile-language-id'), setLanguageTo.pack({ to: 'id' })),
      button(t('profile-language-en'), setLanguageTo.pack({ to: 'en' })),
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
