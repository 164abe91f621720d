import type { Ids, Json } from '../../domain/ports.ts';
import type { BotContext } from '../context.ts';
import { isCommand } from '../ui/typed-command.ts';
import type { FlowInput } from './flow.ts';
import { inputOf } from './input.ts';
import { createFlowProgress, type FlowTable, nameOf, sayLeft } from './progress.ts';
import { choiceButton, controlButton, isLabel } from './question.ts';
import { type AnyFlow, deleteFlowState, type FlowState, isExpired, previousStep, readFlowState } from './state.ts';

export interface FlowRunner {
  enter(ctx: BotContext, name: string, given?: Record<string, unknown>): Promise<void>;
  /** The middleware: what belongs to a running flow is handled here, everything else goes on. */
  handle(ctx: BotContext, next: () => Promise<void>): Promise<void>;
}

const isCancel = (ctx: BotContext): boolean => ctx.hasCommand(['batal', 'cancel']);
/** They answer and leave the flow where it is. */
const asides = ['bantuan', 'help', 'privasi', 'privacy', 'bahasa', 'language'];
const isAside = (ctx: BotContext): boolean => ctx.hasCommand(asides);

/** Back, cancel, skip, progress, re-asking, resuming, expiry and commands in the middle, once for all flows. */
export function createFlowRunner(flows: FlowTable, ids: Pick<Ids, 'random'>): FlowRunner {
  const { enter, goOn, ask, upgrade } = createFlowProgress(flows, ids);

  async function handle(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    const data = ctx.callbackQuery?.data;
    const chosen = data === undefined ? null : choiceButton.match(data);
    const control = data === undefined ? null : controlButton.match(data);
    if (!ctx.message && !chosen && !control) return next();

    const state = await readFlowState(ctx);
    const flow = state ? flows[state.flow] : undefined;
    if (!state || !flow || isExpired(state, ctx.domain.clock.now())) {
      if (state) await deleteFlowState(ctx);
      if (state && flow) sayLeft(ctx, state, 'flow-expired');
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
      if (!isAside(ctx)) {
        sayLeft(ctx, state, 'flow-left-for-command');
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
    else sayLeft(ctx, state, 'flow-left');
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
