import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors.ts';
import type { Ids, Json } from '../../domain/ports.ts';
import { isTenant } from '../../domain/profile/profile.ts';
import type { BotContext } from '../context.ts';
import { errorText } from '../ui/errors.ts';
import type { Html } from '../ui/html.ts';
import { removeKeyboard } from '../ui/keyboard.ts';
import { controls, questionMessage } from './question.ts';
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
} from './state.ts';

export type FlowTable = Readonly<Partial<Record<string, AnyFlow>>>;

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
    ...(state.contactKeyboard ? { keyboard: removeKeyboard } : {}),
  });
}

export const nameOf = (ctx: BotContext, state: FlowState): Html => ctx.t(`flow-name-${state.flow}`);

export interface FlowProgress {
  /** Begins it, or goes on with it when it runs for the very same thing. */
  enter(ctx: BotContext, name: string, given?: Record<string, unknown>): Promise<void>;
  /** Asks the next question, or ends the flow when nothing is left to ask. */
  goOn(ctx: BotContext, flow: AnyFlow, state: FlowState, how: 'answer' | 'change'): Promise<void>;
  /** Asks the question of the step where it stands. */
  ask(ctx: BotContext, flow: AnyFlow, state: FlowState, how: 'answer' | 'change', reason?: Html): Promise<void>;
  /** A deploy changed the flow: answers that still parse are kept, the current step is asked again. */
  upgrade(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void>;
}

/** From entering a flow over its questions to its end, registration first where it is needed. */
export function createFlowProgress(flows: FlowTable, ids: Pick<Ids, 'random'>): FlowProgress {
  const nowOf = (ctx: BotContext): string => new Date(ctx.domain.clock.now()).toISOString();

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
    if (running) sayLeft(ctx, running, 'flow-left-for-command');
    await start(ctx, flow, given);
  }

  /** The same button once more: the question is shown again; a double tap is one tap. */
  async function resume(ctx: BotContext, flow: AnyFlow, state: FlowState): Promise<void> {
    if (flow.version !== state.version) return upgrade(ctx, flow, state);
    if (ctx.domain.clock.now() - Date.parse(state.at) < DOUBLE_TAP_MS) return;
    await ask(ctx, flow, { ...state, at: nowOf(ctx) }, 'answer');
  }

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
    reason?: Html,
  ): Promise<void> {
    const step = flow.steps.find((candidate) => candidate.id === state.step);
    if (!step) return goOn(ctx, flow, state, how);
    const question = await step.question(ctx, state.answers);
    const progress = progressOf(flow, state, ctx);
    const offered = controls.filter(
      (what) => what === 'cancel' || (what === 'skip' ? step.optional : previousStep(flow, state, ctx)),
    );
    if (state.contactKeyboard && !question.requestContact) {
      // Telegram takes that keyboard away only with a message.
      const said = how === 'change' ? 'flow-contact-later' : 'flow-contact-thanks';
      ctx.answer({ text: ctx.t(said), keyboard: removeKeyboard });
    }
    const index = flow.steps.indexOf(step);
    const message = questionMessage(ctx, { state, index, question, progress, offered, reason });
    if (how === 'change' && !ctx.callbackQuery?.message?.photo) ctx.change(message);
    else ctx.answer(message);
    const { contactKeyboard: _, ...rest } = state;
    await saveFlowState(ctx, question.requestContact ? { ...rest, contactKeyboard: true } : rest);
  }

  return { enter, goOn, ask, upgrade };
}

/** It was entered for the very same thing, or will go on with it after registration. */
function isSame(state: FlowState, name: string, given: Record<string, unknown>): boolean {
  const own = Object.fromEntries(state.given.map((key) => [key, state.answers[key]]));
  const entered = state.following ?? { name: state.flow, given: own };
  return entered.name === name && isDeepStrictEqual(entered.given, given);
}
