import type { Ids } from '../../domain/ports.ts';
import type { BotContext } from '../context.ts';
import type { Read, Requirement } from '../feature.ts';
import { createFlowRunner, type FlowRunner } from '../flow/runner.ts';
import type { WaitingAct } from '../flow/state.ts';
import { menuButton } from '../start/start-buttons.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import { type Meaning, mayMean, messageOrder, type Room } from './message-order.ts';
import type { Owned, Registry } from './registry.ts';
import { lacking } from './requirements.ts';
import { type TypedCommand, typedCommand } from './typed-command.ts';

export interface RouterOptions {
  registry: Registry;
  ids: Pick<Ids, 'random'>;
  /** The flow that makes somebody `known` or a `tenant`; it is given which. */
  registration: string;
  /** The group's id now. */
  adminChatId(): string | null;
}

export interface Router extends Pick<FlowRunner, 'enter'> {
  /** Finds who takes this update, and lets them. */
  handle(ctx: BotContext): Promise<void>;
  /** What pressing this button does. */
  press(ctx: BotContext, data: string): Promise<void>;
}

/** From an update to the one handler that takes it: buttons by their name, messages in the order of product 3.0. */
export function createRouter({ registry, ids, registration, adminChatId }: RouterOptions): Router {
  const flows = createFlowRunner(registry.flows, ids, resume);

  const roomOf = (ctx: BotContext): Room => {
    if (ctx.chat?.type === 'private') return 'private';
    return String(ctx.chat?.id) === adminChatId() ? 'admin-group' : 'group';
  };

  /** Does the act of somebody who may; who lacks only a name or a phone is registered, and the act waits. */
  async function perform(
    ctx: BotContext,
    requires: Requirement,
    { act, first }: Read,
    waiting: WaitingAct,
  ): Promise<void> {
    const lacks = lacking(ctx, requires, adminChatId());
    if (lacks === null) await act(ctx);
    else if (lacks === 'known' || lacks === 'tenant') {
      if (first && !(await first(ctx))) return;
      await flows.enter(ctx, registration, { need: lacks }, waiting);
    } else {
      const text = ctx.t(lacks === 'owner' ? 'common-owners-only' : 'common-admins-only');
      if (ctx.callbackQuery) ctx.toast(text, { alert: true });
      else ctx.answer({ text, keyboard: inlineKeyboard([[menuButton(ctx.t)]]) });
    }
  }

  async function press(ctx: BotContext, data: string): Promise<void> {
    const found = registry.callbacks.get(data.split(':', 1)[0] ?? '');
    const read = found?.handler.read(data);
    if (!found || !read) return ctx.toast(ctx.t('common-old-button'));
    ctx.takenBy = `${found.feature}/${found.handler.name}`;
    await perform(ctx, found.handler.requires, read, { data });
  }

  /** The handler of a command and what it is to do; null: nobody knows it here. */
  function commandAct(ctx: BotContext, { name, words }: TypedCommand) {
    const where = ctx.chat?.type === 'private' ? 'private' : 'group';
    const link = name === 'start' && where === 'private' ? linkAct(words) : null;
    if (link) return link;
    const found = registry.commands.get(`${where} ${name}`);
    return found && { ...found, act: (c: BotContext) => found.handler.handle(c, words) };
  }

  function linkAct(payload: string) {
    for (const found of registry.links) {
      const { prefix, handle } = found.handler;
      const id = payload.startsWith(prefix) ? payload.slice(prefix.length) : '';
      if (/^[\w-]{1,60}$/.test(id)) return { ...found, act: (c: BotContext) => handle(c, id) };
    }
    return null;
  }

  const nameOf = ({ feature, handler }: Owned<{ names?: readonly string[]; prefix?: string }>): string =>
    `${feature}/${handler.names?.[0] ?? handler.prefix}`;

  async function command(ctx: BotContext, typed: TypedCommand): Promise<boolean> {
    const found = commandAct(ctx, typed);
    const isCancel = typed.name === 'batal' || typed.name === 'cancel';
    const isAside = found !== undefined && found !== null && 'aside' in found.handler && found.handler.aside === true;
    if (await flows.command(ctx, isCancel ? 'cancel' : isAside ? 'aside' : 'other')) return true;
    if (!found) return false;
    ctx.takenBy = nameOf(found);
    await perform(ctx, found.handler.requires, found, { text: `/${typed.name} ${typed.words}`.trim() });
    return true;
  }

  /** True when it was taken as that. */
  async function means(ctx: BotContext, meaning: Exclude<Meaning, 'command'>): Promise<boolean> {
    if (meaning === 'flow') return flows.message(ctx);
    for (const { feature, handler } of registry.messages[meaning]) {
      if (!(await handler(ctx))) continue;
      ctx.takenBy = `${feature}/${meaning}`;
      return true;
    }
    return false;
  }

  async function message(ctx: BotContext): Promise<boolean> {
    const said = ctx.message;
    if (!said) return true;
    for (const meaning of messageOrder) {
      if (!mayMean(meaning, said, roomOf(ctx))) continue;
      if (meaning === 'command') {
        const typed = typedCommand(said, ctx.me.username);
        // One that nobody knows is still a command: never relayed to somebody, nor taken for an answer.
        if (typed) return command(ctx, typed);
      } else if (await means(ctx, meaning)) {
        ctx.takenBy ??= meaning;
        return true;
      }
    }
    return false;
  }

  async function resume(ctx: BotContext, act: WaitingAct): Promise<void> {
    if ('data' in act) return press(ctx, act.data);
    const [name = '', ...words] = act.text.slice(1).split(' ');
    const found = commandAct(ctx, { name, words: words.join(' ') });
    if (!found) return;
    ctx.takenBy = nameOf(found);
    await perform(ctx, found.handler.requires, found, act);
  }

  /** What no feature declared: grammY's composers of features that need them. True when one took it. */
  async function compose(ctx: BotContext): Promise<boolean> {
    for (const { name, composer } of registry.features) {
      if (!composer) continue;
      let passed = false;
      await composer.middleware()(ctx, async () => {
        passed = true;
      });
      if (passed) continue;
      ctx.takenBy = name;
      return true;
    }
    return false;
  }

  /** Never silence for a person who speaks to the bot, silence in groups. */
  function fallBack(ctx: BotContext): void {
    ctx.takenBy = 'fallback';
    if (ctx.callbackQuery) ctx.toast(ctx.t('common-old-button'));
    else if (ctx.message && ctx.chat?.type === 'private') {
      const key = ctx.message.text === undefined ? 'common-hint-media' : 'common-hint';
      ctx.answer({ text: ctx.t(key), keyboard: inlineKeyboard([[menuButton(ctx.t)]]) });
    }
  }

  return {
    enter: flows.enter,
    press,
    async handle(ctx) {
      const data = ctx.callbackQuery?.data;
      if (data !== undefined) {
        if (await flows.press(ctx)) ctx.takenBy ??= 'flow';
        else if (registry.callbacks.has(data.split(':', 1)[0] ?? '')) await press(ctx, data);
        else if (!(await compose(ctx))) fallBack(ctx);
      } else if (!(await message(ctx)) && !(await compose(ctx))) fallBack(ctx);
    },
  };
}
