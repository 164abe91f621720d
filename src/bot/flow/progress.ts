import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors.ts';
import type { Ids, Json } from '../../domain/ports.ts';
import type { BotContext } from '../context.ts';
import { errorText } from '../ui/errors.ts';
import type { Html } from '../ui/html.ts';
import { removeKeyboard } from '../ui/keyboard.ts';
import type { AnyFlow, Question } from './flow.ts';
import { type Control, controls, questionMessage } from './question.ts';
import {
  deleteFlowState,
  type FlowState,
  isExpired,
  mayGoBack,
  nextStep,
  progressOf,
  readFlowState,
  saveFlowState,
  stepNamed,
  stepsThatApply,
  upgradedAnswers,
  type WaitingAct,
} from './state.ts';

export type FlowTable = ReadonlyMap<string, AnyFlow>;

/** As long as a phone takes to show what the first tap did. */
const DOUBLE_TAP_MS = 3_000;

/** Says what was left; the row itself is deleted or replaced by the caller. */
export function sayLeft(
  ctx: BotContext,
  state: FlowState,
  key: 'flow-left' | 'flow-left-for-command' | 'flow-expired',
): void {
  ctx.answer({
    text: ctx.t(key, { what: nameOf(ctx, state) }),
    ...(state.keyboard ? { keyboard: removeKeyboard } : {}),
  });
}

export const nameOf = (ctx: BotContext, state: FlowState): Html => ctx.t(`flow-name-${state.flow}`);

/** How a question is shown: anew, in place of the tapped one, or in place of the one that asked last. */
export type How = 'answer' | 'change' | 'update';

