import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import type { Ids, Json } from '../domain/ports.ts';
import { isTenant } from '../domain/profile/profile.ts';
import { defineCallback } from './callback.ts';
import type { BotContext } from './context.ts';
import { errorText } from './errors.ts';
import type { FlowInput, Question } from './flow.ts';
import { inputOf } from './flow-input.ts';
import {
  type AnyFlow,
  deleteFlowState,
  type FlowState,
  isExpired,
  nextStep,
  previousStep,
  progressOf,
  readFlowState,
  saveFlowState,
  stepsThatApply,
  upgradedAnswers,
} from './flow-state.ts';
import { inEveryLanguage } from './i18n.ts';
import { button, inlineKeyboard, removeKeyboard } from './ui/keyboard.ts';
import type { OutMessage } from './ui/message.ts';

/** A choice of one question of one run. */
const choiceButton = defineCallback('f', { run: z.string(), step: z.int(), value: z.string() });
const controls = ['back', 'skip', 'cancel'] as const;
type Control = (typeof controls)[number];
const controlButton = defineCallback('fc', { run: z.string(), step: z.int(), what: z.enum(controls) });

const labelKeys: Record<Control, string> = { back: 'flow-back', skip: 'flow-skip', cancel: 'flow-cancel' };

export interface FlowRunner {
  enter(ctx: BotContext, name: string, given?: Record<string, unknown>): Promise<void>;
  /** The middleware: what belongs to a running flow is handled here, everything else goes on. */
  handle(ctx: BotContext, next: () => Promise<void>): Promise<void>;
}

/** As long as a phone takes to show what the first tap did. */
const DOUBLE_TAP_MS = 3_000;

type Table = Readonly<Partial<Record<string, AnyFlow>>>;

