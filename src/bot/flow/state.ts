import { z } from 'zod';
import { keys } from '../../domain/keys.ts';
import { expiryOf } from '../../domain/retention.ts';
import { defineRow } from '../../domain/rows.ts';
import type { BotContext } from '../context.ts';
import type { Answers, AnyFlow, Step } from './flow.ts';

/** A tap or a typed command that waits for something to be known first. */
export const waitingAct = z.union([z.object({ data: z.string() }), z.object({ text: z.string() })]);
export type WaitingAct = z.infer<typeof waitingAct>;

const flowStateSchema = z.object({
  flow: z.string(),
  version: z.int(),
  /** This run of it: buttons of an earlier one are recognised. */
  run: z.string(),
  /** The step that is being asked. */
  step: z.string(),
  answers: z.record(z.string(), z.json()),
  /** Of this step's answer, what is not complete yet, or what was shown. */
  draft: z.json().optional(),
  /** Answers that came along when it was entered; their steps are not asked. */
  given: z.array(z.string()),
  /** What goes on when it ends (registration). */
  waiting: waitingAct.optional(),
  /** The keyboard with Telegram's button for it is on the screen. */
  keyboard: z.enum(['contact', 'location']).optional(),
  /** ISO UTC, business time, of the last question. */
  at: z.iso.datetime(),
});
export type FlowState = z.infer<typeof flowStateSchema>;
export const flowRows = defineRow(keys.flow, flowStateSchema, { keepDays: 7 });

/** A question that waits longer is over: words typed days later are not its answer. */
const MAX_AGE_MS = 24 * 3_600_000;

const keyOf = (ctx: BotContext) => (ctx.chat && ctx.from ? keys.flow(String(ctx.chat.id), ctx.from.id) : null);

export async function readFlowState(ctx: BotContext): Promise<FlowState | null> {
  const key = keyOf(ctx);
  return key === null ? null : flowRows.read(ctx.domain.tx, key);
}

export async function saveFlowState(ctx: BotContext, state: FlowState): Promise<void> {
  const key = keyOf(ctx);
  if (key === null) return;
  const { tx } = ctx.domain;
  // One that takes another's place keeps the other's expiry, which clean-up moves on.
  if ((await tx.get(key)) === null) tx.set(...expiryOf(flowRows, key, Date.parse(state.at)));
  flowRows.write(tx, key, state);
}

export async function deleteFlowState(ctx: BotContext): Promise<void> {
  const key = keyOf(ctx);
  if (key !== null && (await ctx.domain.tx.get(key)) !== null) ctx.domain.tx.delete(key);
}

export const isExpired = (state: FlowState, now: number): boolean => now - Date.parse(state.at) > MAX_AGE_MS;

export const stepNamed = (flow: AnyFlow, id: string): Step<Answers> | undefined =>
  flow.steps.find((step) => step.id === id);

/** The steps that apply, given the answers so far. */
export const stepsThatApply = (flow: AnyFlow, answers: Answers, ctx: BotContext): Step<Answers>[] =>
  flow.steps.filter((step) => step.when?.(answers, ctx) ?? true);

/** The first step without an answer; undefined when there is nothing left to ask. */
export const nextStep = (flow: AnyFlow, answers: Answers, ctx: BotContext): Step<Answers> | undefined =>
  stepsThatApply(flow, answers, ctx).find((step) => !Object.hasOwn(answers, step.id));

/** The step before: the last one that was asked and answered. */
export const previousStep = (flow: AnyFlow, state: FlowState, ctx: BotContext): Step<Answers> | undefined =>
  stepsThatApply(flow, state.answers, ctx).findLast(
    (step) => Object.hasOwn(state.answers, step.id) && !state.given.includes(step.id),
  );

/** Whether ⬅️ Kembali leads anywhere: to the step before, or within this one. */
export const mayGoBack = (flow: AnyFlow, state: FlowState, ctx: BotContext): boolean =>
  previousStep(flow, state, ctx) !== undefined ||
  (state.draft !== undefined && stepNamed(flow, state.step)?.hasLayers === true);

/** Where this step stands among those that are asked. */
export function progressOf(flow: AnyFlow, state: FlowState, ctx: BotContext): { step: number; total: number } {
  const asked = stepsThatApply(flow, state.answers, ctx).filter((step) => !state.given.includes(step.id));
  return { step: asked.findIndex((step) => step.id === state.step) + 1, total: asked.length };
}

/** Answers of another version of the flow: kept where the step says that they still parse. */
export function upgradedAnswers(flow: AnyFlow, state: FlowState): FlowState['answers'] {
  const ids: string[] = flow.steps.map((step) => step.id);
  const keep = Object.entries(state.answers).filter(([id, value]) => {
    if (!ids.includes(id)) return state.given.includes(id);
    const step = stepNamed(flow, id);
    if (value === null && step?.optional) return true;
    return step?.schema?.safeParse(value).success ?? false;
  });
  return Object.fromEntries(keep);
}
