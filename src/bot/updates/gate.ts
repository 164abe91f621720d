import type { BotContext } from '../context.ts';

/** What an update passes before anybody looks at what it means. False: it ends there. */
export type Gate = (ctx: BotContext) => boolean | Promise<boolean>;