/** Back, cancel, skip, progress, re-asking, resuming, expiry and commands in the middle, once for all flows. */
export function createFlowRunner(flows: Table, ids: Pick<Ids, 'random'>): FlowRunner {
  const nowOf = (ctx: BotContext): string => new Date(ctx.domain.clock.now()).toISOString();
  const nameOf = (ctx: BotContext, state: FlowState): string => ctx.t(`flow-name-${state.flow}`);

  function lacks(ctx: BotContext, flow: AnyFlow): 'known' | 'tenant' | null {
    const { profile } = ctx.person;
    if (flow.requires === 'known' && !profile) return 'known';
    if (flow.requires === 'tenant' && !(profile && isTenant(profile))) return 'tenant';
    return null;
  }

  async function enter(ctx: BotContext, name: string, given: Record<string, unknown> = {}): Promise<void> {
    const flow = flows[name];
    if (!flow) throw new Error(`no flow ${name}`);
    const running = await readFlowState(ctx);
    const same = running && isSame(running, name, given) ? flows[running.flow] : undefined;
    if (running && same && !isExpired(running, ctx.domain.clock.now())) return resume(ctx, same, running);
    if (running) leave(ctx, running, 'flow-left-for-command');
    await start(ctx, flow, given);
  }

  /** The same button once more: the question is shown again; a double tap is one tap. */
  async function resume(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    if (flow.version !== state.version) return upgrade(ctx, flow, state);
    if (ctx.domain.clock.now() - Date.parse(state.at) < DOUBLE_TAP_MS) return;
    await ask(ctx, flow, { ...state, at: nowOf(ctx) }, 'answer');
  }

  /** A deploy changed the flow: answers that still parse are kept, the current step is asked again. */
  async function upgrade(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    const answers = upgradedAnswers(flow, state);
    ctx.answer({ text: ctx.t('flow-updated') });
    await goOn(ctx, flow, { ...state, version: flow.version, run: ids.random(6), answers }, 'answer');
  }

  async function start(ctx: BotContext, flow: AnyFlow, given: Record<string, unknown>): Promise<void> {
    const need = lacks(ctx, flow);
    const register = need === null ? undefined : flows.register;
    const values = given as Record<string, Json>;
    await begin(ctx, register ?? flow, register ? { need } : values, register && { name: flow.name, given: values });
  }

  async function begin(
    ctx: BotContext,
    flow: AnyFlow,
    given: Record<string, Json>,
    following?: FlowState['following'],
  ) {
    const state: FlowState = {
      flow: flow.name,
      version: flow.version,
      run: ids.random(6),
      step: '',
      answers: given,
      given: Object.keys(given),
      ...(following ? { following } : {}),
      at: nowOf(ctx),
    };
    await goOn(ctx, flow, state, 'answer');
  }

  /** Asks the next question, or ends the flow when nothing is left to ask. */
  async function goOn(ctx: BotContext, flow: AnyFlow, state: FlowState, how: 'answer' | 'change'): Promise<void> {
    const step = nextStep(flow, state.answers, ctx);
    if (!step) return finish(ctx, flow, state);
    await ask(ctx, flow, { ...state, step: step.id, at: nowOf(ctx) }, how);
  }

  async function finish(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    const applying: string[] = stepsThatApply(flow, state.answers, ctx).map((step) => step.id);
    const all: string[] = flow.steps.map((step) => step.id);
    // An answer whose step no longer applies (somebody went back and chose otherwise) is not handed over.
    const answers = Object.entries(state.answers).filter(([id]) => applying.includes(id) || !all.includes(id));
    if (state.contactKeyboard) ctx.answer({ text: ctx.t('flow-contact-thanks'), keyboard: removeKeyboard });
    await deleteFlowState(ctx);
    await flow.finish(ctx, Object.fromEntries(answers));
    if (!state.following) return;
    await ctx.refreshPerson();
    const next = flows[state.following.name];
    if (next && lacks(ctx, next) === null) await follow(ctx, next, state.following.given as Record<string, Json>);
  }

  /** What was answered so far is kept even when it cannot go on (the listing closed meanwhile). */
  async function follow(ctx: BotContext, flow: AnyFlow, given: Record<string, Json>): Promise<void> {
    try {
      await begin(ctx, flow, given);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      ctx.answer({ text: errorText(ctx.t, error) });
    }
  }

  async function ask(
    ctx: BotContext,
    flow: AnyFlow,
    state: FlowState,
    how: 'answer' | 'change',
    reason?: string,
  ): Promise<void> {
    const step = flow.steps.find((candidate) => candidate.id === state.step);
    if (!step) return goOn(ctx, flow, state, how);
    const question = await step.question(ctx, state.answers);
    const progress = progressOf(flow, state, ctx);
    const text = [
      ...(reason ? [`⚠️ ${reason}\n`] : []),
      `<i>${ctx.t('flow-progress', { step: progress.step, total: progress.total })}</i>`,
      question.text,
    ].join('\n');
    const offered = controls.filter(
      (what) => what === 'cancel' || (what === 'skip' ? step.optional : previousStep(flow, state, ctx)),
    );
    if (state.contactKeyboard && !question.requestContact) {
      // Telegram takes that keyboard away only with a message.
      const said = how === 'change' ? 'flow-contact-later' : 'flow-contact-thanks';
      ctx.answer({ text: ctx.t(said), keyboard: removeKeyboard });
    }
    const message: OutMessage = {
      text,
      ...(question.photo ? { photo: question.photo } : {}),
      keyboard: question.requestContact
        ? contactKeyboard(ctx, offered)
        : choiceKeyboard(ctx, state, flow.steps.indexOf(step), question, offered),
    };
    if (how === 'change' && !ctx.callbackQuery?.message?.photo) ctx.change(message);
    else ctx.answer(message);
    const { contactKeyboard: _, ...rest } = state;
    await saveFlowState(ctx, question.requestContact ? { ...rest, contactKeyboard: true } : rest);
  }

  function contactKeyboard(ctx: BotContext, offered: Control[]): NonNullable<OutMessage['keyboard']> {
    return {
      keyboard: [
        [{ text: ctx.t('flow-send-phone'), request_contact: true }],
        offered.map((what) => ({ text: ctx.t(labelKeys[what]) })),
      ],
      resize_keyboard: true,
      one_time_keyboard: true,
    };
  }

  function choiceKeyboard(ctx: BotContext, state: FlowState, index: number, question: Question, offered: Control[]) {
    const { run } = state;
    return inlineKeyboard([
      ...(question.choices ?? []).map((row) =>
        row.map(({ label, value, style }) => button(label, choiceButton.pack({ run, step: index, value }), style)),
      ),
      offered.map((what) => button(ctx.t(labelKeys[what]), controlButton.pack({ run, step: index, what }))),
    ]);
  }

  /** Says what was left; the row itself is deleted or replaced by the caller. */
  function leave(ctx: BotContext, state: FlowState, key: 'flow-left' | 'flow-left-for-command' | 'flow-expired'): void {
    ctx.answer({
      text: ctx.t(key, { what: nameOf(ctx, state) }),
      ...(state.contactKeyboard ? { keyboard: removeKeyboard } : {}),
    });
  }

  async function handle(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    const data = ctx.callbackQuery?.data;
    const chosen = data === undefined ? null : choiceButton.match(data);
    const control = data === undefined ? null : controlButton.match(data);
    if (!ctx.message && !chosen && !control) return next();

    const state = await readFlowState(ctx);
    const flow = state ? flows[state.flow] : undefined;
    if (!state || !flow || isExpired(state, ctx.domain.clock.now())) {
      if (state) await deleteFlowState(ctx);
      if (state && flow) leave(ctx, state, 'flow-expired');
      if (chosen || control)
        return ctx.toast(ctx.t(ctx.chat?.type === 'private' ? 'flow-old-question' : 'flow-not-yours'));
      return isCancel(ctx) && state ? undefined : next();
    }
    const pressed = chosen ?? control;
    if (pressed && pressed.run !== state.run) {
      return ctx.toast(ctx.t(ctx.chat?.type === 'private' ? 'flow-old-question' : 'flow-not-yours'));
    }
    if (isCancel(ctx) || control?.what === 'cancel' || isLabel(ctx, 'cancel')) return cancel(ctx, state);
    if (isCommand(ctx)) {
      if (!isHelp(ctx)) {
        leave(ctx, state, 'flow-left-for-command');
        await deleteFlowState(ctx);
      }
      return next();
    }
    const input = chosen ? { kind: 'choice' as const, value: chosen.value } : inputOf(ctx);
    ctx.inFlow = pressed !== null || input !== null;
    if (state.version !== flow.version) return upgrade(ctx, flow, state);
    if (pressed && pressed.step !== flow.steps.findIndex((step) => step.id === state.step)) {
      return ctx.toast(ctx.t('flow-old-question'));
    }
    if (control?.what === 'back' || isLabel(ctx, 'back')) return back(ctx, flow, state);
    if (control?.what === 'skip' || isLabel(ctx, 'skip')) return skip(ctx, flow, state);
    if (!input) return next();
    await take(ctx, flow, state, input);
  }

  async function cancel(ctx: BotContext, state: FlowState): Promise<void> {
    await deleteFlowState(ctx);
    const tapped = ctx.callbackQuery?.message;
    if (tapped && !tapped.photo) ctx.change({ text: ctx.t('flow-left', { what: nameOf(ctx, state) }) });
    else leave(ctx, state, 'flow-left');
  }

  async function back(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    const previous = previousStep(flow, state, ctx);
    if (!previous) return ask(ctx, flow, state, 'answer');
    const { [previous.id]: _, ...answers } = state.answers;
    await goOn(ctx, flow, { ...state, answers }, 'change');
  }

  async function skip(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    const step = flow.steps.find((candidate) => candidate.id === state.step);
    if (!step?.optional) return ask(ctx, flow, state, 'answer', ctx.t('flow-cannot-skip'));
    await goOn(ctx, flow, { ...state, answers: { ...state.answers, [step.id]: null } }, 'change');
  }

  async function take(ctx: BotContext, flow: AnyFlow, state: FlowState, input: FlowInput): Promise<void> {
    const step = flow.steps.find((candidate) => candidate.id === state.step);
    if (!step) return goOn(ctx, flow, state, 'answer');
    const accepted = await step.accept(ctx, input, state.answers);
    if ('problem' in accepted) {
      const reason = ctx.t(accepted.problem, accepted.variables);
      // The question is still on the screen when a button was pressed.
      if (input.kind === 'choice') return ctx.toast(reason);
      return ask(ctx, flow, state, 'answer', reason);
    }
    const answers = { ...state.answers, [step.id]: (accepted.value ?? null) as Json };
    await goOn(ctx, flow, { ...state, answers }, input.kind === 'choice' ? 'change' : 'answer');
  }

  return { enter, handle };
}

