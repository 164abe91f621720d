import type { Ids, Json } from '../../domain/ports.ts';
import type { BotContext } from '../context.ts';
import type { AnyFlow, FlowInput } from './flow.ts';
import { inputOf } from './input.ts';
import { createFlowProgress, type FlowProgress, type FlowTable, nameOf, sayLeft } from './progress.ts';
import { choiceTap, controlTap, isLabel } from './question.ts';
import {
  deleteFlowState,
  type FlowState,
  isExpired,
  previousStep,
  readFlowState,
  stepNamed,
  type WaitingAct,
} from './state.ts';

export interface FlowRunner extends Pick<FlowProgress, 'enter'> {
  /** A pressed button: true when it is one of a flow's. */
  press(ctx: BotContext): Promise<boolean>;
  /** A command is typed. `/batal`: true when there was something to leave; asides leave a flow where it is. */
  command(ctx: BotContext, kind: 'cancel' | 'aside' | 'other'): Promise<boolean>;
  /** Any other message: true when it is the running flow's answer. */
  message(ctx: BotContext): Promise<boolean>;
}

interface Running {
  flow: AnyFlow;
  state: FlowState;
}

/** Back, cancel, skip, progress, re-asking, resuming, expiry and commands in the middle, once for all flows. */
export function createFlowRunner(
  flows: FlowTable,
  ids: Pick<Ids, 'random'>,
  resume: (ctx: BotContext, act: WaitingAct) => Promise<void>,
): FlowRunner {
  const { enter, goOn, ask, upgrade } = createFlowProgress(flows, ids, resume);

  /** Null when none runs; one that is too old, or that no feature has any more, is closed. */
  async function running(ctx: BotContext): Promise<Running | null> {
    const state = await readFlowState(ctx);
    if (!state) return null;
    const flow = flows.get(state.flow);
    if (flow && !isExpired(state, ctx.domain.clock.now())) return { flow, state };
    await deleteFlowState(ctx);
    if (flow) sayLeft(ctx, state, 'flow-expired');
    return null;
  }

  async function press(ctx: BotContext): Promise<boolean> {
    const data = ctx.callbackQuery?.data;
    const chosen = data === undefined ? null : choiceTap.match(data);
    const control = data === undefined ? null : controlTap.match(data);
    const pressed = chosen ?? control;
    if (!pressed) return false;
    const now = await running(ctx);
    if (now?.state.run !== pressed.run) {
      ctx.toast(ctx.t(ctx.chat?.type === 'private' ? 'flow-old-question' : 'flow-not-yours'));
      return true;
    }
    const { flow, state } = now;
    if (control?.what === 'cancel') await cancel(ctx, state);
    else {
      ctx.inFlow = true;
      if (state.version !== flow.version) await upgrade(ctx, flow, state);
      else if (flow.steps[pressed.step]?.id !== state.step) ctx.toast(ctx.t('flow-old-question'));
      else if (control?.what === 'back') await back(ctx, now);
      else if (control?.what === 'skip') await skip(ctx, now);
      else await take(ctx, now, chosen ? { kind: 'choice', value: chosen.value } : { kind: 'done' });
    }
    return true;
  }

  async function command(ctx: BotContext, kind: 'cancel' | 'aside' | 'other'): Promise<boolean> {
    const had = await readFlowState(ctx);
    const now = await running(ctx);
    if (kind === 'cancel') {
      if (now) await cancel(ctx, now.state);
      return had !== null;
    }
    if (!now || kind === 'aside') return false;
    sayLeft(ctx, now.state, 'flow-left-for-command');
    await deleteFlowState(ctx);
    return false;
  }

  async function message(ctx: BotContext): Promise<boolean> {
    const now = await running(ctx);
    if (!now) return false;
    const { flow, state } = now;
    if (isLabel(ctx, 'cancel')) {
      await cancel(ctx, state);
      return true;
    }
    const input = inputOf(ctx);
    ctx.inFlow = input !== null;
    if (!input) return false;
    if (state.version !== flow.version) await upgrade(ctx, flow, state);
    else if (isLabel(ctx, 'back')) await back(ctx, now);
    else if (isLabel(ctx, 'skip')) await skip(ctx, now);
    else if (isLabel(ctx, 'done') && stepNamed(flow, state.step)?.collects) await take(ctx, now, { kind: 'done' });
    else await take(ctx, now, input);
    return true;
  }

  async function cancel(ctx: BotContext, state: FlowState): Promise<void> {
    await deleteFlowState(ctx);
    const tapped = ctx.callbackQuery?.message;
    if (tapped && !tapped.photo) ctx.change({ text: ctx.t('flow-left', { what: nameOf(ctx, state) }) });
    else sayLeft(ctx, state, 'flow-left');
  }

  async function back(ctx: BotContext, { flow, state }: Running): Promise<void> {
    const { draft, ...rest } = state;
    if (draft !== undefined && stepNamed(flow, state.step)?.hasLayers) return ask(ctx, flow, rest, 'change');
    const previous = previousStep(flow, state, ctx);
    if (!previous) return ask(ctx, flow, state, 'answer');
    const { [previous.id]: given, ...answers } = state.answers;
    // What was ticked, sent or chosen there is still there.
    const kept = previous.collects || previous.hasLayers ? { draft: given ?? null } : {};
    await goOn(ctx, flow, { ...rest, ...kept, answers }, 'change');
  }

  async function skip(ctx: BotContext, { flow, state }: Running): Promise<void> {
    const step = stepNamed(flow, state.step);
    if (!step?.optional) return ask(ctx, flow, state, 'answer', ctx.t('flow-cannot-skip'));
    const { draft: _, ...rest } = state;
    await goOn(ctx, flow, { ...rest, answers: { ...state.answers, [step.id]: null } }, 'change');
  }

  async function take(ctx: BotContext, { flow, state }: Running, input: FlowInput): Promise<void> {
    const step = stepNamed(flow, state.step);
    if (!step) return goOn(ctx, flow, state, 'answer');
    const isPressed = input.kind === 'choice' || input.kind === 'done';
    const accepted = await step.accept(ctx, input, { answers: state.answers, draft: state.draft });
    if ('problem' in accepted) {
      const reason = ctx.t(accepted.problem, accepted.variables);
      // The question is still on the screen when a button was pressed.
      if (isPressed && ctx.callbackQuery) return ctx.toast(reason);
      return ask(ctx, flow, state, 'answer', reason);
    }
    if ('draft' in accepted) return ask(ctx, flow, { ...state, draft: accepted.draft }, accepted.how);
    const { draft: _, ...rest } = state;
    const answers = { ...state.answers, [step.id]: (accepted.value ?? null) as Json };
    await goOn(ctx, flow, { ...rest, answers }, isPressed ? 'change' : 'answer');
  }

  return { enter, press, command, message };
}
