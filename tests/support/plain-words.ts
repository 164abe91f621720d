import { plainText } from '../../src/bot/ui/html.ts';
import { translator } from '../../src/bot/ui/i18n.ts';
import type { Language } from '../../src/domain/context.ts';

/** What people read of a Fluent key: button labels, texts without their markup. */
export const plainWords =
  (language: Language) =>
  (key: string, variables?: Record<string, string | number>): string =>
    plainText(translator(language)(key, variables));