export interface FlowProgress {
  /** Begins it, or goes on with it when it runs for the very same thing. `waiting` goes on when it has ended. */
  enter(ctx: BotContext, name: string, given: object, waiting?: WaitingAct): Promise<void>;
  /** Asks the next question, or ends the flow when nothing is left to ask. */
  goOn(ctx: BotContext, flow: AnyFlow, state: FlowState, how: How): Promise<void>;
  /** Asks the question of the step where it stands. */
  ask(ctx: BotContext, flow: AnyFlow, state: FlowState, how: How, reason?: Html): Promise<void>;
  /** A deploy changed the flow: answers that still parse are kept, the current step is asked again. */
  upgrade(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void>;
}

/** From entering a flow over its questions to its end. `resume` does the act that waited for it. */
export function createFlowProgress(
  flows: FlowTable,
  ids: Pick<Ids, 'random'>,
  resume: (ctx: BotContext, act: WaitingAct) => Promise<void>,
): FlowProgress {
  async function enter(ctx: BotContext, name: string, given: object, waiting?: WaitingAct): Promise<void> {
    const flow = flows.get(name);
    if (!flow) throw new Error(`the flow ${name} is in no feature`);
    const answers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const running = await readFlowState(ctx);
    if (running && isSame(running, name, answers, waiting) && !isExpired(running, ctx.domain.clock.now())) {
      return again(ctx, flow, running);
    }
    if (running) sayLeft(ctx, running, 'flow-left-for-command');
    const state: FlowState = {
      flow: flow.name,
      version: flow.version,
      run: ids.random(6),
      step: '',
      answers,
      given: Object.keys(answers),
      ...(waiting ? { waiting } : {}),
      at: ctx.domain.now,
    };
    await goOn(ctx, flow, state, 'answer');
  }

  /** The same button once more: the question is shown again; a double tap is one tap. */
  async function again(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    if (flow.version !== state.version) return upgrade(ctx, flow, state);
    if (ctx.domain.clock.now() - Date.parse(state.at) < DOUBLE_TAP_MS) return;
    await ask(ctx, flow, { ...state, at: ctx.domain.now }, 'answer');
  }

  async function upgrade(ctx: BotContext, flow: AnyFlow, { draft: _, ...state }: FlowState): Promise<void> {
    const answers = upgradedAnswers(flow, state);
    ctx.answer({ text: ctx.t('flow-updated') });
    await goOn(ctx, flow, { ...state, version: flow.version, run: ids.random(6), answers }, 'answer');
  }

  async function goOn(ctx: BotContext, flow: AnyFlow, state: FlowState, how: How): Promise<void> {
    const step = nextStep(flow, state.answers, ctx);
    if (!step) return finish(ctx, flow, state);
    await ask(ctx, flow, { ...state, step: step.id, at: ctx.domain.now }, how);
  }

  async function finish(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    const applying: string[] = stepsThatApply(flow, state.answers, ctx).map((step) => step.id);
    const all: string[] = flow.steps.map((step) => step.id);
    // An answer whose step no longer applies (somebody went back and chose otherwise) is not handed over.
    const answers = Object.entries(state.answers).filter(([id]) => applying.includes(id) || !all.includes(id));
    takeKeyboardAway(ctx, state, 'thanks');
    await deleteFlowState(ctx);
    await flow.finish(ctx, Object.fromEntries(answers));
    if (state.waiting) await goOnWith(ctx, state.waiting);
  }

  /** What was answered is kept even when the act behind it is refused (the listing closed meanwhile). */
  async function goOnWith(ctx: BotContext, act: WaitingAct): Promise<void> {
    await ctx.refreshPerson();
    ctx.anew = true;
    try {
      await resume(ctx, act);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      ctx.answer({ text: errorText(ctx.t, error) });
    }
  }

  async function ask(ctx: BotContext, flow: AnyFlow, state: FlowState, how: How, reason?: Html): Promise<void> {
    const step = stepNamed(flow, state.step);
    if (!step) return goOn(ctx, flow, state, how);
    const { answers, draft } = state;
    const question = await step.question(ctx, { answers, draft });
    if (!question.request) takeKeyboardAway(ctx, state, how === 'change' ? 'later' : 'thanks');
    const index = flow.steps.indexOf(step);
    const offers: Record<Control, boolean> = {
      done: question.done ?? false,
      back: mayGoBack(flow, state, ctx),
      skip: step.optional ?? false,
      cancel: true,
    };
    const offered = controls.filter((what) => offers[what]);
    const progress = progressOf(flow, state, ctx);
    const message = questionMessage(ctx, { state, index, question, progress, offered, reason });
    const ref = `flow:${state.run}:${index}`;
    if (how !== 'answer' && ctx.callbackQuery?.message && !ctx.callbackQuery.message.photo) ctx.change(message);
    else if (how === 'update') ctx.answer(message, { edit: ref, ref });
    else ctx.answer(message, step.collects ? { ref } : {});
    await saveFlowState(ctx, asked(state, question));
  }

  return { enter, goOn, ask, upgrade };
}

function asked({ keyboard: _, ...state }: FlowState, { draft, request }: Question): FlowState {
  return { ...state, ...(draft === undefined ? {} : { draft }), ...(request ? { keyboard: request } : {}) };
}

const takenAway = {
  contact: { thanks: 'flow-contact-thanks', later: 'flow-contact-later' },
  location: { thanks: 'flow-location-thanks', later: 'flow-location-later' },
} as const;

/** Telegram takes a keyboard away only with a message. */
function takeKeyboardAway(ctx: BotContext, { keyboard }: FlowState, said: 'thanks' | 'later'): void {
  if (keyboard) ctx.answer({ text: ctx.t(takenAway[keyboard][said]), keyboard: removeKeyboard });
}

/** It was entered for the very same thing, or will go on with it after registration. */
function isSame(state: FlowState, name: string, given: object, waiting: WaitingAct | undefined): boolean {
  const own = Object.fromEntries(state.given.map((key): [string, Json | undefined] => [key, state.answers[key]]));
  return state.flow === name && isDeepStrictEqual(own, given) && isDeepStrictEqual(state.waiting, waiting);
}