/** It was entered for the very same thing, or will go on with it after registration. */
function isSame(state: FlowState, name: string, given: Record<string, unknown>): boolean {
  const own = Object.fromEntries(state.given.map((key) => [key, state.answers[key]]));
  const entered = state.following ?? { name: state.flow, given: own };
  return entered.name === name && isDeepStrictEqual(entered.given, given);
}

const commandOf = (ctx: BotContext): string | null => {
  const message = ctx.message;
  const entity = message?.entities?.[0];
  if (!message?.text || entity?.type !== 'bot_command' || entity.offset !== 0) return null;
  const [command = '', botName] = message.text.slice(1, entity.length).split('@');
  return botName && botName.toLowerCase() !== ctx.me.username.toLowerCase() ? null : command.toLowerCase();
};
const isCommand = (ctx: BotContext): boolean => commandOf(ctx) !== null;
const isCancel = (ctx: BotContext): boolean => ['batal', 'cancel'].includes(commandOf(ctx) ?? '');
const isHelp = (ctx: BotContext): boolean => ['bantuan', 'help', 'privasi', 'privacy'].includes(commandOf(ctx) ?? '');
/** The label of a control that stands on the reply keyboard, whatever language it was shown in. */
const isLabel = (ctx: BotContext, what: Control): boolean => {
  const text = ctx.message?.text?.trim();
  return text !== undefined && inEveryLanguage(labelKeys[what]).includes(text);
};
