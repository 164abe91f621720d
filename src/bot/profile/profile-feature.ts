import { setLanguage } from '../../domain/profile/set-language.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import { translator } from '../ui/i18n.ts';
import { languageButton, languageTap, setLanguageTap } from './profile-buttons.ts';
import { languageSetView, languageView, privacyView } from './profile-view.ts';
import { registerFlow } from './register-flow.ts';

const askLanguage = (ctx: BotContext): void => ctx.answer(languageView(ctx.t));

/** `/bahasa`, `/privasi`, and registration on the way to what needs it. */
export const profileFeature: Feature = {
  name: 'profile',
  commands: [
    onCommand(['bahasa', 'language'], askLanguage, { published: true, aside: true }),
    onCommand(['privasi', 'privacy'], (ctx) => ctx.answer(privacyView(ctx.t)), { published: true, aside: true }),
  ],
  callbacks: [
    onCallback(languageTap, askLanguage),
    onCallback(setLanguageTap, async (ctx, { to }) => {
      await setLanguage(ctx.domain, { language: to });
      ctx.change(languageSetView(translator(to)));
    }),
  ],
  flows: [registerFlow],
  menu: [{ row: 9, button: languageButton }],
};
